"""Who did what to a label, newest first, as the audit trail tells it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crosstie.app.inspector.history_words import history_words
from crosstie.app.inspector.row_pool import RowPool
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
        self._pool = RowPool(_HistoryRow, gap_px=3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pool.body)

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """What is listed."""
        return self._entries

    def show_entries(self, entries: tuple[HistoryEntry, ...]) -> None:
        """Shows the entries in place of those before."""
        if entries == self._entries:
            return
        self._entries = entries
        for row, entry in zip(self._pool.rows(len(entries)), entries, strict=True):
            row.say(entry, history_words(entry, self._context))


class _HistoryRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._when = plain_label(role="quiet")
        self._what = ElidedLabel("", "small", self)
        self._who = ElidedLabel("", "quiet", self)
        self._who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._who.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._who.setMaximumWidth(_WHO_PX)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._when)
        line.addWidget(self._what, 1)
        line.addWidget(self._who)

    def say(self, entry: HistoryEntry, words: str) -> None:
        """Tells of this op from now on."""
        self._when.setText(_when(entry.at))
        self._what.setText(words)
        self._who.setText(entry.actor_name)
        values = " → ".join(filter(None, (entry.before, entry.after)))
        whole = f"{entry.at[:19].replace('T', ' ')} · {entry.actor_name} · {entry.what} · {values}"
        for part in (self, self._what, self._who):
            part.setToolTip(tip(whole))


def _when(at: str) -> str:
    """The clock where the op was made; the day as well, unless it is today's there."""
    made = datetime.fromisoformat(at)
    today = datetime.now(made.tzinfo).date()
    return made.strftime("%H:%M") if made.date() == today else made.strftime("%d %b %H:%M")
