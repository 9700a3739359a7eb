import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keypoint, Keypoints, PageRegion, Polygon, Polyline, RotatedBox
from crosstie.viewers.canvas.handles import Handle, dragged, handles_of, spanned
from crosstie.viewers.canvas.shapes import bounds_of, from_own, to_own
from crosstie.viewers.canvas.transform import Bounds
from tests.viewers.canvas.strategies import points, rotated_boxes

ROOM = Bounds(0, 0, 1000, 800)
BOX = Box(100, 100, 200, 100)
inside = st.tuples(st.floats(0, 900), st.floats(0, 700))


def handle(box: Box, kind: str, index: int) -> Handle:
    return next(h for h in handles_of(box, 1.0) if (h.kind, h.index) == (kind, index))


def test_a_box_has_eight_handles_where_there_is_room_for_them() -> None:
    assert len(handles_of(BOX, 1.0)) == 8
    assert [h.kind for h in handles_of(BOX, 0.2)] == ["corner"] * 4
    assert handles_of(BOX, 0.1) == ()


def test_handles_run_clockwise_from_the_top_left() -> None:
    places = [(h.x, h.y) for h in handles_of(BOX, 1.0)]
    assert places[:4] == [(100, 100), (200, 100), (300, 100), (300, 150)]


def test_a_corner_moves_two_sides_and_an_edge_one() -> None:
    assert dragged(BOX, handle(BOX, "corner", 4), 350, 260, ROOM) == Box(100, 100, 250, 160)
    assert dragged(BOX, handle(BOX, "edge", 3), 350, 999, ROOM) == Box(100, 100, 250, 100)
    assert dragged(BOX, handle(BOX, "edge", 1), 999, 50, ROOM) == Box(100, 50, 200, 150)


def test_a_side_dragged_across_turns_the_box_over() -> None:
    assert dragged(BOX, handle(BOX, "edge", 3), 40, 0, ROOM) == Box(40, 100, 60, 100)


@given(st.integers(0, 7), points)
def test_a_resized_box_is_never_empty_and_never_leaves_the_picture(
    index: int, to: tuple[float, float]
) -> None:
    after = dragged(BOX, handles_of(BOX, 1.0)[index], *to, ROOM)
    assert isinstance(after, Box)
    assert min(after.width, after.height) >= 1 - 1e-9
    bounds = bounds_of(after)
    assert bounds == bounds.within(ROOM)


@given(points, points)
def test_a_drawn_rectangle_is_never_empty_and_never_leaves_the_picture(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    bounds = spanned(start, end, ROOM)
    assert min(bounds.width, bounds.height) >= 1 - 1e-9
    assert bounds == bounds.within(ROOM)


@given(inside, inside)
def test_a_rectangle_is_the_same_drawn_from_either_corner(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    far = abs(start[0] - end[0]) >= 1 and abs(start[1] - end[1]) >= 1
    if far:
        assert spanned(start, end, ROOM) == spanned(end, start, ROOM)


def test_a_page_region_keeps_its_page_and_words_when_it_is_resized() -> None:
    region = PageRegion(3, 10, 10, 50, 20, "total")
    corner = handles_of(region, 2.0)[4]
    assert dragged(region, corner, 80, 40, ROOM) == PageRegion(3, 10, 10, 70, 30, "total")


@given(rotated_boxes, st.integers(0, 7), points)
def test_the_corner_opposite_stays_when_a_rotated_box_is_resized(
    box: RotatedBox, index: int, to: tuple[float, float]
) -> None:
    held = handles_of(box, 100.0)[index]
    right, down = held.sides
    still = from_own(box, -right * box.width / 2, -down * box.height / 2)
    after = dragged(box, held, *to, ROOM)
    assert isinstance(after, RotatedBox)
    assert after.angle_rad == box.angle_rad
    own_x, own_y = to_own(after, *still)
    if right:
        assert abs(own_x) == pytest.approx(after.width / 2, abs=1e-6)
    if down:
        assert abs(own_y) == pytest.approx(after.height / 2, abs=1e-6)


@pytest.mark.parametrize(
    ("to", "angle"), [((50, 0), 0.0), ((100, 50), math.pi / 2), ((50, 100), math.pi), ((0, 50), -math.pi / 2)]
)
def test_the_turning_handle_points_where_the_hand_is(to: tuple[float, float], angle: float) -> None:
    box = RotatedBox(50, 50, 40, 20, 0.3)
    turning = handles_of(box, 2.0)[-1]
    assert turning.kind == "rotate"
    assert to_own(box, turning.x, turning.y) == pytest.approx((0, -10 - 12))
    after = dragged(box, turning, *to, ROOM)
    assert isinstance(after, RotatedBox)
    assert after.angle_rad == pytest.approx(angle)
    assert (after.center_x, after.center_y, after.width, after.height) == (50, 50, 40, 20)


def test_vertices_of_outline_and_holes_are_dragged_one_by_one() -> None:
    polygon = Polygon(((0, 0), (9, 0), (9, 9)), (((5, 1), (7, 1), (7, 3)),))
    held = handles_of(polygon, 1.0)[4]
    assert (held.x, held.y) == (7, 1)
    after = dragged(polygon, held, 8, 2, ROOM)
    assert after == Polygon(((0, 0), (9, 0), (9, 9)), (((5, 1), (8, 2), (7, 3)),))


def test_a_line_and_a_body_follow_the_hand_at_one_point() -> None:
    line = Polyline(((0, 0), (5, 5), (9, 0)))
    assert dragged(line, handles_of(line, 1.0)[1], 4, 6, ROOM) == Polyline(((0, 0), (4, 6), (9, 0)))
    body = Keypoints((Keypoint("a", 1, 1), Keypoint("b", 2, 2, "occluded")))
    after = dragged(body, handles_of(body, 1.0)[1], 3, 4, ROOM)
    assert after == Keypoints((Keypoint("a", 1, 1), Keypoint("b", 3, 4, "occluded")))
