"""The points inside the marked cuboid, in a buffer of their own."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.scene import CloudPoints

_KEPT: Final = 4
"""As many views show the same mark."""


class Marked(msgspec.Struct, frozen=True, eq=False):
    """Some points, uploaded."""

    cloud: CloudPoints
    cuboid: Cuboid
    buffer: gloo.VertexBuffer
    count: int


class MarkedPoints:
    """Finds the points inside a cuboid, once for all views."""

    def __init__(self) -> None:
        self._known: list[Marked] = []

    def of(self, cloud: CloudPoints, grid: PointGrid | None, cuboid: Cuboid) -> Marked:
        """The points of a cloud inside a cuboid."""
        known = next((one for one in self._known if one.cloud is cloud and one.cuboid == cuboid), None)
        if known is None:
            points = positions_inside(cloud, grid, cuboid)
            buffer = gloo.VertexBuffer(points if len(points) else np.zeros((1, 3), dtype=np.float32))
            known = Marked(cloud, cuboid, buffer, len(points))
            self._known.append(known)
            while len(self._known) > _KEPT:
                self._known.pop(0).buffer.delete()
        return known


def positions_inside(cloud: CloudPoints, grid: PointGrid | None, cuboid: Cuboid) -> NDArray[np.float32]:
    """N×3 positions of the points inside a cuboid, its sides included."""
    if grid is None and cloud.ordered:
        # A file's points are not all read for it: their grid comes in a moment.
        return np.zeros((0, 3), dtype=np.float32)
    found = indices_inside(cloud.points, cuboid, grid)
    return np.ascontiguousarray(cloud.points[found], dtype=np.float32)
