"""Which points are drawn in which order: every point once, what is in view, finer where it is near."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import grid_of, places_of, put_in_order
from crosstie.viewers.pointcloud.arrangement import MOST_POINTS, AsGiven, Strided, arrangement_of
from crosstie.viewers.pointcloud.camera import Camera, Viewport, in_clip_space
from crosstie.viewers.pointcloud.draw_plan import DrawPlan, Parts, in_pieces, whole_plan
from crosstie.viewers.pointcloud.scene import CloudPoints
from tests.viewers.pointcloud.strategies import cameras_from_above

VIEW = Viewport(960, 640)


def cloud_of(count: int, *, ordered: bool = False) -> CloudPoints:
    points = np.random.default_rng(3).uniform(-80, 80, (count, 3)).astype(np.float32)
    points[:, 2] /= 20
    return CloudPoints(points, np.zeros(count, np.float32), ordered=ordered)


@pytest.mark.parametrize("kind", ["shuffled", "strided", "grid", "given"])
@pytest.mark.parametrize("count", [0, 1, 7, 200_001, 600_000])
def test_every_point_has_one_place_and_is_found_there(kind: str, count: int) -> None:
    cloud = cloud_of(count, ordered=kind == "given")
    grid = grid_of(cloud.points) if kind == "grid" else None
    order = Strided(count) if kind == "strided" else arrangement_of(cloud, grid)
    own = np.arange(count)
    pieces = [own[order.chosen(piece)] for piece in range(len(order.starts) - 1)]
    drawn = np.concatenate([*pieces, np.zeros(0, np.int64)])
    assert [len(piece) for piece in pieces] == np.diff(order.starts).tolist()
    assert np.array_equal(np.sort(drawn), own)
    assert np.array_equal(drawn[order.places_of(own)], own)


def test_the_first_part_of_a_cloud_without_a_grid_is_a_fair_sample() -> None:
    rows = np.repeat(np.arange(64), 10_000).reshape(10_000, 64, order="F").ravel()
    order = Strided(len(rows))
    seen = np.bincount(rows[order.chosen(0)], minlength=64)
    assert seen.min() > 0.9 * seen.mean()


def test_of_too_large_a_cloud_the_first_points_are_drawn() -> None:
    order = AsGiven(MOST_POINTS + 5_000_000)
    assert order.starts[-1] == MOST_POINTS
    assert order.places_of(np.array([MOST_POINTS + 7])) == [MOST_POINTS + 7]


@given(cameras_from_above, st.integers(0, 60_000))
@pytest.mark.parametrize("cell_m", [2.0, 0.3])
def test_what_is_in_view_is_planned_once_and_within_the_budget(
    cell_m: float, camera: Camera, most: int
) -> None:
    grid = GRIDS[cell_m]
    points = CLOUD.points[grid.order]
    parts = PARTS[cell_m]
    plan = parts.plan(camera, VIEW, most)
    taken = _drawn(plan, most)
    first = taken[0]
    everything = np.concatenate(taken)
    assert len(np.unique(everything)) == len(everything)
    clip = in_clip_space(camera, VIEW, points.astype(np.float64))
    inside = (np.abs(clip[:, :3]) < clip[:, 3:] * 0.999).all(axis=1)
    assert np.isin(np.flatnonzero(inside), everything).all()
    assert len(first) <= 1.02 * most + 60


def test_near_parts_are_finer() -> None:
    points = CLOUD.points[GRID.order]
    camera = Camera((0.0, 0.0, 0.0), distance_m=60.0, elevation_rad=0.4)
    plan = Parts(GRID, len(points)).plan(camera, VIEW, 8_000)
    first = places_of(plan.take(8_000))
    away = np.linalg.norm(points - camera.eye, axis=1)
    clip = in_clip_space(camera, VIEW, points.astype(np.float64))
    inside = (np.abs(clip[:, :3]) < clip[:, 3:]).all(axis=1)
    drawn = np.zeros(len(points), bool)
    drawn[first] = True
    near, far = inside & (away < 45), inside & (away > 100)
    assert drawn[near].mean() > 3 * drawn[far].mean() > 0
    assert 4_000 < len(first) <= 8_000


def test_a_point_grid_of_a_file_gives_the_same_plan() -> None:
    camera = Camera((10.0, 5.0, 0.0))
    one = Parts(GRID, len(CLOUD.points)).plan(camera, VIEW, 9_000)
    other = Parts(put_in_order(GRID), len(CLOUD.points)).plan(camera, VIEW, 9_000)
    assert np.array_equal(one.take(9_000), other.take(9_000))


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(1, 500))
def test_a_plan_gives_each_run_once_in_parts_that_fit(lengths: list[int], most: int) -> None:
    ends = np.cumsum(np.array([2 * length for length in lengths], dtype=np.int64))
    runs = np.stack([ends - np.array(lengths, dtype=np.int64), ends], axis=1).reshape(-1, 2)
    plan = DrawPlan(np.zeros((0, 2), np.int64), runs)
    parts = _drawn(plan, most)
    assert all(len(part) <= most for part in parts)
    assert np.array_equal(np.concatenate([*parts, np.zeros(0, np.int64)]), places_of(runs))
    plan.again()
    assert plan.complete == (not lengths)


def test_what_is_put_back_comes_next() -> None:
    plan = whole_plan(100)
    taken = plan.take(60)
    plan.put_back(taken - np.array([(0, 20)]))
    assert places_of(plan.take(100)).tolist() == [*range(40), *range(60, 100)]


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=6))
def test_runs_are_cut_where_pieces_end(spans: list[tuple[int, int]]) -> None:
    wanted = sorted({place for start, length in spans for place in range(start, min(start + length, 100))})
    starts = np.array((0, 33, 64, 100))
    places = np.array(wanted, dtype=np.int64)
    runs = np.stack([places, places + 1], axis=1).reshape(-1, 2)
    cut = [places_of(own) + starts[piece] for piece, own in in_pieces(runs, starts)]
    assert np.concatenate([*cut, np.zeros(0, np.int64)]).tolist() == wanted


def _drawn(plan: DrawPlan, most: int) -> list[NDArray[np.int64]]:
    """Everything that a plan gives, drawing by drawing."""
    taken = [places_of(plan.take(most))]
    while not plan.complete:
        taken.append(places_of(plan.take(max(most, 1))))
    return taken


CLOUD = cloud_of(60_000)
GRID = grid_of(CLOUD.points)
PARTS = {2.0: Parts(GRID, 60_000), 0.3: Parts(grid_of(CLOUD.points, 0.3), 60_000)}
GRIDS = {2.0: GRID, 0.3: grid_of(CLOUD.points, 0.3)}
"""The second has so many cells that they are looked at in stretches where much is in view."""
