"""Between a cloud as it is shown and its file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.point_ranges import point_set_of
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.file_points import FilePoints
from crosstie.viewers.pointcloud.readout import readout_text
from crosstie.viewers.pointcloud.set_shapes import shapes_of
from crosstie.viewers.pointcloud.terrain import Terrain

NONE = np.zeros(0, dtype=np.uint32)


def shown_as(kind: str, lot: int) -> FilePoints:
    """Points as they stand in the file, with some left out, or in another order altogether."""
    rng = np.random.default_rng(lot)
    if kind == "as filed":
        return FilePoints(30, NONE)
    kept = np.sort(rng.permutation(40)[:30]).astype(np.uint32)
    return FilePoints(30, kept if kind == "some left out" else rng.permutation(kept))


@pytest.mark.parametrize("kind", ["as filed", "some left out", "in another order"])
@given(st.lists(st.sets(st.integers(0, 45)), max_size=4), st.integers(0, 50))
def test_places_in_the_file_are_found_among_the_points_shown(
    kind: str, wanted: list[set[int]], lot: int
) -> None:
    files = shown_as(kind, lot)
    sets = [np.array(sorted(one), dtype=np.int64) for one in wanted]
    filed = files.in_file(np.arange(30)).tolist()
    expected = [[index for index, place in enumerate(filed) if place in one] for one in wanted]
    assert [one.tolist() for one in files.shown(sets)] == expected


def test_points_of_other_sweeps_are_nobody_s() -> None:
    files = FilePoints(5, NONE)
    assert files.in_file(np.array([1, 4, 5, 9])).tolist() == [1, 4]
    assert files.shown([np.array([3, 4, 5])])[0].tolist() == [3, 4]


@given(st.integers(1, 400), st.integers(0, 99))
def test_a_set_s_box_and_rim_hold_its_points(count: int, lot: int) -> None:
    rng = np.random.default_rng(lot)
    points = rng.normal(0, 9, (500, 3)).astype(np.float32)
    chosen = rng.permutation(500)[:count]
    made = point_set_of(chosen)
    assert made is not None
    [shape] = shapes_of(points, FilePoints(500, NONE), [made])
    assert shape is not None
    assert shape.indices.tolist() == sorted(chosen.tolist())
    held = points[shape.indices].astype(np.float64)
    assert np.allclose(shape.rim.min(axis=0), held.min(axis=0))
    assert np.allclose(shape.rim.max(axis=0), held.max(axis=0))
    assert (np.abs(held - shape.box.center) <= np.array(shape.box.size) / 2 + 1e-4).all()


def test_a_set_without_a_point_here_has_no_shape() -> None:
    made = point_set_of(np.array([7, 8]))
    assert made is not None
    assert shapes_of(np.zeros((3, 3), np.float32), FilePoints(3, NONE), [made]) == [None]


def test_the_readout_says_what_the_file_says_of_a_point() -> None:
    points = np.array([(1, 2, 3), (4.25, -5, 6), (0, 0, 0)], dtype=np.float32)
    terrain = Terrain.of(_cloud(points, np.array([3, 9], dtype=np.uint32)), 0.0)
    assert readout_text(terrain, 1) == "point 9 · 4.25 -5.00 6.00 m · intensity 0.5 · ring 17"
    assert readout_text(terrain, 2).startswith("point of another sweep · 0.00")


def _cloud(points: NDArray[np.float32], file_index: NDArray[np.uint32]) -> Cloud:
    return Cloud(
        at_ns=0,
        next_ns=1,
        index=0,
        points=points,
        values=np.array((0.25, 0.5, 0.75), dtype=np.float32),
        value_name="intensity",
        channels={"ring": np.array((3, 17, 5), dtype=np.float32)},
        file_index=file_index,
        left_out=0,
        own_count=2,
    )
