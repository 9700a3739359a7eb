"""Points of a cuboid, under a pointer and inside a lasso: with the grid, and the plain way."""

import itertools
import math

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid, Point2
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.schema.geometry.point_grid import grid_of, put_in_order
from crosstie.viewers.pointcloud.camera import Camera, Viewport, in_clip_space, screen_from_clip
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.lasso import indices_in_lasso, winding_inside
from crosstie.viewers.pointcloud.pick import REACH_PX, nearest_point
from tests.viewers.pointcloud.strategies import cameras, tilted_cuboids

VIEW = Viewport(400, 300)
seeds = st.integers(0, 200)
places = st.tuples(st.floats(-60, 460), st.floats(-60, 360))


@st.composite
def near_cameras(draw: st.DrawFn) -> Camera:
    """About the cloud and in it, with a slab now and then."""
    camera = draw(cameras)
    close = draw(st.tuples(*[st.floats(-10, 10)] * 3))
    slab = draw(st.sampled_from((0.0, 3.0))) if camera.projection == "orthographic" else 0.0
    return msgspec.structs.replace(camera, target=close, slab_m=slab)


def cloud(seed: int, count: int = 600) -> NDArray[np.float32]:
    """Points about the origin, some of them crowded."""
    rng = np.random.default_rng(seed)
    wide, close = rng.normal(0, 14, (count // 2, 3)), rng.normal(2, 0.8, (count // 2, 3))
    return np.concatenate([wide, close]).astype(np.float32)


def seen(points: NDArray[np.float32], camera: Camera) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Every point's place on screen (meaningless behind the eye), and whether it is seen there."""
    clip = in_clip_space(camera, VIEW, points.astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        at = screen_from_clip(VIEW, clip)
        ndc = clip[:, :3] / clip[:, 3:]
    return at, (clip[:, 3] > 0) & (np.abs(ndc) <= 1).all(axis=1)


@given(tilted_cuboids, seeds)
def test_a_cuboid_s_points_are_the_schema_s_with_the_grid_and_without(cuboid: Cuboid, seed: int) -> None:
    points = cloud(seed)
    expected = np.flatnonzero(points_inside(cuboid, points))
    grid = grid_of(points)
    assert np.array_equal(indices_inside(points, cuboid), expected)
    assert np.array_equal(indices_inside(points, cuboid, grid), expected)
    ordered = indices_inside(points[grid.order], cuboid, put_in_order(grid))
    assert np.array_equal(np.sort(grid.order[ordered]), expected)


@given(near_cameras(), places, seeds)
def test_the_grid_picks_the_point_that_looking_at_all_picks(camera: Camera, at: Point2, seed: int) -> None:
    points = cloud(seed)
    with_grid = nearest_point(points, camera, VIEW, at, grid_of(points))
    assert with_grid == nearest_point(points, camera, VIEW, at)
    on_screen, shown = seen(points, camera)
    away = np.hypot(*(on_screen - at).T)
    if with_grid is None:
        assert not (shown & (away < REACH_PX - 1e-6)).any()
    else:
        assert shown[with_grid]
        assert away[with_grid] <= min(away[shown].min() + 2, REACH_PX) + 1e-6


@given(near_cameras(), st.lists(places, min_size=3, max_size=40), seeds)
def test_a_lasso_takes_what_is_seen_inside_it_and_nothing_else(
    camera: Camera, outline: list[Point2], seed: int
) -> None:
    points = cloud(seed)
    found = indices_in_lasso(points, camera, VIEW, outline)
    assert np.array_equal(found, indices_in_lasso(points, camera, VIEW, outline, grid_of(points)))
    at, shown = seen(points, camera)
    places = np.flatnonzero(shown)
    inside = winding_inside(np.array(outline), at[places, 0], at[places, 1])
    wrong = np.setxor1d(found, places[inside])
    # Two ways to multiply may round a point on the very line, or the view's edge, to either side of it.
    assert all(_is_on_edge(at[one], outline) for one in wrong)


@given(st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), min_size=3, max_size=12), seeds)
def test_winding_numbers_are_those_of_angles(outline: list[tuple[int, int]], seed: int) -> None:
    corners = np.array(outline, dtype=float)
    x, y = np.random.default_rng(seed).uniform(0, 30, (2, 50))
    inside = winding_inside(corners, x, y)
    for place, held in zip(zip(x, y, strict=True), inside, strict=True):
        away = corners - place
        turns = np.angle(np.exp(1j * np.diff(np.arctan2(away[:, 1], away[:, 0]), append=0)))
        turns[-1] = np.angle(np.exp(1j * (np.arctan2(*away[0][::-1]) - np.arctan2(*away[-1][::-1]))))
        assert held == (round(turns.sum() / math.tau) != 0)


def test_what_a_lasso_goes_round_twice_is_inside() -> None:
    points = np.zeros((1, 3), dtype=np.float32)
    camera = Camera(elevation_rad=math.pi / 2, projection="orthographic")
    ring = [(200 + 60 * math.cos(t), 150 + 60 * math.sin(t)) for t in np.linspace(0, 4 * math.pi, 80)]
    assert indices_in_lasso(points, camera, VIEW, ring).tolist() == [0]


def test_points_behind_the_eye_are_not_taken() -> None:
    camera = Camera((0, 0, 0), 0.0, 0.0, 10.0)
    points = np.array([(0, 0, 0), (-30, 0, 0), (-9.99, 0, 0)], dtype=np.float32)
    whole = [(0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (0.0, 300.0)]
    assert indices_in_lasso(points, camera, VIEW, whole).tolist() == [0]
    assert nearest_point(points, camera, VIEW, (200, 150)) == 0


def test_of_points_behind_each_other_the_front_one_is_meant() -> None:
    camera = Camera((0, 0, 0), 0.0, 0.0, 10.0)
    points = np.array([(4, 0, 0), (-3, 0, 0), (0, 0, 0)], dtype=np.float32)
    assert nearest_point(points, camera, VIEW, (200.4, 150)) == 1


def _is_on_edge(at: NDArray[np.float64], outline: list[Point2]) -> bool:
    ring = [*outline, outline[0]]
    frame = [(0.0, 0.0), (VIEW.width, 0.0), (VIEW.width, VIEW.height), (0.0, VIEW.height), (0.0, 0.0)]
    return any(
        _distance(at, np.array(start), np.array(end)) < 1e-6
        for line in (ring, frame)
        for start, end in itertools.pairwise(line)
    )


def _distance(at: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    along = end - start
    share = np.clip((at - start) @ along / max(float(along @ along), 1e-12), 0, 1)
    return float(np.linalg.norm(at - start - share * along))
