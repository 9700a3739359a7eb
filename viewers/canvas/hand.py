"""Mouse, wheel and Escape on a canvas, turned into gestures, zoom and pan."""

from typing import Final, Protocol

import msgspec
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from crosstie.schema.anchors import Point2
from crosstie.viewers.canvas.cursors import cursor_for
from crosstie.viewers.canvas.gesture import SLOP_PX, Gesture, Outcome, Press
from crosstie.viewers.canvas.hit import Hit, Reach, grip_at, hit_at
from crosstie.viewers.canvas.items import Scene
from crosstie.viewers.canvas.look import Look
from crosstie.viewers.canvas.shapes import PlaneShape
from crosstie.viewers.canvas.transform import Bounds, ViewTransform

_HANDLE_REACH_PX: Final = 7.0
_EDGE_REACH_PX: Final = 4.0
_NOTCH: Final = 120.0
_ZOOM_PER_NOTCH: Final = 1.25
_PAN_PX_PER_NOTCH: Final = 90.0


class Allowed(msgspec.Struct, frozen=True):
    """What a hand may do here: draw on nothing, reshape what is there, click for what the picture holds."""

    draws: bool = False
    edits: bool = False
    snaps: bool = False


class Surface(Protocol):
    """What the hand works on."""

    scene: Scene
    look: Look

    @property
    def transform(self) -> ViewTransform:
        """Where the picture lies in the view."""

    def room_at(self, _at: Point2, _shape: PlaneShape | None) -> Bounds:
        """The rectangle in which what is drawn at a point, or a shape in the hand, is kept."""

    def pan(self, dx: float, dy: float) -> None:
        """Moves the picture by view pixels."""

    def zoom(self, x: float, y: float, factor: float) -> None:
        """Scales the picture about a view's point."""


class CanvasHand:
    """One hand on one surface. The owner passes its events on and takes the outcome of a release."""

    def __init__(self, surface: Surface) -> None:
        self.allowed = Allowed()
        self.gesture = Gesture()
        self._surface = surface
        self._pan_from: QPointF | None = None
        self._pointer: Point2 | None = None

    @property
    def hovered(self) -> str:
        """The thing under the cursor, which a click would pick."""
        if self._pointer is None or self.gesture.active:
            return ""
        hit = hit_at(self._surface.scene, *self._pointer, self._reach(), self._reshapable())
        return hit.id if hit else ""

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        surface, held = self._surface, event.modifiers()
        self._pan_from = event.position()
        at = self._picture_point(event)
        grip = self._grip(at)
        item = surface.scene.by_id.get(grip.id) if grip else None
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        shape = item.shape if item and self._may_reshape(grip) else None
        self.gesture.room = surface.room_at(at, shape)
        self.gesture.press(
            Press(
                at=at,
                hit=hit_at(surface.scene, *at, self._reach(), self._reshapable()),
                grip=grip,
                shape=shape,
                slop=SLOP_PX / surface.transform.scale,
                extend=bool(held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)),
                draws=self.allowed.draws,
                pans=alt or event.button() == Qt.MouseButton.MiddleButton,
                ties=surface.look.ties,
                snaps=alt and self.allowed.snaps,
            )
        )

    def move(self, event: QMouseEvent) -> None:
        """The cursor moved, with a button down or not."""
        self._pointer = self._picture_point(event)
        self.gesture.move(*self._pointer)
        if self.gesture.state == "panning" and self._pan_from is not None:
            step = event.position() - self._pan_from
            self._surface.pan(step.x(), step.y())
        if self.gesture.state in ("panning", "idle"):
            self._pan_from = event.position()

    def release(self, event: QMouseEvent) -> Outcome | None:
        """The button went up; what came of it."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return None
        return self.gesture.release()

    def leave(self) -> None:
        """The cursor left the surface."""
        self._pointer = None

    def wheel(self, event: QWheelEvent) -> None:
        """Zooms at the cursor; with Shift held, or sideways, pans."""
        event.accept()
        sideways, upward = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Some platforms turn the wheel sideways themselves when Shift is held.
            sideways, upward = sideways or upward, 0
        if abs(sideways) > abs(upward):
            self._surface.pan(sideways / _NOTCH * _PAN_PX_PER_NOTCH, 0.0)
        elif upward:
            at = event.position()
            self._surface.zoom(at.x(), at.y(), _ZOOM_PER_NOTCH ** (upward / _NOTCH))

    def cursor(self) -> Qt.CursorShape:
        """The cursor that says what a press would do."""
        grip = self._grip(self._pointer) if self._pointer else None
        return cursor_for(
            self.gesture.state,
            grip,
            held=self._may_reshape(grip),
            draws=self.allowed.draws,
            ties=self._surface.look.ties,
        )

    def on_nothing(self, event: QMouseEvent) -> bool:
        """Whether there is nothing under the cursor that a click would pick."""
        at = self._picture_point(event)
        return hit_at(self._surface.scene, *at, self._reach(), self._reshapable()) is None

    def _grip(self, at: Point2) -> Hit | None:
        return grip_at(self._surface.scene, *at, self._reach(), self._reshapable())

    def _may_reshape(self, grip: Hit | None) -> bool:
        item = self._surface.scene.by_id.get(grip.id) if grip else None
        return item is not None and self.allowed.edits

    def _reshapable(self) -> frozenset[str]:
        look = self._surface.look
        return look.selected if look.edits and not look.ties else frozenset()

    def _reach(self) -> Reach:
        scale = self._surface.transform.scale
        return Reach(_HANDLE_REACH_PX / scale, _EDGE_REACH_PX / scale, scale)

    def _picture_point(self, event: QMouseEvent) -> Point2:
        return self._surface.transform.picture_from_view(event.position().x(), event.position().y())
