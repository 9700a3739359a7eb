"""What is drawn, as values: colours, lines, budget and views."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.budget import PointBudget
from crosstie.viewers.pointcloud.camera import Camera, Viewport, in_clip_space, pixels_per_metre, project
from crosstie.viewers.pointcloud.clouds import returns_of
from crosstie.viewers.pointcloud.ground_lines import RING_STEP_M, ground_lines
from crosstie.viewers.pointcloud.palette import even_ramp, oklab_of
from crosstie.viewers.pointcloud.views import ViewName, close_view, cuboid_view, fitted, revealing, scene_view
from crosstie.viewers.theme import HEIGHT_RAMPS
from tests.viewers.pointcloud.strategies import cameras_from_above, upright_cuboids

VIEW = Viewport(640, 300)
NO_INDEX = np.zeros(0, np.uint32)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_ramp_s_steps_look_even_and_lead_away_from_the_ground(theme: str) -> None:
    ramp = even_ramp(HEIGHT_RAMPS[theme])
    assert ramp.shape == (256, 3)
    # Eight at a time: single steps are smaller than eight bits can tell.
    steps = np.linalg.norm(np.diff(oklab_of(ramp[::8]), axis=0), axis=1)
    assert steps.std() / steps.mean() < 0.12
    lightness = oklab_of(ramp)[:, 0]
    rising = np.diff(lightness) * (1 if theme == "dark" else -1)
    assert (rising > -0.004).all()
    assert abs(lightness[-1] - lightness[0]) > 0.35


def test_the_ramp_begins_and_ends_at_its_stops() -> None:
    ramp = even_ramp(("#102030", "#F0E0D0"))
    assert np.allclose(ramp[0], (0x10, 0x20, 0x30), atol=1)
    assert np.allclose(ramp[-1], (0xF0, 0xE0, 0xD0), atol=1)


def test_rings_stand_at_every_ten_metres_on_the_ground() -> None:
    lines = ground_lines(-1.7)
    assert np.allclose(lines[:, [2, 5]], -1.7)
    radii = np.hypot(lines[:, 0], lines[:, 1])
    on_rings = np.isclose(radii % RING_STEP_M, 0, atol=1e-3) | np.isclose(
        radii % RING_STEP_M, RING_STEP_M, atol=1e-3
    )
    assert {round(float(radius)) for radius in radii[on_rings]} >= {10, 20, 50, 100}


def test_a_radar_s_own_velocity_is_drawn_and_what_stands_has_no_line() -> None:
    points = np.array([(10, 0, 0), (0, 20, 0)], np.float32)
    channels = {"vx": np.array([4, 0], np.float32), "vy": np.array([3, 0.1], np.float32)}
    cloud = Cloud(0, 1, 0, points, np.zeros(2, np.float32), "", channels, NO_INDEX, 0)
    lines = returns_of(cloud).lines
    assert lines is not None
    assert np.allclose(lines, [(10, 0, 0, 14, 3, 0, 1)])


def test_without_one_the_speed_along_the_line_of_sight_is_drawn() -> None:
    points = np.array([(30, 40, 0)], np.float32)
    cloud = Cloud(0, 1, 0, points, np.array([-5], np.float32), "radial_speed", {}, NO_INDEX, 0)
    lines = returns_of(cloud).lines
    assert lines is not None
    assert np.allclose(lines[0, 3:6], (27, 36, 0), atol=1e-4)


@given(st.floats(1e-9, 1e-5), st.integers(1, 5))
def test_the_budget_settles_at_what_fits(seconds_per_point: float, held_up: int) -> None:
    budget = PointBudget(0.02)
    for _ in range(held_up):
        budget.learn(50_000, 4.0)
    for _ in range(80):
        budget.learn(budget.points, budget.points * seconds_per_point)
    wanted = 0.02 / seconds_per_point
    assert budget.points in (12_000, 8_000_000) or abs(budget.points / wanted - 1) < 0.05


def test_a_drawing_of_few_points_says_nothing() -> None:
    budget = PointBudget(0.02)
    before = budget.points
    budget.learn(50, 3.0)
    assert budget.points == before


@given(upright_cuboids, st.sampled_from(["top", "front", "side"]))
def test_a_view_of_a_cuboid_shows_all_of_it_large(cuboid: Cuboid, name: ViewName) -> None:
    camera = cuboid_view(name, cuboid, VIEW)
    scale = pixels_per_metre(camera, VIEW, cuboid.center)
    length, width, height = cuboid.size
    across, up = {"top": (width, length), "front": (width, height), "side": (length, height)}[name]
    filled = max(scale * up / VIEW.height, scale * across / VIEW.width)
    assert 0.4 < filled < 0.7
    assert camera.slab_m > 0


def test_front_looks_the_cuboid_in_the_face() -> None:
    cuboid = Cuboid((5, 5, 0), (4, 2, 1.5))
    assert np.allclose(cuboid_view("front", cuboid, VIEW).look, (-1, 0, 0), atol=1e-9)
    assert np.allclose(scene_view("front", 0, VIEW).look, (1, 0, 0), atol=1e-9)
    assert np.allclose(scene_view("top", 0, VIEW).up, (1, 0, 0), atol=1e-9)


@given(cameras_from_above, upright_cuboids)
def test_what_is_revealed_is_in_view_and_legible(camera: Camera, cuboid: Cuboid) -> None:
    shown = revealing(camera, VIEW, cuboid)
    at = project(shown, VIEW, cuboid.center)
    assert at is not None
    assert 0 < at[0] < VIEW.width
    assert 0 < at[1] < VIEW.height
    assert pixels_per_metre(shown, VIEW, cuboid.center) * max(cuboid.size) > 3
    assert revealing(shown, VIEW, cuboid) == shown or shown.target == cuboid.center


def test_what_is_well_in_view_moves_no_camera() -> None:
    camera = Camera((10, 0, 0), distance_m=30)
    assert revealing(camera, VIEW, Cuboid((11, 1, 0), (4, 2, 2))) is camera


@given(st.integers(0, 100), st.sampled_from(["free", "top"]))
def test_fit_brings_the_cloud_into_view(seed: int, name: ViewName) -> None:
    rng = np.random.default_rng(seed)
    points = (rng.normal(0, 1, (3000, 3)) * (25, 25, 1)).astype(np.float32)
    camera = fitted(scene_view(name, 0, VIEW), Viewport(700, 500), points, 0.0)
    clip = in_clip_space(camera, Viewport(700, 500), points.astype(float))
    assert (np.abs(clip[:, :2]) <= clip[:, 3:]).all(axis=1).mean() > 0.94


@pytest.mark.parametrize("view", ["free", "top", "front"])
def test_cuboids_looked_at_closely_are_in_the_middle_and_the_camera_stays_where_they_are(
    view: ViewName,
) -> None:
    car, bus = Cuboid((20, 5, 0), (4, 2, 1.5)), Cuboid((26, 8, 0.5), (11, 2.6, 3))
    for cuboids in ((car,), (car, bus)):
        near = close_view(scene_view(view, -1.6, VIEW), VIEW, cuboids)
        for one in cuboids:
            at = project(near, VIEW, one.center)
            assert at is not None
            assert 0.1 * VIEW.width < at[0] < 0.9 * VIEW.width
            assert 0.1 * VIEW.height < at[1] < 0.9 * VIEW.height
        assert pixels_per_metre(near, VIEW, car.center) * 4 > 0.1 * VIEW.height
    alone = close_view(scene_view(view, -1.6, VIEW), VIEW, (car,))
    assert close_view(alone, VIEW, (car,)) == alone
