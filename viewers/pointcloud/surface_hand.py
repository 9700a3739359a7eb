"""Mouse, wheel and modifiers on a cloud, turned into gestures and moves of the camera."""

from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent

from crosstie.schema.anchors import Cuboid, Point2
from crosstie.viewers.canvas.look import Look
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, ray_through, zoomed
from crosstie.viewers.pointcloud.grips import Grip
from crosstie.viewers.pointcloud.ground import ground_under, on_plane
from crosstie.viewers.pointcloud.hand import Hand, LassoMode, Outcome, Press, Purpose
from crosstie.viewers.pointcloud.hit import Hit, hit_at
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.terrain import Terrain
from crosstie.viewers.pointcloud.wireframe import Wireframes

_NOTCH: Final = 120.0
_ZOOM_PER_NOTCH: Final = 1.25
_BUTTON, _HELD, _CURSOR = Qt.MouseButton, Qt.KeyboardModifier, Qt.CursorShape
_CURSORS: Final = {
    "orbiting": _CURSOR.ClosedHandCursor,
    "panning": _CURSOR.SizeAllCursor,
    "drawing": _CURSOR.CrossCursor,
    "moving": _CURSOR.SizeAllCursor,
    "pulling": _CURSOR.SizeAllCursor,
    "turning": _CURSOR.ClosedHandCursor,
    "lassoing": _CURSOR.CrossCursor,
}


class Surface(Protocol):
    """What the hand works on."""

    items: CloudItems
    look: Look
    terrain: Terrain
    camera: Camera

    def view(self) -> tuple[Camera, Viewport]:
        """The camera and size of what one sees now."""

    def wires(self) -> Wireframes:
        """The items as one sees them now."""

    def grips(self) -> dict[str, list[Grip]]:
        """The grips that can be taken hold of."""

    def set_hit(self, at: Point2) -> Hit | None:
        """The point set that a screen position means."""

    def holds(self, item_id: str) -> bool:
        """Whether there is such a cuboid or point set."""

    def set_camera(self, camera: Camera) -> None:
        """Looks from elsewhere."""

    def update(self) -> None:
        """Paints again."""

    def setCursor(self, cursor: QCursor | Qt.CursorShape) -> None:
        """Shows what a press would do."""


