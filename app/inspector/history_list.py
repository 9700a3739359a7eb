"""Who did what to a label, newest first, as the audit trail tells it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crosstie.app.inspector.history_words import history_words
from crosstie.app.inspector.section import emptied
from crosstie.app.plain import ElidedLabel, plain_label, tip
from crosstie.storage.history import HistoryEntry
from crosstie.viewers.context import PaneContext

_WHO_PX = 90


class HistoryList(QWidget):
    """One line an op: when, what, who. The tooltip tells the values before and after in full."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("history")
        self._context = context
        self._entries: tuple[HistoryEntry, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """What is listed."""
        return self._entries

    def show_entries(self, entries: tuple[HistoryEntry, ...]) -> None:
        """Shows the entries in place of those before."""
        if entries == self._entries:
            return
        self._entries = entries
        emptied(self._column)
        for entry in entries:
            self._column.addWidget(self._row(entry))

    def _row(self, entry: HistoryEntry) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        what = ElidedLabel(history_words(entry, self._context), "small", row)
        who = ElidedLabel(entry.actor_name, "quiet", row)
        who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        who.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        who.setMaximumWidth(_WHO_PX)
        line.addWidget(plain_label(_when(entry.at), "quiet"))
        line.addWidget(what, 1)
        line.addWidget(who)
        values = " → ".join(filter(None, (entry.before, entry.after)))
        whole = f"{entry.at[:19].replace('T', ' ')} · {entry.actor_name} · {entry.what} · {values}"
        for part in (row, what, who):
            part.setToolTip(tip(whole))
        return row


def _when(at: str) -> str:
    """The clock where the op was made; the day as well, unless it is today's there."""
    made = datetime.fromisoformat(at)
    today = datetime.now(made.tzinfo).date()
    return made.strftime("%H:%M") if made.date() == today else made.strftime("%d %b %H:%M")
