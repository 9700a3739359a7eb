"""The boxes around many cuboids in one picture, worked out together."""

from collections.abc import Sequence

import numpy as np

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.geometry.cuboids import corners_of
from crosstie.schema.geometry.lenses import bends, pixels_of
from crosstie.schema.geometry.projection import NEAR_M, camera_points, cuboid_box
from crosstie.schema.records import Calibration


def cuboid_boxes(calibration: Calibration, cuboids: Sequence[Cuboid]) -> list[Box | None]:
    """What `projection.cuboid_box` gives for each of the cuboids, in a fraction of the time.

    Whatever stands wholly before the camera and in its picture is the box around its corners; only the
    rest, and what is seen through a lens that bends lines, is looked at edge by edge.
    """
    if not cuboids or bends(calibration):
        return [cuboid_box(calibration, one) for one in cuboids]
    points = camera_points(calibration, corners_of(cuboids).reshape(-1, 3))
    depths = points[:, 2].reshape(-1, 8)
    pixels = pixels_of(calibration, points).reshape(-1, 8, 2)
    low, high = pixels.min(axis=1), pixels.max(axis=1)
    size = np.array((calibration.width, calibration.height))
    before = depths.min(axis=1) >= NEAR_M
    whole = before & (low >= 0).all(axis=1) & (high <= size).all(axis=1) & (high > low).all(axis=1)
    nowhere = (depths.max(axis=1) < NEAR_M) | (before & ((high <= 0) | (low >= size)).any(axis=1))
    found: list[Box | None] = []
    for place, one in enumerate(cuboids):
        if whole[place]:
            (left, top), (right, bottom) = low[place].tolist(), high[place].tolist()
            found.append(Box(left, top, right - left, bottom - top))
        else:
            found.append(None if nowhere[place] else cuboid_box(calibration, one))
    return found
