"""Which points of a cloud a camera shows, where their dots lie, and what their colours tell."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.occlusion import hidden_points
from crosstie.schema.geometry.projection import project_points
from crosstie.schema.records import Calibration
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.canvas.depth_colors import RAMP, DepthRange, depth_colors, depth_range
from crosstie.viewers.canvas.dots import DotsQuery, SeenPoints, dot_px, draw_dots, seen_points
from crosstie.viewers.canvas.transform import Size, ViewTransform, fitted

Floats = NDArray[np.float32]
K = ((400.0, 0.0, 320.0), (0.0, 400.0, 240.0), (0.0, 0.0, 1.0))
POSE = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0))
CAMERA = Calibration("pinhole", 640, 480, K, POSE)
FISHEYE = msgspec.structs.replace(CAMERA, model="fisheye")
WHOLE = ViewTransform()
DEPTHS = DepthRange(2.0, 50.0)


def cloud_of(points: Floats) -> Cloud:
    """A cloud in the camera's own frame."""
    zeros = np.zeros(len(points), np.float32)
    return Cloud(0, 1, 0, points, zeros, "", {}, np.zeros(0, np.uint32), 0)


def wall(depth_m: float, side_m: float, step_m: float) -> Floats:
    """A square before the camera, about its axis, in rows and columns of points."""
    along = np.arange(-side_m / 2, side_m / 2 + step_m / 2, step_m, dtype=np.float32)
    x, y = np.meshgrid(along, along)
    return np.column_stack([x.ravel(), y.ravel(), np.full(x.size, depth_m, np.float32)])


def query_of(points: Floats, transform: ViewTransform = WHOLE, ratio: float = 1.0) -> DotsQuery:
    return DotsQuery(cloud_of(points), CAMERA, transform, Size(640, 480), ratio, 60_000)


def test_what_is_behind_beside_or_without_a_place_is_left_out() -> None:
    points = np.array([(0, 0, 5), (0, 0, -5), (90, 0, 5), (0, 0, 0.01)], np.float32)
    seen = seen_points(CAMERA, cloud_of(points), 60_000)
    assert seen.pixels.tolist() == [[320.0, 240.0]]
    assert seen.depth_m.tolist() == [5.0]


@given(
    st.integers(0, 9), st.sampled_from([(), (-0.3, 0.1, 0.001, -0.002), (0.2, 0.05, 0.0, 0.0)]),
    st.sampled_from([0.0, 30.0]), st.floats(-3, 3),
)  # fmt: skip
def test_all_that_falls_on_the_picture_is_seen(
    seed: int, distortion: tuple[float, ...], skew: float, aside_m: float
) -> None:
    pose = ((1.0, 0.0, 0.0, aside_m), *POSE[1:])
    k = ((400.0, skew, 320.0), *K[1:])
    camera = Calibration("pinhole", 640, 480, k, pose, distortion)
    points = np.random.default_rng(seed).uniform(-40, 40, (500, 3)).astype(np.float32)
    found = project_points(camera, points)
    on_it = found.inside(640, 480) & (found.depth_m >= 0.1)
    seen = seen_points(camera, cloud_of(points), 60_000)
    # Five hundred points in so much room hide hardly one of the others.
    assert 0 <= on_it.sum() - len(seen.depth_m) <= 3
    near = np.sort(found.depth_m[on_it])[:1]
    assert np.sort(seen.depth_m)[:1] == pytest.approx(near, rel=1e-5)


def test_a_fisheye_tells_the_distance_of_what_stands_beside_it() -> None:
    wide = msgspec.structs.replace(FISHEYE, width=1400, intrinsics=((400, 0, 700), K[1], K[2]))
    seen = seen_points(wide, cloud_of(np.array([(8, 0, 0)], np.float32)), 60_000)
    assert seen.pixels[0] == pytest.approx((700 + 400 * np.pi / 2, 240), abs=0.01)
    assert seen.depth_m.tolist() == [8.0]


def test_what_a_nearer_thing_hides_is_left_out_and_ground_that_runs_away_stays() -> None:
    screen, behind = wall(5, 2, 0.05), wall(20, 4, 0.2)
    seen = seen_points(CAMERA, cloud_of(np.concatenate([screen, behind])), 60_000)
    hidden = len(screen) + len(behind) - len(seen.depth_m)
    assert (seen.depth_m == 5).sum() == len(screen)
    assert hidden > 0.8 * len(behind)
    far = np.repeat(np.arange(4, 60, 0.5, dtype=np.float32), 41)
    ground = np.column_stack([np.tile(np.linspace(-1, 1, 41, dtype=np.float32), 112) * far / 3, far * 0, far])
    ground[:, 1] = 1.6
    assert len(seen_points(CAMERA, cloud_of(ground), 60_000).depth_m) == len(ground)


