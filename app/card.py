"""A card over the window: a field, and a list of what the letters typed into it leave to choose from."""

from collections.abc import Callable, Sequence

import msgspec
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crosstie.app.list_rows import ASIDE, DIGIT, ListRows

_MARGIN_PX = 10
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class Row(msgspec.Struct, frozen=True):
    """One line of the list: what it is called, what stands quietly at its right, and what happens."""

    title: str
    take: Callable[[], object]
    aside: str = ""
    digit: str = ""
    icon: QIcon | None = None


class Card(QFrame):
    """Takes the keyboard when it opens and gives it back when it closes.

    Enter or a click takes a row, Escape or a click elsewhere leaves. A sub-class says which rows there are.
    """

    def __init__(self, window: QWidget, name: str, spoken: str) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setProperty("role", "card")
        self._window = window
        self._rows: tuple[Row, ...] = ()
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName(f"{name}_field")
        self.field.textChanged.connect(lambda _text: self._show_rows())
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName(f"{name}_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(ListRows(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._column.setSpacing(8)
        self._column.addWidget(self.field)
        self._column.addWidget(self.list, 1)
        self.hide()

    def titles(self) -> tuple[str, ...]:
        """What is offered now, in the order shown."""
        return tuple(row.title for row in self._rows)

    def leave(self) -> None:
        """Closes without taking anything, and gives the keyboard back."""
        if self.isVisible():
            self._close(give_back=True)
            self._on_left()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._on_focus_out(event.reason())
        return super().eventFilter(watched, event)

    # What a sub-class says

    def _matching(self, typed: str) -> Sequence[Row]:
        """The rows for what was typed."""
        raise NotImplementedError

    def _place(self) -> None:
        """Sets the card's geometry over the window."""
        raise NotImplementedError

    def _on_left(self) -> None:
        """Nothing was taken."""

    # What a card does

    def _open(self) -> None:
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._show_rows()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, *, give_back: bool) -> None:
        before, self._before = self._before, None
        self.hide()
        if not give_back:
            return
        # What had the keyboard may be gone by now: a form is made anew when another thing is selected.
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._window.setFocus()

    def _show_rows(self) -> None:
        self._rows = tuple(self._matching(self.field.text()))
        self.list.clear()
        for row in self._rows:
            item = QListWidgetItem(row.title, self.list)
            item.setData(ASIDE, row.aside)
            item.setData(DIGIT, row.digit)
            if row.icon is not None:
                item.setIcon(row.icon)
        self.list.setCurrentRow(0)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            row = self._rows[place]
            self._close(give_back=True)
            row.take()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentRow())
        elif key in _STEPS:
            self.list.setCurrentRow(min(max(self.list.currentRow() + _STEPS[key], 0), self.list.count() - 1))
        else:
            return False
        return True

    def _on_focus_out(self, reason: Qt.FocusReason) -> None:
        """The keyboard went elsewhere: there it stays. A look at another program's window leaves nothing."""
        if self.isVisible() and reason not in _STAYS and not self.underMouse():
            self._close(give_back=False)
            self._on_left()
