"""KITTI's object labels as boxes in the picture and cuboids in the LiDAR's frame."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.geometry.rotations import quaternion_from_matrix
from tests.app.prelabelling.seen_objects import Seen

_CLASSES = {"Pedestrian": "c_pedestrian", "Truck": "c_truck", "Car": "c_car", "Cyclist": "c_rider",
            "Misc": "c_misc"}  # fmt: skip
_AXES = np.array(((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)))
"""An object's length, width and height (columns) along a camera's x, z and -y while `rotation_y` is 0."""


def kitti_objects(training: Path, number: str) -> list[Seen]:
    """Each labelled object's box and cuboid, and the boxes of what has no cuboid in the file (DontCare)."""
    lidar_from_camera = _lidar_from_camera(training / "calib" / f"{number}.txt")
    seen = []
    for row, line in enumerate((training / "label_2" / f"{number}.txt").read_text().splitlines()):
        kind, *words = line.split()
        numbers = [float(word) for word in words]
        left, top, right, bottom = numbers[3:7]
        box = Box(left, top, right - left, bottom - top)
        if kind == "DontCare":
            seen.append(Seen("", "camera", "c_object", box))
        else:
            seen.append(Seen(str(row), "camera", _CLASSES[kind], box))
            seen.append(Seen(str(row), "lidar", _CLASSES[kind], _cuboid(numbers[7:14], lidar_from_camera)))
    return seen


def _cuboid(numbers: list[float], lidar_from_camera: NDArray[np.float64]) -> Cuboid:
    """From height, width, length, the bottom's middle x, y, z (rectified camera frame) and rotation_y."""
    height, width, length, x, y, z, rotation_y = numbers
    center = lidar_from_camera @ np.array((x, y - height / 2, z, 1.0))
    cos, sin = math.cos(rotation_y), math.sin(rotation_y)
    about_y = np.array(((cos, 0.0, sin), (0.0, 1.0, 0.0), (-sin, 0.0, cos)))
    turn = quaternion_from_matrix(lidar_from_camera[:3, :3] @ about_y @ _AXES)
    return Cuboid((float(center[0]), float(center[1]), float(center[2])), (length, width, height), turn)


def _lidar_from_camera(calib: Path) -> NDArray[np.float64]:
    """The inverse of R0_rect · Tr_velo_to_cam, 4×4 (KITTI object development kit)."""
    values = {
        name: np.array(numbers.split(), np.float64)
        for name, _, numbers in (line.partition(":") for line in calib.read_text().splitlines() if line)
    }
    rectified, moved = np.eye(4), np.eye(4)
    rectified[:3, :3] = values["R0_rect"].reshape(3, 3)
    moved[:3] = values["Tr_velo_to_cam"].reshape(3, 4)
    return np.asarray(np.linalg.inv(rectified @ moved))
