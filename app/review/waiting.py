"""Keeps what waits for a decision in step with the labels; of a large sample on a thread of its own."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.app.review.agenda import waiting_in
from crosstie.schema.changes import Changes
from crosstie.schema.decisions import Candidate
from crosstie.schema.document import SchemaDocument
from crosstie.schema.sample_state import SampleState, StateRecord
from crosstie.viewers.context import PaneContext

SMALL: Final = 800
"""Links up to which it is worked out at once: in a few milliseconds."""
_REST_MS: Final = 120
_KINDS: Final = ("annotation", "entity", "link", "pass")


class Waiting(QObject):
    """The candidates of the pass on the screen. `changed` carries who has changed labels since the last time.

    While `eager` a small sample's are right as soon as an edit is shown; else they follow a moment later.
    """

    changed = Signal(object)
    _found = Signal(int, object)

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._closed = False
        self.eager = False
        self.candidates: tuple[Candidate, ...] = ()
        self._initiators: set[str] = set()
        self._round = 0
        self._told = 0
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="review")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)
        context.sample_opened.connect(self.look)
        context.labels_changed.connect(self._on_labels_changed)

    def is_settled(self) -> bool:
        """Whether the candidates are those of the labels as they stand."""
        return self._told == self._round and not self._rest.isActive()

    def look(self) -> None:
        """Works out what waits: of a small sample at once, of a large one on the other thread."""
        context = self._context
        if context.document is None or self._closed:
            return
        self._rest.stop()
        self._round += 1
        if self._is_small:
            self._tell(self._round, waiting_in(context.document, context.state, context.pass_id))
            return
        # Records are frozen, so a list of them is all that the other thread needs.
        records = list(context.state.records())
        future = self._worker.submit(
            _waiting, context.document, context.state.sample_id, records, context.pass_id
        )
        future.add_done_callback(partial(self._deliver, self._round))

    @property
    def _is_small(self) -> bool:
        return len(self._context.state.links) <= SMALL

    def close(self) -> None:
        """Waits for what is under way; nothing is worked out afterwards."""
        self._closed = True
        self._rest.stop()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _on_labels_changed(self, changes: Changes) -> None:
        if not any(item.kind in _KINDS for item in changes.items):
            return
        self._initiators.add(changes.initiator)
        if self.eager and self._is_small:
            self.look()
        else:
            self._rest.start()

    def _deliver(self, number: int, done: "Future[tuple[Candidate, ...]]") -> None:
        if not done.cancelled() and not self._closed:
            self._found.emit(number, done.result())

    def _on_found(self, number: int, found: Sequence[Candidate]) -> None:
        if number == self._round and not self._closed:
            self._tell(number, tuple(found))

    def _tell(self, number: int, found: tuple[Candidate, ...]) -> None:
        self._told = number
        self.candidates = found
        since, self._initiators = frozenset(self._initiators), set()
        self.changed.emit(since)


def _waiting(
    document: SchemaDocument, sample_id: str, records: list[StateRecord], pass_id: str
) -> tuple[Candidate, ...]:
    return waiting_in(document, SampleState(sample_id, records), pass_id)
