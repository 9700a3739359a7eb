"""The shortcut editor: every action with its keys, conflicts shown, all of it made from the registry."""

from collections.abc import Callable

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
from crosstie.app.plain import plain_label
from crosstie.viewers.theme import Theme

_ID = Qt.ItemDataRole.UserRole
_KEYS_COLUMN = 2
_ROW_PX = 26


class ShortcutEditor(QDialog):
    """Choose a row, press the new keys, and they are in force; nothing else to confirm."""

    def __init__(self, registry: ActionRegistry, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_editor")
        self.setAccessibleName("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Shortcuts")
        self.resize(680, 620)
        self._registry = registry
        self._theme = theme
        self._model = QStandardItemModel(0, 3, self)
        self._model.setHorizontalHeaderLabels(["Action", "Menu", "Keys"])
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setFilterKeyColumn(-1)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = self._make_search()
        self.table = self._make_table()
        self.keys = self._make_keys()
        self._asked = plain_label(role="quiet")
        self.conflict = plain_label(role="message", wrap=True)
        self.conflict.setObjectName("shortcut_conflicts")
        self.conflict.setProperty("level", "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        for part in (self.search, self.table, self.conflict, self._asked):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addLayout(self._make_row())
        self._fill()
        self._on_row_changed()
        self.search.setFocus()

    # Building

    def _make_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setObjectName("shortcut_search")
        search.setAccessibleName("Find an action")
        search.setPlaceholderText("Find an action or a key")
        search.setClearButtonEnabled(False)
        search.textChanged.connect(self._filter.setFilterFixedString)
        return search

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("shortcut_table")
        table.setAccessibleName("Actions and their keys")
        table.setModel(self._filter)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_KEYS_COLUMN, 190)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        return table

    def _make_keys(self) -> QKeySequenceEdit:
        keys = QKeySequenceEdit(self)
        keys.setObjectName("shortcut_keys")
        keys.setAccessibleName("New keys for the chosen action")
        keys.setMaximumSequenceLength(1)
        keys.setFinishingKeyCombinations([])  # Tab may be somebody's key as well
        keys.editingFinished.connect(self._on_keys_given)
        for field in keys.findChildren(QLineEdit):
            field.setObjectName("shortcut_keys_field")
            field.setAccessibleName("New keys for the chosen action")
        return keys

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keys, 1)
        self._own_buttons = (
            self._button("shortcut_clear", "No key", self._on_clear),
            self._button("shortcut_default", "Default", self._on_default),
        )
        for button in self._own_buttons:
            row.addWidget(button)
        row.addSpacing(16)
        row.addWidget(self._button("shortcut_reset", "All defaults", self._on_reset))
        row.addWidget(self._button("shortcut_close", "Close", self.close))
        return row

    def _button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # What is shown

    def _fill(self) -> None:
        """Lists the actions afresh; the chosen one stays chosen."""
        chosen, claimed = self._chosen(), self._claimed()
        self._model.setRowCount(0)
        for action in self._registry.all():
            texts = (action.title, action.group, self._registry.key_text(action.id))
            items = [QStandardItem(text) for text in texts]
            items[0].setData(action.id, _ID)
            items[1].setForeground(self._theme.color("quiet"))
            if action.id in claimed:
                items[_KEYS_COLUMN].setForeground(self._theme.color("warn"))
            self._model.appendRow(items)
            if action.id == chosen:
                self.table.selectRow(self._filter.mapFromSource(items[0].index()).row())
        self._show_conflicts()

    def _claimed(self) -> frozenset[str]:
        """Ids of the actions that share a key with another."""
        return frozenset(one for ids in self._registry.keymap.conflicts().values() for one in ids)

    def _show_conflicts(self) -> None:
        titles = {action.id: action.title for action in self._registry.all()}
        lines = [
            f"{key} is claimed by “{'” and “'.join(titles[one] for one in ids)}”: none of them gets it."
            for key, ids in self._registry.keymap.conflicts().items()
        ]
        self.conflict.setText("\n".join(lines))
        self.conflict.setVisible(bool(lines))

    def _chosen(self) -> str:
        index = self.table.currentIndex()
        return str(index.siblingAtColumn(0).data(_ID)) if index.isValid() else ""

    # What happens

    def _on_row_changed(self) -> None:
        chosen = self._chosen()
        titles = {action.id: action.title for action in self._registry.all()}
        self._asked.setText(
            f"Keys for “{titles[chosen]}”" if chosen else "Choose an action to change its keys."
        )
        for part in (self.keys, *self._own_buttons):
            part.setEnabled(bool(chosen))
        self.keys.clear()
        for field in self.keys.findChildren(QLineEdit):
            # Qt writes its own words there when the field is cleared.
            field.setPlaceholderText("Press the new keys here")

    def _on_keys_given(self) -> None:
        chosen, sequence = self._chosen(), self.keys.keySequence()
        if chosen and not sequence.isEmpty():
            self._rebind(chosen, (sequence.toString(QKeySequence.SequenceFormat.PortableText),))

    def _on_clear(self) -> None:
        if chosen := self._chosen():
            self._rebind(chosen, ())

    def _on_default(self) -> None:
        if chosen := self._chosen():
            self._rebind(chosen, self._registry.keymap.default_keys(chosen))

    def _on_reset(self) -> None:
        self._registry.reset_keys()
        self._fill()

    def _rebind(self, action_id: str, keys: tuple[str, ...]) -> None:
        self._registry.rebind(action_id, keys)
        self._fill()
