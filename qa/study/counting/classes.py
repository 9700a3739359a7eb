"""Do labels that are the same have the same class."""

from collections import Counter

from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.locating import Located
from crosstie.qa.sums import Key, Number, Sums, sums

Pairs = Counter[tuple[str, str]]


def class_cells(located: Located, names: tuple[str, str]) -> Cells:
    """Return Cohen's table of the classes of matched labels, and Krippendorff's coincidences of them.

    `names` are those of the first and of the second annotator.
    """
    first, second = located.first, located.second
    mine = first.pick(first.columns.classes, located.rows)
    others = second.pick(second.columns.classes, located.columns)
    modalities = first.pick(first.modalities, located.rows)
    by_class: dict[str, Pairs] = {}
    by_modality: dict[str, Pairs] = {}
    for (modality, one, other), n in Counter(zip(modalities, mine, others, strict=True)).items():
        by_class.setdefault(one, Counter())[one, other] += n
        by_modality.setdefault(modality, Counter())[one, other] += n
    agreement = parted("class_agreement", "modality", _tables(by_modality))
    of_classes = parted("class_agreement", "class", _tables(by_class))
    alphas = [(value, coincidences(pairs, names)) for value, pairs in by_modality.items()]
    return of_classes | agreement | parted("krippendorff_alpha", "modality", alphas)


def table(pairs: Pairs) -> Sums:
    """Return pairs of labels as `confusion_sums` counts them."""
    return sums({("cell", *pair): n for pair, n in pairs.items()})


def coincidences(pairs: Pairs, names: tuple[str, str]) -> Sums:
    """Return pairs of labels of two annotators as `rating_sums` counts them."""
    n = pairs.total()
    cells: dict[Key, Number] = {("units", 2): n}
    for name in names:
        cells["annotator", name] = n
    for (one, other), count in pairs.items():
        for label in (one, other):
            cells["mass", 2, label] = cells.get(("mass", 2, label), 0) + count
        for ordered in ((one, other), (other, one)):
            cells["pair", 2, *ordered] = cells.get(("pair", 2, *ordered), 0) + count
    return sums(cells)


def _tables(by_value: dict[str, Pairs]) -> list[tuple[str, Sums]]:
    return [(value, table(pairs)) for value, pairs in by_value.items()]
