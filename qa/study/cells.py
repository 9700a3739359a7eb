"""Cells of one comparison in one sample, as they are put together."""

from collections.abc import Iterable

from crosstie.qa.study.row import Cell, Facet
from crosstie.qa.sums import Sums, total

Cells = dict[Cell, Sums]


def parted(metric: str, facet: Facet, parts: Iterable[tuple[str, Sums]]) -> Cells:
    """Return the cells of parts that add up to a whole: one for each value, and one for all of them."""
    by_value: dict[str, list[Sums]] = {}
    for value, part in parts:
        by_value.setdefault(value, []).append(part)
    cells = {Cell(metric, facet, value): total(found) for value, found in by_value.items()}
    return cells | {Cell(metric): total(cells.values())} if cells else {}
