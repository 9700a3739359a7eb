"""What a hand does on a canvas, from press to release, as a small state machine that knows no widget.

Points are in the picture's plane. One gesture ends in one outcome; until then nothing is changed and the
shape in hand is a ghost.
"""

import math
from typing import Final, Literal

import msgspec

from crosstie.schema.anchors import Point2
from crosstie.viewers.canvas.handles import SMALLEST, dragged, spanned
from crosstie.viewers.canvas.hit import Hit
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of, moved, step_within
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds

GestureState = Literal["idle", "pressed", "drawing", "moving", "resizing", "panning", "picking"]
SLOP_PX: Final = 4.0
"""View pixels that a hand may tremble before a click becomes a drag."""


class Press(msgspec.Struct, frozen=True):
    """A button going down: where, on what, and what was held.

    `hit` is what a click picks; `grip` what a drag takes hold of, with its `shape`, which is None where
    it may not be reshaped. `slop` is SLOP_PX in the picture's plane. `draws` says that a drag on no grip
    draws, and with `extend` held on one too; `pans` that a drag pans whatever lies there.
    """

    at: Point2
    hit: Hit | None
    grip: Hit | None
    shape: PlaneShape | None
    slop: float
    extend: bool = False
    draws: bool = False
    pans: bool = False
    ties: bool = False
    snaps: bool = False


class Picked(msgspec.Struct, frozen=True):
    """A click on a thing, or on nothing."""

    id: str | None
    extend: bool


class Drawn(msgspec.Struct, frozen=True):
    """A rectangle was drawn."""

    bounds: Bounds


class Reshaped(msgspec.Struct, frozen=True):
    """A shape was moved or resized."""

    id: str
    before: PlaneShape
    after: PlaneShape


class Snapped(msgspec.Struct, frozen=True):
    """A click that asks for what the picture itself holds at a point, such as a printed word."""

    at: Point2


Outcome = Picked | Drawn | Reshaped | Snapped


class Gesture:
    """The gesture under way. `room` is the picture's rectangle, in which rectangles are kept."""

    def __init__(self) -> None:
        self.room = Bounds(0, 0, 0, 0)
        self._state: GestureState = "idle"
        self._press: Press | None = None
        self._at: Point2 = (0.0, 0.0)

    @property
    def state(self) -> GestureState:
        """What the hand is doing."""
        return self._state

    @property
    def active(self) -> bool:
        """Whether a gesture is under way that Escape would take back."""
        return self._state not in ("idle", "pressed")

    @property
    def item_id(self) -> str:
        """The item in hand, if a shape is being moved or resized."""
        in_hand = self._state in ("moving", "resizing") and self._press and self._press.grip
        return in_hand.id if in_hand else ""

    def ghost(self) -> PlaneShape | None:
        """The shape in hand as it would be if the hand let go now."""
        press = self._press
        if press is None or press.shape is None or not self.item_id:
            return None
        if self._state == "resizing" and press.grip and press.grip.handle:
            return tidied(dragged(press.shape, press.grip.handle, *self._at, self.room))
        dx, dy = self._at[0] - press.at[0], self._at[1] - press.at[1]
        return tidied(moved(press.shape, *step_within(bounds_of(press.shape), dx, dy, self.room)))

    def drawn_bounds(self) -> Bounds | None:
        """The rectangle being drawn, as it would be if the hand let go now."""
        if self._state != "drawing" or self._press is None:
            return None
        return spanned(self._press.at, self._at, self.room)

    def press(self, press: Press) -> None:
        """A button went down."""
        self._press, self._at = press, press.at
        self._state = "picking" if press.ties and not press.pans else "pressed"

    def move(self, x: float, y: float) -> None:
        """The hand moved with the button down."""
        if self._press is None:
            return
        self._at = (x, y)
        far = math.dist(self._at, self._press.at) > self._press.slop
        if self._state == "pressed" and far:
            self._state = self._begun(self._press)

    def release(self) -> Outcome | None:
        """The button went up: the gesture ends in its outcome, or in nothing."""
        press, outcome = self._press, self._outcome()
        self.cancel()
        return outcome if press else None

    def cancel(self) -> None:
        """Takes the gesture back; nothing was changed."""
        self._state, self._press = "idle", None

    def _begun(self, press: Press) -> GestureState:
        if press.pans:
            return "panning"
        if press.draws and (press.grip is None or press.extend):
            return "drawing"
        if press.grip is not None and press.shape is not None:
            return "resizing" if press.grip.part == "handle" else "moving"
        return "panning"

    def _outcome(self) -> Outcome | None:
        press, ghost, bounds = self._press, self.ghost(), self.drawn_bounds()
        if press is None or self._state == "panning":
            return None
        if bounds is not None:
            worth = max(bounds.width, bounds.height) > SMALLEST
            return Drawn(bounds) if worth else None
        if ghost is not None and press.shape is not None:
            return Reshaped(self.item_id, press.shape, ghost) if ghost != press.shape else None
        if press.snaps:
            return Snapped(press.at)
        return Picked(press.hit.id if press.hit else None, press.extend)
