"""Keeps the list of broken rules in step with the labels, without the user-interface thread waiting."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.schema.document import SchemaDocument
from crosstie.schema.rules.evaluate import violations
from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import SampleState, StateRecord
from crosstie.viewers.context import PaneContext

_REST_MS = 60


class Consistency(QObject):
    """Checks the current pass a moment after the last edit, on a thread of its own."""

    _checked = Signal(int, object)

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._round = 0
        self._told = 0
        self._closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="rules")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._check)
        self._checked.connect(self._on_checked, Qt.ConnectionType.QueuedConnection)
        context.labels_changed.connect(lambda _changes: self._rest.start())
        context.sample_opened.connect(self._check)

    def is_settled(self) -> bool:
        """Whether the list of broken rules is that of the labels as they stand."""
        return self._told == self._round and not self._rest.isActive()

    def close(self) -> None:
        """Waits for a check under way; nothing is checked afterwards."""
        self._closed = True
        self._rest.stop()
        self._round += 1
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _check(self) -> None:
        context = self._context
        if context.document is None or self._closed:
            return
        self._round += 1
        # Records are frozen, so a list of them is all that the other thread needs.
        records = list(context.state.records())
        sample_id, pass_id = context.state.sample_id, context.pass_id
        future = self._worker.submit(_violations, context.document, sample_id, records, pass_id)
        future.add_done_callback(partial(self._deliver, self._round))

    def _deliver(self, number: int, done: "Future[tuple[Violation, ...]]") -> None:
        if not done.cancelled():
            self._checked.emit(number, done.result())

    def _on_checked(self, number: int, found: tuple[Violation, ...]) -> None:
        if number == self._round:
            self._told = number
            self._context.set_violations(found)


def _violations(
    document: SchemaDocument, sample_id: str, records: list[StateRecord], pass_id: str
) -> tuple[Violation, ...]:
    return violations(document, SampleState(sample_id, records), pass_id)
