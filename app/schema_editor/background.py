"""Work of the schema tools off the user-interface thread, its results brought back to it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.schema.errors import CrosstieError

T = TypeVar("T")


class Background(QObject):
    """One thread for files and for documents to be checked. Close it before it goes."""

    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="schema")
        self._closed = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None]) -> None:
        """Does `work` on the thread and hands its result, or what went wrong in words, back on this one."""
        self.follow(self._pool.submit(work), then, failed)

    def follow(self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[str], None]) -> None:
        """Hands on the result of work that another thread does."""

        def deliver() -> None:
            error = future.exception()
            if error is None:
                then(future.result())
            elif isinstance(error, CrosstieError):
                failed(str(error))
            else:
                raise error

        future.add_done_callback(lambda _future: self._tell(deliver))

    def close(self) -> None:
        """Waits for what runs; nothing is handed back any more."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _tell(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            self._done.emit(deliver)

    def _on_done(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()
