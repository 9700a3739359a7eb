"""The list of broken rules as a model: no widget a row, so that thousands cost nothing."""

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crosstie.app.list_rows import ASIDE
from crosstie.app.plain import tip
from crosstie.app.rules.rows import BrokenRow, RuleHeading, RuleRow, rule_rows
from crosstie.schema.rules.verdict import Violation
from crosstie.viewers.context import PaneContext

Index = QModelIndex | QPersistentModelIndex
HEADING: Final = int(Qt.ItemDataRole.UserRole) + 20
"""Whether a row names a rule."""
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole


class RuleModel(QAbstractListModel):
    """The violations of the current pass that match what was typed, below the rules that they break."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._typed = ""
        self.rows: list[RuleRow] = []

    def narrow(self, typed: str) -> None:
        """Lists what holds these words."""
        self._typed = typed
        self.rebuild()

    def rebuild(self) -> None:
        """The violations as they stand."""
        context = self._context
        rows: list[RuleRow] = []
        if context.document is not None:
            rows = rule_rows(context.document, context.language, context.violations, self._typed)
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def violation_at(self, row: int) -> Violation | None:
        """The violation of a row; None for a heading and beyond the list."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found.violation if isinstance(found, BrokenRow) else None

    def place_of(self, violation: Violation | None) -> int:
        """The row of a violation, or of what is left of it after a change; −1 where it is gone."""
        if violation is None:
            return -1
        key = (violation.rule_id, violation.subject_id)
        found = (at for at, row in enumerate(self.rows) if isinstance(row, BrokenRow) and row.key == key)
        return next(found, -1)

    def next_broken(self, row: int, step: int) -> int:
        """The nearest violation after (+1) or before (−1) a row; the row itself where there is none."""
        at = row + step
        while 0 <= at < len(self.rows):
            if isinstance(self.rows[at], BrokenRow):
                return at
            at += step
        return row

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.data(HEADING) else super().flags(index)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        match self.rows[index.row()]:
            case RuleHeading(name=name, count=count):
                return {_Role.DisplayRole: name, ASIDE: str(count), HEADING: True}.get(role)
            case BrokenRow(violation=violation, when=when):
                words = f"{violation.message} {when}".strip()
                told = {_Role.DisplayRole: violation.message, ASIDE: when, HEADING: False}
                told |= {_Role.AccessibleTextRole: words, _Role.ToolTipRole: tip(violation.message)}
                return told.get(role)
