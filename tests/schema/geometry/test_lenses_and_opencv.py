"""Any lens that one may have: points fall where OpenCV puts them, pinhole and fisheye alike."""

import cv2
import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.projection import camera_points, project_points
from crosstie.schema.geometry.rotations import matrix_from_quaternion
from crosstie.schema.records import Calibration, Matrix4

Array = NDArray[np.float64]
SIDES = st.floats(-1, 1, allow_nan=False)
OPENCVS_TURN_PX = 0.005
"""Its turns are vectors, which lose some places near half a turn."""


@st.composite
def poses(draw: st.DrawFn) -> Array:
    """A turn and a shift, 4×4."""
    quaternion = np.array([draw(SIDES) for _ in range(4)])
    assume(np.linalg.norm(quaternion) > 0.1)
    w, x, y, z = (quaternion / np.linalg.norm(quaternion)).tolist()
    pose = np.eye(4)
    pose[:3, :3] = matrix_from_quaternion((w, x, y, z))
    pose[:3, 3] = [draw(st.floats(-3, 3)) for _ in range(3)]
    return pose


@st.composite
def cameras(draw: st.DrawFn, fisheye: bool) -> Calibration:
    """A camera of a common field of view, and distortion as calibrations have it."""
    focal = draw(st.floats(300, 1600))
    k = (
        (focal, 0.0, draw(st.floats(500, 800))),
        (0.0, focal * draw(st.floats(0.9, 1.1)), 400.0),
        (0, 0, 1.0),
    )
    pose = msgspec.convert(draw(poses()).tolist(), Matrix4)
    spread = (0.05, 0.02, 0.005, 0.001) if fisheye else (0.3, 0.1, 0.002, 0.002, 0.02)
    distortion = tuple(draw(SIDES) * most for most in spread)
    return Calibration("fisheye" if fisheye else "pinhole", 1280, 800, k, pose, distortion)


def _points(camera: Calibration, reach: float, seed: int) -> Array:
    """Points in the cloud's frame that stand before the camera, at slopes up to `reach`."""
    random = np.random.default_rng(seed)
    depth = random.uniform(1, 60, 200)
    in_camera = np.column_stack([random.uniform(-reach, reach, (200, 2)) * depth[:, None], depth])
    pose = np.array(camera.camera_from_lidar)
    return np.asarray((in_camera - pose[:3, 3]) @ pose[:3, :3])


def _opencvs(camera: Calibration, points: Array) -> Array:
    pose, k = np.array(camera.camera_from_lidar), np.array(camera.intrinsics)
    turn = cv2.Rodrigues(pose[:3, :3])[0]
    coefficients = np.array(camera.distortion)
    if camera.model == "fisheye":
        found, _ = cv2.fisheye.projectPoints(points[:, None], turn, pose[:3, 3], k, coefficients)
    else:
        found, _ = cv2.projectPoints(points, turn, pose[:3, 3], k, coefficients)
    return np.asarray(found[:, 0])


@given(cameras(fisheye=False), st.integers(0, 9))
def test_every_pinhole_is_opencvs_where_it_sees(camera: Calibration, seed: int) -> None:
    points = _points(camera, 0.9, seed)
    found = project_points(camera, points)
    seen = ~np.isnan(found.pixels).any(axis=1)
    assert found.pixels[seen] == pytest.approx(_opencvs(camera, points)[seen], abs=OPENCVS_TURN_PX)
    assert found.depth_m == pytest.approx(camera_points(camera, points)[:, 2])


@given(cameras(fisheye=True), st.integers(0, 9))
def test_every_fisheye_is_opencvs_where_it_sees(camera: Calibration, seed: int) -> None:
    points = _points(camera, 4.0, seed)
    found = project_points(camera, points)
    seen = ~np.isnan(found.pixels).any(axis=1)
    assert seen.sum() > 20
    assert found.pixels[seen] == pytest.approx(_opencvs(camera, points)[seen], abs=OPENCVS_TURN_PX)
