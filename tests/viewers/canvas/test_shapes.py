import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keypoint, Keypoints, Mask, PageRegion, Polygon, RotatedBox
from crosstie.schema.geometry.masks import mask_from_pixels, pixels_from_mask
from crosstie.viewers.canvas.shapes import (
    PlaneShape,
    area_of,
    bounds_of,
    edge_distance,
    from_own,
    holds,
    moved,
    outlines_of,
    step_within,
    to_own,
)
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds
from tests.viewers.canvas.strategies import places, points, rotated_boxes, shapes

SQUARE_WITH_HOLE = Polygon(((0, 0), (10, 0), (10, 10), (0, 10)), (((3, 3), (7, 3), (7, 7), (3, 7)),))


def a_mask() -> Mask:
    pixels = np.zeros((40, 60), bool)
    pixels[10:20, 5:25] = True
    return mask_from_pixels(pixels)


@given(shapes, places, places)
def test_moving_there_and_back_gives_the_same_place(shape: PlaneShape, dx: float, dy: float) -> None:
    before, after = bounds_of(shape), bounds_of(moved(moved(shape, dx, dy), -dx, -dy))
    assert (after.left, after.top) == pytest.approx((before.left, before.top), abs=1e-6)


@given(shapes, places, places)
def test_bounds_move_with_the_shape(shape: PlaneShape, dx: float, dy: float) -> None:
    before, after = bounds_of(shape), bounds_of(moved(shape, dx, dy))
    assert after.left == pytest.approx(before.left + dx, abs=1e-6)
    assert after.bottom == pytest.approx(before.bottom + dy, abs=1e-6)
    assert type(moved(shape, dx, dy)) is type(shape)


@given(shapes, points)
def test_what_a_shape_holds_lies_in_its_bounds(shape: PlaneShape, point: tuple[float, float]) -> None:
    if not bounds_of(shape).grown(1e-6).holds(*point):
        assert not holds(shape, *point)


@given(shapes)
def test_outlines_run_at_no_distance_from_themselves(shape: PlaneShape) -> None:
    for outline in outlines_of(shape):
        for point in outline.points:
            assert edge_distance(shape, *point) == pytest.approx(0, abs=1e-6)


@given(rotated_boxes, points)
def test_own_axes_lead_back(box: RotatedBox, point: tuple[float, float]) -> None:
    assert from_own(box, *to_own(box, *point)) == pytest.approx(point, abs=1e-6)


def test_a_rotated_box_turns_clockwise_on_screen() -> None:
    lying = RotatedBox(100, 100, 40, 10, math.pi / 2)
    assert holds(lying, 100, 118)
    assert not holds(lying, 118, 100)
    assert outlines_of(lying)[0].points[0] == pytest.approx((105, 80))


def test_a_hole_is_not_inside_and_its_rim_is_an_edge() -> None:
    assert holds(SQUARE_WITH_HOLE, 1, 5)
    assert not holds(SQUARE_WITH_HOLE, 5, 5)
    assert edge_distance(SQUARE_WITH_HOLE, 4, 5) == pytest.approx(1)
    assert area_of(SQUARE_WITH_HOLE) == pytest.approx(84)


def test_distance_to_a_box_counts_inwards_and_outwards() -> None:
    box = Box(10, 10, 100, 50)
    assert edge_distance(box, 60, 13) == pytest.approx(3)
    assert edge_distance(box, 60, 7) == pytest.approx(3)
    assert edge_distance(box, 7, 6) == pytest.approx(5)


def test_points_that_are_out_do_not_stretch_a_bodys_bounds() -> None:
    body = Keypoints((Keypoint("head", 5, 5), Keypoint("hand", 20, 9), Keypoint("foot", 0, 900, "out")))
    assert bounds_of(body) == Bounds(5, 5, 20, 9)


def test_a_mask_holds_its_pixels_and_moves_by_whole_ones() -> None:
    mask = a_mask()
    assert bounds_of(mask) == Bounds(5, 10, 25, 20)
    assert holds(mask, 5.5, 10.5)
    assert not holds(mask, 4.9, 10.5)
    further = moved(mask, 3.4, -2.4)
    assert isinstance(further, Mask)
    assert np.array_equal(pixels_from_mask(further), np.roll(pixels_from_mask(mask), (-2, 3), (0, 1)))


def test_a_mask_loses_what_leaves_its_picture() -> None:
    gone = moved(a_mask(), 45, 0)
    assert bounds_of(gone) == Bounds(50, 10, 60, 20)


@given(st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_a_step_keeps_inside_what_is_inside(dx: float, dy: float) -> None:
    room, box = Bounds(0, 0, 100, 80), Bounds(10, 10, 40, 30)
    x, y = step_within(box, dx, dy, room)
    after = Bounds(box.left + x, box.top + y, box.right + x, box.bottom + y)
    assert after == after.within(room)


def test_what_sticks_out_may_come_in_but_goes_no_further() -> None:
    room, cut = Bounds(0, 0, 100, 80), Bounds(-20, 10, 15, 30)
    assert step_within(cut, -5, 0, room) == (0, 0)
    assert step_within(cut, 30, 0, room) == (30, 0)


@given(shapes)
def test_a_tidied_shape_is_the_same_to_a_hundredth(shape: PlaneShape) -> None:
    before, after = bounds_of(shape), bounds_of(tidied(shape))
    assert after.left == pytest.approx(before.left, abs=0.02)
    assert after.bottom == pytest.approx(before.bottom, abs=0.02)


def test_a_tidied_region_keeps_its_page_and_words() -> None:
    region = PageRegion(2, 1.23456, 2.34567, 10.00001, 5.55555, "total")
    assert tidied(region) == PageRegion(2, 1.23, 2.35, 10.0, 5.56, "total")
