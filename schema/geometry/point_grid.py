"""The point grid: one order of a cloud's points that serves level of detail, selection and picking.

Seen from above, a cloud is cut into square cells. Within its cell each point has a rank, drawn by lot but
the same each time. Level 0 holds rank 0, level 1 ranks 1 to 3, level k ranks 4^(k-1) to 4^k - 1: each level
about trebles what the levels before it hold. Points stand level by level, within a level cell by cell (row
by row), so that

- any prefix by levels is the cloud evenly thinned, and parts of a level can be left out cell by cell;
- the points over a rectangle of the ground are few unbroken runs of each level.

A `place` is a position in this order, an `index` one in the cloud's own.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Point2

Places = NDArray[np.int64]
Runs = NDArray[np.int64]
"""K×2: half-open ranges of places, ascending, none touching the next."""
CELL_M: Final = 2.0
_MOST_CELLS: Final = 1 << 16
"""To a side; what lies beyond belongs to the outermost cells. A cell's key stays below 2^32."""
_LOW_HALF: Final = np.uint64(0xFFFF_FFFF)
_AT_ONCE: Final = 1 << 20


class PointGrid(msgspec.Struct, frozen=True, eq=False):
    """Where points stand in grid order.

    `order` gives for each place the index of its point; it is empty where the points themselves were put in
    grid order. `level_starts` (levels + 1) are the first places of the levels and the end of the last.
    `cell_keys` holds for each level the ascending keys of the cells that have points in it, `cell_starts`
    the first place of each of them and the level's end. A key is row · `columns` + column; `origin_m` is
    the low corner of cell 0. Level 0 has every cell that holds any point: `lows` and `highs` (cells×3) are
    the corners of the boxes about all points of each of them.
    """

    order: NDArray[np.uint32]
    level_starts: Places
    cell_keys: tuple[NDArray[np.int64], ...]
    cell_starts: tuple[Places, ...]
    lows: NDArray[np.float32]
    highs: NDArray[np.float32]
    origin_m: Point2
    cell_m: float
    columns: int

    @property
    def point_count(self) -> int:
        """How many points there are."""
        return int(self.level_starts[-1])

    @property
    def level_count(self) -> int:
        """How many levels; 0 for a cloud without points."""
        return len(self.cell_keys)


def grid_of(points: NDArray[np.float32], cell_m: float = CELL_M) -> PointGrid:
    """The grid of points (N×3, finite, fewer than 2^32). Takes some seconds for many millions of them.

    The lot is a fixed hash of the index: the same points give the same grid everywhere.
    """
    origin = _origin_of(points, cell_m)
    columns, packed = _packed(points, origin, cell_m)
    packed.sort()
    keys, starts = _cells_of(packed)
    by_cell = np.empty(len(packed), dtype=np.uint32)
    for part in _parts(len(packed)):
        by_cell[part] = _unscrambled((packed[part] & _LOW_HALF).astype(np.uint32))
    del packed
    lows, highs = _boxes_of(points, by_cell, starts[:-1])
    order = np.empty(len(points), dtype=np.uint32)
    level_keys: list[NDArray[np.int64]] = []
    level_places: list[Places] = []
    ends = [0]
    counts = np.diff(starts)
    while ends[-1] < len(points):
        first, last = ranks_of(len(level_keys))
        has = np.flatnonzero(counts > first)
        lengths = np.minimum(counts[has], last) - first
        places = np.concatenate([[0], np.cumsum(lengths)]) + ends[-1]
        _gather(by_cell, starts[has] + first, places, order)
        level_keys.append(keys[has])
        level_places.append(places)
        ends.append(int(places[-1]))
    return PointGrid(
        order, np.array(ends), tuple(level_keys), tuple(level_places), lows, highs, origin, cell_m, columns
    )


def put_in_order(grid: PointGrid) -> PointGrid:
    """The grid for the points once they stand in grid order themselves (`points[grid.order]`)."""
    return msgspec.structs.replace(grid, order=np.zeros(0, dtype=np.uint32))


def runs_in(grid: PointGrid, low_xy: Point2, high_xy: Point2, levels: int | None = None) -> Runs:
    """The runs of cells that touch a rectangle of the ground; with `levels` of the first so many levels.

    Every point of the rectangle, its sides included, is in them, and others of the same cells.
    """
    first_column, last_column = cells_along(np.array((low_xy[0], high_xy[0])), grid.origin_m[0], grid.cell_m)
    first_row, last_row = cells_along(np.array((low_xy[1], high_xy[1])), grid.origin_m[1], grid.cell_m)
    if not grid.level_count or first_column > min(last_column, grid.columns - 1) or first_row > last_row:
        return np.zeros((0, 2), dtype=np.int64)
    filled = grid.cell_keys[0][[0, -1]] // grid.columns
    rows = np.arange(max(first_row, filled[0]), min(last_row, filled[1]) + 1, dtype=np.int64)
    begin = rows * grid.columns + first_column
    end = rows * grid.columns + min(last_column, grid.columns - 1)
    found = []
    for keys, starts in list(zip(grid.cell_keys, grid.cell_starts, strict=True))[:levels]:
        left, right = np.searchsorted(keys, begin), np.searchsorted(keys, end, side="right")
        found.append(np.stack([starts[left], starts[right]], axis=1))
    return _joined(np.concatenate(found))


def runs_of_cells(grid: PointGrid, kept: NDArray[np.bool_], levels: int | None = None) -> Runs:
    """The runs of the cells that `kept` (one for each cell of level 0) says; of the first `levels` levels."""
    if not grid.level_count or not kept.any():
        return np.zeros((0, 2), dtype=np.int64)
    chosen, found = grid.cell_keys[0][kept], []
    for keys, starts in list(zip(grid.cell_keys, grid.cell_starts, strict=True))[:levels]:
        at = np.minimum(np.searchsorted(keys, chosen), len(keys) - 1)
        has = at[keys[at] == chosen]
        found.append(np.stack([starts[has], starts[has + 1]], axis=1))
    return _joined(np.concatenate(found))


