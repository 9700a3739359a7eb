"""Keeps the list of broken rules in step with the labels, without the user-interface thread waiting."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.rules.live import LiveRules
from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import StateRecord
from crosstie.viewers.context import PaneContext


class Consistency(QObject):
    """Judges the current pass on a thread of its own, which is told of every change in order.

    The thread keeps labels of its own: records are frozen, so both sides may hold the same ones.
    """

    _checked = Signal(int, object)

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._round = 0
        self._told = 0
        self._first = 0
        self._closed = False
        self._rules = _OnThread()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="rules")
        self._checked.connect(self._on_checked, Qt.ConnectionType.QueuedConnection)
        context.labels_changed.connect(self._on_labels_changed)
        context.sample_opened.connect(self._on_sample_opened)

    def is_settled(self) -> bool:
        """Whether the list of broken rules is that of the labels as they stand."""
        return self._told == self._round

    def close(self) -> None:
        """Waits for a check under way; nothing is checked afterwards."""
        self._closed = True
        self._round += 1
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _on_sample_opened(self) -> None:
        context = self._context
        if context.document is None or self._closed:
            return
        # What another sample broke is not shown over this one.
        context.set_violations(())
        begin = partial(
            self._rules.begin,
            context.document,
            context.state.sample_id,
            list(context.state.records()),
            context.pass_id,
        )
        self._follow(self._worker.submit(begin))
        self._first = self._round

    def _on_labels_changed(self, changes: Changes) -> None:
        if not self._closed and changes.items:
            self._follow(self._worker.submit(self._rules.apply, changes))

    def _follow(self, future: "Future[tuple[Violation, ...]]") -> None:
        self._round += 1
        future.add_done_callback(partial(self._deliver, self._round))

    def _deliver(self, number: int, done: "Future[tuple[Violation, ...]]") -> None:
        if not done.cancelled():
            self._checked.emit(number, done.exception() or done.result())

    def _on_checked(self, number: int, found: tuple[Violation, ...] | BaseException) -> None:
        """Shows what was found, also while more is on its way: marks follow the hand."""
        self._told = number
        if isinstance(found, BaseException):
            # Nobody foresaw it: the crash log says it in a line and keeps it in full.
            raise found
        if not self._closed and number >= self._first:
            self._context.set_violations(found)


class _OnThread:
    """What belongs to the thread that judges."""

    def __init__(self) -> None:
        self._live: LiveRules | None = None

    def begin(
        self, document: SchemaDocument, sample_id: str, records: list[StateRecord], pass_id: str
    ) -> tuple[Violation, ...]:
        """Judges a sample that was opened."""
        self._live = LiveRules(document, sample_id, records, pass_id)
        return self._live.violations

    def apply(self, changes: Changes) -> tuple[Violation, ...]:
        """Judges what depends on a change."""
        if self._live is None:
            return ()
        self._live.apply(changes)
        return self._live.violations
