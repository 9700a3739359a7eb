"""How two pods use the classes: on linked labels that both found, and in all."""

from collections import Counter

from crosstie.qa.drift.divergence import label_sums
from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.counting.classes import Pairs, table
from crosstie.qa.study.locating import Located
from crosstie.qa.study.row import Cell
from crosstie.qa.study.side import Side
from crosstie.qa.sums import Sums, total


def team_cells(located: Located, pods: tuple[str, str]) -> Cells:
    """Return the table of both pods' classes of matched labels that a certain link ties in either pass, and
    each pod's count of classes.
    """
    first, second = located.first, located.second
    by_class: dict[str, Pairs] = {}
    for j, i in located.partner.items():
        if i in first.tied or j in second.tied:
            one, other = first.columns.classes[i], second.columns.classes[j]
            by_class.setdefault(one, Counter())[one, other] += 1
    parts = [(class_id, table(pairs)) for class_id, pairs in by_class.items()]
    used = [use(side, pod) for side, pod in zip((first, second), pods, strict=True)]
    return parted("co_label_confusion", "class", parts) | {Cell("jensen_shannon"): total(used)}


def use(side: Side, pod: str) -> Sums:
    """Return how often a pod used each class in a pass."""
    return label_sums(pod, dict(Counter(side.columns.classes)))
