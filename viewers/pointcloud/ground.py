"""Where the ground is: found from the points, because no sensor says it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import Places, PointGrid, indices_of, runs_in
from crosstie.viewers.pointcloud.camera import Floats, Ray

Points = NDArray[np.float32]
_BIN_M: Final = 0.2
_NEIGHBOURS_WANTED: Final = 12
_RADII_M: Final = (1.5, 3.0, 6.0)
_ROAD_RADIUS_M: Final = 40.0


def ground_level(points: Points) -> float:
    """Height of the road about the sensor: the fullest layer of the lower half of the near points.

    0 for a cloud without points.
    """
    near = points[np.hypot(points[:, 0], points[:, 1]) < _ROAD_RADIUS_M, 2]
    heights = near if near.size else points[:, 2]
    if not heights.size:
        return 0.0
    low, middle = np.percentile(heights, (0.5, 60))
    lower = heights[(heights >= low) & (heights <= middle)]
    counts, edges = np.histogram(lower, bins=max(1, int((middle - low) / _BIN_M)))
    fullest = int(np.argmax(counts))
    layer = lower[(lower >= edges[fullest]) & (lower <= edges[fullest + 1])]
    return float(np.median(layer))


def ground_near(points: Points, x: float, y: float, level: float, grid: PointGrid | None = None) -> float:
    """Height of the ground at a place: low among the points about it; `level` where there are too few."""
    for radius in _RADII_M:
        about = points[_in_square(points, x, y, radius, grid), 2]
        if about.size >= _NEIGHBOURS_WANTED:
            return float(np.percentile(about, 6))
    return level


def ground_under(points: Points, ray: Ray, level: float, grid: PointGrid | None = None) -> Floats | None:
    """Where a ray meets the ground; None when it goes to the sky.

    The plane at `level` is met first, then once more the plane at the height found there.
    """
    first = on_level(ray, level)
    if first is None:
        return None
    return on_level(ray, ground_near(points, float(first[0]), float(first[1]), level, grid))


def on_level(ray: Ray, z: float) -> Floats | None:
    """Where a ray meets the level plane at height z."""
    return on_plane(ray, np.array((0.0, 0.0, z)), np.array((0.0, 0.0, 1.0)))


def on_plane(ray: Ray, point: Floats, normal: Floats) -> Floats | None:
    """Where a ray meets a plane; None when it runs along it or away from it."""
    slope = float(ray.direction @ normal)
    if abs(slope) < 1e-6:
        return None
    distance = float((point - ray.origin) @ normal) / slope
    return ray.at(distance) if distance >= 0 else None


def _in_square(points: Points, x: float, y: float, radius: float, grid: PointGrid | None) -> Places:
    """Indices of the points less than `radius` away in x and in y; one axis at a time, for speed."""
    if grid is not None:
        of_cells = indices_of(grid, runs_in(grid, (x - radius, y - radius), (x + radius, y + radius)))
        in_x = of_cells[np.abs(points[of_cells, 0] - np.float32(x)) < radius]
    else:
        in_x = np.flatnonzero(np.abs(points[:, 0] - np.float32(x)) < radius)
    in_both: Places = in_x[np.abs(points[in_x, 1] - np.float32(y)) < radius]
    return in_both
