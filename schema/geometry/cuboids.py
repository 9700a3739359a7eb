"""Cuboids in metres: corners, edges, the points inside, and the outline on the ground."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.rotations import matrices_from_quaternions, matrix_from_quaternion

# Front (+x) to back, left (+y) to right, bottom (-z) to top, so that corner 0 is front left bottom.
_CORNERS: Final = np.array(
    [(x, y, z) for z in (-0.5, 0.5) for x, y in ((0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (-0.5, 0.5))]
)
EDGES: Final = (
    (0, 1), (1, 2), (2, 3), (3, 0),
    (4, 5), (5, 6), (6, 7), (7, 4),
    (0, 4), (1, 5), (2, 6), (3, 7),
)  # fmt: skip
"""The twelve edges as pairs of corners: bottom, top, uprights."""
FRONT: Final = (0, 1, 5, 4)
"""The corners of the face that the cuboid looks ahead with (+x)."""


def corners(cuboid: Cuboid) -> NDArray[np.float64]:
    """The eight corners as (8, 3): the bottom's clockwise from above, front left first, then the top's."""
    local = _CORNERS * np.asarray(cuboid.size)
    return np.asarray(local @ matrix_from_quaternion(cuboid.rotation).T + np.asarray(cuboid.center))


def corners_of(cuboids: Sequence[Cuboid]) -> NDArray[np.float64]:
    """The corners of many cuboids at once, shape (n, 8, 3)."""
    centers = np.array([cuboid.center for cuboid in cuboids]).reshape(-1, 1, 3)
    sizes = np.array([cuboid.size for cuboid in cuboids]).reshape(-1, 1, 3)
    turns = matrices_from_quaternions(np.array([cuboid.rotation for cuboid in cuboids]).reshape(-1, 4))
    return np.asarray((_CORNERS * sizes) @ turns.transpose(0, 2, 1) + centers)


def footprint(cuboid: Cuboid) -> NDArray[np.float64]:
    """The bottom face's outline from above, shape (4, 2), from front left on."""
    return corners(cuboid)[:4, :2]


def points_inside(cuboid: Cuboid, points: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which of the points, shape (n, 3), lie inside or on the surface; NaN points never do. Shape (n,)."""
    # Axis by axis: a matrix product rounds differently for some points than for all of them.
    away = [points[:, axis] - points.dtype.type(cuboid.center[axis]) for axis in range(3)]
    turn = matrix_from_quaternion(cuboid.rotation).astype(points.dtype)
    inside = np.ones(len(points), dtype=bool)
    for column, size in zip(turn.T, cuboid.size, strict=True):
        own = away[0] * column[0] + away[1] * column[1] + away[2] * column[2]
        inside &= np.abs(own) <= size / 2
    return inside


def volume(cuboid: Cuboid) -> float:
    """Volume in cubic metres."""
    length, width, height = cuboid.size
    return length * width * height
