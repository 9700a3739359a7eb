"""The project's samples, with how much stands in each."""

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from crosstie.app import list_rows
from crosstie.app.plain import counted, tip
from crosstie.storage.queries import SampleSummary

_NO_PARENT: Final = QModelIndex()


class SampleModel(QAbstractListModel):
    """Samples in the project's order; a model, because a project may hold a million."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: tuple[SampleSummary, ...] = ()
        self._all: tuple[SampleSummary, ...] = ()
        self._notes: dict[str, str] | None = None

    def show_only(self, notes: dict[str, str] | None) -> None:
        """Lists these samples alone, in this order, each with what is to be said of it; None lists all."""
        self._notes = notes
        self.show_samples(self._all)

    def show_samples(self, samples: tuple[SampleSummary, ...]) -> None:
        """Replaces the list; where only counts have changed, the view stays where it is."""
        self._all = samples
        if self._notes is not None:
            by_id = {one.id: one for one in samples}
            samples = tuple(by_id[key] for key in self._notes if key in by_id)
        same = [one.id for one in samples] == [one.id for one in self._samples]
        if same and samples:
            self._samples = samples
            self.dataChanged.emit(self.index(0), self.index(len(samples) - 1))
        elif not same:
            self.beginResetModel()
            self._samples = samples
            self.endResetModel()

    @property
    def samples(self) -> tuple[SampleSummary, ...]:
        """The samples in the order shown."""
        return self._samples

    def place_of(self, sample_id: str) -> int:
        """The row of a sample, or −1."""
        return next((row for row, one in enumerate(self._samples) if one.id == sample_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self._samples)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        sample = self._samples[index.row()]
        counts = f"{counted(sample.annotation_count, 'annotation')} · {counted(sample.link_count, 'link')}"
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return sample.id
            case list_rows.ASIDE:
                return sample.language
            case list_rows.BELOW if self._notes is not None:
                return self._notes.get(sample.id) or counts
            case list_rows.BELOW:
                return f"{sample.open_problems} to decide · {counts}" if sample.open_problems else counts
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{sample.id}, {sample.language}, {counts}"
            case Qt.ItemDataRole.ToolTipRole:
                words = f"{sample.id} · batch {sample.batch or '–'} · site {sample.site or '–'} · {counts}"
                return tip(f"{words}, of all passes")
        return None


class SampleQueue(QListView):
    """The list in the left rail; a click or Enter opens a sample."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sample_queue")
        self.setAccessibleName("Samples")
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(list_rows.ListRows(self))
        self.setMouseTracking(True)
        self.samples = SampleModel(self)
        self.setModel(self.samples)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)

    def show_current(self, sample_id: str) -> None:
        """Marks the sample that is open."""
        row = self.samples.place_of(sample_id)
        self.setCurrentIndex(self.samples.index(row) if row >= 0 else QModelIndex())

    def neighbour(self, sample_id: str, step: int) -> str:
        """The sample before (−1) or after (+1), or the same at the ends."""
        row = self.samples.place_of(sample_id) + step
        shown = self.samples.samples
        return shown[row].id if 0 <= row < len(shown) else sample_id

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.samples.samples[index.row()].id)
