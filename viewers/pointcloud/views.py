"""Where to look from: the usual views, of the whole scene or of one cuboid, and what fits into them."""

import math
from collections.abc import Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.rotations import yaw_of
from crosstie.viewers.pointcloud.camera import (
    FIELD_OF_VIEW_RAD,
    TOP_RAD,
    Camera,
    Floats,
    Viewport,
    in_clip_space,
    pixels_per_metre,
    project,
)
from crosstie.viewers.pointcloud.ground import Points

ViewName = Literal["free", "top", "front", "side"]
_FREE_RAD: Final = math.radians(27)
_SCENE_M: Final = 38.0
_USUAL_ASPECT: Final = 1.4
_SCENE_TOP_M: Final = 75.0
_AHEAD_M: Final = 11.0
_LEGIBLE_PX: Final = 26.0
_NEAR_M: Final = 24.0
_FILLED: Final = 0.58
_MARGIN_M: Final = 0.6
_CLOSE_SIZES: Final = (4.0, 2.2)
"""From how many times its size away one looks at one thing, and at several as far as they reach."""
_CLOSE_PARTS: Final = (0.22, 0.6)
_CLOSE_RAD: Final = (math.radians(12), math.radians(60))
_SAMPLED: Final = 2000
_AROUND_SENSOR_M: Final = 60.0
_NEAR_SENSOR: Final = 0.2
_LAND_M: Final = 30.0
"""What is higher from bottom to top is no street: one looks at the middle of it, not at its ground."""
_NEAR_PERCENT: Final = 96
_CLOSEST_M, _FARTHEST_M = 4.0, 3000.0


def scene_view(name: ViewName, level: float, viewport: Viewport) -> Camera:
    """A usual view of the whole scene: ahead and down, from above, straight ahead, or from the right."""
    # A narrow view sees as much of the street from farther away.
    farther = max(1.0, _USUAL_ASPECT / viewport.aspect)
    target = (_AHEAD_M, 0.0, level)
    match name:
        case "free":
            return Camera(target, 0.0, _FREE_RAD, _SCENE_M * farther)
        case "top":
            return Camera(target, 0.0, TOP_RAD, _SCENE_TOP_M * farther, "orthographic")
        case "front":
            return Camera(target, 0.0, 0.0, _SCENE_M * farther, "orthographic")
        case "side":
            return Camera(target, math.pi / 2, 0.0, _SCENE_M * farther, "orthographic")


def cuboid_view(name: ViewName, cuboid: Cuboid, viewport: Viewport) -> Camera:
    """A view of one cuboid along its own axes, with nothing in it that lies before or behind the cuboid."""
    heading = yaw_of(cuboid.rotation)
    length, width, height = cuboid.size
    match name:
        case "free":
            return Camera(cuboid.center, heading, _FREE_RAD, max(cuboid.size) * 3.2)
        case "top":
            turn, elevation, across, up, deep = heading, TOP_RAD, width, length, height + 3.4
        case "front":
            turn, elevation, across, up, deep = heading + math.pi, 0.0, width, height, length
        case "side":
            turn, elevation, across, up, deep = heading + math.pi / 2, 0.0, length, height, width
    distance = max(_filling(up), _filling(across / viewport.aspect))
    return Camera(cuboid.center, turn, elevation, distance, "orthographic", deep / 2 + _MARGIN_M)


def first_view(points: Points, level: float, viewport: Viewport) -> Camera:
    """Where one looks from at first: ahead from the sensor, or at all of a map, whose zero is far from most.

    A fair sample of the points is enough.
    """
    usual = scene_view("free", level, viewport)
    near = np.hypot(points[:, 0], points[:, 1]) < _AROUND_SENSOR_M
    return usual if not len(near) or near.mean() >= _NEAR_SENSOR else fitted(usual, viewport, points, level)


