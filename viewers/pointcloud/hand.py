"""What a hand does in a cloud, from press to release, as a small state machine that knows no widget.

One gesture ends in one outcome; until then nothing is changed and the cuboid in hand is a ghost. Turning,
shifting the camera are gestures too, whose outcome is the camera itself.
"""

import math
from typing import Final, Literal

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid, Point2
from crosstie.viewers.pointcloud.camera import Camera, Floats, Ray, Viewport, moved, orbited, ray_through
from crosstie.viewers.pointcloud.grips import metres_along
from crosstie.viewers.pointcloud.ground import on_level, on_plane
from crosstie.viewers.pointcloud.hit import Hit
from crosstie.viewers.pointcloud.reshape import face_normal, face_pulled, on_footprint, turned_to
from crosstie.viewers.pointcloud.reshape import moved as moved_cuboid

HandState = Literal[
    "idle", "pressed", "orbiting", "panning", "drawing", "moving", "pulling", "turning", "lassoing"
]
LassoMode = Literal["new", "add", "take"]
"""What becomes of the points in a lasso: a set of their own, or part of the selected one, or not any more."""
Purpose = Literal["hand", "orbit", "pan"]
SLOP_PX: Final = 4.0
_SMALLEST_DRAWN_M: Final = 0.25
_TRAIL_PX: Final = 2.0
_FEWEST_CORNERS: Final = 3
_FLAT: Final = math.sin(math.radians(11))
_FARTHEST: Final = 12.0
"""What is farther than this many times the camera's distance is horizon, and no hand holds on to it."""


class Press(msgspec.Struct, frozen=True, eq=False):
    """A button going down: where, what for, on what, and what was held.

    `cuboid` is the hit item's, or None where it may not be reshaped. `ground` is where the ray meets the
    ground. `plants` says that a click on the ground makes a cuboid of the usual size, `lassos` that a drag
    goes round points, and what for.
    """

    at: Point2
    purpose: Purpose
    camera: Camera
    viewport: Viewport
    hit: Hit | None = None
    cuboid: Cuboid | None = None
    ground: Floats | None = None
    height_m: float = 1.6
    extend: bool = False
    draws: bool = False
    plants: bool = False
    lassos: LassoMode | None = None


class Picked(msgspec.Struct, frozen=True):
    """A click on a thing, or on nothing."""

    id: str | None
    extend: bool


class Drawn(msgspec.Struct, frozen=True):
    """A footprint was drawn; the cuboid stands on it with the usual height."""

    cuboid: Cuboid


class Planted(msgspec.Struct, frozen=True):
    """A click that asks for a cuboid of the usual size at a place on the ground."""

    place: tuple[float, float, float]


class Reshaped(msgspec.Struct, frozen=True):
    """A cuboid was moved, turned or resized."""

    id: str
    before: Cuboid
    after: Cuboid


class Lassoed(msgspec.Struct, frozen=True):
    """A line was drawn round points, on the screen."""

    outline: tuple[Point2, ...]
    mode: LassoMode


Outcome = Picked | Drawn | Planted | Reshaped | Lassoed


