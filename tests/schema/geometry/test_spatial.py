"""Rotations and cuboids."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid, Quaternion
from crosstie.schema.geometry.cuboids import EDGES, corners, footprint, points_inside, volume
from crosstie.schema.geometry.rotations import (
    IDENTITY,
    matrix_from_quaternion,
    multiply,
    normalized,
    quaternion_from_matrix,
    quaternion_from_yaw,
    rotate,
    slerp,
    yaw_of,
)

_PART = st.floats(-1, 1)


@st.composite
def rotations(draw: st.DrawFn) -> Quaternion:
    parts = draw(st.tuples(_PART, _PART, _PART, _PART))
    assume(math.hypot(*parts) > 1e-3)
    return normalized(parts)


_AT = st.floats(-100, 100)
_LONG = st.floats(0.1, 30)
CUBOIDS = st.builds(Cuboid, st.tuples(_AT, _AT, _AT), st.tuples(_LONG, _LONG, _LONG), rotations())


def same_rotation(first: Quaternion, second: Quaternion) -> bool:
    return abs(sum(a * b for a, b in zip(first, second, strict=True))) == pytest.approx(1.0, abs=1e-9)


@given(rotations())
def test_matrices_are_rotations_and_go_both_ways(rotation: Quaternion) -> None:
    matrix = matrix_from_quaternion(rotation)
    assert matrix @ matrix.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(matrix) == pytest.approx(1.0)
    assert same_rotation(quaternion_from_matrix(matrix), rotation)


@given(rotations(), rotations())
def test_multiplying_turns_first_and_then_second(first: Quaternion, second: Quaternion) -> None:
    expected = matrix_from_quaternion(second) @ matrix_from_quaternion(first)
    assert matrix_from_quaternion(multiply(second, first)) == pytest.approx(expected, abs=1e-9)


@given(st.floats(-3.14, 3.14))
def test_yaw_turns_counter_clockwise_seen_from_above(yaw: float) -> None:
    rotation = quaternion_from_yaw(yaw)
    assert yaw_of(rotation) == pytest.approx(yaw)
    assert rotate(rotation, (1, 0, 0)) == pytest.approx((math.cos(yaw), math.sin(yaw), 0))


@given(rotations(), rotations(), st.floats(0, 1))
def test_slerp_is_exact_at_both_ends_and_of_even_speed_between(
    start: Quaternion, end: Quaternion, share: float
) -> None:
    assert slerp(start, end, 0.0) == start
    assert slerp(start, end, 1.0) == end
    middle = slerp(start, end, share)
    assert math.hypot(*middle) == pytest.approx(1.0)
    assert _angle(start, middle) == pytest.approx(share * _angle(start, end), abs=1e-5)


def _angle(first: Quaternion, second: Quaternion) -> float:
    cos = abs(sum(a * b for a, b in zip(first, second, strict=True)))
    return 2 * math.acos(min(cos, 1.0))


def test_a_quaternion_of_length_zero_is_no_rotation() -> None:
    with pytest.raises(ValueError, match="length zero"):
        normalized((0.0, 0.0, 0.0, 0.0))


@given(CUBOIDS)
def test_corners_lie_around_the_centre_at_the_right_distances(cuboid: Cuboid) -> None:
    eight = corners(cuboid)
    assert eight.mean(axis=0) == pytest.approx(cuboid.center, abs=1e-6)
    lengths = sorted(np.linalg.norm(eight[a] - eight[b]) for a, b in EDGES)
    assert lengths == pytest.approx(sorted([*cuboid.size] * 4), rel=1e-6)


def test_the_first_corner_is_front_left_bottom() -> None:
    cuboid = Cuboid((10, 0, 1), (4, 2, 2))
    assert corners(cuboid)[0] == pytest.approx((12, 1, 0))
    assert footprint(cuboid) == pytest.approx(np.array([(12, 1), (12, -1), (8, -1), (8, 1)]))
    assert volume(cuboid) == 16
    turned = Cuboid((10, 0, 1), (4, 2, 2), quaternion_from_yaw(math.pi / 2))
    assert corners(turned)[0] == pytest.approx((9, 2, 0))


@given(CUBOIDS, st.tuples(_PART, _PART, _PART))
def test_points_are_inside_as_their_own_axes_say(cuboid: Cuboid, place: tuple[float, float, float]) -> None:
    assume(all(abs(abs(part) - 0.5) > 1e-6 for part in place))
    offset = rotate(cuboid.rotation, tuple(np.multiply(place, cuboid.size).tolist()))
    point = np.add(cuboid.center, offset)[None]
    assert points_inside(cuboid, point)[0] == all(abs(part) < 0.5 for part in place)


def test_points_that_are_not_numbers_are_outside_and_single_precision_stays_single() -> None:
    cloud = np.array([(0, 0, 0), (np.nan, 0, 0), (9, 9, 9)], dtype=np.float32)
    assert points_inside(Cuboid((0, 0, 0), (1, 1, 1), IDENTITY), cloud).tolist() == [True, False, False]
