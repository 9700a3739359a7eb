"""From one camera's picture into another's: through the cloud's points, or along rays where there is none."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Box
from crosstie.schema.geometry.boxes import around, clip, iou
from crosstie.schema.geometry.projection import Projected, project_points
from crosstie.schema.records import Calibration

Array = NDArray[np.float64]

_INNER: Final = 0.6
_FEWEST: Final = 5
_NEAREST_M, _FARTHEST_M = 1.0, 120.0
_DEPTHS: Final = 80
_THICK: Final = 0.08
"""Points of one thing differ in depth by this part of it, or by a metre."""


def points_of(seen: Projected, points: NDArray[np.floating], box: Box) -> Array:
    """The points of a cloud, shape (n, 3), that are most likely of the thing in a box, shape (m, 3).

    `seen` is where the camera whose box it is sees the points.

    Those seen in the box's middle, at the nearest depth at which many lie; none where there are too few.
    """
    x, y = seen.pixels.T
    half = _INNER / 2
    with np.errstate(invalid="ignore"):
        inside = (np.abs(x - box.x - box.width / 2) <= half * box.width) & (
            np.abs(y - box.y - box.height / 2) <= half * box.height
        )
    depths = seen.depth_m[inside]
    if len(depths) < _FEWEST:
        return np.empty((0, 3))
    reach = np.maximum(0.5, _THICK * depths)
    ordered = np.sort(depths)
    near = np.searchsorted(ordered, depths + reach) - np.searchsorted(ordered, depths - reach)
    # The nearest dense place: what stands behind is seen past the thing, or through it.
    depth = depths[2 * near >= near.max()].min()
    kept = np.abs(depths - depth) <= max(1.0, _THICK * depth)
    return np.asarray(points[inside][kept], dtype=np.float64)


def part_inside(calibration: Calibration, points: Array, box: Box) -> float | None:
    """The part of the points that a camera sees inside a box; None where it sees fewer than half of them."""
    seen = project_points(calibration, points)
    in_picture = seen.inside(calibration.width, calibration.height) & (seen.depth_m > 0)
    if 2 * in_picture.sum() < len(points):
        return None
    x, y = seen.pixels[in_picture].T
    inside = (x >= box.x) & (x <= box.x + box.width) & (y >= box.y) & (y <= box.y + box.height)
    return float(inside.mean())


def best_carried_iou(from_camera: Calibration, box: Box, to_camera: Calibration, other: Box) -> float:
    """The IoU of a box with another camera's, carried there as an upright card at the depth that suits best.

    Along its rays the card sweeps what epipolar geometry allows; how large it then looks tells the rest.
    """
    depths = np.geomspace(_NEAREST_M, _FARTHEST_M, _DEPTHS)
    rays = _corner_rays(from_camera, box)
    in_camera = (rays[None] * depths[:, None, None]).reshape(-1, 3)
    lidar_from_camera = np.linalg.inv(np.asarray(from_camera.camera_from_lidar))
    in_lidar = in_camera @ lidar_from_camera[:3, :3].T + lidar_from_camera[:3, 3]
    seen = project_points(to_camera, in_lidar)
    pixels = seen.pixels.reshape(_DEPTHS, 4, 2)
    best = 0.0
    for corners in pixels[~np.isnan(pixels).any(axis=(1, 2))].tolist():
        card = around(tuple((x, y) for x, y in corners))
        card = clip(card, to_camera.width, to_camera.height) if card else None
        best = max(best, iou(card, other) if card else 0.0)
    return best


def _corner_rays(calibration: Calibration, box: Box) -> Array:
    """Directions to a box's corners in the camera's frame, z = 1, shape (4, 3), through a straight lens."""
    right, bottom = box.x + box.width, box.y + box.height
    corners = np.array(((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)))
    k = np.asarray(calibration.intrinsics)
    return np.asarray(np.column_stack((corners, np.ones(4))) @ np.linalg.inv(k).T)
