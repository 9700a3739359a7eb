"""The points inside a cuboid."""

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import corners, points_inside
from crosstie.schema.geometry.rotations import matrix_from_quaternion
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.ground import Points


def indices_inside(points: Points, cuboid: Cuboid) -> NDArray[np.intp]:
    """Indices of the points inside a cuboid, its sides included, ascending.

    The upright box about it is cut out first, one axis at a time, so that few points are turned.
    """
    around = corners(cuboid)
    low, high = around.min(axis=0) - 1e-3, around.max(axis=0) + 1e-3
    kept = np.flatnonzero((points[:, 0] >= low[0]) & (points[:, 0] <= high[0]))
    for axis in (1, 2):
        along = points[kept, axis]
        kept = kept[(along >= low[axis]) & (along <= high[axis])]
    return kept[points_inside(cuboid, points[kept])]


def in_own_axes(points: Points, cuboid: Cuboid) -> Floats:
    """Points as seen from a cuboid: metres from its centre along its length, width and height."""
    away = points.astype(np.float64) - np.asarray(cuboid.center)
    own: Floats = away @ matrix_from_quaternion(cuboid.rotation)
    return own
