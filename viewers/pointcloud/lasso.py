"""The points that a line drawn by hand goes round on the screen."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Point2
from crosstie.schema.geometry.point_grid import Places, PointGrid
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.seen import Sight, candidates, seen_of

_STEP_PX: Final = 0.5
_AT_ONCE: Final = 1 << 12


def indices_in_lasso(
    points: Points,
    camera: Camera,
    viewport: Viewport,
    outline: Sequence[Point2],
    grid: PointGrid | None = None,
) -> Places:
    """Indices, ascending, of the points that are seen inside an outline (screen positions, three or more).

    What lies before the near plane, beyond the slab or off the screen is not seen. What an outline goes
    round twice is inside, too.
    """
    corners = np.asarray(outline, dtype=np.float64)
    if len(corners) < 3:
        return np.zeros(0, dtype=np.int64)
    sight = Sight.of(camera, viewport)
    within = sight.part(*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
    if within is None:
        return np.zeros(0, dtype=np.int64)
    pixels = _pixels_of(corners, within)
    found = [
        seen.indices[_inside(pixels, corners, seen.x, seen.y)]
        for seen in seen_of(points, candidates(points, grid, sight, within), sight, within)
    ]
    return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def winding_inside(corners: Floats, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether an outline (M×2) goes round places (N each): by winding number, every edge asked for each."""
    ends = np.roll(corners, -1, axis=0)
    inside = np.empty(len(x), dtype=bool)
    for first in range(0, len(x), _AT_ONCE):
        at_x, at_y = x[first : first + _AT_ONCE, None], y[first : first + _AT_ONCE, None]
        up = (corners[:, 1] <= at_y) & (ends[:, 1] > at_y)
        down = (corners[:, 1] > at_y) & (ends[:, 1] <= at_y)
        rise = np.where(ends[:, 1] == corners[:, 1], 1.0, ends[:, 1] - corners[:, 1])
        crossing = corners[:, 0] + (at_y - corners[:, 1]) * ((ends[:, 0] - corners[:, 0]) / rise)
        beyond = crossing > at_x
        inside[first : first + _AT_ONCE] = (up & beyond).sum(axis=1) != (down & beyond).sum(axis=1)
    return inside


class _Pixels(msgspec.Struct, frozen=True, eq=False):
    """The pixels of the rectangle about an outline, from (`left`, `top`): inside it, and cut by its line."""

    left: int
    top: int
    inside: NDArray[np.bool_]
    cut: NDArray[np.bool_]


def _inside(pixels: _Pixels, corners: Floats, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """As `winding_inside`; only places in pixels that the line cuts are asked about one by one."""
    rows = y.astype(np.int64) - pixels.top
    columns = x.astype(np.int64) - pixels.left
    inside = pixels.inside[rows, columns]
    near = np.flatnonzero(pixels.cut[rows, columns])
    inside[near] = winding_inside(corners, x[near], y[near])
    return inside


def _pixels_of(corners: Floats, within: Bounds) -> _Pixels:
    left, top = int(within.left), int(within.top)
    shape = int(within.bottom) - top + 1, int(within.right) - left + 1
    origin = np.array((left, top))
    return _Pixels(left, top, _wound(corners - origin, shape), _cut(corners - origin, shape))


def _wound(corners: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Which pixels have their middle inside."""
    height, width = shape
    changes = np.zeros((height, width + 1), dtype=np.int32)
    for (x0, y0), (x1, y1) in zip(corners.tolist(), np.roll(corners, -1, axis=0).tolist(), strict=True):
        low, high, sign = (y0, y1, 1) if y0 < y1 else (y1, y0, -1)
        rows = np.arange(max(int(np.ceil(low - 0.5)), 0), min(int(np.ceil(high - 0.5)), height))
        if len(rows):
            crossing = x0 + (rows + 0.5 - y0) * ((x1 - x0) / (y1 - y0))
            # Pixels whose middle lies before the crossing are the ones left of this column.
            changes[rows, np.clip(np.ceil(crossing - 0.5), 0, width).astype(np.int64)] += sign
    beyond = np.cumsum(changes[:, ::-1], axis=1)[:, ::-1][:, 1:]
    inside: NDArray[np.bool_] = beyond != 0
    return inside


def _cut(corners: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Which pixels the line goes through; those about them are taken along."""
    height, width = shape
    way = _way_along(corners)
    columns, rows = np.floor(way).astype(np.int64).T
    near = (columns >= -1) & (columns <= width) & (rows >= -1) & (rows <= height)
    line = np.zeros((height + 4, width + 4), dtype=bool)
    line[rows[near] + 2, columns[near] + 2] = True
    wide = line[:, :-2] | line[:, 1:-1] | line[:, 2:]
    around: NDArray[np.bool_] = wide[:-2] | wide[1:-1] | wide[2:]
    return around[1:-1, 1:-1]


def _way_along(corners: Floats) -> Floats:
    """Places on the closed line, none farther from the next than half a pixel."""
    ends = np.roll(corners, -1, axis=0)
    counts = (np.abs(ends - corners).max(axis=1) / _STEP_PX).astype(np.int64) + 1
    edge = np.repeat(np.arange(len(corners)), counts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    way: Floats = corners[edge] + (step / counts[edge])[:, None] * (ends - corners)[edge]
    return way
