"""Which points a picture takes, and in which order: what the view holds, first what is worth most there."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import PointGrid, places_of
from crosstie.viewers.pointcloud.arrangement import Places
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, clip_from_cloud

Runs = NDArray[np.int64]
"""K×2: half-open ranges of places."""
NO_RUNS: Final[Runs] = np.zeros((0, 2), dtype=np.int64)
_MOST_PARTS: Final = 40_000
_NEAREST_M: Final = 3.0
_STEPS: Final = 8
_GOLDEN: Final = 0.618033988749895


class DrawPlan:
    """Runs of places that are still to be drawn: `first` in one go, then `rest` as time allows."""

    def __init__(self, first: Runs, rest: Runs = NO_RUNS) -> None:
        self._first = _merged(first)
        self._all = np.concatenate([self._first, _merged(rest)])
        self._left = self._all

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not len(self._left)

    def take(self, most: int) -> Runs:
        """The next runs with at most so many points together; the `first` ones fit whatever they have."""
        whole = self._left is self._all and len(self._first)
        ends = np.cumsum(self._left[:, 1] - self._left[:, 0])
        fits = len(self._first) if whole else int(np.searchsorted(ends, most, side="right"))
        taken, self._left = self._left[:fits], self._left[fits:]
        room = most - (int(ends[fits - 1]) if fits else 0)
        if not whole and room > 0 and len(self._left):
            first, end = self._left[0].tolist()
            taken = np.concatenate([taken, [(first, first + room)]])
            self._left = np.concatenate([[(first + room, end)], self._left[1:]])
        return taken

    def put_back(self, runs: Runs) -> None:
        """Has these drawn next after all."""
        if len(runs):
            self._left = np.concatenate([runs, self._left])

    def again(self) -> None:
        """Begins anew."""
        self._left = self._all


class Parts:
    """The parts of a grid that are drawn or left out: in each level, the cells of a stretch.

    Stretches are so long that few enough have to be looked at for a picture; where few of them are in view,
    their cells are looked at one by one.
    """

    def __init__(self, grid: PointGrid, count: int) -> None:
        every = sum(len(keys) for keys in grid.cell_keys)
        cells = 1 << max(0, math.ceil(math.log2(max(every, 1) / _MOST_PARTS)))
        while len(found := _parts_of(grid, cells)[1]) > _MOST_PARTS:
            cells *= 2
        begins, found = _parts_of(grid, cells)
        self._stretch, self._level = found[:, 0], found[:, 1]
        self._runs: Runs = np.minimum(found[:, 2:4], count)
        self._cells: Runs = found[:, 4:]
        self._cell_runs: Runs = np.minimum(_cell_runs_of(grid), count)
        low, high = np.minimum.reduceat(grid.lows, begins), np.maximum.reduceat(grid.highs, begins)
        self._middle, self._half = (low + high) / 2, (high - low) / 2

    def plan(self, camera: Camera, viewport: Viewport, most: int) -> DrawPlan:
        """What is in view; of more than about `most` points first an even thinning, finer in what is near."""
        kept = self._seen(clip_from_cloud(camera, viewport.aspect))[self._stretch]
        runs, cells = self._runs[kept], self._cells[kept]
        if (runs[:, 1] - runs[:, 0]).sum() <= most:
            return DrawPlan(NO_RUNS, runs)
        turns, lengths = self._turn(camera)[kept], cells[:, 1] - cells[:, 0]
        in_order = lengths.sum() > _MOST_PARTS
        numbers = np.flatnonzero(kept)
        if not in_order:
            turns, numbers = np.repeat(turns, lengths), places_of(cells)
            runs = self._cell_runs[numbers]
        counts = runs[:, 1] - runs[:, 0]
        share, lot = _shares(turns, counts, most), numbers * _GOLDEN % 1
        # A cell's points stand there in no order: the first ones are a fair part. A stretch goes as a whole.
        taken = counts * (share + lot >= 1) if in_order else np.floor(counts * share + lot)
        cuts = runs[:, 0] + taken.astype(np.int64)
        return DrawPlan(np.stack([runs[:, 0], cuts], axis=1), np.stack([cuts, runs[:, 1]], axis=1))

    def _seen(self, matrix: Floats) -> NDArray[np.bool_]:
        """Whether a stretch's box may be in view: it is not wholly outside of one side of the view.

        Gribb and Hartmann, "Fast Extraction of Viewing Frustum Planes" (2001).
        """
        sides = np.concatenate([matrix[3] + matrix[:3], matrix[3] - matrix[:3]])
        normals, offsets = sides[:, :3].astype(np.float32), sides[:, 3].astype(np.float32)
        reach = self._middle @ normals.T + self._half @ np.abs(normals).T + offsets
        seen: NDArray[np.bool_] = np.min(reach, axis=1) >= 0
        return seen

    def _turn(self, camera: Camera) -> Floats:
        """When a part's turn comes: a level is worth half as much as the one before, or at twice the way."""
        near = np.zeros(len(self._middle))
        if camera.projection == "perspective":
            away = np.maximum(np.abs(self._middle - camera.eye) - self._half, 0)
            near = np.log2(np.maximum(np.linalg.norm(away, axis=1), _NEAREST_M))
        turn: Floats = near[self._stretch] + self._level
        return turn


