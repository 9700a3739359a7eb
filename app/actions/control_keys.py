"""Keys that belong to a control or a text field while it has the keyboard, before any action's."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_WALK: Final = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
_PRESS: Final = _WALK | {Qt.Key.Key_Space}
_ROWS: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_LIST: Final = _WALK | _ROWS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class ControlKeys(QObject):
    """Lets a button, box or list that was reached by keyboard be worked by keyboard, and text be typed.

    In a text field every key is the field's but those that `works_while_typing`. From a control Tab walks
    on, Space presses it, Escape leaves it (`left`). Controls take no keyboard from a click, so a hand at
    the mouse keeps the actions' keys.
    """

    left = Signal()

    def __init__(self, window: QWidget, works_while_typing: Callable[[QKeySequence], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._works_while_typing = works_while_typing
        self._followed: QWidget | None = None

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """The keyboard went from one widget to another."""
        if old is not None and old is self._followed:
            old.removeEventFilter(self)
        has_own = new is not None and new.window() is self._window and (is_typing(new) or own_keys(new))
        self._followed = new if has_own else None
        if self._followed is not None:
            self._followed.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._on_shortcut(watched, event)
        control = not is_typing(watched)
        if control and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    def _on_shortcut(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Accepted, the event comes back as a key press of the widget's own instead of an action's."""
        if is_typing(widget):
            own = not self._works_while_typing(QKeySequence(event.keyCombination()))
        else:
            own = event.modifiers() in _PLAIN and event.key() in own_keys(widget)
        if own:
            event.accept()
        return own


def own_keys(widget: QWidget) -> frozenset[Qt.Key]:
    """The keys that a control works by; none for what is no control."""
    if isinstance(widget, QAbstractButton):
        return _PRESS
    if isinstance(widget, QComboBox):
        return _PRESS | _ROWS
    return _LIST if isinstance(widget, QAbstractItemView) else frozenset()


def is_typing(widget: QWidget | None) -> bool:
    """Whether a key press would write text into `widget`."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)
