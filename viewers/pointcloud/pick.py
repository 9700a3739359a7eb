"""The point that a pointer means."""

from typing import Final

import numpy as np

from crosstie.schema.anchors import Point2
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.seen import Seen, Sight, candidates, seen_of

REACH_PX: Final = 7.0
_RING_PX: Final = 2.0


def nearest_point(
    points: Points,
    camera: Camera,
    viewport: Viewport,
    at: Point2,
    grid: PointGrid | None = None,
    reach_px: float = REACH_PX,
) -> int | None:
    """Index of the point nearest to a screen position, of those seen no farther than `reach_px` from it.

    Points about equally near (within the same two pixels) are told apart by which of them lies in front.
    """
    x, y = at
    sight = Sight.of(camera, viewport)
    about = sight.part(x - reach_px, y - reach_px, x + reach_px, y + reach_px)
    if about is None:
        return None
    best: tuple[float, float, int] | None = None
    for seen in seen_of(points, candidates(points, grid, sight, about), sight, about):
        found = _best(seen, at, reach_px)
        best = found if best is None or (found is not None and found < best) else best
    return best[2] if best else None


def _best(seen: Seen, at: Point2, reach_px: float) -> tuple[float, float, int] | None:
    away = np.hypot(seen.x - at[0], seen.y - at[1])
    near = np.flatnonzero(away <= reach_px)
    if not near.size:
        return None
    rings = np.floor(away[near] / _RING_PX)
    depths, indices = seen.depth[near], seen.indices[near]
    first = np.lexsort((indices, depths, rings))[0]
    return float(rings[first]), float(depths[first]), int(indices[first])
