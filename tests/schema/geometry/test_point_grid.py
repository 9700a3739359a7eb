"""The point grid against the plain way to find points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import (
    PointGrid,
    grid_of,
    indices_of,
    places_of,
    put_in_order,
    runs_in,
    runs_of_cells,
)

Points = NDArray[np.float32]
edges = st.floats(-40, 40)


@st.composite
def clouds(draw: st.DrawFn) -> Points:
    """Few points or many, sparse or crowded, now and then with one that is far away from everything."""
    count, spread = draw(st.integers(0, 300)), draw(st.sampled_from((0.0, 1.0, 8.0, 200.0)))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    points = rng.normal(0, 1, (count, 3)) * spread
    # Whole metres stand on the very sides of cells and rectangles.
    points = np.round(points) if draw(st.booleans()) else points
    strays = draw(st.lists(st.tuples(*[st.floats(-(2.0**127), 2.0**127, width=32)] * 3), max_size=2))
    return np.concatenate([points, np.reshape(strays, (-1, 3))]).astype(np.float32)


@given(clouds(), st.sampled_from((0.5, 2.0, 7.0)))
def test_every_point_stands_once_and_levels_thin_each_cell_evenly(points: Points, cell_m: float) -> None:
    grid = grid_of(points, cell_m)
    assert sorted(grid.order.tolist()) == list(range(len(points))) == list(range(grid.point_count))
    cell_of = _cells_by_place(grid)
    counts = dict(zip(*np.unique(cell_of, return_counts=True), strict=True))
    for level in range(grid.level_count):
        within = cell_of[: grid.level_starts[level + 1]]
        found = dict(zip(*np.unique(within, return_counts=True), strict=True))
        assert found == {key: min(count, 4**level) for key, count in counts.items()}


@given(clouds())
def test_points_of_a_cell_lie_in_its_box(points: Points) -> None:
    grid = grid_of(points)
    cells = _cells_by_place(grid)
    at = np.searchsorted(grid.cell_keys[0], cells) if len(points) else cells
    ordered = points[grid.order]
    assert (grid.lows[at] <= ordered).all()
    assert (ordered <= grid.highs[at]).all()
    for cell in range(len(grid.lows)):
        held = ordered[at == cell]
        assert (held.min(axis=0) == grid.lows[cell]).all()
        assert (held.max(axis=0) == grid.highs[cell]).all()


@given(clouds(), edges, edges, st.floats(0, 60), st.floats(0, 60), st.sampled_from((None, 1, 2)))
def test_runs_hold_all_points_of_a_rectangle(
    points: Points, x: float, y: float, width: float, depth: float, levels: int | None
) -> None:
    grid = grid_of(points)
    runs = runs_in(grid, (x, y), (x + width, y + depth), levels)
    assert (runs[:, 0] < runs[:, 1]).all()
    assert (runs[1:, 0] > runs[:-1, 1]).all()
    flat = points[:, :2].astype(np.float64)
    inside = ((flat >= (x, y)) & (flat <= (x + width, y + depth))).all(axis=1)
    asked = grid.order[: grid.level_starts[min(levels or grid.level_count, grid.level_count)]]
    wanted = set(np.flatnonzero(inside).tolist()) & set(asked.tolist())
    assert wanted <= set(indices_of(grid, runs).tolist()) <= set(asked.tolist())


def test_a_rectangle_costs_few_points_of_a_large_cloud() -> None:
    rng = np.random.default_rng(3)
    points = rng.uniform(-100, 100, (200_000, 3)).astype(np.float32)
    grid = grid_of(points)
    low, high = np.array((10.0, 20.0)), np.array((14.0, 23.0))
    runs = runs_in(grid, (10.0, 20.0), (14.0, 23.0))
    found = points[indices_of(grid, runs)]
    assert ((found[:, :2] > low - 2) & (found[:, :2] < high + 2)).all()
    # Two or three cells beside each other in each row that the rectangle touches, once a level.
    assert len(runs) <= 3 * grid.level_count


@given(clouds(), st.integers(0, 99))
def test_runs_of_chosen_cells_hold_their_points_and_no_others(points: Points, lot: int) -> None:
    grid = grid_of(points)
    rng = np.random.default_rng(lot)
    kept = rng.random(len(grid.lows)) < 0.4
    cells = _cells_by_place(grid)
    chosen = np.isin(cells, grid.cell_keys[0][kept]) if len(points) else np.zeros(0, dtype=bool)
    runs = runs_of_cells(grid, kept)
    assert places_of(runs).tolist() == np.flatnonzero(chosen).tolist()


@given(clouds())
def test_points_may_stand_in_grid_order_themselves(points: Points) -> None:
    grid = grid_of(points)
    ordered = put_in_order(grid)
    runs = runs_in(ordered, (-3.0, -3.0), (5.0, 4.0))
    kept = indices_of(ordered, runs)
    assert (points[grid.order][kept] == points[indices_of(grid, runs)]).all()


def test_the_lot_is_the_same_each_time_and_looks_drawn() -> None:
    points = np.zeros((4096, 3), dtype=np.float32)
    points[:, 0] = np.linspace(0, 1.9, 4096)
    first, second = grid_of(points), grid_of(points.copy())
    assert (first.order == second.order).all()
    # The first sixty-four of a row of points are spread all over it.
    along = np.sort(points[first.order[:64], 0])
    assert along[0] < 0.2
    assert along[-1] > 1.7
    assert np.diff(along).max() < 0.25


def _cells_by_place(grid: PointGrid) -> NDArray[np.int64]:
    """The key of the cell of each place, read off the levels."""
    parts = [
        np.repeat(keys, np.diff(starts))
        for keys, starts in zip(grid.cell_keys, grid.cell_starts, strict=True)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
