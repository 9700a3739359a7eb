"""Cuboids as rows of numbers: centre, size and heading; they stand upright, pitch and roll are left out."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid

Floats = NDArray[np.float64]
_CORNERS = ((1, 1), (-1, 1), (-1, -1), (1, -1))


def prisms(cuboids: Sequence[Cuboid]) -> Floats:
    """Return a row for each: x, y, z of its centre, length, width, height, and where its front points."""
    centres = np.array([cuboid.center for cuboid in cuboids], np.float64).reshape(-1, 3)
    sizes = np.array([cuboid.size for cuboid in cuboids], np.float64).reshape(-1, 3)
    turns = np.array([cuboid.rotation for cuboid in cuboids], np.float64).reshape(-1, 4)
    return np.concatenate((centres, sizes, headings(turns)), axis=1)


def headings(rotations: Floats) -> Floats:
    """Return where unit quaternions (w, x, y, z) point the front, seen from above, as unit vectors."""
    w, x, y, z = rotations.T
    ahead = np.stack((1 - 2 * (y * y + z * z), 2 * (x * y + w * z)), axis=1)
    length = np.hypot(ahead[:, 0], ahead[:, 1])[:, None]
    # One that stands on end has no heading: any will do.
    return np.where(length > 0, ahead / np.where(length > 0, length, 1.0), (1.0, 0.0))


def prisms_alike(one: Floats, other: Floats) -> Floats:
    """Return volume in common over volume of either, row by row: footprint seen from above times height."""
    found = np.zeros(len(one))
    low = np.maximum(one[:, 2] - one[:, 5] / 2, other[:, 2] - other[:, 5] / 2)
    height = np.minimum(one[:, 2] + one[:, 5] / 2, other[:, 2] + other[:, 5] / 2) - low
    apart = np.hypot(one[:, 0] - other[:, 0], one[:, 1] - other[:, 1])
    reach = (np.hypot(one[:, 3], one[:, 4]) + np.hypot(other[:, 3], other[:, 4])) / 2
    near = np.flatnonzero((height > 0) & (apart < reach))
    if len(near):
        mine, theirs = one[near], other[near]
        area = shapely.area(shapely.intersection(_footprints(mine), _footprints(theirs)))
        common = np.asarray(area, np.float64) * height[near]
        union = np.prod(mine[:, 3:6], axis=1) + np.prod(theirs[:, 3:6], axis=1) - common
        found[near] = np.clip(common / union, 0.0, 1.0)
    return np.where((one == other).all(axis=1), 1.0, found)


def _footprints(rows: Floats) -> NDArray[np.object_]:
    ahead, aside = rows[:, 6:8], np.stack((-rows[:, 7], rows[:, 6]), axis=1)
    along, across = ahead * rows[:, 3:4] / 2, aside * rows[:, 4:5] / 2
    ring = np.stack([rows[:, :2] + x * along + y * across for x, y in _CORNERS], axis=1)
    return np.asarray(shapely.polygons(ring))