class SurfaceHand:
    """One hand on one surface.

    The left button picks, draws on empty ground, moves, pulls and turns; with Alt, and the middle button,
    it shifts the camera; the right button turns it. Where there is nothing to draw on, the left one turns
    it, too. Shift or Ctrl extends the selection, and draws over a cuboid; a click on the ground with Ctrl
    plants a cuboid of the usual size. `turns` is False where the camera keeps to its axis. With `lassos` it
    draws a line round points instead; where a set of points is selected (`adds`), Shift adds to it and Ctrl
    takes away from it, whatever is drawn otherwise.
    """

    def __init__(self, surface: Surface) -> None:
        self.draws = False
        self.lassos = False
        self.adds = False
        self.turns = True
        self.usual_height_m = 1.6
        self._surface = surface
        self._hand = Hand()
        self._hover: Hit | None = None
        self._button = _BUTTON.NoButton

    @property
    def active(self) -> bool:
        """Whether a gesture is under way that Escape would take back."""
        return self._hand.active

    @property
    def item_id(self) -> str:
        """The item in hand."""
        return self._hand.item_id

    @property
    def ghost(self) -> Cuboid | None:
        """The cuboid in hand."""
        return self._hand.ghost

    @property
    def outline(self) -> tuple[Point2, ...]:
        """The line being drawn round points, on the screen."""
        return self._hand.outline

    @property
    def hovered(self) -> str:
        """The item under the cursor."""
        return self._hover.id if self._hover and not self._hand.active else ""

    def keep_hover(self) -> None:
        """The items are others now: what was under the cursor may be gone."""
        if self._hover is not None and not self._surface.holds(self._hover.id):
            self._hover = None

    def forget_hover(self) -> None:
        """Nothing is under the cursor."""
        self._hover = None

    def cancel(self) -> None:
        """Takes the gesture back."""
        self._hand.cancel()
        self._surface.update()

    def press(self, event: QMouseEvent) -> None:
        """A button went down; a second one during a gesture is not a new one."""
        purpose = _purpose(event)
        if purpose is None or self._hand.state != "idle" or not (self.turns or purpose == "hand"):
            return
        self._button = event.button()
        surface, held = self._surface, event.modifiers()
        camera, viewport = surface.view()
        at = (event.position().x(), event.position().y())
        hit = self._hit(event)
        item = surface.items.by_id.get(hit.id) if hit else None
        editable = item is not None and surface.look.edits and not item.locked and not surface.look.ties
        self._hand.press(
            Press(
                at=at,
                purpose=purpose,
                camera=surface.camera,
                viewport=viewport,
                hit=hit,
                cuboid=item.cuboid if item is not None and editable else None,
                ground=self._ground(camera, viewport, at),
                height_m=self.usual_height_m,
                extend=bool(held & (_HELD.ControlModifier | _HELD.ShiftModifier)),
                draws=self.draws and not surface.look.ties,
                plants=self.draws and not self.lassos and bool(held & _HELD.ControlModifier),
                lassos=self._lasso_mode(held),
            )
        )

    def move(self, event: QMouseEvent) -> None:
        """The cursor moved, with a button down or not."""
        if self._hand.state == "idle":
            self._hover = self._hit(event)
        else:
            self._hand.move(event.position().x(), event.position().y())
            if self.turns and (camera := self._hand.camera):
                self._surface.set_camera(camera)
        self._surface.setCursor(self._cursor())
        self._surface.update()

    def release(self, event: QMouseEvent) -> Outcome | None:
        """The button went up; what came of it."""
        if event.button() != self._button:
            return None
        self._button = _BUTTON.NoButton
        outcome = self._hand.release()
        self._surface.update()
        return outcome

    def wheel(self, event: QWheelEvent) -> None:
        """Zooms at the cursor."""
        event.accept()
        if self._hand.state == "lassoing":
            # The line was drawn round what is seen now.
            return
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            at = (event.position().x(), event.position().y())
            _, viewport = self._surface.view()
            camera = self._surface.camera
            # A view that does not turn keeps its cuboid in the middle.
            anchor = self._anchor(camera, viewport, at) if self.turns else np.asarray(camera.target)
            self._surface.set_camera(zoomed(self._surface.camera, _ZOOM_PER_NOTCH**-notches, anchor))

    def id_under(self, event: QMouseEvent) -> str:
        """The item under the cursor; empty for none."""
        hit = self._hit(event)
        return hit.id if hit else ""

    def _lasso_mode(self, held: Qt.KeyboardModifier) -> LassoMode | None:
        if self._surface.look.ties or not self._surface.look.edits:
            return None
        if self.adds and held & (_HELD.ShiftModifier | _HELD.ControlModifier):
            return "add" if held & _HELD.ShiftModifier else "take"
        return "new" if self.lassos else None

    def _hit(self, event: QMouseEvent) -> Hit | None:
        surface = self._surface
        at = (event.position().x(), event.position().y())
        if self.lassos and (of_points := surface.set_hit(at)):
            return of_points
        found = hit_at(surface.items, surface.wires(), *surface.view(), at, surface.grips())
        return found or surface.set_hit(at)

    def _ground(self, camera: Camera, viewport: Viewport, at: tuple[float, float]) -> Floats | None:
        terrain = self._surface.terrain
        ray = ray_through(camera, viewport, *at)
        place = ground_under(terrain.points, ray, terrain.level, terrain.grid)
        if place is None or np.linalg.norm(place - camera.eye) > 12 * camera.distance_m:
            return None
        return place

    def _anchor(self, camera: Camera, viewport: Viewport, at: tuple[float, float]) -> Floats:
        """What the wheel zooms towards: the ground under the cursor, else the plane of the target."""
        ground = self._ground(camera, viewport, at)
        target = np.asarray(camera.target, dtype=float)
        if ground is not None:
            return ground
        ahead = on_plane(ray_through(camera, viewport, *at), target, -camera.look)
        return target if ahead is None else ahead

    def _cursor(self) -> Qt.CursorShape:
        state = self._hand.state
        if state in _CURSORS:
            return _CURSORS[state]
        if self._surface.look.ties:
            return _CURSOR.CrossCursor
        if self._hover is None:
            if not self.turns:
                return _CURSOR.ArrowCursor
            return _CURSOR.CrossCursor if self.draws or self.lassos else _CURSOR.OpenHandCursor
        if self._hover.grip is not None:
            return _CURSOR.OpenHandCursor if self._hover.grip.kind == "turn" else _CURSOR.SizeAllCursor
        return _CURSOR.PointingHandCursor


def _purpose(event: QMouseEvent) -> Purpose | None:
    match event.button():
        case _BUTTON.LeftButton:
            return "pan" if event.modifiers() & _HELD.AltModifier else "hand"
        case _BUTTON.MiddleButton:
            return "pan"
        case _BUTTON.RightButton:
            return "orbit"
        case _:
            return None
