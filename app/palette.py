"""The command palette: type a few letters of what to do, press Enter."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crosstie.app.actions.action import Action
from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.search_rank import rank

_WIDTH_PX, _HEIGHT_PX, _TOP_PX = 620, 420, 72


class CommandPalette(QFrame):
    """A card over the window that lists the actions which apply now, best match first."""

    def __init__(self, registry: ActionRegistry, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("command_palette")
        self.setAccessibleName("Command palette")
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self._registry = registry
        self._window = window
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("palette_field")
        self.field.setAccessibleName("What to do")
        self.field.setPlaceholderText("What do you want to do?")
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("palette_list")
        self.list.setAccessibleName("Matching actions")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._run_current())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.hide()

    def toggle(self) -> None:
        """Ctrl+K opens it and closes it."""
        if self.isVisible():
            self._leave()
        else:
            self._open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.underMouse():
            self._leave()
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        parent = self._window
        width = min(_WIDTH_PX, parent.width() - 40)
        self.setGeometry(
            (parent.width() - width) // 2, _TOP_PX, width, min(_HEIGHT_PX, parent.height() - _TOP_PX * 2)
        )
        self._before = self.window().focusWidget()
        self._registry.refresh()
        self.field.clear()
        self._on_text_changed("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def _leave(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        else:
            self.window().setFocus()

    def _on_key(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps:
            row = self.list.currentRow() + steps[Qt.Key(key)]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_current()
            return True
        if key == Qt.Key.Key_Escape:
            self._leave()
            return True
        return False

    def _on_text_changed(self, text: str) -> None:
        self.list.clear()
        shown = [action for action in self._registry.all() if action.when() and action.id != "palette"]
        for action in rank(text, shown, lambda action: f"{action.title} {action.group}"):
            self._add(action)
        self.list.setCurrentRow(0)

    def _add(self, action: Action) -> None:
        item = QListWidgetItem(self.list)
        item.setData(Qt.ItemDataRole.UserRole, action.id)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, action.title)
        row = QWidget(self.list)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 3, 8, 3)
        for text, role in (
            (action.title, ""),
            (action.group, "quiet"),
            (self._registry.key_text(action.id), "quiet"),
        ):
            label = QLabel(text, row)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
            layout.addWidget(label)
            if role == "quiet" and text == action.group:
                layout.addStretch(1)
        item.setSizeHint(row.sizeHint())
        self.list.setItemWidget(item, row)

    def _run_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            action_id = str(item.data(Qt.ItemDataRole.UserRole))
            self._leave()
            self._registry.refresh()
            self._registry.run(action_id)
