"""Which other samples hold something to review, looked up beside the window's own work."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.app.session import Session
from crosstie.schema.errors import CrosstieError
from crosstie.storage.database import Driver
from crosstie.storage.project import reading_project
from crosstie.storage.waiting import waiting_by_sample


class Elsewhere(QObject):
    """How many candidates wait for the person, by sample; a connection of its own reads it, and edits go on.

    `changed` says that it is known.
    """

    changed = Signal()
    _found = Signal(int, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._round = 0
        self._closed = False
        self._driver: Driver | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="review-samples")
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)
        self.counts: dict[str, int] = {}

    def ask(self) -> None:
        """Looks again."""
        self._round += 1
        store = self._session.store
        future = self._worker.submit(self._read, store.actor.id)
        future.add_done_callback(partial(self._deliver, self._round))

    def others(self) -> list[str]:
        """Ids of the samples but the one that is open."""
        here = self._session.sample_id
        return [key for key, count in self.counts.items() if count and key != here]

    def close(self) -> None:
        """Breaks off what is being read."""
        self._closed = True
        driver = self._driver
        if driver is not None:
            driver.interrupt()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _read(self, actor_id: str) -> dict[str, int]:
        with reading_project(self._session.store.root) as database:
            self._driver = database.driver
            try:
                return {} if self._closed else waiting_by_sample(database, actor_id)
            finally:
                self._driver = None

    def _deliver(self, number: int, done: "Future[dict[str, int]]") -> None:
        if self._closed or done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._found.emit(number, done.result())
        elif not isinstance(error, CrosstieError):
            raise error

    def _on_found(self, number: int, counts: dict[str, int]) -> None:
        if number == self._round and not self._closed:
            self.counts = counts
            self.changed.emit()
