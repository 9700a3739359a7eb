"""Boxes, polygons and masks."""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from crosstie.schema.anchors import (
    Box,
    Cuboid,
    Keypoint,
    Keypoints,
    Mask,
    PageRegion,
    Polygon,
    Polyline,
    RotatedBox,
    Spatial,
)
from crosstie.schema.geometry.boxes import area, bounds, clip, corners, intersection, iou
from crosstie.schema.geometry.masks import (
    Pixels,
    mask_area,
    mask_bounds,
    mask_from_pixels,
    mask_iou,
    pixels_from_mask,
)
from crosstie.schema.geometry.polygons import (
    distance_to_segment,
    polygon_area,
    polygon_contains,
    polyline_length,
)

_AT = st.floats(-2000, 4000)
_LONG = st.floats(0.5, 3000)
BOXES = st.builds(Box, _AT, _AT, _LONG, _LONG)
PIXELS = arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12)))


@given(BOXES, BOXES)
def test_iou_is_a_symmetric_share(first: Box, second: Box) -> None:
    assert 0.0 <= iou(first, second) <= 1.0
    assert iou(first, second) == pytest.approx(iou(second, first))
    assert intersection(first, second) <= min(area(first), area(second)) * (1 + 1e-12)


@given(BOXES)
def test_a_box_overlaps_itself_wholly_and_its_shifted_self_not_at_all(box: Box) -> None:
    assert iou(box, box) == pytest.approx(1.0)
    assert iou(box, Box(box.x + 2 * box.width, box.y, box.width, box.height)) == 0.0


def test_iou_of_boxes_that_share_a_third() -> None:
    assert iou(Box(0, 0, 10, 10), Box(5, 0, 10, 10)) == pytest.approx(1 / 3)


@given(BOXES)
def test_a_clipped_box_lies_in_the_picture_and_in_itself(box: Box) -> None:
    clipped = clip(box, 640, 360)
    if clipped is None:
        assert intersection(box, Box(0, 0, 640, 360)) == pytest.approx(0, abs=1e-6)
    else:
        assert intersection(box, Box(0, 0, 640, 360)) == pytest.approx(area(clipped))
        assert clipped.x >= 0
        assert clipped.y + clipped.height <= 360 + 1e-9


def test_a_positive_angle_turns_clockwise_on_screen() -> None:
    turned = corners(RotatedBox(10, 10, 4, 2, math.pi / 2))
    assert turned[0] == pytest.approx((11, 8))
    assert turned[1] == pytest.approx((11, 12))


SQUARE = Polygon(((0, 0), (4, 0), (4, 4), (0, 4)), holes=(((1, 1), (2, 1), (2, 2), (1, 2)),))
BOUNDS: list[tuple[Spatial, Box | None]] = [
    (Box(1, 2, 3, 4), Box(1, 2, 3, 4)),
    (RotatedBox(10, 10, 4, 2, math.pi / 2), Box(9, 8, 2, 4)),
    (SQUARE, Box(0, 0, 4, 4)),
    (Polyline(((0, 1), (5, 3))), Box(0, 1, 5, 2)),
    (Polyline(((0, 1), (5, 1))), None),
    (Keypoints((Keypoint("a", 0, 0), Keypoint("b", 2, 2), Keypoint("c", 99, 99, "out"))), Box(0, 0, 2, 2)),
    (Keypoints((Keypoint("a", 0, 0, "out"),)), None),
    (Mask(4, 3, (4, 1, 7)), Box(1, 1, 1, 1)),
    (PageRegion(0, 1, 2, 3, 4), Box(1, 2, 3, 4)),
    (Cuboid((0, 0, 0), (1, 1, 1)), None),
]


@pytest.mark.parametrize(("shape", "box"), BOUNDS)
def test_bounds_of_every_shape(shape: Spatial, box: Box | None) -> None:
    found = bounds(shape)
    if box is None or found is None:
        assert found is box
    else:
        assert msgspec.structs.astuple(found) == pytest.approx(msgspec.structs.astuple(box))


def test_polygons_mind_their_holes() -> None:
    assert polygon_area(SQUARE) == 15
    assert polygon_contains(SQUARE, (3, 3))
    assert not polygon_contains(SQUARE, (1.5, 1.5))
    assert not polygon_contains(SQUARE, (5, 3))


def test_lengths_and_distances() -> None:
    assert polyline_length(Polyline(((0, 0), (3, 4), (3, 5)))) == 6
    assert distance_to_segment((0, 2), (-1, 0), (1, 0)) == 2
    assert distance_to_segment((4, 4), (-1, 0), (1, 0)) == 5
    assert distance_to_segment((3, 4), (0, 0), (0, 0)) == 5


@given(PIXELS)
def test_masks_come_back_pixel_for_pixel(pixels: Pixels) -> None:
    mask = mask_from_pixels(pixels)
    assert np.array_equal(pixels_from_mask(mask), pixels)
    assert mask_area(mask) == pixels.sum()
    assert mask_from_pixels(pixels_from_mask(mask)) == mask


@given(PIXELS)
def test_mask_bounds_are_those_of_the_pixels(pixels: Pixels) -> None:
    box = mask_bounds(mask_from_pixels(pixels))
    rows, columns = np.nonzero(pixels)
    if not len(rows):
        assert box is None
        return
    width, height = float(np.ptp(columns)) + 1, float(np.ptp(rows)) + 1
    assert box == Box(columns.min(), rows.min(), width, height)


@given(st.integers(1, 8), st.integers(1, 8), st.data())
def test_mask_iou_is_that_of_the_pixels(width: int, height: int, data: st.DataObject) -> None:
    first, second = (data.draw(arrays(bool, (height, width))) for _ in range(2))
    union = (first | second).sum()
    expected = (first & second).sum() / union if union else 0.0
    assert mask_iou(mask_from_pixels(first), mask_from_pixels(second)) == pytest.approx(expected)


def test_runs_are_cocos_column_by_column_from_zero() -> None:
    pixels = np.array([[True, False], [True, True]])
    assert mask_from_pixels(pixels).counts == (0, 2, 1, 1)


def test_masks_of_different_pictures_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="different sizes"):
        mask_iou(Mask(2, 3, (6,)), Mask(3, 2, (6,)))
