"""Real mouse events at points of a widget, for tests of panes."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Point = tuple[float, float]
NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def at(point: Point) -> QPoint:
    """A point in whole pixels."""
    return QPoint(round(point[0]), round(point[1]))


def hover(widget: QWidget, point: Point, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Moves there with no button held."""
    _send_move(widget, QPointF(*point), Qt.MouseButton.NoButton, modifiers)


def click(widget: QWidget, point: Point, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Moves there and clicks."""
    hover(widget, point, modifiers)
    QTest.mouseClick(widget, LEFT, modifiers, at(point))


def double_click(widget: QWidget, point: Point) -> None:
    """Moves there and double-clicks, as a hand does: the first click comes by itself."""
    click(widget, point)
    QTest.mouseDClick(widget, LEFT, NO_KEY, at(point))


def press(widget: QWidget, point: Point, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Presses and holds."""
    QTest.mousePress(widget, LEFT, modifiers, at(point))


def drag_to(widget: QWidget, start: Point, end: Point, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Moves with the button held, in steps, as a hand does."""
    for part in (0.2, 0.5, 0.8, 1.0):
        here = QPointF(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
        _send_move(widget, here, LEFT, modifiers)


def drag(widget: QWidget, start: Point, end: Point, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Presses at one point and lets go at another."""
    press(widget, start, modifiers)
    drag_to(widget, start, end, modifiers)
    QTest.mouseRelease(widget, LEFT, modifiers, at(end))


def wheel(widget: QWidget, point: Point, notches: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Turns the wheel; above 0 away from the hand."""
    here = QPointF(*point)
    event = QWheelEvent(
        here,
        QPointF(widget.mapToGlobal(at(point))),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _send_move(widget: QWidget, here: QPointF, held: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
    # QTest's own move carries neither the held button nor the keys, and comes when the display likes.
    everywhere = QPointF(widget.mapToGlobal(here))
    event = QMouseEvent(QEvent.Type.MouseMove, here, everywhere, Qt.MouseButton.NoButton, held, modifiers)
    QApplication.sendEvent(widget, event)
