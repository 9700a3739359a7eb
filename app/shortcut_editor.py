"""The shortcut editor: every action with its keys, conflicts shown, all of it made from the registry."""

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.inspector.section import plain_label

_ID = Qt.ItemDataRole.UserRole


class ShortcutEditor(QDialog):
    """Choose a row, press the new keys, and they are in force; nothing else to confirm."""

    def __init__(self, registry: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_editor")
        self.setWindowTitle("Shortcuts")
        self.resize(640, 560)
        self._registry = registry
        self.table = QTableView(self)
        self._model = QStandardItemModel(0, 3, self)
        self._model.setHorizontalHeaderLabels(["Action", "Menu", "Keys"])
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setFilterKeyColumn(-1)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit(self)
        self.search.setObjectName("shortcut_search")
        self.search.setAccessibleName("Find an action")
        self.search.setPlaceholderText("Find an action or a key")
        self.search.textChanged.connect(self._filter.setFilterFixedString)
        self._dress_table()
        self.keys = QKeySequenceEdit(self)
        self.keys.setObjectName("shortcut_keys")
        self.keys.setAccessibleName("New keys for the chosen action")
        self.keys.setMaximumSequenceLength(1)
        self.keys.editingFinished.connect(self._on_keys_given)
        self.conflict = plain_label(role="message", wrap=True)
        self.conflict.setProperty("level", "warn")
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(self._make_row())
        column.addWidget(self.conflict)
        self._fill()

    def _dress_table(self) -> None:
        table = self.table
        table.setObjectName("shortcut_table")
        table.setAccessibleName("Actions and their keys")
        table.setModel(self._filter)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(plain_label("New keys", "quiet"))
        row.addWidget(self.keys, 1)
        for name, words, act in (
            ("shortcut_clear", "No key", self._on_clear),
            ("shortcut_reset", "All defaults", self._on_reset),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _fill(self) -> None:
        chosen = self._chosen()
        self._model.setRowCount(0)
        for action in self._registry.all():
            texts = (action.title, action.group, self._registry.key_text(action.id))
            items = [QStandardItem(text) for text in texts]
            items[0].setData(action.id, _ID)
            self._model.appendRow(items)
            if action.id == chosen:
                self.table.selectRow(self._filter.mapFromSource(items[0].index()).row())
        self._show_conflicts()

    def _show_conflicts(self) -> None:
        titles = {action.id: action.title for action in self._registry.all()}
        lines = [
            f"{key} is claimed by {' and '.join(titles[one] for one in ids)}: none of them gets it."
            for key, ids in self._registry.keymap.conflicts().items()
        ]
        self.conflict.setText("\n".join(lines))
        self.conflict.setVisible(bool(lines))

    def _chosen(self) -> str:
        index = self.table.currentIndex()
        if not index.isValid():
            return ""
        return str(index.siblingAtColumn(0).data(_ID))

    def _on_row_changed(self) -> None:
        keys = self._registry.keymap.keys(self._chosen())
        self.keys.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())

    def _on_keys_given(self) -> None:
        chosen, sequence = self._chosen(), self.keys.keySequence()
        if chosen and not sequence.isEmpty():
            self._rebind(chosen, (sequence.toString(QKeySequence.SequenceFormat.PortableText),))

    def _on_clear(self) -> None:
        if chosen := self._chosen():
            self._rebind(chosen, ())

    def _on_reset(self) -> None:
        self._registry.reset_keys()
        self._fill()

    def _rebind(self, action_id: str, keys: tuple[str, ...]) -> None:
        self._registry.rebind(action_id, keys)
        self._fill()
