"""Projection against OpenCV, and what the near plane and the lens's limits leave of a cuboid."""

import math
from typing import Final, Literal

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.geometry.cuboids import EDGES, corners
from crosstie.schema.geometry.projection import Array, cuboid_box, cuboid_edges, project_points
from crosstie.schema.geometry.rotations import quaternion_from_yaw
from crosstie.schema.records import Calibration

K = ((700.0, 0.0, 640.0), (0.0, 710.0, 360.0), (0.0, 0.0, 1.0))
# The camera looks along the cloud's x axis, from half a metre above its origin.
CAMERA_FROM_LIDAR = (
    (0.0, -1.0, 0.0, 0.0),
    (0.0, 0.0, -1.0, 0.5),
    (1.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 1.0),
)
MODELS: Final[tuple[Literal["pinhole", "fisheye"], ...]] = ("pinhole", "fisheye")
PLAIN = Calibration("pinhole", 1280, 720, K, CAMERA_FROM_LIDAR)
DISTORTIONS = [
    (),
    (-0.3, 0.1, 0.001, -0.002),
    (-0.3, 0.1, 0.001, -0.002, -0.01),
    (0.1, 0.02, 0.001, -0.002, 0.01, 0.05, 0.01, 0.001),
    (0.1, 0.02, 0.001, -0.002, 0.01, 0.05, 0.01, 0.001, 0.002, 0.001, -0.001, 0.003),
    (0.1, 0.02, 0.001, -0.002, 0.01, 0.05, 0.01, 0.001, 0.002, 0.001, -0.001, 0.003, 0.02, -0.03),
]


def _camera(model: Literal["pinhole", "fisheye"], distortion: tuple[float, ...]) -> Calibration:
    return Calibration(model, 1280, 720, K, CAMERA_FROM_LIDAR, distortion)


def _cloud() -> Array:
    return np.random.default_rng(7).uniform((8, -6, -2), (60, 6, 3), (500, 3))


@pytest.mark.parametrize("distortion", DISTORTIONS)
def test_pinhole_projection_is_opencvs(distortion: tuple[float, ...]) -> None:
    camera = _camera("pinhole", distortion)
    transform = np.array(CAMERA_FROM_LIDAR)
    expected, _ = cv2.projectPoints(
        _cloud(), cv2.Rodrigues(transform[:3, :3])[0], transform[:3, 3], np.array(K), np.array(distortion)
    )
    projected = project_points(camera, _cloud())
    assert projected.pixels == pytest.approx(expected[:, 0], abs=1e-6)
    assert projected.depth_m == pytest.approx(_cloud()[:, 0])


@pytest.mark.parametrize("distortion", [(), (0.01, -0.02, 0.003, -0.0005), (-0.05, 0.01, 0.0, 0.0)])
def test_fisheye_projection_is_opencvs(distortion: tuple[float, ...]) -> None:
    transform = np.array(CAMERA_FROM_LIDAR)
    coefficients = np.array(distortion or (0.0, 0.0, 0.0, 0.0))
    expected, _ = cv2.fisheye.projectPoints(
        _cloud()[:, None], cv2.Rodrigues(transform[:3, :3])[0], transform[:3, 3], np.array(K), coefficients
    )
    projected = project_points(_camera("fisheye", distortion), _cloud())
    assert projected.pixels == pytest.approx(expected[:, 0], abs=1e-6)


def test_points_behind_the_camera_are_not_seen_and_the_axis_is_the_principal_point() -> None:
    cloud = np.array([(-5.0, 0.0, 0.0), (5.0, 0.0, 0.5), (np.nan, 0, 0)], dtype=np.float32)
    for model in MODELS:
        projected = project_points(_camera(model, (0.01, 0.0, 0.0, 0.0)), cloud)
        assert projected.pixels[1] == pytest.approx((640, 360))
        assert projected.inside(1280, 720).tolist()[1:] == [True, False]
    assert project_points(PLAIN, cloud).inside(1280, 720).tolist() == [False, True, False]


def test_a_lens_folds_nothing_far_into_the_picture() -> None:
    strong = _camera("pinhole", (-0.3, 0.0, 0.0, 0.0))
    # At a slope of 1.6 the polynomial has turned back: 1.6 · (1 - 0.3 · 2.56) = 0.37.
    assert np.isnan(project_points(strong, np.array([(10.0, 16.0, 0.5)])).pixels).all()
    assert not np.isnan(project_points(strong, np.array([(10.0, 8.0, 0.5)])).pixels).any()


def test_a_fisheye_sees_beside_itself() -> None:
    beside = project_points(_camera("fisheye", ()), np.array([(0.0, -5.0, 0.5)]))
    assert beside.pixels[0] == pytest.approx((640 + 700 * math.pi / 2, 360))


