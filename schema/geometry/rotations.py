"""Unit quaternions (w, x, y, z) and rotation matrices."""

import math
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Point3, Quaternion

Number = TypeVar("Number", float, NDArray[np.float64])
IDENTITY: Final[Quaternion] = (1.0, 0.0, 0.0, 0.0)


def quaternion_from_yaw(yaw_rad: float) -> Quaternion:
    """A turn about the z axis, counter-clockwise seen from above."""
    return (math.cos(yaw_rad / 2), 0.0, 0.0, math.sin(yaw_rad / 2))


def yaw_of(rotation: Quaternion) -> float:
    """The turn about the z axis that takes the x axis to where `rotation` points it, in (-π, π]."""
    w, x, y, z = rotation
    return math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))


def multiply(second: Quaternion, first: Quaternion) -> Quaternion:
    """The rotation that turns by `first` and then by `second`."""
    w2, x2, y2, z2 = second
    w1, x1, y1, z1 = first
    return normalized(
        (
            w2 * w1 - x2 * x1 - y2 * y1 - z2 * z1,
            w2 * x1 + x2 * w1 + y2 * z1 - z2 * y1,
            w2 * y1 - x2 * z1 + y2 * w1 + z2 * x1,
            w2 * z1 + x2 * y1 - y2 * x1 + z2 * w1,
        )
    )


def normalized(rotation: Quaternion) -> Quaternion:
    """The same direction with length one. Raises ValueError for a quaternion of length zero."""
    w, x, y, z = rotation
    length = math.sqrt(w * w + x * x + y * y + z * z)
    if length == 0.0:
        raise ValueError("a quaternion of length zero is no rotation")
    return (w / length, x / length, y / length, z / length)


def matrix_from_quaternion(rotation: Quaternion) -> NDArray[np.float64]:
    """The 3×3 matrix that turns column vectors as `rotation` does."""
    return np.array(_rows(*rotation))


def matrices_from_quaternions(rotations: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrices of many rotations, shape (n, 4), at once: shape (n, 3, 3)."""
    return np.moveaxis(np.array(_rows(*rotations.T)), 2, 0)


def _rows(w: Number, x: Number, y: Number, z: Number) -> tuple[tuple[Number, Number, Number], ...]:
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )


def quaternion_from_matrix(matrix: NDArray[np.float64]) -> Quaternion:
    """The rotation of a 3×3 rotation matrix, w not negative (Bar-Itzhack's eigenvector method)."""
    m = np.asarray(matrix, dtype=np.float64)
    k = np.array(
        (
            (m[0, 0] - m[1, 1] - m[2, 2], 0.0, 0.0, 0.0),
            (m[1, 0] + m[0, 1], m[1, 1] - m[0, 0] - m[2, 2], 0.0, 0.0),
            (m[2, 0] + m[0, 2], m[2, 1] + m[1, 2], m[2, 2] - m[0, 0] - m[1, 1], 0.0),
            (m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], m[0, 0] + m[1, 1] + m[2, 2]),
        )
    )
    # eigh reads the lower triangle, and its last vector belongs to the largest value.
    x, y, z, w = np.linalg.eigh(k / 3.0)[1][:, -1].tolist()
    return normalized((w, x, y, z) if w >= 0 else (-w, -x, -y, -z))


def rotate(rotation: Quaternion, vector: Point3) -> Point3:
    """A vector turned by `rotation`."""
    x, y, z = (matrix_from_quaternion(rotation) @ np.asarray(vector)).tolist()
    return (x, y, z)


def slerp(start: Quaternion, end: Quaternion, share: float) -> Quaternion:
    """The rotation at `share` (0 to 1) of the way between two, along the shorter arc and at even speed."""
    if share <= 0.0 or share >= 1.0:
        return start if share <= 0.0 else end
    (w0, x0, y0, z0), (w1, x1, y1, z1) = start, end
    cos = w0 * w1 + x0 * x1 + y0 * y1 + z0 * z1
    # A quaternion and its negative are the same rotation: take the nearer one.
    sign, cos = (-1.0, -cos) if cos < 0.0 else (1.0, cos)
    angle = math.acos(min(cos, 1.0))
    if angle < 1e-6:
        from_start, from_end = 1.0 - share, share
    else:
        from_start = math.sin((1.0 - share) * angle) / math.sin(angle)
        from_end = math.sin(share * angle) / math.sin(angle)
    p, q = from_start, sign * from_end
    return normalized((p * w0 + q * w1, p * x0 + q * x1, p * y0 + q * y1, p * z0 + q * z1))
