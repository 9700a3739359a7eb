"""The table of figures: a cell is a number, its interval drawn to scale, and a mark where it differs."""

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from crosstie.app.plain import tip
from crosstie.app.quality.cells import CELL_PX, FIGURE, HEADER_PX, CellPainter, Headings
from crosstie.app.quality.sheet import Sheet
from crosstie.app.quality.words import figure_words, number_text
from crosstie.qa.reports.report import Figure
from crosstie.viewers.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_Role = Qt.ItemDataRole
_LEAST_PX: Final = 92
_FIRST_PX: Final = 140
NOT_COUNTED: Final = "not counted: no sample of this slice has it"


class MatrixModel(QAbstractTableModel):
    """A sheet as Qt's table; it holds no figure of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = Sheet("language")
        self._names: dict[str, str] = {}

    def show_sheet(self, sheet: Sheet, names: dict[str, str]) -> None:
        """Shows another sheet."""
        self.beginResetModel()
        self.sheet, self._names = sheet, names
        self.endResetModel()

    def figure_at(self, index: Index) -> Figure | None:
        """The figure of a cell."""
        if not index.isValid():
            return None
        return self.sheet.rows[index.row()].figures[index.column()]

    def words_at(self, index: Index) -> str:
        """All that a cell has to say."""
        if not index.isValid():
            return ""
        figure, row = self.figure_at(index), self.sheet.rows[index.row()]
        if figure is not None:
            return figure_words(figure, self._names)
        return f"{self.sheet.columns[index.column()].title}, {row.title}: {NOT_COUNTED}"

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.sheet.columns)

    def headerData(  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = int(_Role.DisplayRole)
    ) -> object:
        down = orientation == Qt.Orientation.Vertical
        title = self.sheet.rows[section].title if down else self.sheet.columns[section].title
        if role == _Role.DisplayRole:
            return title
        return tip(title) if role == _Role.ToolTipRole else None

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        figure = self.figure_at(index)
        match role:
            case _Role.DisplayRole:
                return number_text(figure.number if figure is not None else None)
            case _Role.ToolTipRole:
                return tip(self.words_at(index))
            case _Role.AccessibleTextRole:
                return self.words_at(index)
            case _ if role == FIGURE:
                return figure
        return None


class Matrix(QTableView):
    """Arrows walk the cells, Enter or a double click asks for the samples behind one."""

    asked = Signal(object)
    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quality_matrix")
        self.setAccessibleName("Figures by slice")
        self.cells = MatrixModel(self)
        self.setModel(self.cells)
        self._painter = CellPainter(self)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(Headings(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(Headings(Qt.Orientation.Vertical, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(CELL_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(_FIRST_PX)
        self.horizontalHeader().setFixedHeight(HEADER_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._ask)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))

    def show_sheet(self, sheet: Sheet, names: dict[str, str]) -> None:
        """Shows another sheet; the cell that was current stays so where it is still there."""
        kept = self._place()
        self.cells.show_sheet(sheet, names)
        self._share_room()
        self._go_back(kept)

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self._painter.theme = theme
        self.viewport().update()

    @property
    def current_figure(self) -> Figure | None:
        """The figure of the cell that the arrows stand on."""
        return self.cells.figure_at(self.currentIndex())

    @property
    def current_words(self) -> str:
        """What the cell says that the arrows stand on."""
        return self.cells.words_at(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        self._share_room()

    def sizeHint(self) -> QSize:  # Qt's name
        return QSize(600, 300)

    def _share_room(self) -> None:
        """Columns share the width, and scroll once they would be too narrow to be read."""
        count = self.cells.columnCount()
        if count:
            width = min(max(self.viewport().width() // count, _LEAST_PX), 2 * _LEAST_PX)
            self.horizontalHeader().setDefaultSectionSize(width)

    def _place(self) -> tuple[str, str]:
        index, sheet = self.currentIndex(), self.cells.sheet
        if not index.isValid():
            return "", ""
        return sheet.rows[index.row()].value, sheet.columns[index.column()].name

    def _go_back(self, place: tuple[str, str]) -> None:
        sheet = self.cells.sheet
        row = next((at for at, one in enumerate(sheet.rows) if one.value == place[0]), 0)
        column = next((at for at, one in enumerate(sheet.columns) if one.name == place[1]), 0)
        if sheet.rows and sheet.columns:
            self.setCurrentIndex(self.cells.index(row, column))
        self._tell(self.currentIndex())

    def _ask(self, index: Index) -> None:
        figure = self.cells.figure_at(index)
        if figure is not None:
            self.asked.emit(figure)

    def _tell(self, index: Index) -> None:
        self.current_changed.emit(self.cells.words_at(index))
