"""What a hand feels of a cloud."""

from typing import Final

import msgspec
import numpy as np

from crosstie.schema.anchors import Point2
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.file_points import FilePoints
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.pick import nearest_point

_QUICK: Final = 300_000
"""So many points can be looked through between two pictures without a grid."""
_NOTHING: Final[Points] = np.zeros((0, 3), dtype=np.float32)


class Terrain(msgspec.Struct, frozen=True, eq=False):
    """The points that a hand feels, and the height of the road.

    `grid` may come later than the points. `files` tells which of them are the file's own, and where they
    stand there; `cloud` is where they come from.
    """

    points: Points = _NOTHING
    level: float = 0.0
    grid: PointGrid | None = None
    files: FilePoints = FilePoints()
    cloud: Cloud | None = None

    @classmethod
    def of(cls, cloud: Cloud, level: float) -> "Terrain":
        """That of a cloud, with the grid that it came with."""
        return cls(cloud.points, level, cloud.grid, FilePoints.of(cloud), cloud)


def point_under(terrain: Terrain, camera: Camera, viewport: Viewport, at: Point2) -> int | None:
    """Index of the point that a screen position means; None for none, and while looking would take long."""
    if terrain.grid is None and len(terrain.points) > _QUICK:
        return None
    return nearest_point(terrain.points, camera, viewport, at, terrain.grid)
