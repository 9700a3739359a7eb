"""The entity panel's lists as widgets: many rows can be chosen, Enter goes, a name is edited in its row."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStyleOptionViewItem, QWidget

from crosstie.app.list_rows import Index, ListRows

_NAME_LEFT_PX: Final = 20
_NAME_PX: Final = 26
_WALKS: Final = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Down)


class RowList(QListView):
    """A list that is walked by keyboard.

    `gone_to` carries the row that was entered, or with `by_click` clicked.
    """

    gone_to = Signal(int)
    chosen = Signal()

    def __init__(self, name: str, spoken: str, *, by_click: bool) -> None:
        super().__init__()
        self._by_click = by_click
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(NameRows(self))
        self._quiet = False
        self.clicked.connect(self._on_clicked)

    def rows_chosen(self) -> list[int]:
        """The chosen rows, in the order of choosing."""
        return [index.row() for index in self.selectionModel().selectedIndexes()]

    def show_chosen(self, rows: list[int]) -> None:
        """Marks rows as chosen without telling anybody, and brings the last of them into view."""
        if sorted(rows) == sorted(self.rows_chosen()):
            return
        self._quiet = True
        model, selection = self.model(), self.selectionModel()
        selection.clear()
        for row in rows:
            selection.select(model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)
        if rows:
            last = model.index(rows[-1], 0)
            selection.setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(last)
        self._quiet = False

    def listen(self) -> None:
        """Tells of what is chosen from now on; called once the model is set."""
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter goes to the row that the keyboard stands on; a row that is walked to is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.gone_to.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
        if event.key() in _WALKS and not self.rows_chosen():
            # Qt puts the keyboard on the first row without choosing it, and goes nowhere from there.
            self.choose_current()

    def choose_current(self) -> None:
        """Chooses the row that the keyboard stands on, else the first."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.model().index(0, 0)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)

    def _on_selection_changed(self) -> None:
        if not self._quiet:
            self.chosen.emit()

    def _on_clicked(self, index: Index) -> None:
        if self._by_click and len(self.rows_chosen()) == 1:
            self.gone_to.emit(index.row())


class NameRows(ListRows):
    """Rows whose name can be edited in place."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("entity_name_editor")
        editor.setAccessibleName("Entity name")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data()))
        editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect
        editor.setGeometry(
            row.left() + _NAME_LEFT_PX, row.top() + 1, row.width() - _NAME_LEFT_PX - 4, _NAME_PX
        )
