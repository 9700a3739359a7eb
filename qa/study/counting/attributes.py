"""Do labels that are the same say the same: their choices, numbers and written words."""

from collections import Counter
from collections.abc import Iterator

from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.counting.classes import Pairs, table
from crosstie.qa.study.locating import Located
from crosstie.qa.study.row import Cell
from crosstie.qa.study.side import Side
from crosstie.qa.sums import Sums, total
from crosstie.qa.transcripts.characters import character_sums
from crosstie.qa.transcripts.words import word_sums
from crosstie.schema.document_parts import AttributeType
from crosstie.schema.records import AttributeValue

Said = tuple[str, AttributeType, AttributeValue, AttributeValue]
"""Class and attribute, its type, and what the first and the second label say."""


def attribute_cells(located: Located) -> Cells:
    """Return Cohen's table of what both labels say, and the error rates of what is written.

    An attribute that either leaves open is left out; written words are compared where either wrote any.
    """
    tables: dict[str, Pairs] = {}
    texts: Counter[tuple[str, str, str]] = Counter()
    for i, j, n in _distinct(located):
        for name, kind, one, other in _said(located, i, j):
            if kind == "text":
                texts[name, str(one or ""), str(other or "")] += n
            elif one is not None and other is not None:
                tables.setdefault(name, Counter())[_answers(one, other)] += n
    return _tables(tables) | _texts(texts)


def _distinct(located: Located) -> Iterator[tuple[int, int, int]]:
    """Yield places of pairs of labels that say something, one for all that say the same, and how many."""
    first, second = located.first.columns, located.second.columns
    found: dict[tuple[str, int, str, int], list[int]] = {}
    for i, j in zip(located.rows.tolist(), located.columns.tolist(), strict=True):
        one, other = first.attributes[i], second.attributes[j]
        if one or other:
            key = (first.classes[i], id(one), second.classes[j], id(other))
            found.setdefault(key, [i, j, 0])[2] += 1
    for i, j, n in found.values():
        yield i, j, n


def _said(located: Located, i: int, j: int) -> Iterator[Said]:
    first, second = located.first, located.second
    one, other = first.columns.attributes[i], second.columns.attributes[j]
    classes = first.columns.classes[i], second.columns.classes[j]
    for name, (full, kind) in _shared(first, second, *classes).items():
        if name in one or name in other:
            yield full, kind, one.get(name), other.get(name)


def _shared(first: Side, second: Side, one: str, other: str) -> dict[str, tuple[str, AttributeType]]:
    """Return the attributes that both classes have, of one type."""
    found = first.shared_attributes.get((one, other))
    if found is None:
        theirs = second.document.attributes_of(other)
        found = first.shared_attributes[one, other] = {
            name: (f"{one}.{name}", spec.type)
            for name, spec in first.document.attributes_of(one).items()
            if name in theirs and theirs[name].type == spec.type
        }
    return found


def _answers(one: AttributeValue, other: AttributeValue) -> tuple[str, str]:
    """Return two values as labels: equal exactly where the values are, and not as many as there are numbers.

    Of numbers only the first digit and the size are kept, and whether the two are equal.
    """
    mine, theirs = _label(one), _label(other)
    another = mine == theirs and isinstance(one, int | float) and one != other
    return mine, f"{theirs}, another" if another else theirs


def _label(value: AttributeValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"about {value:.0e}"
        case tuple():
            return " + ".join(sorted(value)) or "none"
        case _:
            return str(value)


def _tables(tables: dict[str, Pairs]) -> Cells:
    metric = "attribute_agreement"
    whole: list[Sums] = []
    for name, pairs in tables.items():
        whole.append(table(Counter({(f"{name}={a}", f"{name}={b}"): n for (a, b), n in pairs.items()})))
    cells = {Cell(metric, "attribute", name): table(pairs) for name, pairs in tables.items()}
    return cells | {Cell(metric): total(whole)} if whole else {}


def _texts(texts: Counter[tuple[str, str, str]]) -> Cells:
    """Return error rates by attribute; what is written again and again is compared once."""
    written = [(name, one, other, n) for (name, one, other), n in texts.items() if one or other]
    characters = [(name, character_sums(one, other).times(n)) for name, one, other, n in written]
    words = [(name, word_sums(one, other).times(n)) for name, one, other, n in written]
    return parted("cer_grapheme", "attribute", characters) | parted("wer", "attribute", words)
