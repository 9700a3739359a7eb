"""Puts more points than fit into memory into the order of the point grid, by way of the disk.

A cell's places follow from how many points each cell holds. So cells are counted first; then points are
dealt into buckets of whole cells, each small enough for memory; and each bucket is put in order and gives
an unbroken run of every level.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import cells_along, low_along, ranks_of, scrambled
from crosstie.storage.media.cloud_spool import INDEX, POINTS, Column, Spool

BUCKET_POINTS: Final = 3_000_000
MOST_CELLS: Final = 4_000_000
_CELL_M: Final = 2.0
_LEAST_CELL_M: Final = 1 / 64
_AT_ONCE: Final = 1 << 21
_BUCKET: Final = "bucket"
_SAMPLE: Final = 1 << 16
_MOST_TALLY: Final = 1 << 24
Tick = Callable[[float], None]
"""Takes how much of 1 is done."""


class Cells(msgspec.Struct, frozen=True, eq=False):
    """The cells of a cloud that hold points: ascending keys, and the count of points in each."""

    keys: NDArray[np.int64]
    counts: NDArray[np.int64]
    origin_m: tuple[float, float]
    cell_m: float
    columns: int

    def keys_of(self, points: NDArray[np.float32]) -> NDArray[np.int64]:
        """The cell of each point."""
        across = cells_along(points[:, 0], self.origin_m[0], self.cell_m)
        along = cells_along(points[:, 1], self.origin_m[1], self.cell_m)
        return along * self.columns + across


class _Extent(msgspec.Struct, frozen=True, eq=False):
    """Some x and y of a cloud, the least and greatest of all among them."""

    sample: NDArray[np.float32]


class Level(msgspec.Struct, frozen=True, eq=False):
    """One level of the order: its cells and the first place of each, with the level's end."""

    keys: NDArray[np.int64]
    starts: NDArray[np.int64]


class Part(msgspec.Struct, frozen=True, eq=False):
    """A bucket in order. `rows` are its points' numbers in the bucket, level by level.

    `runs` says of each level at which place its run begins, and how many of `rows` it takes. `lows` and
    `highs` are the boxes about the points of the bucket's cells.
    """

    first: int
    count: int
    rows: NDArray[np.int64]
    runs: list[tuple[int, int]]
    first_cell: int
    lows: NDArray[np.float32]
    highs: NDArray[np.float32]


def cells_of(spool: Spool, tick: Tick) -> Cells:
    """Counts the points of each cell.

    Cells are larger than two metres where there would be too many to be kept in memory, smaller where one
    would hold more points than a bucket.
    """
    extent = _extent_of(spool, tick)
    cells = _counted(spool, extent, _CELL_M, tick)
    while len(cells.keys) > MOST_CELLS:
        cells = _counted(spool, extent, 2 * cells.cell_m, tick)
    while int(cells.counts.max()) > BUCKET_POINTS and _LEAST_CELL_M < cells.cell_m <= _CELL_M:
        finer = _counted(spool, extent, cells.cell_m / 2, tick)
        if len(finer.keys) > MOST_CELLS:
            break
        cells = finer
    return cells


def levels_of(cells: Cells) -> list[Level]:
    """Where each level's cells have their places."""
    levels: list[Level] = []
    end, total = 0, int(cells.counts.sum())
    while end < total:
        first, last = ranks_of(len(levels))
        has = np.flatnonzero(cells.counts > first)
        starts = np.concatenate([[0], np.cumsum(np.minimum(cells.counts[has], last) - first)]) + end
        levels.append(Level(cells.keys[has], starts))
        end = int(starts[-1])
    return levels


def parts_in_order(
    spool: Spool, cells: Cells, levels: list[Level], tick: Tick, bucket_points: int = BUCKET_POINTS
) -> Iterator[Part]:
    """Deals the spool's points into buckets, where they lie from then on, and puts bucket by bucket in order.

    The parts count the spool's points as they lie after that.
    """
    edges = np.concatenate([[0], np.cumsum(cells.counts)])
    bucket_of_cell = edges[:-1] // bucket_points
    first_cells = np.append(np.flatnonzero(np.diff(bucket_of_cell, prepend=-1)), len(cells.keys))
    _deal(spool, cells, first_cells, edges, lambda done: tick(done / 2))
    cursors = [int(level.starts[0]) for level in levels]
    for begin, end in zip(first_cells[:-1].tolist(), first_cells[1:].tolist(), strict=True):
        yield _part(spool, cells, edges, begin, end, cursors)
        tick(0.5 + float(edges[end] / edges[-1]) / 2)


