import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.pointcloud.camera import Camera, Viewport, ray_through
from crosstie.viewers.pointcloud.ground import (
    Points,
    ground_level,
    ground_near,
    ground_under,
    on_level,
    on_plane,
)
from tests.data import data_file
from tests.viewers.pointcloud.strategies import cameras_from_above, metres


def street(level: float, rng: np.random.Generator) -> Points:
    """A road with walls and a few cars on it, as a LiDAR sees them."""
    road = np.column_stack([rng.uniform(-35, 35, (6000, 2)), rng.normal(level, 0.03, 6000)])
    walls = np.column_stack(
        [rng.uniform(-35, 35, 2500), rng.choice([-12, 12], 2500), rng.uniform(0, 6, 2500)]
    )
    walls[:, 2] += level
    cars = np.column_stack([rng.uniform(5, 9, 1500), rng.uniform(-2, 0, 1500), rng.uniform(0.2, 1.6, 1500)])
    cars[:, 2] += level
    return np.concatenate([road, walls, cars]).astype(np.float32)


@given(metres(-3, 3), st.integers(0, 1000))
def test_the_road_is_found_below_what_stands_on_it(level: float, seed: int) -> None:
    assert abs(ground_level(street(level, np.random.default_rng(seed))) - level) < 0.1


def test_the_road_of_real_scans_is_where_the_sensor_is_mounted() -> None:
    # KITTI's scanner stands 1.73 m above the road (Geiger et al. 2013).
    for number in range(3):
        scan = np.fromfile(data_file(f"driving/kitti_object_3/training/velodyne/{number:06}.bin"), "<f4")
        assert abs(ground_level(scan.reshape(-1, 4)[:, :3]) + 1.73) < 0.15


def test_a_slope_is_followed_and_an_empty_place_takes_the_level() -> None:
    rng = np.random.default_rng(5)
    flat = rng.uniform(-30, 30, (20_000, 2))
    hill = np.column_stack([flat, 0.08 * flat[:, 0] + rng.normal(0, 0.02, len(flat))]).astype(np.float32)
    assert abs(ground_near(hill, 20, 0, 0.0) - 1.6) < 0.2
    assert ground_near(hill, 200, 0, -7.0) == -7.0


def test_a_ray_meets_the_ground_of_the_slope_and_not_of_the_plain() -> None:
    rng = np.random.default_rng(6)
    flat = rng.uniform(-40, 40, (40_000, 2))
    hill = np.column_stack([flat, 0.1 * np.maximum(flat[:, 0], 0)]).astype(np.float32)
    camera, view = Camera(target=(15, 0, 1.5), distance_m=30), Viewport(800, 400)
    place = ground_under(hill, ray_through(camera, view, 400, 200), 0.0)
    assert place is not None
    assert abs(place[2] - 0.1 * place[0]) < 0.35
    # Two steps bring it most of the way: the plain alone would be off by the hill's whole height.
    plain = on_level(ray_through(camera, view, 400, 200), 0.0)
    assert plain is not None
    assert abs(place[0] - 15) < abs(plain[0] - 15)


@given(cameras_from_above, metres(-3, 3), metres(0.05, 0.95), metres(0.55, 0.95))
def test_a_place_on_a_level_is_on_it_and_on_the_ray(
    camera: Camera, level: float, across: float, down: float
) -> None:
    view = Viewport(640, 300)
    ray = ray_through(camera, view, across * view.width, down * view.height)
    place = on_level(ray, level)
    if place is None:
        assert ray.direction[2] >= -1e-6 or ray.origin[2] < level
        return
    assert abs(place[2] - level) < 1e-5
    away = place - ray.origin
    assert np.linalg.norm(np.cross(away, ray.direction)) < 1e-4 * max(1.0, float(np.linalg.norm(away)))


def test_the_sky_has_no_ground() -> None:
    level_look = Camera(target=(0, 0, 2), elevation_rad=0.0, distance_m=20)
    ray = ray_through(level_look, Viewport(640, 300), 320, 20)
    assert ground_under(np.zeros((0, 3), np.float32), ray, 0.0) is None
    assert on_plane(ray, np.zeros(3), np.array((0.0, 0.0, 1.0))) is None


def test_an_empty_cloud_lies_at_zero() -> None:
    assert ground_level(np.zeros((0, 3), np.float32)) == 0.0
