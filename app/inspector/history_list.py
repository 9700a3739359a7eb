"""Who did what to a label, newest first, as the audit trail tells it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.inspector.section import plain_label
from crosstie.storage.history import HistoryEntry


class HistoryList(QWidget):
    """One line an op: when, who, what."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_entries(self, entries: tuple[HistoryEntry, ...]) -> None:
        """Shows the entries in place of those before."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for entry in entries:
            line = f"{entry.at[11:16]}  {entry.actor_name}  {entry.what}"
            label = plain_label(line, "quiet", wrap=True)
            label.setToolTip(
                f"{entry.at} · {entry.actor_name} · {entry.what} · {entry.after or entry.before}"
            )
            self._column.addWidget(label)
