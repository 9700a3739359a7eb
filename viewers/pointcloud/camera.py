"""The camera that looks at a cloud: where it stands, and the maps between cloud and screen.

Cloud coordinates are metres, right-handed, z up. Screen coordinates are logical pixels from the top-left
corner of the view. Matrices act on column vectors and are named by target_from_source.
"""

import math
from functools import lru_cache
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Point2, Point3

Floats = NDArray[np.float64]
Projection = Literal["perspective", "orthographic"]

FIELD_OF_VIEW_RAD: Final = math.radians(42)
"""Vertical angle of view. An orthographic camera shows the same height at its target, so that a change of
projection changes no sizes there."""
TOP_RAD: Final = math.pi / 2
_LOWEST_RAD: Final = math.radians(-20)
_NEAREST_M, _FARTHEST_M = 0.8, 4000.0
_REACH_M: Final = 6000.0
"""No far plane comes nearer than this behind the target: clouds never vanish when one zooms out."""


class Viewport(msgspec.Struct, frozen=True):
    """Size of the view in logical pixels."""

    width: float
    height: float

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


class Camera(msgspec.Struct, frozen=True):
    """Looks at `target` from `distance_m` away.

    `azimuth_rad` is the compass direction of the look, 0 along +x and counter-clockwise seen from above;
    `elevation_rad` is how far the camera stands above the horizon, π/2 looking straight down with the
    azimuth's direction up on screen. Without perspective, `slab_m` above zero hides what lies farther than
    that before or behind the target.
    """

    target: Point3 = (0.0, 0.0, 0.0)
    azimuth_rad: float = 0.0
    elevation_rad: float = math.radians(32)
    distance_m: float = 45.0
    projection: Projection = "perspective"
    slab_m: float = 0.0

    @property
    def look(self) -> Floats:
        """Unit vector from the eye to the target."""
        azimuth, elevation = self.azimuth_rad, self.elevation_rad
        flat = math.cos(elevation)
        return np.array((flat * math.cos(azimuth), flat * math.sin(azimuth), -math.sin(elevation)))

    @property
    def right(self) -> Floats:
        """Unit vector that points right on screen; always level."""
        return np.array((math.sin(self.azimuth_rad), -math.cos(self.azimuth_rad), 0.0))

    @property
    def up(self) -> Floats:
        """Unit vector that points up on screen."""
        azimuth, elevation = self.azimuth_rad, self.elevation_rad
        flat = math.sin(elevation)
        return np.array((flat * math.cos(azimuth), flat * math.sin(azimuth), math.cos(elevation)))

    @property
    def eye(self) -> Floats:
        """Where the camera stands."""
        return np.asarray(self.target) - self.distance_m * self.look

    @property
    def half_height_m(self) -> float:
        """Half of what the view shows from bottom to top, at the target's depth."""
        return self.distance_m * math.tan(FIELD_OF_VIEW_RAD / 2)


class Ray(msgspec.Struct, frozen=True, eq=False):
    """A half-line in the cloud: `direction` is a unit vector."""

    origin: Floats
    direction: Floats

    def at(self, distance_m: float) -> Floats:
        """The point at a distance from the origin."""
        return self.origin + distance_m * self.direction


def view_from_cloud(camera: Camera) -> Floats:
    """4×4 from the cloud to the camera's frame: x right, y up, z towards the viewer (OpenGL's)."""
    matrix = np.eye(4)
    matrix[:3, :3] = (camera.right, camera.up, -camera.look)
    matrix[:3, 3] = -matrix[:3, :3] @ camera.eye
    return matrix


def clip_from_view(camera: Camera, aspect: float) -> Floats:
    """4×4 from the camera's frame to OpenGL's clip space."""
    reach = camera.slab_m or _REACH_M
    far = camera.distance_m + reach
    matrix = np.zeros((4, 4))
    if camera.projection == "orthographic":
        half = camera.half_height_m
        # What lies behind the eye is drawn too: without perspective there is no behind.
        near = camera.distance_m - reach
        matrix[0, 0], matrix[1, 1], matrix[3, 3] = 1 / (half * aspect), 1 / half, 1
        matrix[2, 2], matrix[2, 3] = -2 / (far - near), -(far + near) / (far - near)
    else:
        near, scale = near_plane_m(camera), 1 / math.tan(FIELD_OF_VIEW_RAD / 2)
        matrix[0, 0], matrix[1, 1], matrix[3, 2] = scale / aspect, scale, -1
        matrix[2, 2], matrix[2, 3] = (near + far) / (near - far), 2 * near * far / (near - far)
    return matrix


def near_plane_m(camera: Camera) -> float:
    """How close to the eye a perspective camera still sees."""
    return max(0.05, camera.distance_m / 100)


