"""The gold tracks: every actor's box in every camera and its cuboid in the cloud, from the simulation."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from crosstie.resources.demo import camera as cameras
from crosstie.resources.demo import lidar
from crosstie.resources.demo.camera import CAMERAS, Camera, inverse
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.keyframes import chosen
from crosstie.resources.demo.mesh import Floats
from crosstie.resources.demo.scene import DURATION_S, Actor, world_from_body
from crosstie.resources.demo.sight import camera_from_world, cuboid_fit, picture_box, share_seen
from crosstie.schema.anchors import Box, Cuboid, Keyframe, Track, Visibility

SMALLEST_PX: Final = 12.0
WORST_FIT: Final = 0.6
"""What the picture's edge cuts off has a box as long as it fits the body's cuboid: a strip has none."""
SHORTEST_S: Final = 0.5
BOX_ERROR_PX: Final = 2.0
HIDDEN_BELOW: Final = 0.35
"""An actor less of which is seen than this is marked occluded."""
GONE_BELOW: Final = 0.06
"""A track neither starts nor ends where less of the actor is seen than this."""
_KEYFRAME_S: Final = 0.5
# How often it is asked how much of an actor is hidden; between, the last answer stands.
_LOOK_S: Final = 0.25
# From this far the LiDAR still draws a body's shape, metres.
_CUBOID_RANGE_M: Final = {"truck": 70.0, "bus": 70.0, "car": 50.0, "motorbike": 40.0, "pedestrian": 28.0}


@dataclass(frozen=True)
class GoldTrack:
    """One track: whose, on which asset, in that asset's own time."""

    actor: Actor
    asset_id: str
    track: Track


@dataclass(frozen=True)
class _Instant:
    """One frame of a track in the making."""

    at_ns: int
    values: Floats
    share: float


def all_tracks() -> Iterator[GoldTrack]:
    """Boxes camera by camera, then cuboids, actor by actor."""
    for camera in CAMERAS:
        for actor in ACTORS:
            for run in _runs(_box_instants(camera, actor)):
                yield GoldTrack(actor, camera.id, _box_track(run))
    for actor in ACTORS:
        for run in _runs(_cuboid_instants(actor)):
            yield GoldTrack(actor, "lidar", _cuboid_track(actor, run))


def _box_instants(camera: Camera, actor: Actor) -> list[_Instant | None]:
    """One entry a frame of the camera: the box and how much of it is seen, None where there is none."""

    def box_at(time_s: float) -> Floats | None:
        box = picture_box(camera, actor, time_s)
        if box is None or (box[2:] - box[:2]).min() < SMALLEST_PX:
            return None
        cut = (box[:2] <= 0).any() or box[2] >= cameras.WIDTH or box[3] >= cameras.HEIGHT
        return None if cut and cuboid_fit(camera, actor, time_s, box) < WORST_FIT else box

    def share_at(time_s: float) -> float:
        eye = inverse(camera_from_world(camera, time_s))[:3, 3]
        return share_seen(eye, actor, time_s, camera)

    return _instants(cameras.FRAMES_PER_SECOND, camera.offset_ns / 1e9, box_at, share_at)


def _cuboid_instants(actor: Actor) -> list[_Instant | None]:
    """One entry a turn of the LiDAR: centre and heading in its frame, None where it is too far."""

    def place_at(time_s: float) -> Floats | None:
        low, high = actor.extent()
        matrix = inverse(lidar.pose(time_s)) @ world_from_body(actor.pose(time_s))
        centre = matrix[:3, :3] @ ((low + high) / 2) + matrix[:3, 3]
        near = math.hypot(centre[0], centre[1]) < _CUBOID_RANGE_M[actor.kind]
        yaw = math.atan2(matrix[1, 0], matrix[0, 0]) % (2 * math.pi)
        # A heading of a hair below zero must not jump by a whole turn.
        heading = yaw - 2 * math.pi if yaw > 1.5 * math.pi else yaw
        return np.array([*centre, heading]) if near else None

    def share_at(time_s: float) -> float:
        return share_seen(lidar.pose(time_s)[:3, 3], actor, time_s)

    return _instants(lidar.FRAMES_PER_SECOND, 0.0, place_at, share_at)


def _instants(
    rate: int,
    offset_s: float,
    values_at: Callable[[float], Floats | None],
    share_at: Callable[[float], float],
) -> list[_Instant | None]:
    found: list[_Instant | None] = []
    share, looked_s = 0.0, -math.inf
    for number in range(round(DURATION_S * rate)):
        time_s = number / rate + offset_s
        values = values_at(time_s)
        if values is None:
            found.append(None)
            looked_s = -math.inf
            continue
        if time_s - looked_s >= _LOOK_S - 1e-9:
            share, looked_s = share_at(time_s), time_s
        found.append(_Instant(number * 1_000_000_000 // rate, values, share))
    return found


def _runs(instants: list[_Instant | None]) -> Iterator[list[_Instant]]:
    """Unbroken stretches, from where the actor is first seen to where it is last, unless they are short."""
    edges = [-1, *(i for i, instant in enumerate(instants) if instant is None), len(instants)]
    for before, after in pairwise(edges):
        run = [instant for instant in instants[before + 1 : after] if instant is not None]
        seen = [i for i, instant in enumerate(run) if instant.share > GONE_BELOW]
        if seen and run[seen[-1]].at_ns - run[seen[0]].at_ns >= SHORTEST_S * 1e9:
            yield run[seen[0] : seen[-1] + 1]


def _visibility(instant: _Instant) -> Visibility:
    return "visible" if instant.share >= HIDDEN_BELOW else "occluded"


def _kept(run: list[_Instant], tolerance: Floats, rate: int) -> list[_Instant]:
    changes = {
        i + 1 for i, (one, other) in enumerate(pairwise(run)) if _visibility(one) != _visibility(other)
    }
    values = np.stack([instant.values for instant in run])
    return [run[i] for i in chosen(values, tolerance, round(_KEYFRAME_S * rate), changes)]


def _box_track(run: list[_Instant]) -> Track:
    kept = _kept(run, np.full(4, BOX_ERROR_PX), cameras.FRAMES_PER_SECOND)
    return Track(
        tuple(Keyframe(instant.at_ns, _box(instant.values), _visibility(instant)) for instant in kept)
    )


def _box(edges: Floats) -> Box:
    left, top, right, bottom = (round(float(value), 2) for value in edges)
    return Box(left, top, round(right - left, 2), round(bottom - top, 2))


def _cuboid_track(actor: Actor, run: list[_Instant]) -> Track:
    kept = _kept(run, np.array([0.05, 0.05, 0.05, math.radians(0.5)]), lidar.FRAMES_PER_SECOND)
    low, high = actor.extent()
    length, width, height = (round(float(value), 3) for value in high - low)

    def cuboid(values: Floats) -> Cuboid:
        x, y, z, yaw = (float(value) for value in values)
        rotation = (round(math.cos(yaw / 2), 9), 0.0, 0.0, round(math.sin(yaw / 2), 9))
        return Cuboid((round(x, 3), round(y, 3), round(z, 3)), (length, width, height), rotation)

    return Track(
        tuple(Keyframe(instant.at_ns, cuboid(instant.values), _visibility(instant)) for instant in kept)
    )