def places_of(runs: Runs) -> Places:
    """All places of some runs, ascending."""
    lengths = runs[:, 1] - runs[:, 0]
    ends = np.cumsum(lengths)
    return np.repeat(runs[:, 0] - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)


def indices_of(grid: PointGrid, runs: Runs) -> NDArray[np.int64]:
    """The indices of the points of some runs, in grid order."""
    if not grid.order.size:
        return places_of(runs)
    parts = [grid.order[first:last] for first, last in runs.tolist()]
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def ranks_of(level: int) -> tuple[int, int]:
    """The ranks of a level, half open."""
    return (0 if level == 0 else 4 ** (level - 1)), 4**level


def _origin_of(points: NDArray[np.float32], cell_m: float) -> Point2:
    """The low corner; of a cloud that is too wide for its cells one that has the middle of it inside."""
    if not len(points):
        return 0.0, 0.0
    x, y = (low_along(points[:, axis], cell_m) for axis in (0, 1))
    return x, y


def low_along(values: NDArray[np.float32], cell_m: float) -> float:
    """Where the cells begin along one axis; `values` are the points' coordinates, or enough of them."""
    low, high = float(values.min()), float(values.max())
    if high - low < (_MOST_CELLS - 1) * cell_m:
        return low
    return float(np.float32(np.median(values) - _MOST_CELLS / 2 * cell_m))


def cells_along(values: NDArray[np.floating], origin: float, cell_m: float) -> NDArray[np.int64]:
    """Columns of x, or rows of y. Larger values never have smaller ones, whatever is rounded on the way."""
    with np.errstate(over="ignore"):
        away = values.astype(np.float32) - np.float32(origin)
        cells = np.floor(away / np.float32(cell_m))
    whole: NDArray[np.int64] = np.clip(cells, 0, _MOST_CELLS - 1).astype(np.int64)
    return whole


def _packed(points: NDArray[np.float32], origin: Point2, cell_m: float) -> tuple[int, NDArray[np.uint64]]:
    """How many columns there are; and each point's key, with its index scrambled in the lower half."""
    packed = np.empty(len(points), dtype=np.uint64)
    last = float(points[:, 0].max()) if len(points) else 0.0
    columns = int(cells_along(np.array([last]), origin[0], cell_m)[0]) + 1
    for part in _parts(len(points)):
        across = cells_along(points[part, 0], origin[0], cell_m)
        along = cells_along(points[part, 1], origin[1], cell_m)
        index = np.arange(part.start, part.stop, dtype=np.uint32)
        keys = (along * columns + across).astype(np.uint64)
        packed[part] = keys << np.uint64(32) | scrambled(index)
    return columns, packed


def _cells_of(packed: NDArray[np.uint64]) -> tuple[NDArray[np.int64], Places]:
    """The keys of the cells that hold points, and where each begins among the sorted, with the end."""
    keys = (packed >> np.uint64(32)).astype(np.int64)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[begins], np.concatenate([begins, [len(packed)]])


def _boxes_of(
    points: NDArray[np.float32], by_cell: NDArray[np.uint32], begins: Places
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    # Each axis lies unbroken in memory: boxes are looked through one axis at a time.
    lows, highs = (np.empty((len(begins), 3), dtype=np.float32, order="F") for _ in range(2))
    if len(begins):
        for axis in range(3):
            along = np.take(np.ascontiguousarray(points[:, axis]), by_cell)
            lows[:, axis] = np.minimum.reduceat(along, begins)
            highs[:, axis] = np.maximum.reduceat(along, begins)
    return lows, highs


def _gather(by_cell: NDArray[np.uint32], begins: Places, places: Places, order: NDArray[np.uint32]) -> None:
    """Puts a level's points into the order: runs that begin at `begins`, one after the other."""
    lengths = np.diff(places)
    # In parts, so that no step holds up the other threads of the process for long.
    cuts = np.searchsorted(places, np.arange(places[0], places[-1], _AT_ONCE))
    for first, last in zip(cuts, [*cuts[1:], len(lengths)], strict=True):
        start, stop = int(places[first]), int(places[last])
        steps = np.repeat(begins[first:last] - places[first:last], lengths[first:last])
        order[start:stop] = np.take(by_cell, steps + np.arange(start, stop))


def _joined(runs: Runs) -> Runs:
    """Runs that touch become one; empty ones go."""
    runs = runs[runs[:, 0] < runs[:, 1]]
    if not len(runs):
        return runs
    opens = np.concatenate([[True], runs[1:, 0] != runs[:-1, 1]])
    return np.stack([runs[opens, 0], runs[np.concatenate([opens[1:], [True]]), 1]], axis=1)


def scrambled(index: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A permutation of the 32-bit numbers that looks drawn by lot.

    Chris Wellons, "Prospecting for Hash Functions" (2018): lowbias32.
    """
    x = index ^ index >> np.uint32(16)
    x *= np.uint32(0x7FEB_352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846C_A68B)
    x ^= x >> np.uint32(16)
    return x


def _unscrambled(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Undoes `scrambled`."""
    x = x ^ x >> np.uint32(16)
    x *= np.uint32(0x4302_1123)
    x ^= x >> np.uint32(15) ^ x >> np.uint32(30)
    x *= np.uint32(0x1D69_E2A5)
    x ^= x >> np.uint32(16)
    return x


def _parts(count: int) -> Iterator[slice]:
    for first in range(0, count, _AT_ONCE):
        yield slice(first, min(first + _AT_ONCE, count))