class Hand:
    """The gesture under way."""

    def __init__(self) -> None:
        self._state: HandState = "idle"
        self._press: Press | None = None
        self._at: Point2 = (0.0, 0.0)
        self._ghost: Cuboid | None = None
        self._camera: Camera | None = None
        self._trail: list[Point2] = []

    @property
    def state(self) -> HandState:
        """What the hand is doing."""
        return self._state

    @property
    def active(self) -> bool:
        """Whether a gesture is under way that Escape would take back."""
        return self._state not in ("idle", "pressed")

    @property
    def item_id(self) -> str:
        """The item in hand, if a cuboid is being reshaped."""
        reshaping = self._state in ("moving", "pulling", "turning")
        return self._press.hit.id if reshaping and self._press and self._press.hit else ""

    @property
    def ghost(self) -> Cuboid | None:
        """The cuboid in hand as it would be if the hand let go now."""
        return self._ghost

    @property
    def outline(self) -> tuple[Point2, ...]:
        """The line being drawn round points, on the screen."""
        return (*self._trail, self._at) if self._state == "lassoing" else ()

    @property
    def camera(self) -> Camera | None:
        """The camera where the hand has brought it; None when the hand does something else."""
        return self._camera

    def press(self, press: Press) -> None:
        """A button went down."""
        self.cancel()
        self._press, self._at = press, press.at
        self._state = "pressed"

    def move(self, x: float, y: float) -> None:
        """The hand moved with the button down."""
        press = self._press
        if press is None:
            return
        self._at = (x, y)
        if self._state == "pressed" and math.dist(self._at, press.at) > SLOP_PX:
            self._state = _begun(press)
            self._trail = [press.at]
        if self._state == "orbiting":
            self._camera = orbited(press.camera, x - press.at[0], y - press.at[1])
        if self._state == "panning":
            self._camera = _panned(press, self._at) or self._camera
        if self._state == "lassoing" and math.dist(self._at, self._trail[-1]) >= _TRAIL_PX:
            self._trail.append(self._at)
        if self._state in ("drawing", "moving", "pulling", "turning"):
            # Where the ray meets nothing the cuboid stays as it was last.
            self._ghost = self._shaped(press) or self._ghost

    def release(self) -> Outcome | None:
        """The button went up: the gesture ends in its outcome, or in nothing."""
        outcome = self._outcome()
        self.cancel()
        return outcome

    def cancel(self) -> None:
        """Takes the gesture back; nothing was changed."""
        self._state, self._press, self._ghost, self._camera = "idle", None, None, None
        self._trail = []

    def _shaped(self, press: Press) -> Cuboid | None:
        ray = ray_through(press.camera, press.viewport, *self._at)
        if self._state == "drawing":
            assert press.ground is not None
            level = float(press.ground[2])
            end = _near(press, on_level(ray, level))
            return None if end is None else on_footprint(press.ground, end, level, press.height_m)
        assert press.hit is not None
        assert press.cuboid is not None
        match self._state:
            case "moving":
                return _moved(press, press.cuboid, press.hit.place, ray)
            case "pulling":
                return _pulled(press.cuboid, press.hit, ray)
            case _:
                return _turned(press.cuboid, press.hit, ray)

    def _outcome(self) -> Outcome | None:
        press, ghost = self._press, self._ghost
        if press is None or self._state in ("orbiting", "panning"):
            return None
        if press.lassos and self._state == "lassoing":
            return Lassoed(self.outline, press.lassos) if len(self.outline) >= _FEWEST_CORNERS else None
        if self._state == "drawing":
            worth = ghost is not None and min(ghost.size[:2]) >= _SMALLEST_DRAWN_M
            return Drawn(ghost) if worth and ghost is not None else None
        if self.item_id:
            changed = ghost is not None and press.cuboid is not None and ghost != press.cuboid
            return Reshaped(self.item_id, press.cuboid, ghost) if changed and press.cuboid and ghost else None
        if press.purpose != "hand":
            return None
        if press.plants and press.hit is None and press.ground is not None:
            x, y, z = press.ground.tolist()
            return Planted((x, y, z))
        return Picked(press.hit.id if press.hit else None, press.extend)


def _begun(press: Press) -> HandState:
    if press.purpose != "hand":
        return "panning" if press.purpose == "pan" else "orbiting"
    if press.lassos:
        return "lassoing"
    grip = press.hit.grip if press.hit else None
    if grip is not None and press.cuboid is not None:
        return "turning" if grip.kind == "turn" else "pulling"
    # A set of points, such as the road, is no obstacle: things stand on it.
    free = press.hit is None or press.hit.part == "points" or press.extend
    if press.draws and press.ground is not None and free:
        return "drawing"
    return "moving" if press.hit is not None and press.cuboid is not None else "orbiting"


def _panned(press: Press, at: Point2) -> Camera | None:
    """What was under the hand at the press stays under it; None where the hand has left the ground."""
    held = _near(press, press.ground) if -press.camera.look[2] > _FLAT else None
    normal = np.array((0.0, 0.0, 1.0)) if held is not None else -press.camera.look
    held = np.asarray(press.camera.target) if held is None else held
    before = on_plane(ray_through(press.camera, press.viewport, *press.at), held, normal)
    after = _near(press, on_plane(ray_through(press.camera, press.viewport, *at), held, normal))
    return None if before is None or after is None else moved(press.camera, before - after)


def _moved(press: Press, cuboid: Cuboid, held: Floats, ray: Ray) -> Cuboid | None:
    """On the level of where it is held; seen from the side, in the plane that faces the eye."""
    look = press.camera.look
    if -look[2] > _FLAT:
        place = _near(press, on_level(ray, float(held[2])))
    else:
        level = np.array((look[0], look[1], 0.0))
        place = on_plane(ray, held, level / np.linalg.norm(level))
    return None if place is None else moved_cuboid(cuboid, place - held)


def _pulled(cuboid: Cuboid, hit: Hit, ray: Ray) -> Cuboid | None:
    assert hit.grip is not None
    metres = metres_along(ray, hit.place, face_normal(cuboid, hit.grip.face))
    return None if metres is None else face_pulled(cuboid, hit.grip.face, metres)


def _turned(cuboid: Cuboid, hit: Hit, ray: Ray) -> Cuboid | None:
    place = on_level(ray, float(hit.place[2]))
    if place is None:
        return None
    ahead = place - np.asarray(cuboid.center)
    return turned_to(cuboid, math.atan2(float(ahead[1]), float(ahead[0])))


def _near(press: Press, place: Floats | None) -> Floats | None:
    if place is None or np.linalg.norm(place - press.camera.eye) > _FARTHEST * press.camera.distance_m:
        return None
    return place
