"""What a hand can take hold of on a selected cuboid: its faces, and the arm that turns it."""

import math
from typing import Final, Literal

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid
from crosstie.viewers.pointcloud.camera import (
    Camera,
    Floats,
    Ray,
    Viewport,
    pixels_per_metre,
    project,
)
from crosstie.viewers.pointcloud.reshape import face_middle, face_normal

GripKind = Literal["face", "turn"]
_ARM_PX: Final = 34.0
_ROOM_PX: Final = 46.0
"""A cuboid that is smaller than this on screen shows no grips: there would be nothing left to take it by."""
_APART_PX: Final = 11.0
_FLATTEST: Final = math.sin(math.radians(10))


class Grip(msgspec.Struct, frozen=True, eq=False):
    """A place to take hold of: in the cloud and, in logical pixels, on screen.

    `face` counts as in `boxes.FACES`; `behind` says that the face looks away from the eye.
    """

    kind: GripKind
    face: int
    place: Floats
    x: float
    y: float
    behind: bool = False


def grips_of(cuboid: Cuboid, camera: Camera, viewport: Viewport) -> list[Grip]:
    """The grips of a cuboid that a hand could tell apart from this side, the nearest first."""
    scale = pixels_per_metre(camera, viewport, cuboid.center)
    if scale * max(cuboid.size) < _ROOM_PX:
        return []
    found = [grip for face in range(6) if (grip := _face_grip(cuboid, face, camera, viewport))]
    found.sort(key=lambda grip: grip.behind)
    turn = _turn_grip(cuboid, camera, viewport, _ARM_PX / scale)
    kept: list[Grip] = [turn] if turn else []
    for grip in found:
        if all(math.dist((grip.x, grip.y), (other.x, other.y)) >= _APART_PX for other in kept):
            kept.append(grip)
    return kept


def grip_at(grips: list[Grip], x: float, y: float, reach_px: float) -> Grip | None:
    """The grip nearest to a screen position, within reach."""
    nearest = min(grips, key=lambda grip: math.dist((grip.x, grip.y), (x, y)), default=None)
    if nearest is None or math.dist((nearest.x, nearest.y), (x, y)) > reach_px:
        return None
    return nearest


def metres_along(ray: Ray, place: Floats, direction: Floats) -> float | None:
    """How far along a line through `place` a ray passes closest to it; None when the two are parallel."""
    lean = float(direction @ ray.direction)
    if 1 - lean * lean < 1e-4:
        return None
    away = place - ray.origin
    return (lean * float(ray.direction @ away) - float(direction @ away)) / (1 - lean * lean)


def _face_grip(cuboid: Cuboid, face: int, camera: Camera, viewport: Viewport) -> Grip | None:
    normal, place = face_normal(cuboid, face), face_middle(cuboid, face)
    sight = camera.look if camera.projection == "orthographic" else place - camera.eye
    lean = float(normal @ sight) / max(float(np.linalg.norm(sight)), 1e-9)
    at = project(camera, viewport, place)
    if at is None or abs(lean) > 0.93:
        return None
    return Grip("face", face, place, *at, behind=lean > 0)


def _turn_grip(cuboid: Cuboid, camera: Camera, viewport: Viewport, arm_m: float) -> Grip | None:
    if math.sin(camera.elevation_rad) < _FLATTEST:
        return None
    place = face_middle(cuboid, 0) + face_normal(cuboid, 0) * arm_m
    place += face_normal(cuboid, 5) * (cuboid.size[2] / 2)
    at = project(camera, viewport, place)
    return Grip("turn", 0, place, *at) if at else None
