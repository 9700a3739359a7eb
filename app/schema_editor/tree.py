"""The tree of classes, entity types and link types, each with how many labels stand under it."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTreeView

from crosstie.app.list_rows import Index
from crosstie.app.schema_editor.draft import Draft
from crosstie.schema.names import name_from_id
from crosstie.viewers.theme import Theme

_ID = int(Qt.ItemDataRole.UserRole)
_SECTIONS = (("classes", "Classes"), ("entities", "Entity types"), ("links", "Link types"))


class SchemaTree(QTreeView):
    """Arrow keys walk it; what is current is chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, QStandardItem] = {}
        self._quiet = True
        self.setObjectName("schema_tree")
        self.setAccessibleName("Classes, entity types and link types")
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self._model = QStandardItemModel(0, 2, self)
        self.setModel(self._model)
        header = self.header()
        header.setStretchLastSection(False)
        self._quiet = False

    def show_draft(self, draft: Draft, counts: Mapping[str, int], theme: Theme, language: str) -> None:
        """Shows the draft's parts; what was chosen stays chosen where it is still there."""
        chosen, self._quiet = self.current_id(), True
        self._model.clear()
        self._items = {}
        self._model.setHorizontalHeaderLabels(["Name", "Labels"])
        for section, title in _SECTIONS:
            self._section(draft, section, title, counts, theme, language)
        self.expandAll()
        header = self.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.choose(chosen)
        self._quiet = False

    def choose(self, any_id: str) -> None:
        """Makes an entry the current one; nothing where it is not there."""
        item = self._items.get(any_id)
        index = item.index() if item is not None else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def current_id(self) -> str:
        """The id of the current entry; empty for none."""
        index = self.currentIndex()
        return str(index.siblingAtColumn(0).data(_ID) or "") if index.isValid() else ""

    def currentChanged(self, current: Index, previous: Index) -> None:  # Qt's name
        """Tells what is current now."""
        super().currentChanged(current, previous)
        if not self._quiet:
            self.chosen.emit(self.current_id())

    def _section(
        self, draft: Draft, section: str, title: str, counts: Mapping[str, int], theme: Theme, language: str
    ) -> None:
        head = QStandardItem(title)
        head.setForeground(theme.color("quiet"))
        head.setSelectable(False)
        self._model.appendRow([head, QStandardItem()])
        entries = {str(entry["id"]): entry for entry in draft.section(section)}
        for any_id, entry in entries.items():
            names = draft.names(entry)
            name = str(names.get(language) or next(iter(names.values()), name_from_id(any_id)))
            self._items[any_id] = item = QStandardItem(name)
            item.setData(any_id, _ID)
            item.setToolTip(any_id)
        for any_id, entry in entries.items():
            above = self._items.get(str(entry.get("parent", ""))) if section == "classes" else None
            self._append(
                above if above and not self._is_below(above, any_id) else head, any_id, counts, theme
            )

    def _append(self, above: QStandardItem, any_id: str, counts: Mapping[str, int], theme: Theme) -> None:
        number = QStandardItem(f"{counts[any_id]:,}" if counts.get(any_id) else "")
        number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setForeground(theme.color("quiet"))
        number.setSelectable(False)
        above.appendRow([self._items[any_id], number])

    def _is_below(self, item: QStandardItem | None, any_id: str) -> bool:
        """Whether an entry stands below another: a draft may loop while it is being changed."""
        while item is not None:
            if item is self._items[any_id]:
                return True
            item = item.parent()
        return False