def _shares(turns: Floats, counts: Places, most: int) -> Floats:
    """Which share of each part's points is drawn, so that they are no more than `most` together.

    A cell shows ranks up to 4^(c - distance) for one c, so points are as dense on the screen near and far; a
    level comes in while c grows by one. One table tells for every c how many points that are.
    """
    low = float(turns.min())
    steps = np.floor((turns - low) * _STEPS).astype(np.int64)
    grown = (4.0 ** (np.arange(_STEPS + 1) / _STEPS) - 1) / 3
    held = np.cumsum(np.convolve(np.bincount(steps, weights=counts), np.diff(grown)))
    last = int(np.searchsorted(held, most, side="right"))
    shares: Floats = np.clip((4.0 ** np.clip(low + last / _STEPS - turns, 0, 1) - 1) / 3, 0, 1)
    return shares


def whole_plan(count: int) -> DrawPlan:
    """All points, as they stand."""
    return DrawPlan(NO_RUNS, np.array([(0, count)], dtype=np.int64) if count else NO_RUNS)


def _parts_of(grid: PointGrid, cells: int) -> tuple[Places, Places]:
    """Where each stretch of so many cells begins in level 0; and the parts, one a row.

    A part is the number of its stretch, its level, its first place and its end, and those of its cells among
    all cells of all levels.
    """
    keys = grid.cell_keys[0]
    across = -(-grid.columns // cells)
    stretches = keys // grid.columns * across + keys % grid.columns // cells
    begins = np.flatnonzero(np.diff(stretches, prepend=-1))
    number = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(keys)))
    found, before = [], 0
    for level, (own, starts) in enumerate(zip(grid.cell_keys, grid.cell_starts, strict=True)):
        held = number[np.searchsorted(keys, own)]
        opens = np.flatnonzero(np.diff(held, prepend=-1))
        ends = np.append(opens[1:], len(own))
        levels = np.full(len(opens), level)
        columns = held[opens], levels, starts[opens], starts[ends], opens + before, ends + before
        found.append(np.stack(columns, axis=1))
        before += len(own)
    return begins, np.concatenate(found)


def _cell_runs_of(grid: PointGrid) -> Runs:
    """The places of every cell of every level."""
    return np.concatenate([np.stack([starts[:-1], starts[1:]], axis=1) for starts in grid.cell_starts])


def _merged(runs: Runs) -> Runs:
    """Runs that touch become one; empty ones go."""
    runs = runs[runs[:, 0] < runs[:, 1]]
    if not len(runs):
        return NO_RUNS
    opens = np.flatnonzero(np.concatenate([[True], runs[1:, 0] != runs[:-1, 1]]))
    return np.stack([runs[opens, 0], runs[np.append(opens[1:], len(runs)) - 1, 1]], axis=1)


def in_pieces(runs: Runs, starts: Places) -> Iterator[tuple[int, Runs]]:
    """Ascending runs piece by piece, cut where pieces end and counted from where their piece begins."""
    if not len(runs):
        return
    first, last = np.searchsorted(starts, (runs[0, 0], runs[-1, 1] - 1), side="right") - 1
    for piece in range(int(first), int(last) + 1):
        start, end = int(starts[piece]), int(starts[piece + 1])
        within = slice(
            int(np.searchsorted(runs[:, 1], start, side="right")),
            int(np.searchsorted(runs[:, 0], end, side="left")),
        )
        own = np.clip(runs[within], start, end) - start
        if len(own):
            yield piece, own