@lru_cache(maxsize=32)
def clip_from_cloud(camera: Camera, aspect: float) -> Floats:
    """4×4 from the cloud to OpenGL's clip space; read-only, because it is asked for again and again."""
    matrix = clip_from_view(camera, aspect) @ view_from_cloud(camera)
    matrix.setflags(write=False)
    return matrix


def in_clip_space(camera: Camera, viewport: Viewport, points: Floats) -> Floats:
    """Points (…×3) in homogeneous clip coordinates (…×4)."""
    matrix = clip_from_cloud(camera, viewport.aspect)
    return points @ matrix[:, :3].T + matrix[:, 3]


def screen_from_clip(viewport: Viewport, clip: Floats) -> Floats:
    """Clip coordinates (…×4) as screen positions (…×2); meaningless where w is not above zero."""
    ndc = clip[..., :2] / clip[..., 3:4]
    return (ndc * (1, -1) + 1) * (viewport.width / 2, viewport.height / 2)


def project(camera: Camera, viewport: Viewport, point: Floats | Point3) -> Point2 | None:
    """Where a point stands on screen; None when it is behind the eye."""
    clip = in_clip_space(camera, viewport, np.asarray(point, dtype=np.float64))
    if camera.projection == "perspective" and clip[3] < near_plane_m(camera):
        return None
    x, y = screen_from_clip(viewport, clip)
    return float(x), float(y)


def ray_through(camera: Camera, viewport: Viewport, x: float, y: float) -> Ray:
    """The ray that is seen as the screen position (x, y)."""
    across = (2 * x / viewport.width - 1) * viewport.aspect
    upward = 1 - 2 * y / viewport.height
    half = camera.half_height_m
    on_target_plane = across * half * camera.right + upward * half * camera.up
    if camera.projection == "orthographic":
        return Ray(camera.eye + on_target_plane - _REACH_M * camera.look, camera.look)
    direction = on_target_plane + camera.distance_m * camera.look
    return Ray(camera.eye, direction / np.linalg.norm(direction))


def pixels_per_metre(camera: Camera, viewport: Viewport, at: Floats | Point3) -> float:
    """How large a metre across the view is on screen at a point's depth; 0 behind the eye."""
    scale = pixels_at_metre(viewport)
    if camera.projection == "orthographic":
        return scale / camera.distance_m
    depth = float((np.asarray(at) - camera.eye) @ camera.look)
    return scale / depth if depth > near_plane_m(camera) else 0.0


def pixels_at_metre(viewport: Viewport) -> float:
    """How large a metre is on screen one metre from the eye."""
    return viewport.height / 2 / math.tan(FIELD_OF_VIEW_RAD / 2)


def orbited(camera: Camera, dx_px: float, dy_px: float) -> Camera:
    """Turned about its target by a hand that drags: a view's height makes about a third of a turn.

    A view from the top, once tilted, is seen in perspective again.
    """
    elevation = min(max(camera.elevation_rad + dy_px * 0.006, _LOWEST_RAD), TOP_RAD)
    return msgspec.structs.replace(
        camera,
        azimuth_rad=_wrapped(camera.azimuth_rad - dx_px * 0.006),
        elevation_rad=elevation,
        projection="perspective" if elevation < TOP_RAD else camera.projection,
        slab_m=0.0,
    )


def moved(camera: Camera, step: Floats) -> Camera:
    """Shifted by metres, eye and target alike."""
    x, y, z = np.asarray(camera.target) + step
    return msgspec.structs.replace(camera, target=(float(x), float(y), float(z)))


def zoomed(camera: Camera, factor: float, anchor: Floats) -> Camera:
    """Brought nearer (factor < 1) or farther, so that `anchor` keeps its place on screen."""
    distance = min(max(camera.distance_m * factor, _NEAREST_M), _FARTHEST_M)
    kept = distance / camera.distance_m
    x, y, z = anchor + (np.asarray(camera.target) - anchor) * kept
    return msgspec.structs.replace(camera, target=(float(x), float(y), float(z)), distance_m=distance)


def between(start: Camera, goal: Camera, share: float) -> Camera:
    """The camera `share` (0 to 1) of the way; the projection is the start's until it arrives."""
    if share >= 1:
        return goal
    turn = _wrapped(goal.azimuth_rad - start.azimuth_rad)
    x, y, z = np.asarray(start.target) * (1 - share) + np.asarray(goal.target) * share
    return Camera(
        target=(float(x), float(y), float(z)),
        azimuth_rad=_wrapped(start.azimuth_rad + turn * share),
        elevation_rad=start.elevation_rad + (goal.elevation_rad - start.elevation_rad) * share,
        distance_m=start.distance_m * (goal.distance_m / start.distance_m) ** share,
        projection=start.projection,
    )


def _wrapped(angle_rad: float) -> float:
    return math.remainder(angle_rad, math.tau)
