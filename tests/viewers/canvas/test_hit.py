import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keypoint, Keypoints, Polyline
from crosstie.viewers.canvas.hit import Hit, Reach, grip_at, hit_at
from crosstie.viewers.canvas.items import Item, Scene, Wire
from crosstie.viewers.canvas.shapes import PlaneShape, area_of, bounds_of, edge_distance, holds
from crosstie.viewers.canvas.transform import Bounds
from tests.viewers.canvas.strategies import boxes, points

REACH = Reach(handle=7, edge=4, scale=1.0)
COLOR = "accent"


def a_scene(*shapes: PlaneShape, wires: tuple[Wire, ...] = ()) -> Scene:
    return Scene([Item(str(n), shape, COLOR) for n, shape in enumerate(shapes)], wires)


def part(hit: Hit | None) -> tuple[str, str] | None:
    return (hit.id, hit.part) if hit else None


def test_nothing_is_nothing() -> None:
    assert hit_at(a_scene(Box(0, 0, 50, 50)), 200, 200, REACH, ()) is None
    assert hit_at(Scene(), 1, 1, REACH, ()) is None


def test_of_shapes_around_a_point_the_smallest_is_meant() -> None:
    scene = a_scene(Box(0, 0, 100, 100), Box(30, 30, 40, 40), Box(10, 10, 80, 80))
    assert part(hit_at(scene, 50, 50, REACH, ())) == ("1", "inside")


def test_an_edge_is_meant_before_an_inside() -> None:
    scene = a_scene(Box(0, 0, 200, 200), Box(60, 60, 50, 50))
    assert part(hit_at(scene, 100, 198, REACH, ())) == ("0", "edge")
    assert part(hit_at(scene, 62, 80, REACH, ())) == ("1", "edge")


def test_handles_are_meant_first_but_only_of_what_shows_them() -> None:
    scene = a_scene(Box(0, 0, 200, 200), Box(196, 196, 40, 40))
    assert part(hit_at(scene, 198, 198, REACH, ("0",))) == ("0", "handle")
    assert part(hit_at(scene, 198, 198, REACH, ())) == ("1", "edge")


def test_a_line_and_dots_are_picked_near_them() -> None:
    body = Keypoints((Keypoint("head", 300, 300), Keypoint("hand", 340, 320)))
    scene = a_scene(Polyline(((0, 0), (100, 100))), body)
    assert part(hit_at(scene, 52, 50, REACH, ())) == ("0", "edge")
    assert part(hit_at(scene, 338, 322, REACH, ())) == ("1", "edge")
    assert hit_at(scene, 320, 310, REACH, ()) is None


def test_a_wire_is_picked_over_an_inside_but_a_drag_goes_below_it() -> None:
    wire = Wire("cuboid", np.array([((0.0, 50.0), (100.0, 50.0))]), COLOR)
    scene = a_scene(Box(0, 0, 100, 100), wires=(wire,))
    assert part(hit_at(scene, 50, 52, REACH, ())) == ("cuboid", "wire")
    assert part(grip_at(scene, 50, 52, REACH, ())) == ("0", "inside")
    assert part(hit_at(scene, 50, 70, REACH, ())) == ("0", "inside")


@given(st.lists(boxes, max_size=12), points)
def test_the_search_finds_what_looking_at_every_shape_finds(
    found: list[Box], point: tuple[float, float]
) -> None:
    hit = hit_at(a_scene(*found), *point, REACH, ())
    at_edge = [area_of(box) for box in found if edge_distance(box, *point) <= REACH.edge]
    around = [area_of(box) for box in found if holds(box, *point)]
    smallest = min(at_edge or around, default=None)
    if smallest is None:
        assert hit is None
    else:
        assert hit is not None
        assert hit.part == ("edge" if at_edge else "inside")
        assert area_of(found[int(hit.id)]) == pytest.approx(smallest)


@given(st.lists(boxes, max_size=12), boxes)
def test_what_is_near_an_area_meets_it(found: list[Box], area: Box) -> None:
    wanted = bounds_of(area)
    expected = [n for n, box in enumerate(found) if bounds_of(box).meets(wanted)]
    assert a_scene(*found).near(wanted) == expected


def test_a_scene_without_shapes_is_near_to_nothing() -> None:
    assert Scene().near(Bounds(0, 0, 1e6, 1e6)) == []