def test_a_cuboid_before_the_camera_is_the_box_around_its_corners() -> None:
    cuboid = Cuboid((20.0, 1.0, 0.5), (4.0, 2.0, 1.5), quaternion_from_yaw(0.4))
    pixels = project_points(PLAIN, corners(cuboid)).pixels
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    box = cuboid_box(PLAIN, cuboid)
    assert box is not None
    assert (box.x, box.y, box.x + box.width, box.y + box.height) == pytest.approx((*low, *high))
    edges = cuboid_edges(PLAIN, cuboid)
    assert len(edges) == 12
    for line, (start, end) in zip(edges, EDGES, strict=True):
        assert line == pytest.approx(pixels[[start, end]])


def test_a_cuboid_beside_and_partly_behind_the_camera_is_cut_not_mirrored() -> None:
    passing = Cuboid((0.0, 3.0, 0.5), (12.0, 2.0, 1.5))
    box = cuboid_box(PLAIN, passing)
    assert box is not None
    # It stands to the left, from a slope of 2/6 on: all of it is left of the picture's middle.
    assert box.x == 0.0
    assert box.x + box.width == pytest.approx(640 - 700 * 2 / 6)
    assert all(line[:, 0].max() < 640 for line in cuboid_edges(PLAIN, passing))
    assert len(cuboid_edges(PLAIN, passing)) == 8


def test_a_cuboid_behind_or_aside_has_no_box() -> None:
    assert cuboid_box(PLAIN, Cuboid((-20.0, 0.0, 0.0), (4.0, 2.0, 1.5))) is None
    assert cuboid_edges(PLAIN, Cuboid((-20.0, 0.0, 0.0), (4.0, 2.0, 1.5))) == ()
    assert cuboid_box(PLAIN, Cuboid((20.0, 40.0, 0.0), (4.0, 2.0, 1.5))) is None


def test_a_cuboid_around_the_camera_fills_the_picture() -> None:
    box = cuboid_box(PLAIN, Cuboid((0.0, 0.0, 0.0), (4.0, 4.0, 4.0)))
    assert box == Box(0.0, 0.0, 1280.0, 720.0)


def test_only_what_the_picture_shows_makes_the_box() -> None:
    """A long wall runs out past the picture's left edge, growing tall where nobody sees it."""
    wall = Cuboid((31.0, 6.0, 0.5), (60.0, 0.5, 1.0))
    box = cuboid_box(PLAIN, wall)
    assert box is not None
    assert box.x == 0.0
    # At the left edge the wall's near face, 5.75 m to the side, is 5.75 · 700 / 640 m ahead and 1 m high.
    assert box.height == pytest.approx(710 * 1.0 / (5.75 * 700 / 640))


@pytest.mark.parametrize("model", MODELS)
def test_bent_edges_follow_the_lens(model: Literal["pinhole", "fisheye"]) -> None:
    camera = _camera(model, (-0.2, 0.05, 0.0, 0.0))
    cuboid = Cuboid((12.0, 3.0, 0.5), (4.0, 2.0, 1.5))
    edges = cuboid_edges(camera, cuboid)
    assert len(edges) == 12
    assert all(len(line) > 2 for line in edges)
    start, end = EDGES[0]
    middle = corners(cuboid)[[start, end]].mean(axis=0)[None]
    bent = project_points(camera, middle).pixels[0]
    assert np.linalg.norm(edges[0] - bent, axis=1).min() == pytest.approx(0, abs=1e-6)


@given(
    st.tuples(st.floats(-30, 60), st.floats(-20, 20), st.floats(-3, 3)),
    st.tuples(st.floats(0.5, 12), st.floats(0.5, 4), st.floats(0.5, 4)),
    st.floats(-3, 3),
)
def test_the_box_holds_every_point_of_the_cuboid_that_the_picture_shows(
    center: tuple[float, float, float], size: tuple[float, float, float], yaw: float
) -> None:
    cuboid = Cuboid(center, size, quaternion_from_yaw(yaw))
    eight = corners(cuboid)
    weights = np.random.default_rng(3).dirichlet(np.ones(8) * 0.3, 400)
    projected = project_points(PLAIN, weights @ eight)
    seen = projected.pixels[projected.inside(1280, 720) & (projected.depth_m >= 0.1)]
    box = cuboid_box(PLAIN, cuboid)
    if not len(seen):
        return
    assert box is not None
    assert (seen >= np.array((box.x, box.y)) - 1e-6).all()
    assert (seen <= np.array((box.x + box.width, box.y + box.height)) + 1e-6).all()
