import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.schema.geometry.rotations import matrix_from_quaternion, quaternion_from_yaw, yaw_of
from crosstie.viewers.pointcloud.fit import shrunk_to_points, with_height_of_points
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.reshape import standing, turned_to
from tests.viewers.pointcloud.strategies import metres, places, tilted_cuboids, upright_cuboids

seeds = st.integers(0, 10_000)
car_sizes = st.tuples(metres(3.4, 6), metres(1.5, 2.4), metres(1.2, 2.6))


def seen_sides(cuboid: Cuboid, rng: np.random.Generator, count: int = 900) -> Points:
    """Points on the two sides of a cuboid that face a sensor, from its floor to its top, with some noise."""
    own = rng.uniform(-0.5, 0.5, (count, 3))
    own[: count // 2, 0], own[count // 2 :, 1] = -0.5, 0.5
    own = own * cuboid.size + rng.normal(0, 0.01, own.shape)
    there = own @ matrix_from_quaternion(cuboid.rotation).T + np.asarray(cuboid.center)
    seen: Points = there.astype(np.float32)
    return seen


def road_under(cuboid: Cuboid, rng: np.random.Generator) -> Points:
    flat = rng.uniform(-6, 6, (800, 2)) + cuboid.center[:2]
    road: Points = np.column_stack([flat, np.full(800, cuboid.center[2] - cuboid.size[2] / 2)]).astype(
        np.float32
    )
    return road


@given(places, car_sizes, metres(-3.1, 3.1), seeds)
def test_a_drawn_footprint_becomes_as_high_as_what_stands_on_it(
    place: tuple[float, float, float], size: tuple[float, float, float], yaw: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    car = standing(place[:2], place[2], size, yaw)
    above = rng.uniform((-1, -1, 3.8), (1, 1, 4.4), (200, 3)) + np.array((*place[:2], place[2]))
    cloud = np.concatenate([seen_sides(car, rng), road_under(car, rng), above]).astype(np.float32)
    drawn = standing(place[:2], place[2], (size[0] + 0.4, size[1] + 0.4, 1.6), yaw)
    fitted = with_height_of_points(cloud, drawn, place[2])
    # A branch above the car stays above it; the road below stays below.
    assert abs(fitted.size[2] - size[2]) < 0.15
    assert abs((fitted.center[2] - fitted.size[2] / 2) - place[2]) < 1e-6
    assert fitted.size[:2] == drawn.size[:2]


def test_an_empty_footprint_keeps_the_usual_height() -> None:
    drawn = standing((3, 4), -1.7, (4, 2, 1.55), 0.4)
    assert with_height_of_points(np.zeros((0, 3), np.float32), drawn, -1.7) == drawn


@given(places, car_sizes, metres(-3.1, 3.1), metres(-0.35, 0.35), seeds)
def test_shrinking_finds_a_car_again_that_was_drawn_too_large_and_askew(
    place: tuple[float, float, float], size: tuple[float, float, float], yaw: float, askew: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    car = standing(place[:2], place[2], size, yaw)
    cloud = np.concatenate([seen_sides(car, rng), road_under(car, rng)])
    loose = turned_to(
        standing(place[:2], place[2], (size[0] * 1.15 + 0.5, size[1] * 1.3 + 0.5, size[2] + 0.3), yaw),
        yaw + askew,
    )
    found = shrunk_to_points(cloud, loose)
    assert found is not None
    assert abs(math.remainder(yaw_of(found.rotation) - yaw, math.tau)) < math.radians(2.5)
    assert np.allclose(found.size, car.size, atol=0.3)
    assert np.allclose(found.center, car.center, atol=0.25)


def test_shrinking_needs_points() -> None:
    assert shrunk_to_points(np.zeros((3, 3), np.float32), Cuboid((0, 0, 0), (4, 2, 2))) is None


@given(upright_cuboids | tilted_cuboids, seeds)
def test_points_inside_are_the_schema_s_and_found_without_testing_all(cuboid: Cuboid, seed: int) -> None:
    rng = np.random.default_rng(seed)
    cloud = (rng.normal(0, 4, (2000, 3)) + cuboid.center).astype(np.float32)
    expected = np.flatnonzero(points_inside(cuboid, cloud))
    assert np.array_equal(indices_inside(cloud, cuboid), expected)


def test_a_cuboid_that_fits_already_keeps_its_heading() -> None:
    rng = np.random.default_rng(1)
    car = Cuboid((10, 3, 0), (4.4, 1.9, 1.6), quaternion_from_yaw(2.0))
    found = shrunk_to_points(seen_sides(car, rng), car)
    assert found is not None
    assert abs(math.remainder(yaw_of(found.rotation) - 2.0, math.tau)) < math.radians(2)
