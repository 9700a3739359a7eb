"""Cuboids as hands make and change them: drawn on the ground, moved, turned, pulled at a face."""

import math
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid, Point3
from crosstie.schema.geometry.rotations import matrix_from_quaternion, multiply, quaternion_from_yaw, yaw_of
from crosstie.viewers.pointcloud.boxes import FACE_NORMALS
from crosstie.viewers.pointcloud.camera import Floats

SMALLEST_M: Final = 0.1


def on_footprint(start: Floats, end: Floats, ground_z: float, height_m: float) -> Cuboid:
    """The cuboid over a rectangle drawn from one corner to the other, its sides along the cloud's axes.

    The longer side is its length, and it heads the way that the hand went along that side.
    """
    across = np.asarray(end[:2]) - np.asarray(start[:2])
    spans = np.maximum(np.abs(across), SMALLEST_M)
    long_axis = int(spans[1] > spans[0])
    yaw = (0.0 if across[long_axis] >= 0 else math.pi) + long_axis * math.pi / 2
    if long_axis and across[1] < 0:
        yaw = -math.pi / 2
    middle = np.asarray(start[:2]) + across / 2
    return standing((float(middle[0]), float(middle[1])), ground_z, _sizes(spans, long_axis, height_m), yaw)


def standing(place: tuple[float, float], ground_z: float, size: Point3, yaw_rad: float) -> Cuboid:
    """An upright cuboid of a size that stands on the ground at a place."""
    return Cuboid((*place, ground_z + size[2] / 2), size, quaternion_from_yaw(yaw_rad))


def moved(cuboid: Cuboid, step: Floats) -> Cuboid:
    """Shifted by metres."""
    x, y, z = np.asarray(cuboid.center) + step
    return msgspec.structs.replace(cuboid, center=(float(x), float(y), float(z)))


def face_pulled(cuboid: Cuboid, face: int, metres: float) -> Cuboid:
    """One face (in the order of `boxes.FACES`) pulled outwards, the opposite one staying where it is."""
    axis = face // 2
    length = max(cuboid.size[axis] + metres, SMALLEST_M)
    pulled = length - cuboid.size[axis]
    size = [length if i == axis else cuboid.size[i] for i in range(3)]
    outward = face_normal(cuboid, face)
    return msgspec.structs.replace(
        moved(cuboid, outward * (pulled / 2)), size=(float(size[0]), float(size[1]), float(size[2]))
    )


def turned_to(cuboid: Cuboid, yaw_rad: float) -> Cuboid:
    """Turned about the vertical through its centre until it heads for `yaw_rad`; a tilt is kept."""
    turn = quaternion_from_yaw(yaw_rad - yaw_of(cuboid.rotation))
    return msgspec.structs.replace(cuboid, rotation=multiply(turn, cuboid.rotation))


def face_normal(cuboid: Cuboid, face: int) -> Floats:
    """Outward unit normal of a face (in the order of `boxes.FACES`) in the cloud's frame."""
    normal: Floats = matrix_from_quaternion(cuboid.rotation) @ FACE_NORMALS[face]
    return normal


def face_middle(cuboid: Cuboid, face: int) -> Floats:
    """The middle of a face in the cloud's frame."""
    return np.asarray(cuboid.center) + face_normal(cuboid, face) * (cuboid.size[face // 2] / 2)


def _sizes(spans: Floats, long_axis: int, height_m: float) -> Point3:
    return (float(spans[long_axis]), float(spans[1 - long_axis]), height_m)
