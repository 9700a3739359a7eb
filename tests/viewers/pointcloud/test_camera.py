import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from crosstie.schema.anchors import Point3
from crosstie.viewers.pointcloud.camera import (
    TOP_RAD,
    Camera,
    Viewport,
    between,
    in_clip_space,
    moved,
    orbited,
    pixels_per_metre,
    project,
    ray_through,
    zoomed,
)
from crosstie.viewers.pointcloud.ground import on_level
from tests.viewers.pointcloud.strategies import cameras, cameras_from_above, metres, places, viewports

shares = st.floats(0.02, 0.98)
VIEW = Viewport(800, 500)


@given(cameras, viewports, shares, shares, metres(1, 150))
def test_what_a_ray_passes_through_is_seen_where_the_ray_began(
    camera: Camera, viewport: Viewport, across: float, down: float, distance: float
) -> None:
    x, y = across * viewport.width, down * viewport.height
    ray = ray_through(camera, viewport, x, y)
    place = ray.at(distance if camera.projection == "perspective" else 6000 + distance)
    seen = project(camera, viewport, place)
    assume(seen is not None)
    assert seen is not None
    assert math.dist(seen, (x, y)) < 0.05


@given(cameras, viewports)
def test_the_target_is_in_the_middle(camera: Camera, viewport: Viewport) -> None:
    seen = project(camera, viewport, camera.target)
    assert seen is not None
    assert math.dist(seen, (viewport.width / 2, viewport.height / 2)) < 1e-3


def test_ahead_is_up_and_left_is_left_seen_from_above() -> None:
    camera = Camera(elevation_rad=TOP_RAD, projection="orthographic")
    ahead, left = project(camera, VIEW, (5, 0, 0)), project(camera, VIEW, (0, 5, 0))
    assert ahead is not None
    assert left is not None
    assert (round(ahead[0]), ahead[1] < 200) == (400, True)
    assert (left[0] < 350, round(left[1])) == (True, 250)


def test_what_is_behind_the_eye_has_no_place() -> None:
    assert project(Camera(target=(0, 0, 0), distance_m=10), VIEW, (-60, 0, 0)) is None


@given(cameras, viewports, places, metres(0.3, 3))
def test_zoom_keeps_its_anchor_in_place(
    camera: Camera, viewport: Viewport, anchor: Point3, factor: float
) -> None:
    before = project(camera, viewport, anchor)
    nearer = zoomed(camera, factor, np.asarray(anchor, dtype=float))
    after = project(nearer, viewport, anchor)
    assume(before is not None and after is not None and math.dist(before, (0, 0)) < 1e4)
    assert before is not None
    assert after is not None
    assert math.dist(before, after) < 0.1


@given(cameras_from_above, viewports, shares, shares)
def test_moving_the_camera_by_a_step_on_the_ground_moves_what_is_seen_against_it(
    camera: Camera, viewport: Viewport, across: float, down: float
) -> None:
    start = on_level(ray_through(camera, viewport, viewport.width / 2, viewport.height / 2), 0.0)
    end = on_level(ray_through(camera, viewport, across * viewport.width, down * viewport.height), 0.0)
    assume(start is not None and end is not None and np.linalg.norm(end - start) < 500)
    assert start is not None
    assert end is not None
    seen = project(moved(camera, start - end), viewport, start)
    assert seen is not None
    assert math.dist(seen, (across * viewport.width, down * viewport.height)) < 0.05


@given(cameras, viewports, metres(-400, 400), metres(-400, 400))
def test_orbit_keeps_target_distance_and_elevation_within_bounds(
    camera: Camera, viewport: Viewport, dx: float, dy: float
) -> None:
    turned = orbited(camera, dx, dy)
    assert (turned.target, turned.distance_m) == (camera.target, camera.distance_m)
    assert -math.pi / 2 < turned.elevation_rad <= TOP_RAD
    assert math.isclose(float(np.linalg.norm(turned.eye - np.asarray(camera.target))), camera.distance_m)


def test_a_view_from_above_becomes_perspective_once_it_is_tilted() -> None:
    top = Camera(elevation_rad=TOP_RAD, projection="orthographic", slab_m=3)
    assert orbited(top, 40, 0).projection == "orthographic"
    tilted = orbited(top, 0, -40)
    assert (tilted.projection, tilted.slab_m) == ("perspective", 0.0)


@given(cameras, viewports)
def test_a_metre_at_the_target_is_as_long_in_both_projections(camera: Camera, viewport: Viewport) -> None:
    flat = Camera(camera.target, camera.azimuth_rad, camera.elevation_rad, camera.distance_m, "orthographic")
    deep = Camera(camera.target, camera.azimuth_rad, camera.elevation_rad, camera.distance_m)
    assert math.isclose(
        pixels_per_metre(flat, viewport, camera.target),
        pixels_per_metre(deep, viewport, camera.target),
        rel_tol=1e-6,
    )


@given(cameras, cameras)
def test_a_glide_begins_and_ends_where_it_should_and_turns_the_short_way(start: Camera, goal: Camera) -> None:
    assert between(start, goal, 1.0) == goal
    first, halfway = between(start, goal, 0.0), between(start, goal, 0.5)
    assert np.allclose(first.target, start.target)
    turn = abs(math.remainder(goal.azimuth_rad - start.azimuth_rad, math.tau))
    assert abs(math.remainder(halfway.azimuth_rad - start.azimuth_rad, math.tau)) <= turn / 2 + 1e-6


def test_far_things_are_not_cut_off_when_one_zooms_out() -> None:
    far_out = zoomed(Camera(), 60.0, np.zeros(3))
    clip = in_clip_space(far_out, VIEW, np.array([(2000.0, 0.0, 0.0), (-500.0, 300.0, 0.0)]))
    assert (np.abs(clip[:, 2]) <= clip[:, 3]).all()
