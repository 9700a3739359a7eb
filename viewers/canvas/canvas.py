"""The canvas widget: a picture with a scene on it, under a view that a hand zooms and pans."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crosstie.schema.anchors import Point2
from crosstie.viewers.canvas.draft import Draft, DraftPainter
from crosstie.viewers.canvas.glide import Glide
from crosstie.viewers.canvas.hand import Allowed, CanvasHand
from crosstie.viewers.canvas.items import Scene
from crosstie.viewers.canvas.layer import Layer
from crosstie.viewers.canvas.look import Look, line_pen
from crosstie.viewers.canvas.notice import Notice, NoticeText
from crosstie.viewers.canvas.outlines import view_rect
from crosstie.viewers.canvas.scene_painter import ScenePainter
from crosstie.viewers.canvas.shapes import PlaneShape
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform
from crosstie.viewers.canvas.viewport import CLOSE_PART, Viewport

_FADED_ALPHA: Final = 0.72
_FOUND_ALPHA: Final = 0.40


class Underlay(Protocol):
    """What lies between the picture and its labels."""

    def paint(self, painter: QPainter, transform: ViewTransform, view: Size) -> None:
        """Draws itself; `painter` works in view pixels."""


class Canvas(QWidget):
    """Paints layers and a scene in the picture's plane, and tells what a hand did.

    `outcome` carries a gesture's Outcome, `view_changed` says that another scale or part is seen,
    `painted` that the widget's present content stands on the screen.
    """

    outcome = Signal(object)
    view_changed = Signal()
    painted = Signal()
    hovered_changed = Signal(str)
    gesture_changed = Signal(str)
    gesture_moved = Signal()
    pressed = Signal()
    double_clicked = Signal(QPointF)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"canvas_{name}")
        self.setAccessibleName(f"Picture of {name}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.scene = Scene()
        self.look = Look()
        self.draft = Draft()
        self.paper = False
        self._faded = False
        self.hand = CanvasHand(self)
        self._viewport = self._new_viewport()
        self._stale = True
        self._layers: tuple[Layer, ...] = ()
        self.underlay: Underlay | None = None
        self.found: tuple[tuple[Bounds, ...], Bounds | None] = ((), None)
        self._painter = ScenePainter()
        self._draft_painter = DraftPainter()
        self._notice = Notice(name, self)
        self._glide = Glide(self._glide_to, self)

    def _new_viewport(self) -> Viewport:
        """How the picture is shown."""
        return Viewport()

    # What is shown

    @property
    def transform(self) -> ViewTransform:
        """Where the picture lies in the view."""
        return self._viewport.transform

    @property
    def picture_size(self) -> Size:
        """The picture's plane: its full size in pixels, or a page's in points."""
        return self._viewport.picture

    @property
    def view_size(self) -> Size:
        """The widget in logical pixels."""
        return self._viewport.view

    @property
    def room(self) -> Bounds:
        """The picture's own rectangle."""
        return self._viewport.room

    def room_at(self, _at: Point2, _shape: PlaneShape | None) -> Bounds:
        """The rectangle in which what is drawn at a point, or a shape in the hand, is kept."""
        return self.room

    @property
    def fits(self) -> bool:
        """Whether the whole picture is shown, and stays so when the widget is resized."""
        return self._viewport.fits

    @property
    def gliding(self) -> bool:
        """Whether the view is on its way to what was revealed."""
        return self._glide.running

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The pictures that are painted, lowest first."""
        return self._layers

    @property
    def stale(self) -> bool:
        """Whether something changed that is not painted yet."""
        return self._stale

    @property
    def notice(self) -> NoticeText | None:
        """What is said over the picture."""
        return self._notice.text

    def set_picture_size(self, size: Size) -> None:
        """The plane that is shown; another one is fitted anew."""
        if size != self.picture_size:
            self._glide.stop()
            self._viewport.show_picture(size)
            self._show_view()

    def set_layers(self, layers: Sequence[Layer]) -> None:
        """The pictures to paint, lowest first."""
        self._layers = tuple(layers)
        self.touch()

    def set_faded(self, *, faded: bool) -> None:
        """Whether the picture stands back behind what is said over it."""
        if faded != self._faded:
            self._faded = faded
            self.touch()

    def set_found(self, places: Sequence[Bounds], current: Bounds | None) -> None:
        """Where the words stand that are looked for, and which place is gone to."""
        if (tuple(places), current) != self.found:
            self.found = (tuple(places), current)
            self.touch()

    def set_scene(self, scene: Scene) -> None:
        """The shapes to paint and to hit."""
        self.scene = scene
        self._refresh_hover()
        self.touch()

    def set_look(self, look: Look) -> None:
        """What is lit up; the hovered thing is the canvas's own business."""
        self.look = msgspec.structs.replace(look, hovered=self.look.hovered)
        self._notice.say(self._notice.text, look.theme)
        self._refresh_hover()
        self.touch()

    def set_draft(self, draft: Draft) -> None:
        """How what is being drawn looks, and what is marked along with it."""
        self.draft = draft
        self.touch()

    def set_allowed(self, allowed: Allowed) -> None:
        """What the hand may do."""
        self.hand.allowed = allowed
        self._show_cursor()

    def cancel_gesture(self) -> None:
        """Takes back what is in the hand; a pan goes on."""
        if self.hand.gesture.active and self.hand.gesture.state != "panning":
            self.hand.gesture.cancel()
            self._end_gesture()

    def touch(self) -> None:
        """Something changed: what stands on the screen is stale until it is painted anew."""
        self._stale = True
        self.update()

    def say(self, text: NoticeText | None) -> None:
        """Says something over the picture, or with None nothing."""
        if text != self._notice.text:
            self._notice.say(text, self.look.theme)

    # The view

    def fit(self) -> None:
        """Shows the whole picture."""
        self._glide.stop()
        self._viewport.fit()
        self._show_view()

    def fit_width(self) -> None:
        """Shows all of the picture's width, from its top."""
        self._glide.stop()
        self._viewport.fit_width()
        self._show_view()

    def show_top(self) -> None:
        """Goes to the picture's top, at the same scale."""
        self._glide.stop()
        self._viewport.show_top()
        self._show_view()

    def pan(self, dx: float, dy: float) -> None:
        """Moves the picture by view pixels."""
        self._glide.stop()
        self._viewport.pan(dx, dy)
        self._show_view()

    def zoom(self, x: float, y: float, factor: float) -> None:
        """Scales the picture about a view's point."""
        self._glide.stop()
        self._viewport.zoom(x, y, factor)
        self._show_view()

    def reveal(self, bounds: Bounds, least_px: float = 0.0) -> None:
        """Glides until `bounds` is in view and at least `least_px` high; stays when it is already."""
        goal = self._viewport.goal_for(bounds, least_px)
        if goal is not None:
            self._glide.start(self.transform, goal)

    def close_up(self, bounds: Bounds, share: float = CLOSE_PART) -> None:
        """Goes at once to where `bounds` fill a share of the view; stays where they about do already."""
        self._glide.stop()
        if self._viewport.close_up(bounds, share):
            self._show_view()

    def mark_view(self) -> tuple[bool, ViewTransform]:
        """What is seen, for `look_again`."""
        return self._viewport.mark()

    def look_again(self, mark: tuple[bool, ViewTransform]) -> None:
        """Shows at once what was seen."""
        self._glide.stop()
        self._viewport.go_back(mark)
        self._show_view()

    def close_view(self) -> None:
        """Stops what still moves."""
        self._glide.stop()
        self.hand.gesture.cancel()

    def _glide_to(self, transform: ViewTransform) -> None:
        self._viewport.move_to(transform)
        self._show_view()

    def _show_view(self) -> None:
        self.touch()
        self.view_changed.emit()

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints everything; what a hand is drawing comes last."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.look.theme.color("ground"))
        view = self.view_size
        self._paint_below(painter)
        for layer in self._layers:
            layer.paint(painter, self.transform, view)
        if self.underlay is not None:
            self.underlay.paint(painter, self.transform, view)
        if self._faded:
            painter.fillRect(event.rect(), self.look.theme.color("ground", _FADED_ALPHA))
        self._paint_found(painter)
        gesture = self.hand.gesture
        look = msgspec.structs.replace(self.look, in_hand=gesture.item_id, paper=self.paper)
        self._painter.paint(painter, self.scene, self.transform, view, look)
        self._draft_painter.paint(painter, self.draft, gesture, self.scene, self.transform, view, look)
        painter.end()
        self._stale = False
        self.painted.emit()

    def _paint_below(self, painter: QPainter) -> None:
        """What lies below the layers: nothing but the ground."""

    def _paint_found(self, painter: QPainter) -> None:
        """As with a marker pen: what is below stays legible, and the place gone to has an edge."""
        places, current = self.found
        for place in places:
            painter.fillRect(view_rect(place, self.transform), self.look.theme.color("warn", _FOUND_ALPHA))
        if current is not None:
            painter.setPen(line_pen(self.look.theme.color("bad"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(view_rect(current, self.transform).adjusted(-2, -2, 2, 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted picture stays fitted; else what was in the middle stays there."""
        super().resizeEvent(event)
        self._viewport.resize(Size(self.width(), self.height()))
        self._notice.place(self.rect())
        self._show_view()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a gesture."""
        self.pressed.emit()
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with a gesture, or hovers."""
        before = self.hand.gesture.state
        self.hand.move(event)
        if self.hand.gesture.state != before:
            self.gesture_changed.emit(self.hand.gesture.state)
        if self.hand.gesture.active:
            self.gesture_moved.emit()
            self.touch()
        self._refresh_hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a gesture in its outcome."""
        outcome = self.hand.release(event)
        self._end_gesture()
        if outcome is not None:
            self.outcome.emit(outcome)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On nothing, it is told where; on a thing it is one more press."""
        if event.button() == Qt.MouseButton.LeftButton and self.hand.on_nothing(event):
            self.double_clicked.emit(event.position())
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self.hand.leave()
        self._refresh_hover()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the cursor."""
        self.hand.wheel(event)

    def event(self, event: QEvent) -> bool:
        """While a gesture is under way, Escape is its own, and no shortcut's."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            # Another screen: what was sharp on the one before is not on this one.
            self._show_view()
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and self._takes_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes a gesture back; every other key belongs to the window."""
        if self._takes_back(event):
            self.hand.gesture.cancel()
            self._end_gesture()
        else:
            event.ignore()

    def _takes_back(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return is_escape and self.hand.gesture.active

    def _end_gesture(self) -> None:
        self.gesture_changed.emit("idle")
        self._refresh_hover()
        self.touch()

    def _refresh_hover(self) -> None:
        hovered = self.hand.hovered
        self._show_cursor()
        if hovered != self.look.hovered:
            self.look = msgspec.structs.replace(self.look, hovered=hovered)
            self.touch()
            self.hovered_changed.emit(hovered)

    def _show_cursor(self) -> None:
        cursor = self.hand.cursor()
        if cursor != self.cursor().shape():
            self.setCursor(cursor)
