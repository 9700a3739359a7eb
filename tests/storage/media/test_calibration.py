"""Calibrations of every form put the cloud's points where the camera sees them."""

import json
from pathlib import Path

import numpy as np
import pytest

from crosstie.schema.records import Calibration
from crosstie.storage.media.calibration import read_calibration
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, CloudAt
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

OWN = """
model: fisheye
width: 640
height: 360
fx: 500.5
fy: 501
cx: 320
cy: 180
distortion: [0.1, 0.02, 0, 0]
camera_from_lidar: [[0, -1, 0, 0.1], [0, 0, -1, 0.2], [1, 0, 0, 0.3], [0, 0, 0, 1]]
"""


def test_our_own_form(tmp_path: Path) -> None:
    (tmp_path / "cam.yaml").write_text(OWN, "utf-8")
    assert read_calibration(tmp_path / "cam.yaml") == Calibration(
        model="fisheye", width=640, height=360,
        intrinsics=((500.5, 0, 320), (0, 501, 180), (0, 0, 1)),
        camera_from_lidar=((0, -1, 0, 0.1), (0, 0, -1, 0.2), (1, 0, 0, 0.3), (0, 0, 0, 1)),
        distortion=(0.1, 0.02, 0, 0),
    )  # fmt: skip


def test_kitti_projects_as_its_own_matrices_do() -> None:
    path = data_file("driving/kitti_object_3/training/calib/000001.txt")
    found = read_calibration(path, 1242, 375)
    rows = dict(line.split(":") for line in path.read_text("ascii").splitlines() if ":" in line)
    p2 = np.array(rows["P2"].split(), float).reshape(3, 4)
    rectified, velo = np.eye(4), np.eye(4)
    rectified[:3, :3] = np.array(rows["R0_rect"].split(), float).reshape(3, 3)
    velo[:3] = np.array(rows["Tr_velo_to_cam"].split(), float).reshape(3, 4)
    points = np.array([[10.0, 2, -1, 1], [30, -5, 0.5, 1], [60, 0, 2, 1]]).T
    expected = p2 @ rectified @ velo @ points
    own = np.array(found.intrinsics) @ (np.array(found.camera_from_lidar) @ points)[:3]
    assert np.allclose(own[:2] / own[2], expected[:2] / expected[2], atol=1e-6)
    assert (found.width, found.height, found.model) == (1242, 375, "pinhole")


@pytest.mark.parametrize(("camera", "seen"), [("front", 14_881), ("left", 14_696), ("right", 14_445)])
def test_sustech_cameras_see_the_points_before_them(camera: str, seen: int) -> None:
    folder = data_file("driving/sustech_sequence")
    found = read_calibration(folder / "calib" / "camera" / f"{camera}.json", 2048, 1536)
    read = answer(asset_of("pointcloud", folder / "lidar" / "000965.pcd"), CloudAt(0))
    assert isinstance(read, Cloud)
    homogeneous = np.column_stack((read.points, np.ones(len(read.points))))
    in_camera = homogeneous @ np.array(found.camera_from_lidar).T
    ahead = in_camera[in_camera[:, 2] > 0, :3]
    pixels = ahead @ np.array(found.intrinsics).T
    pixels = pixels[:, :2] / pixels[:, 2:]
    inside = ((pixels >= 0) & (pixels < (found.width, found.height))).all(axis=1)
    assert abs(int(inside.sum()) - seen) <= 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.yaml", "model: [", "is no YAML at line"),
        ("a.yaml", OWN.replace("fx: 500.5", "fx: wide"), r"Expected `float`, got `str` - at `\$.fx`"),
        ("a.yaml", OWN.replace("fisheye", "orange"), r"at `\$.model`"),
        ("a.yaml", OWN + "zoom: 3\n", "unknown field `zoom`"),
        ("a.yaml", OWN.replace("width: 640", "width: 0"), "size is not known"),
        ("a.yaml", OWN.replace("fx: 500.5", "fx: -1"), "focal length"),
        ("a.yaml", OWN.replace("0.3]", "0.3, 7]"), "no calibration"),
        ("a.yaml", OWN.replace("[1, 0, 0, 0.3]", "[2, 0, 0, 0.3]"), "turn and move"),
        ("a.yaml", OWN.replace("0.3]", ".nan]"), "not finite"),
        ("a.txt", "P2: 1 2 3", "no calibration"),
        ("a.txt", "P0: 1", "it has no P2"),
        ("a.json", json.dumps({"extrinsic": [1, 0]}), "intrinsic"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(name: str, content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(MediaUnreadable, match=reason) as refused:
        read_calibration(tmp_path / name)
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match=r"cam\.yaml: no such file"):
        read_calibration(tmp_path / "cam.yaml")
