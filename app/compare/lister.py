"""Finds the differences of two passes on a thread of its own; what it needs is loaded there at first use."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.app.compare.difference import Compared
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import CrosstieError
from crosstie.schema.sample_state import SampleState, StateRecord


class Lister(QObject):
    """Answers the last question alone."""

    _found = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._round = 0
        self._closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="compare")
        self._then: Callable[[Compared], None] = _nobody
        self._failed: Callable[[str], None] = _nobody
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        document: SchemaDocument,
        state: SampleState,
        passes: tuple[str, str],
        language: str,
        then: Callable[[Compared], None],
        failed: Callable[[str], None],
    ) -> None:
        """Looks for what differs; `then` gets it, or `failed` a line, on this thread."""
        self._round += 1
        self._then, self._failed = then, failed
        # Records are frozen, so a list of them is all that the other thread needs.
        work = partial(_compare, document, state.sample_id, list(state.records()), passes, language)
        future = self._worker.submit(work)
        future.add_done_callback(partial(self._deliver, self._round))

    def forget(self) -> None:
        """Nobody wants to know any more."""
        self._round += 1

    def close(self) -> None:
        """Waits for what is under way."""
        self._closed = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, number: int, done: "Future[Compared]") -> None:
        if not done.cancelled() and not self._closed:
            self._found.emit(number, done.exception() or done.result())

    def _on_found(self, number: int, found: object) -> None:
        if number != self._round or self._closed:
            return
        if isinstance(found, Compared):
            self._then(found)
        elif isinstance(found, CrosstieError):
            self._failed(str(found))
        elif isinstance(found, BaseException):
            # Nobody foresaw it: the crash log says it in a line and keeps it in full.
            self._failed("The passes could not be compared.")
            raise found


def _compare(
    document: SchemaDocument,
    sample_id: str,
    records: list[StateRecord],
    passes: tuple[str, str],
    language: str,
) -> Compared:
    # Not at the top: matching takes libraries that a window without a comparison never loads.
    from crosstie.app.compare.comparing import compare

    return compare(document, SampleState(sample_id, records), *passes, language)


def _nobody(_told: object) -> None:
    """Nobody has asked yet."""
