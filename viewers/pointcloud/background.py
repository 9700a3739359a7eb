"""Work on a cloud's points that would hold up the window, done beside it."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

_WORKERS = 2
"""One for what takes seconds, so that what a hand waits for need not wait for it."""


class Background(QObject):
    """Runs jobs on threads of its own and brings what they give back to the window's thread.

    Jobs have a name; what an older job of the same name gives is dropped. `changed` says that one has ended
    or was begun.
    """

    changed = Signal()
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._wanted: dict[str, Future[object]] = {}
        self._closed = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def is_busy(self, name: str) -> bool:
        """Whether a job of this name is under way."""
        return name in self._wanted

    def run(self, name: str, job: Callable[[], object], take: Callable[[object], None]) -> None:
        """Does `job` on another thread; `take` gets its result in the window's. A newer one replaces it."""
        if self._closed:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="cloud")
        self.drop(name)
        future: Future[object] = self._pool.submit(job)
        self._wanted[name] = future
        future.add_done_callback(lambda ended: self._tell((name, ended, take)))
        self.changed.emit()

    def drop(self, name: str) -> None:
        """Whatever a job of this name gives is not wanted any more."""
        if future := self._wanted.pop(name, None):
            future.cancel()

    def close(self) -> None:
        """Nothing arrives afterwards; threads end with what they are at."""
        self._closed = True
        self._wanted.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _tell(self, ended: object) -> None:
        # The window may have gone away meanwhile, and this with it.
        with contextlib.suppress(RuntimeError):
            if not self._closed:
                self._done.emit(ended)

    def _on_done(self, ended: tuple[str, Future[object], Callable[[object], None]]) -> None:
        name, future, take = ended
        if self._wanted.get(name) is not future or self._closed:
            return
        del self._wanted[name]
        take(future.result())
        self.changed.emit()
