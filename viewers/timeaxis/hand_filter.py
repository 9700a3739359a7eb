"""Passes a widget's mouse, wheel and Escape on: to what they point at, and to the time axis."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from crosstie.viewers.timeaxis.hand import AxisHand

_LEFT = Qt.MouseButton.LeftButton


class Pointer(Protocol):
    """What turns points and buttons into selection, ties, drags and jumps. Points are the widget's pixels."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor that says what a press would do."""

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""

    def hover(self, x: float, y: float, /) -> bool:
        """Looks what is there; says whether it is another thing than before."""

    def leave(self) -> None:
        """The pointer has left the widget."""

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier, /) -> None:
        """The left button goes down."""

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier, /) -> None:
        """The pointer moves with the left button down."""

    def release(self, modifiers: Qt.KeyboardModifier, /) -> None:
        """The left button goes up."""

    def double(self) -> None:
        """A double click."""

    def cancel(self) -> bool:
        """Gives up a drag; says whether there was one."""


class HandFilter(QObject):
    """Listens at a widget. Its signals say what the widget may have to draw anew.

    `pressed` at every button, `hovered` when another thing is under the pointer, `dragged` at every move
    of a drag and at its end. `tip` gives the tool tip for what is hovered. Wheel events left of
    `wheel_from_px` stay the widget's own; without an `axis_hand` all of them do.
    """

    pressed = Signal()
    hovered = Signal()
    dragged = Signal()

    def __init__(
        self,
        widget: QWidget,
        pointer: Pointer,
        axis_hand: AxisHand | None,
        tip: Callable[[], str],
        wheel_from_px: float = 0.0,
    ) -> None:
        super().__init__(widget)
        self._tip = tip
        self._widget = widget
        self._pointer = pointer
        self._axis_hand = axis_hand
        self._wheel_from_px = wheel_from_px
        widget.setMouseTracking(True)
        widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        widget.installEventFilter(self)

    def show_cursor(self) -> None:
        """Shows the cursor for what is under the pointer."""
        if self._axis_hand is None or not self._axis_hand.panning:
            self._widget.setCursor(self._pointer.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes what the pointer is for; everything else goes on to the widget."""
        match event:
            case QMouseEvent():
                return self._on_mouse(event)
            case QWheelEvent() if self._axis_hand and event.position().x() >= self._wheel_from_px:
                self._axis_hand.wheel(event)
                return True
            case QHelpEvent() if event.type() == QEvent.Type.ToolTip:
                QToolTip.showText(event.globalPos(), self._tip(), self._widget)
                return True
            case QKeyEvent() if event.key() == Qt.Key.Key_Escape and self._pointer.dragging:
                return self._on_escape(event)
            case _ if event.type() == QEvent.Type.Leave:
                self._pointer.leave()
                self.hovered.emit()
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._on_press(event)
            case QEvent.Type.MouseMove:
                self._on_move(event)
            case QEvent.Type.MouseButtonRelease:
                self._on_release(event)
            case QEvent.Type.MouseButtonDblClick if event.button() == _LEFT:
                self._pointer.double()
            case _:
                return False
        self.show_cursor()
        return True

    def _on_press(self, event: QMouseEvent) -> None:
        self._widget.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pressed.emit()
        if self._axis_hand and self._axis_hand.press(event):
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == _LEFT:
            self._pointer.press(event.position().x(), event.position().y(), event.modifiers())

    def _on_move(self, event: QMouseEvent) -> None:
        if self._axis_hand and self._axis_hand.move(event):
            return
        x, y = event.position().x(), event.position().y()
        if event.buttons() & _LEFT:
            self._pointer.move(x, y, event.modifiers())
            self.dragged.emit()
        elif self._pointer.hover(x, y):
            self.hovered.emit()

    def _on_release(self, event: QMouseEvent) -> None:
        if (self._axis_hand and self._axis_hand.release(event)) or event.button() != _LEFT:
            return
        self._pointer.release(event.modifiers())
        self.dragged.emit()
        self._pointer.hover(event.position().x(), event.position().y())
        self.hovered.emit()

    def _on_escape(self, event: QKeyEvent) -> bool:
        """Takes the override, so that no shortcut of the window does, and then the key itself."""
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._pointer.cancel()
            self.dragged.emit()
        return True
