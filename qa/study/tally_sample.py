"""Makes one sample's rows ready for adding: whole parts and rests, shares, badness, what is drawn, swaps."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.intervals.moments import of_cluster
from crosstie.qa.intervals.shares import Share
from crosstie.qa.study.badness import Badness, badness_of
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.resampled import RESAMPLED, Resampled
from crosstie.qa.study.row import Cell, Row
from crosstie.qa.study.tally_part import Prepared, split
from crosstie.qa.sums import NOTHING, Key, Number, Sums, total

Ints = NDArray[np.int64]

SWAPS: Final = 999
"""Replicates of the permutation test of two pods."""
DIVERGENCE: Final = "jensen_shannon"


class Preparer:
    """Prepares the cells of a sample. What is the same in several leaves is made once."""

    def __init__(self) -> None:
        self._metrics: dict[str, tuple[list[tuple[str, Share]], Badness, Resampled | None]] = {}
        self._made: dict[tuple[int, ...], list[tuple[Cell, Prepared]]] = {}

    def prepared(self, kind: str, rows: list[Row]) -> Iterator[tuple[Cell, Prepared]]:
        """Each cell of some of a sample's rows of one comparison, ready for a leaf of one kind."""
        same = tuple(map(id, rows))
        if same not in self._made:
            self._made[same] = [self._cell(*one) for one in _cells(rows)]
        pods = rows[0].pods
        for cell, prepared in self._made[same]:
            if kind == "pod" and cell.metric == DIVERGENCE and len(pods) == 2:
                prepared.swaps = _swaps(rows[0].sample_id, rows, cell, pods)
            yield cell, prepared
            prepared.swaps = None

    def forget(self) -> None:
        """The sample is done with."""
        self._made.clear()

    def _cell(self, cell: Cell, row: Row, parts: Sums, passes: tuple[str, ...]) -> tuple[Cell, Prepared]:
        shares, badness, resampled = self._metric(cell.metric)
        whole, rest = split(parts)
        return cell, Prepared(
            row.sample_id,
            whole,
            rest,
            [(name, of_cluster(*share(parts))) for name, share in shares],
            (-badness(parts), row.sample_id, passes),
            resampled.linear(parts) if resampled else None,
        )

    def _metric(self, metric: str) -> tuple[list[tuple[str, Share]], Badness, Resampled | None]:
        found = self._metrics.get(metric)
        if found is None:
            shares = [(told.name, told.share) for told in TOLD.get(metric, ()) if told.share is not None]
            found = self._metrics[metric] = (shares, badness_of(metric), RESAMPLED.get(metric))
        return found


def _cells(rows: list[Row]) -> Iterator[tuple[Cell, Row, Sums, tuple[str, ...]]]:
    """Each cell with its sums over the rows; its passes are those of the first row that has it."""
    if len(rows) == 1:
        for cell, parts in rows[0].cells.items():
            yield cell, rows[0], parts, rows[0].passes
        return
    holders: dict[Cell, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.passes):
        for cell in row.cells:
            holders.setdefault(cell, []).append(row)
    for cell, some in holders.items():
        yield cell, some[0], total(row.cells[cell] for row in some), some[0].passes


def _swaps(sample_id: str, rows: list[Row], cell: Cell, pods: tuple[str, ...]) -> dict[Key, Ints]:
    """What the first pod's count of each label changes by in each replicate, as the sample swaps sides."""
    change: dict[Key, Number] = {}
    for row in rows:
        for (pod, label), n in row.cells.get(cell, NOTHING).under("labels").items():
            sign = -1 if pod == pods[0] else 1
            change[str(label),] = change.get((str(label),), 0) + sign * n
    sides = swapped_sides(sample_id)
    return {key: sides * int(n) for key, n in change.items() if n}


@lru_cache(maxsize=8)
def swapped_sides(sample_id: str) -> Ints:
    """Return in which replicates a sample's two pods change sides (1): from a hash of the id, anywhere."""
    digest = hashlib.shake_128(f"swap:{sample_id}".encode()).digest((SWAPS + 7) // 8)
    return np.unpackbits(np.frombuffer(digest, np.uint8))[:SWAPS].astype(np.int64)
