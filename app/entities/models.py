"""The entity panel's two lists as models: no widget a row, so that thousands cost nothing."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from crosstie.app.entities.rows import AppearanceRow, EntityCounts, EntityRow, appearances, matching
from crosstie.app.icons import dot
from crosstie.app.list_rows import ASIDE, BELOW, DIGIT
from crosstie.app.plain import tip
from crosstie.schema.changes import Changes
from crosstie.viewers.context import PaneContext

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole


class EntityModel(QAbstractListModel):
    """The pass's entities that match what was typed. `renamed` carries an id and the name wanted for it."""

    renamed = Signal(str, str)

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._counts = EntityCounts(context)
        self._typed = ""
        self._codes: Mapping[str, str] = {}
        self.rows: list[EntityRow] = []
        self._place_of: dict[str, int] = {}

    @property
    def ids(self) -> list[str]:
        """Ids of the rows, from above to below."""
        return [row.id for row in self.rows]

    def place_of(self, entity_id: str) -> int:
        """An entity's row; −1 where it is not listed."""
        return self._place_of.get(entity_id, -1)

    def rebuild(self) -> None:
        """Another sample, pass, theme or language."""
        self._counts.rebuild()
        self._list()

    def take(self, changes: Changes) -> None:
        """Follows a gesture."""
        self._counts.take(changes)
        if changes.touches("entity", "annotation"):
            self._list()

    def narrow(self, typed: str) -> None:
        """Lists what matches these words."""
        self._typed = typed
        self._list()

    def show_codes(self, codes: Mapping[str, str]) -> None:
        """Shows before each entity the letters that pick it; empty for none."""
        if codes != self._codes:
            self._codes = codes
            self._all_changed()

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if self._context.read_only else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        row = self.rows[index.row()]
        match role:
            case _Role.DisplayRole | _Role.EditRole:
                return row.name
            case _Role.DecorationRole:
                return QIcon(dot(self._context.entity_color(row.id)))
            case _Role.AccessibleTextRole:
                return f"{row.name}, {row.type_name}, {row.counts}"
            case _Role.ToolTipRole:
                return tip(f"{row.name} · {row.type_name} · {row.counts}")
            case _ if role == ASIDE:
                return row.type_name
            case _ if role == BELOW:
                return row.counts
            case _ if role == DIGIT:
                return self._codes.get(row.id, " " if self._codes else "")
        return None

    def setData(self, index: Index, value: object, role: int = int(_Role.EditRole)) -> bool:  # Qt's name
        name = str(value).strip()
        if role != _Role.EditRole or not name:
            return False
        self.renamed.emit(self.rows[index.row()].id, name)
        return True

    def _list(self) -> None:
        state, pass_id = self._context.state, self._context.pass_id
        mine = (entity for entity in state.entities.values() if entity.pass_id == pass_id)
        rows = matching(map(self._counts.row, mine), self._typed)
        if [row.id for row in rows] == self.ids:
            self.rows = rows
            self._all_changed()
            return
        self.beginResetModel()
        self.rows = rows
        self._place_of = {row.id: place for place, row in enumerate(rows)}
        self.endResetModel()

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


class AppearanceModel(QAbstractListModel):
    """One entity's appearances in order of time."""

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.entity_id = ""
        self.rows: list[AppearanceRow] = []

    def show(self, entity_id: str) -> None:
        """Lists an entity's appearances as they stand; the empty id lists none."""
        rows = appearances(self._context, entity_id) if entity_id else []
        if (entity_id, rows) != (self.entity_id, self.rows):
            self.beginResetModel()
            self.entity_id, self.rows = entity_id, rows
            self.endResetModel()

    def place_of(self, annotation_id: str) -> int:
        """An annotation's row; −1 where it is not listed."""
        return next((place for place, row in enumerate(self.rows) if row.id == annotation_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        row = self.rows[index.row()]
        match role:
            case _Role.DisplayRole:
                return row.title
            case _Role.DecorationRole:
                return QIcon(dot(self._context.class_color(row.class_id)))
            case _Role.AccessibleTextRole:
                return f"{row.title} in {row.where}, {row.when}"
            case _Role.ToolTipRole:
                return tip(f"Go to {row.title} in {row.where}")
            case _ if role == ASIDE:
                return " · ".join(filter(None, (row.where, row.when)))
        return None
