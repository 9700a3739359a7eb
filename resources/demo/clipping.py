"""Cutting polygons: at the plane before a camera, and at the edges of its picture."""

import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.mesh import Floats


def clip_near(points: Floats, near_m: float) -> Floats:
    """The part of one polygon (n, 3) in the camera's frame that lies beyond `near_m` (Sutherland–Hodgman)."""
    ahead = points[:, 2] >= near_m
    kept: list[NDArray[np.float64]] = []
    for i, point in enumerate(points):
        before, was_ahead = points[i - 1], ahead[i - 1]
        if ahead[i] != was_ahead:
            share = (near_m - before[2]) / (point[2] - before[2])
            kept.append(before + share * (point - before))
        if ahead[i]:
            kept.append(point)
    return np.array(kept).reshape(-1, 3)


def bounds_inside(polygons: Floats, size: tuple[float, float]) -> Floats | None:
    """Left, top, right, bottom (4,) of what of convex polygons (n, k, 2) lies in a picture; None if nothing.

    The extremes lie at corners inside the picture, where outlines cross its edges, and at the picture's own
    corners that a polygon covers.
    """
    corners = polygons.reshape(-1, 2)
    found = [corners[((corners >= 0) & (corners <= np.array(size))).all(axis=1)]]
    if len(found[0]) < len(corners):
        ends = np.roll(polygons, -1, axis=1).reshape(-1, 2)
        for axis in (0, 1):
            found += [_crossings(corners, ends, axis, edge, size[1 - axis]) for edge in (0.0, size[axis])]
        frame = np.array([(0.0, 0.0), (size[0], 0.0), (0.0, size[1]), size])
        found.append(frame[_covered(polygons, frame)])
    points = np.concatenate(found)
    if len(points) == 0 or np.ptp(points, axis=0).min() <= 0:
        return None
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _crossings(starts: Floats, ends: Floats, axis: int, edge: float, length: float) -> Floats:
    """Where lines (n, 2) cross an edge of the picture that lies at `edge` on `axis` and is `length` long."""
    apart = (starts[:, axis] - edge) * (ends[:, axis] - edge) < 0
    one, other = starts[apart], ends[apart]
    share = (edge - one[:, axis]) / (other[:, axis] - one[:, axis])
    along = one[:, 1 - axis] + share * (other[:, 1 - axis] - one[:, 1 - axis])
    along = along[(along >= 0) & (along <= length)]
    points = np.full((len(along), 2), edge)
    points[:, 1 - axis] = along
    return points


def _covered(polygons: Floats, points: Floats) -> NDArray[np.bool_]:
    """Which of the points (m, 2) lie in any of the convex polygons (n, k, 2), either way round."""
    sides = np.roll(polygons, -1, axis=1) - polygons
    to_points = points[:, None, None] - polygons
    turns = sides[..., 0] * to_points[..., 1] - sides[..., 1] * to_points[..., 0]
    inside = (turns >= 0).all(axis=2) | (turns <= 0).all(axis=2)
    return np.asarray((inside & (np.abs(turns).max(axis=2) > 1e-6)).any(axis=1))
