"""The mapping as rows of a table: what each term becomes, why, and whether that is confirmed."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from crosstie.app.list_rows import Index
from crosstie.schema.reconcile.proposing import Confirmed, Row
from crosstie.schema.yaml_node import IDENTIFIER
from crosstie.viewers.theme import Theme

COLUMNS: Final = ("Taxonomy", "Name", "Becomes", "Sure", "Why", "Confirmed")
INTO: Final = COLUMNS.index("Becomes")

_NEXT: Final[dict[Confirmed, Confirmed]] = {"": "yes", "yes": "no", "no": ""}
_NO_INDEX: Final = QModelIndex()
_TELLERS: Final[tuple[Callable[[Row], str], ...]] = (
    lambda row: row.source,
    lambda row: row.name,
    lambda row: row.into or "nothing",
    lambda row: f"{row.score:.2f}",
    lambda row: row.reason,
    lambda row: row.confirmed or "?",
)


class MappingModel(QAbstractTableModel):
    """Rows of one mapping. The column `Becomes` can be typed into."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self, rows: Sequence[Row], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = list(rows)
        self._theme = theme

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # Qt's name
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if across else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _TELLERS[index.column()](row)
        if role == Qt.ItemDataRole.EditRole:
            return row.into
        if role == Qt.ItemDataRole.ForegroundRole:
            waits = bool(row.into) and not row.confirmed
            refused = row.confirmed == "no" or not row.into
            return self._theme.color("warn" if waits else "quiet" if refused else "text")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == INTO else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # Qt's name
        """What a person types is confirmed thereby."""
        into = str(value).strip()
        if into and not IDENTIFIER.fullmatch(into):
            self.refused.emit(f"'{into}' is no id; use letters, digits, _ and -, no digit first")
            return False
        self._set(index.row(), into=into, confirmed="yes")
        return True

    def turn(self, row: int) -> None:
        """Confirms a row, refuses it, or leaves it open again, one after the other."""
        self._set(row, confirmed=_NEXT[self.rows[row].confirmed])

    def make_nothing(self, row: int) -> None:
        """The term becomes no class."""
        self._set(row, into="", confirmed="yes")

    def confirm_all(self) -> None:
        """Confirms every row that waits."""
        for place, row in enumerate(self.rows):
            if row.into and not row.confirmed:
                self._set(place, confirmed="yes")

    def _set(self, place: int, **fields: str) -> None:
        self.rows[place] = msgspec.structs.replace(self.rows[place], **fields)
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
        self.edited.emit()
