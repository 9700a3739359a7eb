"""Projection on a real drive: labelled cuboids fall onto labelled boxes, and hold points of the scan."""

from typing import NamedTuple

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.geometry.boxes import iou
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.schema.geometry.projection import cuboid_box, project_points
from crosstie.schema.geometry.rotations import quaternion_from_matrix
from crosstie.schema.records import Calibration, Matrix3, Matrix4
from tests.data import data_file

Array = NDArray[np.float64]
FRAMES = ("000000", "000001", "000002")


class Labelled(NamedTuple):
    """One line of KITTI's labels."""

    box: Box
    cuboid: Cuboid


def _matrices(frame: str) -> dict[str, Array]:
    text = data_file(f"driving/kitti_object_3/training/calib/{frame}.txt").read_text("ascii")
    rows = (line.split(": ") for line in text.splitlines() if line)
    return {name: np.array(values.split(), float).reshape(3, -1) for name, values in rows}


def _square(matrix: Array) -> Array:
    whole = np.eye(4)
    whole[: matrix.shape[0], : matrix.shape[1]] = matrix
    return whole


def _camera(frame: str) -> tuple[Calibration, Array]:
    """The colour camera against the scan, and the rectified reference camera's pose that labels are in."""
    given = _matrices(frame)
    intrinsics = given["P2"][:, :3]
    beside_reference = np.eye(4)
    beside_reference[:3, 3] = np.linalg.solve(intrinsics, given["P2"][:, 3])
    reference_from_lidar = _square(given["R0_rect"]) @ _square(given["Tr_velo_to_cam"])
    camera_from_lidar = beside_reference @ reference_from_lidar
    k = msgspec.convert(intrinsics.tolist(), Matrix3)
    pose = msgspec.convert(camera_from_lidar.tolist(), Matrix4)
    return Calibration("pinhole", 1242, 375, k, pose), reference_from_lidar


def _labels(frame: str, reference_from_lidar: Array) -> list[Labelled]:
    text = data_file(f"driving/kitti_object_3/training/label_2/{frame}.txt").read_text("ascii")
    lines = (line.split() for line in text.splitlines() if not line.startswith("DontCare"))
    return [_labelled([float(value) for value in line[4:15]], reference_from_lidar) for line in lines]


def _labelled(values: list[float], reference_from_lidar: Array) -> Labelled:
    left, top, right, bottom, height, width, length, x, y, z, turn = values
    ahead = np.array((np.cos(turn), 0.0, -np.sin(turn)))
    up = np.array((0.0, -1.0, 0.0))
    axes = np.column_stack((ahead, np.cross(up, ahead), up))
    lidar_from_reference = np.linalg.inv(reference_from_lidar)
    cx, cy, cz, _ = (lidar_from_reference @ (x, y - height / 2, z, 1.0)).tolist()
    rotation = quaternion_from_matrix(lidar_from_reference[:3, :3] @ axes)
    cuboid = Cuboid((cx, cy, cz), (length, width, height), rotation)
    return Labelled(Box(left, top, right - left, bottom - top), cuboid)


@pytest.mark.parametrize("frame", FRAMES)
def test_labelled_cuboids_project_onto_their_boxes_and_hold_points(frame: str) -> None:
    calibration, reference_from_lidar = _camera(frame)
    labels = _labels(frame, reference_from_lidar)
    scan = np.fromfile(data_file(f"driving/kitti_object_3/training/velodyne/{frame}.bin"), np.float32)
    points = scan.reshape(-1, 4)[:, :3]
    assert labels
    for labelled in labels:
        projected = cuboid_box(calibration, labelled.cuboid)
        assert projected is not None
        assert iou(projected, labelled.box) > 0.8
        held = points[points_inside(labelled.cuboid, points)]
        assert len(held) >= 5
        seen = project_points(calibration, held).pixels
        inside = project_points(calibration, held).inside(calibration.width, calibration.height)
        assert (seen[inside] >= np.array((projected.x, projected.y)) - 0.1).all()
        assert inside.any()
