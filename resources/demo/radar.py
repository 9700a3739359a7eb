"""A forward radar at 13 Hz: a few returns from every vehicle, and clutter from what stands by the road."""

import math
from typing import Final

import numpy as np

from crosstie.resources.demo.camera import inverse, transform
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.lidar import pose
from crosstie.resources.demo.mesh import Floats
from crosstie.resources.demo.scene import DURATION_S, SEED, Actor, world_from_body
from crosstie.resources.demo.street import sees, street

FRAMES_PER_SECOND: Final = 13
FRAME_COUNT: Final = math.floor(DURATION_S * FRAMES_PER_SECOND)
HEADER: Final = "x,y,z,vx,vy,rcs"
RANGE_M: Final = 110.0
HALF_VIEW_RAD: Final = math.radians(60)
HEIGHT_IN_LIDAR_M: Final = -1.35
# Mean radar cross-section in dBsm and returns a frame, by kind.
_ECHO: Final = {
    "truck": (20.0, 7),
    "bus": (19.0, 8),
    "car": (10.0, 4),
    "motorbike": (3.0, 2),
    "pedestrian": (-5.0, 1),
}


def returns(number: int) -> Floats:
    """Frame `number` (n, 6): x, y, z in metres and the velocity over the ground in m/s, both in the LiDAR's
    axes, and the cross-section in dBsm.
    """
    time_s = number / FRAMES_PER_SECOND
    rng = np.random.default_rng((SEED, 13, number))
    lidar_from_world = inverse(pose(time_s))
    rows = [_echoes(actor, time_s, lidar_from_world, rng) for actor in ACTORS]
    rows.append(_clutter(lidar_from_world, rng))
    found = np.concatenate(rows)
    distance = np.hypot(found[:, 0], found[:, 1])
    bearing = np.abs(np.arctan2(found[:, 1], found[:, 0]))
    return np.asarray(found[(distance < RANGE_M) & (distance > 1.0) & (bearing < HALF_VIEW_RAD)])


def csv(rows: Floats) -> str:
    """One frame as text: a header, then a line a return."""
    return "\n".join([HEADER, *(",".join(f"{value:.3f}" for value in row) for row in rows)]) + "\n"


def _echoes(actor: Actor, time_s: float, lidar_from_world: Floats, rng: np.random.Generator) -> Floats:
    strength, count = _ECHO[actor.kind]
    place = actor.pose(time_s)
    low, high = actor.extent()
    world = world_from_body(place)
    sensor = inverse(lidar_from_world)[:3, 3]
    if not sees(sensor, world[:3, 3] + np.array([0.0, 0.0, 0.8])):
        return np.empty((0, 6))
    # Echoes gather on the two sides that are turned to the sensor.
    local = inverse(world) @ np.array([*sensor, 1.0])
    spread = rng.uniform(low, high, (count, 3))
    side = rng.integers(0, 2, count)
    faces = np.where(local[:2] > 0, high[:2], low[:2])
    spread[np.arange(count), side] = faces[side]
    points = transform(lidar_from_world @ world, spread) + rng.normal(0, 0.12, (count, 3))
    velocity = lidar_from_world[:2, :2] @ np.array(place.velocity)
    speeds = velocity + rng.normal(0, 0.08, (count, 2))
    echo = strength + rng.normal(0, 2.5, count)
    return np.column_stack([points[:, :2], np.full(count, HEIGHT_IN_LIDAR_M), speeds, echo])


def _clutter(lidar_from_world: Floats, rng: np.random.Generator) -> Floats:
    scene = street()
    still = scene.solids[len(scene.houses) :]
    spots = np.stack([mesh.footprint.mean(axis=0) for mesh in still])
    spots = spots[rng.random(len(spots)) < 0.55]
    points = transform(lidar_from_world, np.column_stack([spots, np.full(len(spots), 0.5)]))
    points += rng.normal(0, 0.25, points.shape)
    speeds = rng.normal(0, 0.1, (len(points), 2))
    echo = rng.normal(1.0, 4.0, len(points))
    return np.column_stack([points[:, :2], np.full(len(points), HEIGHT_IN_LIDAR_M), speeds, echo])
