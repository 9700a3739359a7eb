"""The points inside a cuboid."""

from typing import Final

import numpy as np

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import corners, points_inside
from crosstie.schema.geometry.point_grid import Places, PointGrid, indices_of, runs_in
from crosstie.schema.geometry.rotations import matrix_from_quaternion
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.ground import Points

_CLEARANCE_M: Final = 1e-3
_ROUNDING: Final = 1e-6
"""Of a coordinate: more than what is lost when it is kept in four bytes and turned."""


def indices_inside(points: Points, cuboid: Cuboid, grid: PointGrid | None = None) -> Places:
    """Indices of the points inside a cuboid, its sides included, ascending.

    The upright box about it is cut out first, so that few points are turned: cell by cell with the points'
    grid, without it one axis at a time.
    """
    around = corners(cuboid)
    margin = _CLEARANCE_M + _ROUNDING * float(np.abs(around).max())
    low, high = around.min(axis=0) - margin, around.max(axis=0) + margin
    kept = _over(points, low, high) if grid is None else _of_cells(points, grid, low, high)
    return kept[points_inside(cuboid, np.take(points, kept, axis=0))]


def in_own_axes(points: Points, cuboid: Cuboid) -> Floats:
    """Points as seen from a cuboid: metres from its centre along its length, width and height."""
    away = points.astype(np.float64) - np.asarray(cuboid.center)
    own: Floats = away @ matrix_from_quaternion(cuboid.rotation)
    return own


def _of_cells(points: Points, grid: PointGrid, low: Floats, high: Floats) -> Places:
    runs = runs_in(grid, (float(low[0]), float(low[1])), (float(high[0]), float(high[1])))
    kept = indices_of(grid, runs)
    heights = points[kept, 2]
    return np.sort(kept[(heights >= low[2]) & (heights <= high[2])])


def _over(points: Points, low: Floats, high: Floats) -> Places:
    kept = np.flatnonzero((points[:, 0] >= low[0]) & (points[:, 0] <= high[0]))
    for axis in (1, 2):
        along = points[kept, axis]
        kept = kept[(along >= low[axis]) & (along <= high[axis])]
    return kept
