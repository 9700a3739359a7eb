"""Where points stand on screen and which of them are seen: the arithmetic behind picking and the lasso.

It goes point by point (no matrix product, whose rounding depends on how many points it is given), so that
some of a cloud's points give exactly what they give among all of them.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import Places, PointGrid, indices_of, runs_of_cells
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, clip_from_cloud
from crosstie.viewers.pointcloud.ground import Points

_AT_ONCE: Final = 1 << 16
"""So many points and what is worked out of them stay in a core's own memory."""
_MOST_PICKED: Final = 0.4
"""Where more of the cloud than this is wanted, it is quicker to go through all of it in order."""


class Sight(msgspec.Struct, frozen=True, eq=False):
    """How a camera sees a cloud: `rows` (4×4) turn a point (x, y, z, 1) into screen x, screen y and depth,
    each times w, and w. A point is seen where w > 0, its depth is from -1 to 1 and it is on the screen.
    """

    rows: Floats
    viewport: Viewport

    @classmethod
    def of(cls, camera: Camera, viewport: Viewport) -> "Sight":
        """The sight of one camera."""
        clip = clip_from_cloud(camera, viewport.aspect)
        across = (clip[0] + clip[3]) * (viewport.width / 2)
        down = (clip[3] - clip[1]) * (viewport.height / 2)
        return cls(np.stack([across, down, clip[2], clip[3]]), viewport)

    def part(self, left: float, top: float, right: float, bottom: float) -> Bounds | None:
        """What of a rectangle is on the screen; None for one beside it."""
        width, height = self.viewport.width, self.viewport.height
        shown = Bounds(max(left, 0.0), max(top, 0.0), min(right, width), min(bottom, height))
        return shown if shown.left <= shown.right and shown.top <= shown.bottom else None


class Seen(msgspec.Struct, frozen=True, eq=False):
    """Those of some points that are seen: `indices` in the cloud, screen positions, depth (-1 to 1)."""

    indices: Places
    x: Floats
    y: Floats
    depth: Floats


def seen_of(points: Points, indices: Places | None, sight: Sight, within: Bounds) -> Iterator[Seen]:
    """The points (all, or those of `indices`) that are seen within a rectangle, its sides included."""
    count = len(points) if indices is None else len(indices)
    for first in range(0, count, _AT_ONCE):
        last = min(first + _AT_ONCE, count)
        if indices is None:
            yield _seen(points[first:last], np.arange(first, last), sight, within)
        else:
            some = indices[first:last]
            yield _seen(np.take(points, some, axis=0), some, sight, within)


def candidates(points: Points, grid: PointGrid | None, sight: Sight, within: Bounds) -> Places | None:
    """The indices of all points of cells that a rectangle of the view may show; None for all points."""
    if grid is None:
        return None
    runs = runs_of_cells(grid, cells_in_sight(grid, sight, within))
    if (runs[:, 1] - runs[:, 0]).sum() > _MOST_PICKED * len(points):
        return None
    return indices_of(grid, runs)


def cells_in_sight(grid: PointGrid, sight: Sight, within: Bounds) -> NDArray[np.bool_]:
    """Which cells may hold points that are seen within a rectangle; no cell that does is left out."""
    kept = np.arange(len(grid.lows))
    for plane in _planes(sight, within):
        # The corner of each box that reaches farthest to the inner side of the plane.
        ends = [grid.highs if part > 0 else grid.lows for part in plane[:3]]
        terms = [part * ends[axis][kept, axis] for axis, part in enumerate(plane[:3])]
        slack = 1e-9 * (sum(np.abs(term) for term in terms) + abs(plane[3]))
        kept = kept[terms[0] + terms[1] + terms[2] + plane[3] >= -slack]
    mask = np.zeros(len(grid.lows), dtype=bool)
    mask[kept] = True
    return mask


def _planes(sight: Sight, within: Bounds) -> tuple[Floats, ...]:
    """What is seen within a rectangle lies on the inner side (≥ 0) of these planes."""
    x, y, z, w = sight.rows
    return (
        x - within.left * w,
        within.right * w - x,
        y - within.top * w,
        within.bottom * w - y,
        w + z,
        w - z,
    )


def _seen(some: Points, indices: Places, sight: Sight, within: Bounds) -> Seen:
    columns = [np.ascontiguousarray(some[:, axis], dtype=np.float64) for axis in range(3)]
    x, y, z, w = (_along(row, columns) for row in sight.rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y, z = x / w, y / w, z / w
        kept = (w > 0) & (np.abs(z) <= 1)
        kept &= (within.left <= x) & (x <= within.right) & (within.top <= y) & (y <= within.bottom)
    return Seen(indices[kept], x[kept], y[kept], z[kept])


def _along(row: Floats, columns: list[Floats]) -> Floats:
    total: Floats = columns[0] * row[0]
    total += columns[1] * row[1]
    total += columns[2] * row[2]
    total += row[3]
    return total
