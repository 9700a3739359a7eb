"""The list of differences as a model: a heading for each modality, with how many of which kind below it."""

from typing import Final, Literal

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from crosstie.app.compare.difference import KINDS, Compared, Difference, Kind, counts
from crosstie.app.list_rows import ASIDE
from crosstie.app.plain import tip
from crosstie.app.rules.model import HEADING

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_Role = Qt.ItemDataRole


class ModalityHeading(msgspec.Struct, frozen=True):
    """A modality, and how many differences of which kind it has."""

    modality: str
    count: int
    words: str


Row = ModalityHeading | Difference


class DifferenceModel(QAbstractListModel):
    """The differences of one kind, or all of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_differences(self, compared: Compared | None, kind: Kind | Literal[""]) -> None:
        """Lists the differences of a kind below their modalities."""
        self.beginResetModel()
        shown = compared.of(kind) if compared is not None else ()
        told = counts(shown)
        self.rows = []
        last = ""
        for one in shown:
            if one.modality != last:
                last = one.modality
                mine = told[last]
                words = ", ".join(f"{mine[key]} {word}" for key, word in KINDS.items() if mine[key])
                number = sum(other.modality == last for other in shown)
                self.rows.append(ModalityHeading(last, number, words))
            self.rows.append(one)
        self.endResetModel()

    def difference_at(self, row: int) -> Difference | None:
        """The difference of a row; None for a heading and beyond the list."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Difference) else None

    def place_of(self, difference: Difference | None) -> int:
        """The row of a difference; −1 where it is not listed."""
        return next((at for at, row in enumerate(self.rows) if row is difference), -1)

    def step(self, row: int, by: int) -> int:
        """The nearest difference after (+1) or before (−1) a row, round and round; −1 where there is none."""
        places = [at for at, one in enumerate(self.rows) if isinstance(one, Difference)]
        if not places:
            return -1
        further = [at for at in places if (at > row if by > 0 else at < row)]
        if by > 0:
            return further[0] if further else places[0]
        return further[-1] if further else places[-1]

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.data(HEADING) else super().flags(index)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        match self.rows[index.row()]:
            case ModalityHeading(modality=modality, count=count, words=words):
                told: dict[object, object] = {
                    _Role.DisplayRole: f"{modality}: {words}",
                    ASIDE: str(count),
                    HEADING: True,
                }
                told |= {_Role.ToolTipRole: tip(words), _Role.AccessibleTextRole: f"{modality}: {words}"}
                return told.get(role)
            case Difference() as one:
                kinds = ", ".join(KINDS[key] for key in one.kinds)
                below = kinds if one.overlap is None or "moved" not in one.kinds else one.words
                told = {_Role.DisplayRole: one.title, ASIDE: below, HEADING: False}
                words = f"{one.title}: {kinds}. {one.words}"
                told |= {_Role.AccessibleTextRole: words, _Role.ToolTipRole: tip(words)}
                return told.get(role)
