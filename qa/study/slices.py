"""The slices of a study: by which properties of rows they are told, and which rows each one holds."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from crosstie.qa.reports.report import Dimension
from crosstie.qa.study.row import Cell, Comparison, Row

By = tuple[tuple[Dimension, str], ...]
Leaf = tuple[str, ...]

ALONE: Final[tuple[Dimension, ...]] = ("language", "batch", "site", "pod", "annotators")
"""The dimensions that a study is sliced by."""
TOGETHER: Final[tuple[tuple[Dimension, Dimension], ...]] = (("pod", "batch"), ("language", "batch"))
"""The pairs of dimensions that a study is sliced by."""
WHOLE: Final[By] = ()


class SliceKey(msgspec.Struct, frozen=True, order=True):
    """Some of the samples of one cell of one comparison: `by` says which, () all of them."""

    comparison: Comparison
    cell: Cell
    by: By = WHOLE

    def whole(self) -> "SliceKey":
        """The same cell over all samples."""
        return SliceKey(self.comparison, self.cell)


def pair_name(names: Iterable[str]) -> str:
    """Return pods or annotators as one value of a slice: `A × B`; empty for nobody."""
    return " × ".join(names)


def leaves_of(rows: list[Row]) -> Iterator[tuple[Leaf, list[Row]]]:
    """Group one sample's rows of one comparison into the leaves that every slice is added up from.

    A sample is one cluster in each slice. Rows that differ in who made them come together where slices do
    not tell them apart, so there are three kinds of leaf: by sample, by pods, by annotators.
    """
    first = rows[0]
    yield ("sample", first.language, first.batch, first.site), rows
    if len(rows) == 1:
        yield ("pod", pair_name(first.pods), first.batch), rows
        yield ("annotators", pair_name(first.annotators)), rows
        return
    grouped: dict[Leaf, list[Row]] = {}
    for row in rows:
        grouped.setdefault(("pod", pair_name(row.pods), row.batch), []).append(row)
        grouped.setdefault(("annotators", pair_name(row.annotators)), []).append(row)
    yield from grouped.items()


def slices_of(leaf: Leaf) -> tuple[By, ...]:
    """Return the slices that a leaf is part of. A value may be empty: such a slice is kept, never told."""
    match leaf:
        case ("sample", language, batch, site):
            return (
                WHOLE,
                (("language", language),),
                (("batch", batch),),
                (("site", site),),
                (("language", language), ("batch", batch)),
            )
        case ("pod", pods, batch):
            return (("pod", pods),), (("pod", pods), ("batch", batch))
        case (_, people):
            return ((("annotators", people),),)
    return ()