@given(st.integers(0, 400), st.integers(0, 5))
def test_the_nearest_point_of_all_is_never_hidden(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    pixels = random.uniform((0, 0), (640, 480), (count, 2)).astype(np.float32)
    depth_m = random.uniform(0.5, 90, count).astype(np.float32)
    hidden = hidden_points(pixels, depth_m, 640, 480)
    assert hidden.shape == (count,)
    assert not count or not hidden[np.argmin(depth_m)]


def test_a_nearer_dot_lies_over_a_farther_one_and_each_has_the_colour_of_its_depth() -> None:
    points = np.array([(0, 0, 4), (0, 0, 40), (1.0, 0, 10)], np.float32)
    seen = SeenPoints(np.array([(400, 240), (320, 240), (320, 240)], np.float32),
                      np.array([10, 40, 4], np.float32), np.arange(3), 100.0)  # fmt: skip
    order = np.argsort(-seen.depth_m)
    seen = SeenPoints(seen.pixels[order], seen.depth_m[order], seen.ranks, 100.0)
    dots = draw_dots(seen, query_of(points), DEPTHS)
    near, middle = depth_colors(np.array([4, 10], np.float32), DEPTHS)
    assert dots.pixels[240, 320] == near
    assert dots.pixels[240, 400] == middle
    assert set(np.unique(dots.pixels).tolist()) == {0, int(near), int(middle)}
    assert dots.count == 3


@given(
    st.floats(20, 620), st.floats(20, 460), st.floats(0.3, 6), st.floats(-900, 300), st.floats(-900, 300),
    st.sampled_from([1.0, 1.5, 2.0]),
)  # fmt: skip
def test_a_dot_lies_where_the_view_shows_the_point(
    x: float, y: float, scale: float, dx: float, dy: float, ratio: float
) -> None:
    transform = ViewTransform(scale, dx, dy)
    at = np.array([((x - 320) / 400 * 5, (y - 240) / 400 * 5, 5)], np.float32)
    query = query_of(at, transform, ratio)
    seen = seen_points(CAMERA, query.cloud, 60_000)
    dots = draw_dots(seen, query, DEPTHS)
    expected = np.array(transform.view_from_picture(x, y))
    rows, columns = np.nonzero(dots.pixels)
    inside = 4 <= expected[0] <= 636 and 4 <= expected[1] <= 476
    if inside:
        middle = (np.array([columns.mean(), rows.mean()]) + 0.5) / ratio
        assert middle + np.array([dots.placed.left, dots.placed.top]) == pytest.approx(
            expected, abs=0.75 / ratio + 0.02
        )
    height, width = dots.pixels.shape
    assert (width, height) == (round(dots.placed.width * ratio), round(dots.placed.height * ratio))


def test_fewer_dots_lie_in_a_small_picture_and_those_that_stay_are_among_the_many() -> None:
    points = wall(5, 5.5, 0.02)
    seen = seen_points(CAMERA, cloud_of(points), 100_000)
    picture = Size(CAMERA.width, CAMERA.height)
    drawn = []
    for wide in (100, 300, 640):
        transform = fitted(picture, Size(wide, wide))
        dots = draw_dots(seen, query_of(points, transform), DEPTHS)
        covered = np.count_nonzero(dots.pixels) / dots.pixels.size
        assert 0.08 < covered < 0.6
        drawn.append(dots.count)
    assert drawn == sorted(drawn)
    assert drawn[0] < drawn[-1] / 5
    close = query_of(points, ViewTransform(8.0, -2000, -1500))
    assert dot_px(seen, close) > dot_px(seen, query_of(points))


def test_of_too_many_points_as_many_are_taken_evenly() -> None:
    lines = np.tile(wall(5, 4, 0.04), (8, 1))
    seen = seen_points(CAMERA, cloud_of(lines), 1000)
    assert len(seen.depth_m) == 1000
    left = (seen.pixels[:, 0] < 320).mean()
    top = (seen.pixels[:, 1] < 240).mean()
    assert (left, top) == pytest.approx((0.5, 0.5), abs=0.08)


def test_colours_go_from_near_to_far_in_equal_ratios_and_stay_at_the_ends() -> None:
    colors = depth_colors(np.array([0.1, 2, 10, 50, 900], np.float32), DEPTHS)
    assert colors[0] == colors[1] == RAMP[0]
    assert colors[3] == colors[4] == RAMP[-1]
    assert colors[2] == RAMP[128]
    assert DEPTHS.middle_m == pytest.approx(10)


def test_the_ends_are_round_and_hold_nearly_all_points() -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(3.4, 71, 5000)
    points = np.zeros((5000, 3), np.float32)
    points[:, 0] = distance
    found = depth_range(cloud_of(points))
    assert (found.near_m, found.far_m) == (4, 80)
    assert depth_range(cloud_of(points[:0])) == DepthRange()