def _counted(spool: Spool, extent: _Extent, cell_m: float, tick: Tick) -> Cells:
    """The cells of a size; some of them, where they are too many."""
    x, y = (low_along(extent.sample[:, axis], cell_m) for axis in (0, 1))
    columns = int(cells_along(extent.sample[:, 0].max(keepdims=True), x, cell_m)[0]) + 1
    cells = Cells(np.zeros(0, np.int64), np.zeros(0, np.int64), (x, y), cell_m, columns)
    for points in _points_of(spool, tick):
        cells = _joined(cells, *_tallied(cells.keys_of(points)))
        if len(cells.keys) > MOST_CELLS:
            break
    return cells


def _tallied(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The keys that there are, ascending, and how often each."""
    low = int(keys.min())
    if int(keys.max()) - low > _MOST_TALLY:
        return np.unique(keys, return_counts=True)
    tally = np.bincount(keys - low)
    found = np.flatnonzero(tally)
    return found + low, tally[found]


def _joined(cells: Cells, keys: NDArray[np.int64], counts: NDArray[np.int64]) -> Cells:
    every, where = np.unique(np.concatenate([cells.keys, keys]), return_inverse=True)
    summed = np.bincount(where, np.concatenate([cells.counts, counts])).astype(np.int64)
    return msgspec.structs.replace(cells, keys=every, counts=summed)


def _extent_of(spool: Spool, tick: Tick) -> _Extent:
    step = max(1, spool.count // _SAMPLE)
    parts = [
        np.concatenate([points[::step, :2], [points[:, :2].min(axis=0), points[:, :2].max(axis=0)]])
        for points in _points_of(spool, tick)
    ]
    return _Extent(np.concatenate(parts))


def _points_of(spool: Spool, tick: Tick) -> Iterator[NDArray[np.float32]]:
    for first in range(0, spool.count, _AT_ONCE):
        tick(first / spool.count)
        yield spool.read(POINTS, first, min(_AT_ONCE, spool.count - first))


def _deal(
    spool: Spool, cells: Cells, first_cells: NDArray[np.int64], edges: NDArray[np.int64], tick: Tick
) -> None:
    """Puts each column into the order of the buckets, points of one bucket in their own order."""
    firsts = cells.keys[first_cells[:-1]]
    names = list(spool.forms)
    done = 0
    for points in _points_of(spool, lambda part: tick(part / (1 + len(names)))):
        buckets = np.searchsorted(firsts, cells.keys_of(points), side="right") - 1
        spool.write(_BUCKET, done, buckets.astype(np.uint16))
        done += len(points)
    for number, name in enumerate(names, 1):
        _deal_column(spool, name, edges[first_cells[:-1]], partial(_tick_part, tick, number, len(names)))
    spool.drop(_BUCKET)


def _tick_part(tick: Tick, number: int, count: int, part: float) -> None:
    tick((number + part) / (1 + count))


def _deal_column(spool: Spool, name: str, begins: NDArray[np.int64], tick: Tick) -> None:
    cursors = begins.tolist()
    dealt = f"dealt {name}"
    for first in range(0, spool.count, _AT_ONCE):
        tick(first / spool.count)
        count = min(_AT_ONCE, spool.count - first)
        buckets = spool.read(_BUCKET, first, count)
        order = np.argsort(buckets, kind="stable")
        column = spool.read(name, first, count)[order]
        ends = np.searchsorted(buckets[order], np.arange(len(cursors)), side="right").tolist()
        for number, (begin, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if begin < end:
                spool.write(dealt, cursors[number], column[begin:end])
                cursors[number] += end - begin
    spool.rename(dealt, name)


def _part(
    spool: Spool, cells: Cells, edges: NDArray[np.int64], begin: int, end: int, cursors: list[int]
) -> Part:
    first, count = int(edges[begin]), int(edges[end] - edges[begin])
    points, index = spool.read(POINTS, first, count), spool.read(INDEX, first, count)
    packed = cells.keys_of(points).astype(np.uint64) << np.uint64(32) | scrambled(index)
    by_cell = np.argsort(packed)
    del packed
    starts = edges[begin : end + 1] - first
    rows, runs = _rows_by_level(by_cell, starts, cursors)
    boxes = [
        np.stack([fold.reduceat(points[by_cell, axis], starts[:-1]) for axis in range(3)], axis=1)
        for fold in (np.minimum, np.maximum)
    ]
    return Part(first, count, rows, runs, begin, boxes[0], boxes[1])


def _rows_by_level(
    by_cell: NDArray[np.int64], starts: NDArray[np.int64], cursors: list[int]
) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """The rows level by level, and each level's run; the cursors move on."""
    counts = np.diff(starts)
    rows: list[Column] = []
    runs: list[tuple[int, int]] = []
    for level, cursor in enumerate(cursors):
        low, high = ranks_of(level)
        has = np.flatnonzero(counts > low)
        lengths = np.minimum(counts[has], high) - low
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        rows.append(by_cell[np.repeat(starts[has] + low - ends + lengths, lengths) + np.arange(total)])
        runs.append((cursor, total))
        cursors[level] = cursor + total
    return np.concatenate(rows), runs
