"""From one camera's picture into another's: through the cloud's points, or along rays where there is none."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.edges import edges_of, ious
from crosstie.schema.anchors import Box
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


def parts_inside(calibration: Calibration, things: Sequence[Array], boxes: Sequence[Box]) -> Array:
    """The part of each thing's points that a camera sees inside each box, shape (things, boxes).

    NaN for a thing without points; 0 for one of which the camera sees fewer than half.
    """
    parts = np.full((len(things), len(boxes)), np.nan)
    left, top, right, bottom = edges_of(boxes).T[..., None]
    for row, points in enumerate(things):
        if not len(points):
            continue
        seen = project_points(calibration, points)
        kept = seen.inside(calibration.width, calibration.height) & (seen.depth_m > 0)
        parts[row] = 0.0
        if 2 * kept.sum() >= len(points):
            x, y = seen.pixels[kept].T
            parts[row] = ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).mean(axis=1)
    return parts


def carried_ious(
    from_camera: Calibration, boxes: Sequence[Box], to_camera: Calibration, others: Sequence[Box]
) -> Array:
    """The IoU of one camera's boxes with another's, shape (boxes, others), each carried there as an upright
    card at the depth that suits best.

    Along its rays the card sweeps what epipolar geometry allows; how large it then looks tells the rest.
    """
    found = np.zeros((len(boxes), len(others)))
    there = edges_of(others)
    for row, box in enumerate(boxes):
        cards = _cards(from_camera, box, to_camera)
        if len(cards):
            found[row] = ious(cards, there).max(axis=0)
    return found


def _cards(from_camera: Calibration, box: Box, to_camera: Calibration) -> Array:
    """A box's edges in another picture, cut at its own, for every depth at which it is seen there."""
    depths = np.geomspace(_NEAREST_M, _FARTHEST_M, _DEPTHS)
    in_camera = (_corner_rays(from_camera, box)[None] * depths[:, None, None]).reshape(-1, 3)
    lidar_from_camera = np.linalg.inv(np.asarray(from_camera.camera_from_lidar))
    in_lidar = in_camera @ lidar_from_camera[:3, :3].T + lidar_from_camera[:3, 3]
    pixels = project_points(to_camera, in_lidar).pixels.reshape(_DEPTHS, 4, 2)
    pixels = pixels[~np.isnan(pixels).any(axis=(1, 2))]
    size = (to_camera.width, to_camera.height)
    low, high = (np.clip(side, 0, size) for side in (pixels.min(axis=1), pixels.max(axis=1)))
    return np.asarray(np.hstack((low, high))[(high > low).all(axis=1)])


def _corner_rays(calibration: Calibration, box: Box) -> Array:
    """Directions to a box's corners in the camera's frame, z = 1, shape (4, 3), through a straight lens."""
    right, bottom = box.x + box.width, box.y + box.height
    corners = np.array(((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)))
    k = np.asarray(calibration.intrinsics)
    return np.asarray(np.column_stack((corners, np.ones(4))) @ np.linalg.inv(k).T)
