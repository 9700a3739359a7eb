"""A card that offers a few things to choose from: a digit takes one at once, letters narrow the list."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crosstie.app.inspector.section import plain_label
from crosstie.app.search_rank import rank

_WIDTH_PX, _ROW_PX = 420, 30
_DIGITS = 9


class Choice(msgspec.Struct, frozen=True):
    """One thing to choose and what to do when it is chosen."""

    title: str
    take: Callable[[], None]
    icon: QIcon | None = None


class Chooser(QFrame):
    """Opens over the window with a question; closes when something is taken, or on Escape."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("chooser")
        self.setProperty("role", "card")
        self._choices: tuple[Choice, ...] = ()
        self._shown: list[Choice] = []
        self._on_left: Callable[[], None] = _nothing
        self._before: QWidget | None = None
        self._question: QLabel = plain_label(role="title")
        self.field = QLineEdit(self)
        self.field.setObjectName("chooser_field")
        self.field.setAccessibleName("Narrow the choice")
        self.field.setPlaceholderText("A digit takes one, letters narrow the list")
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("chooser_list")
        self.list.setAccessibleName("Choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self._question)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.hide()

    def ask(
        self, question: str, choices: Sequence[Choice], on_left: Callable[[], None] | None = None
    ) -> None:
        """Offers the choices; `on_left` is called when the person leaves without taking one."""
        self._choices, self._on_left = tuple(choices), on_left or _nothing
        self._question.setText(question)
        self.setAccessibleName(question)
        self.field.clear()
        self._on_text_changed("")
        self._place()
        self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Closes without taking anything."""
        if self.isVisible():
            self._close()
            self._on_left()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.underMouse():
            self.leave()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._window
        width = min(_WIDTH_PX, parent.width() - 40)
        height = min(110 + _ROW_PX * max(len(self._choices), 1), parent.height() - 160)
        self.setGeometry(
            (parent.width() - width) // 2, max((parent.height() - height) // 3, 20), width, height
        )

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentRow())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        elif not self.field.text() and "1" <= event.text() <= "9":
            self._take(int(event.text()) - 1)
        else:
            return False
        return True

    def _on_text_changed(self, text: str) -> None:
        self._shown = rank(text, self._choices, lambda choice: choice.title)
        self.list.clear()
        for place, choice in enumerate(self._shown):
            digit = f"{place + 1}   " if place < _DIGITS and not text else "     "
            item = QListWidgetItem(digit + choice.title, self.list)
            if choice.icon is not None:
                item.setIcon(choice.icon)
        self.list.setCurrentRow(0)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            choice = self._shown[row]
            self._close()
            choice.take()

    def _close(self) -> None:
        self.hide()
        (self._before or self.window()).setFocus()


def _nothing() -> None:
    """Nobody wants to know."""
