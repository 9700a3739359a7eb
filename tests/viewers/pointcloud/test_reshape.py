import math

import numpy as np
import pytest
from hypothesis import assume, given

from crosstie.schema.anchors import Cuboid, Point3
from crosstie.schema.geometry.cuboids import footprint
from crosstie.schema.geometry.rotations import yaw_of
from crosstie.viewers.pointcloud.reshape import (
    SMALLEST_M,
    face_middle,
    face_pulled,
    moved,
    on_footprint,
    turned_to,
)
from tests.viewers.pointcloud.strategies import metres, places, tilted_cuboids, upright_cuboids, yaws


@given(places, places, metres(0.5, 4))
def test_a_footprint_covers_the_rectangle_that_was_drawn(start: Point3, end: Point3, height: float) -> None:
    spans = np.abs(np.asarray(end[:2]) - np.asarray(start[:2]))
    assume(spans.min() > SMALLEST_M)
    cuboid = on_footprint(np.asarray(start), np.asarray(end), start[2], height)
    outline = footprint(cuboid)
    assert np.allclose(outline.min(axis=0), np.minimum(start[:2], end[:2]), atol=1e-4)
    assert np.allclose(outline.max(axis=0), np.maximum(start[:2], end[:2]), atol=1e-4)
    assert math.isclose(cuboid.center[2] - cuboid.size[2] / 2, start[2], abs_tol=1e-6)


@pytest.mark.parametrize(
    ("end", "heading_deg", "length"),
    [((4, 2), 0, 4), ((-4, 2), 180, 4), ((2, 5), 90, 5), ((1, -6), -90, 6), ((-4, -1), 180, 4)],
)
def test_it_heads_the_way_the_hand_went_along_its_longer_side(
    end: tuple[float, float], heading_deg: float, length: float
) -> None:
    cuboid = on_footprint(np.zeros(3), np.array((*end, 0.0)), 0.0, 1.5)
    turn = math.remainder(yaw_of(cuboid.rotation) - math.radians(heading_deg), math.tau)
    assert abs(turn) < 1e-9
    assert cuboid.size[0] == length


@given(tilted_cuboids, metres(-20, 20))
def test_pulling_a_face_leaves_the_opposite_one(cuboid: Cuboid, metres_out: float) -> None:
    for face in range(6):
        pulled = face_pulled(cuboid, face, metres_out)
        opposite = face ^ 1
        assert np.allclose(face_middle(pulled, opposite), face_middle(cuboid, opposite), atol=1e-3)
        assert pulled.size[face // 2] >= SMALLEST_M - 1e-9
        assert pulled.rotation == cuboid.rotation


@given(upright_cuboids, yaws)
def test_turning_keeps_place_and_size_and_heads_where_it_should(cuboid: Cuboid, yaw: float) -> None:
    turned = turned_to(cuboid, yaw)
    assert (turned.center, turned.size) == (cuboid.center, cuboid.size)
    assert abs(math.remainder(yaw_of(turned.rotation) - yaw, math.tau)) < 1e-6


@given(tilted_cuboids, places)
def test_moving_there_and_back_is_no_move(cuboid: Cuboid, step: Point3) -> None:
    there = moved(cuboid, np.asarray(step))
    back = moved(there, -np.asarray(step))
    assert np.allclose(back.center, cuboid.center, atol=1e-4)
    assert (there.size, there.rotation) == (cuboid.size, cuboid.rotation)
