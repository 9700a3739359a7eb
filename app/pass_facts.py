"""How much stands in the pass that is shown, and whether all of it is on disk."""

from collections import Counter
from typing import Final

from PySide6.QtCore import QObject, QTimer

from crosstie.app.message_line import MessageLine
from crosstie.app.plain import counted
from crosstie.app.session import Session
from crosstie.schema.changes import Changes
from crosstie.schema.records import Annotation, Entity, Link

_COUNTED: Final = {
    Annotation: ("annotation", "annotations"),
    Entity: ("entity", "entities"),
    Link: ("link", "links"),
}
_PATIENCE_MS: Final = 400
"""A commit takes a few milliseconds, and nothing in the window blinks; one that takes longer is told."""


class PassFacts(QObject):
    """Counts when a sample is opened, and afterwards follows what changes."""

    def __init__(self, session: Session, line: MessageLine, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._line = line
        self._counts: Counter[type] = Counter()
        self._is_late = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_late)
        session.context.sample_opened.connect(self._on_sample_opened)
        session.context.labels_changed.connect(self._on_labels_changed)
        session.saved_changed.connect(self._on_saved_changed)

    def _on_sample_opened(self) -> None:
        state = self._session.context.state
        self._counts.clear()
        for kept in (state.annotations, state.entities, state.links):
            for record in kept.values():
                self._count(record, +1)
        self._show()

    def _on_labels_changed(self, changes: Changes) -> None:
        for item in changes.items:
            self._count(item.before, -1)
            self._count(item.after, +1)
        self._show()

    def _count(self, record: object, sign: int) -> None:
        if isinstance(record, Annotation | Entity | Link) and record.pass_id == self._session.context.pass_id:
            self._counts[type(record)] += sign

    def _on_saved_changed(self) -> None:
        if self._session.pending and not self._patience.isActive() and not self._is_late:
            self._patience.start()
        elif not self._session.pending:
            self._patience.stop()
            if self._is_late:
                self._is_late = False
                self._show()

    def _on_late(self) -> None:
        self._is_late = True
        self._show()

    def _show(self) -> None:
        counts = [counted(self._counts[kind], *words) for kind, words in _COUNTED.items()]
        self._line.show_facts(" · ".join((*counts, "saving…" if self._is_late else "all saved")))
