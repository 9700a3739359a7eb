import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid, Point3
from crosstie.schema.geometry.cuboids import corners, points_inside
from crosstie.viewers.pointcloud.boxes import FACE_NORMALS, FACES, boxes_of, entered_at, faces_towards
from crosstie.viewers.pointcloud.camera import Ray
from crosstie.viewers.pointcloud.reshape import face_middle, face_normal
from tests.viewers.pointcloud.strategies import metres, places, tilted_cuboids

directions = st.tuples(metres(-1, 1), metres(-1, 1), metres(-1, 1)).filter(lambda xyz: math.hypot(*xyz) > 0.1)
some_cuboids = st.lists(tilted_cuboids, min_size=1, max_size=6)


def ray_from(origin: Point3, direction: Point3) -> Ray:
    along = np.asarray(direction, dtype=float)
    return Ray(np.asarray(origin, dtype=float), along / np.linalg.norm(along))


def entered_by_steps(cuboid: Cuboid, ray: Ray, step: float, reach: float) -> float:
    """Brute force: walks along the ray and tests every point with the schema's own geometry."""
    distances = np.arange(0, reach, step)
    inside = points_inside(cuboid, ray.origin + distances[:, None] * ray.direction)
    return float(distances[inside][0]) if inside.any() else math.inf


@given(some_cuboids)
def test_corners_are_those_of_the_schema(cuboids: list[Cuboid]) -> None:
    for cuboid, mine in zip(cuboids, boxes_of(cuboids).corners(), strict=True):
        assert np.allclose(mine, corners(cuboid), atol=1e-5)


@given(tilted_cuboids)
def test_a_face_is_where_its_normal_points(cuboid: Cuboid) -> None:
    eight = corners(cuboid)
    for face, indices in enumerate(FACES):
        middle = eight[list(indices)].mean(axis=0)
        assert np.allclose(middle, face_middle(cuboid, face), atol=1e-4)
        outward = middle - np.asarray(cuboid.center)
        assert float(outward @ face_normal(cuboid, face)) > 0
    assert len(FACE_NORMALS) == len(FACES)


@given(some_cuboids, places, directions)
def test_a_ray_enters_where_walking_along_it_does(
    cuboids: list[Cuboid], origin: Point3, direction: Point3
) -> None:
    ray = ray_from(origin, direction)
    found = entered_at(boxes_of(cuboids), ray)
    step = 0.02
    for cuboid, distance in zip(cuboids, found.tolist(), strict=True):
        walked = entered_by_steps(cuboid, ray, step, 250.0)
        if math.isfinite(walked):
            assert distance <= walked + 1e-6
            assert walked - distance <= step + 1e-6
        else:
            # A ray that only grazes a corner can pass between two steps.
            assume(math.isinf(distance) or not _dwells(cuboid, ray, distance, step))
            assert math.isinf(distance)


@given(tilted_cuboids, places)
def test_a_ray_to_the_middle_always_hits(cuboid: Cuboid, origin: Point3) -> None:
    towards = np.asarray(cuboid.center) - np.asarray(origin)
    assume(np.linalg.norm(towards) > 1e-3)
    ray = ray_from(origin, (float(towards[0]), float(towards[1]), float(towards[2])))
    distance = float(entered_at(boxes_of([cuboid]), ray)[0])
    assert distance <= np.linalg.norm(towards) + 1e-6


def test_a_ray_that_runs_along_a_side_is_inside_or_beside() -> None:
    boxes = boxes_of([Cuboid((10, 0, 0), (2, 2, 2))])
    assert entered_at(boxes, ray_from((0, 0, 0.5), (1, 0, 0))).tolist() == [9.0]
    assert math.isinf(entered_at(boxes, ray_from((0, 0, 1.5), (1, 0, 0)))[0])
    assert math.isinf(entered_at(boxes, ray_from((0, 0, 0), (-1, 0, 0)))[0])


@given(tilted_cuboids, places)
def test_the_face_that_a_ray_enters_by_looks_at_the_eye(cuboid: Cuboid, eye: Point3) -> None:
    origin = np.asarray(eye, dtype=float)
    assume(not points_inside(cuboid, origin[None])[0])
    towards = faces_towards(boxes_of([cuboid]), origin, None)[0]
    assert 1 <= int(towards.sum()) <= 3
    for face in range(6):
        ahead = float(face_normal(cuboid, face) @ (origin - face_middle(cuboid, face)))
        assume(abs(ahead) > 1e-3)
        assert bool(towards[face]) == (ahead > 0)


def test_nothing_is_hit_among_no_cuboids() -> None:
    assert entered_at(boxes_of([]), ray_from((0, 0, 0), (1, 0, 0))).size == 0


def _dwells(cuboid: Cuboid, ray: Ray, distance: float, step: float) -> bool:
    """Whether the ray stays inside for longer than walking could miss."""
    within = points_inside(cuboid, (ray.origin + (distance + step * 1.01) * ray.direction)[None])
    return bool(within[0])