def fitted(camera: Camera, viewport: Viewport, points: Points, level: float) -> Camera:
    """The same look from where all but the farthest points are in view."""
    if not len(points):
        return camera
    some = points[:: max(1, len(points) // _SAMPLED)].astype(np.float64)
    ranges = np.hypot(some[:, 0], some[:, 1])
    near = some[ranges <= np.percentile(ranges, _NEAR_PERCENT)]
    low, high = near[:, :2].min(axis=0), near[:, :2].max(axis=0)
    x, y = ((low + high) / 2).tolist()
    bottom, top = np.percentile(near[:, 2], (2, 98)).tolist()
    z = level if top - bottom < _LAND_M else (bottom + top) / 2
    goal = msgspec.structs.replace(camera, target=(x, y, z), distance_m=_CLOSEST_M, slab_m=0.0)
    while goal.distance_m < _FARTHEST_M and not _in_view(goal, viewport, near):
        goal = msgspec.structs.replace(goal, distance_m=goal.distance_m * 1.06)
    return goal


def _in_view(camera: Camera, viewport: Viewport, points: Floats) -> bool:
    clip = in_clip_space(camera, viewport, points)
    return bool((np.abs(clip[:, :2]) <= 0.97 * clip[:, 3:4]).all())


def revealing(camera: Camera, viewport: Viewport, cuboid: Cuboid) -> Camera:
    """Turned to a cuboid; the same camera where the cuboid is well in view and legible already."""
    at = project(camera, viewport, cuboid.center)
    size_px = pixels_per_metre(camera, viewport, cuboid.center) * max(cuboid.size)
    if at is not None and size_px >= _LEGIBLE_PX:
        inside_x = 0.12 * viewport.width <= at[0] <= 0.88 * viewport.width
        inside_y = 0.12 * viewport.height <= at[1] <= 0.88 * viewport.height
        if inside_x and inside_y and size_px < viewport.height:
            return camera
    distance = min(camera.distance_m, max(_NEAR_M, 4 * max(cuboid.size)))
    return msgspec.structs.replace(camera, target=cuboid.center, distance_m=distance, slab_m=0.0)


def close_view(camera: Camera, viewport: Viewport, cuboids: Sequence[Cuboid]) -> Camera:
    """From near some cuboids, from above one's shoulder; the same camera where it is near already."""
    centers = np.array([one.center for one in cuboids])
    x, y, z = ((centers.min(axis=0) + centers.max(axis=0)) / 2).tolist()
    extent_m = max(float(np.ptp(centers, axis=0).max()) + max(one.size) for one in cuboids)
    if all(_is_close(camera, viewport, one) for one in cuboids):
        return camera
    oblique = _CLOSE_RAD[0] <= camera.elevation_rad <= _CLOSE_RAD[1] and camera.projection == "perspective"
    azimuth = camera.azimuth_rad if oblique else yaw_of(cuboids[0].rotation)
    elevation = camera.elevation_rad if oblique else _FREE_RAD
    return Camera((x, y, z), azimuth, elevation, extent_m * _CLOSE_SIZES[len(cuboids) > 1])


def _is_close(camera: Camera, viewport: Viewport, cuboid: Cuboid) -> bool:
    """Whether a cuboid is near the middle of the view and fills a good part of it."""
    at = project(camera, viewport, cuboid.center)
    if at is None or camera.projection != "perspective":
        return False
    part = pixels_per_metre(camera, viewport, cuboid.center) * max(cuboid.size) / viewport.height
    inside = 0.2 <= at[0] / viewport.width <= 0.8 and 0.2 <= at[1] / viewport.height <= 0.8
    return inside and _CLOSE_PARTS[0] <= part <= _CLOSE_PARTS[1]


def _filling(extent_m: float) -> float:
    """From how far away an extent takes a good half of the view's height."""
    return max(extent_m, 0.4) / (2 * _FILLED * math.tan(FIELD_OF_VIEW_RAD / 2))
