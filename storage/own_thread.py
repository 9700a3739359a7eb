"""One thread on which everything is done, in the order in which it was asked for."""

import atexit
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_STOP: Final = None


class _Task(Generic[T]):
    """Something to do, and who waits for what comes of it."""

    __slots__ = ("future", "work")

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.future: Future[T] = Future()

    def run(self) -> None:
        """Does it."""
        if self.future.set_running_or_notify_cancel():
            with self:
                self.future.set_result(self.work())

    def __enter__(self) -> None:
        """From here on, whatever is raised goes to the one who waits."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self.future.set_exception(error)
        return True


class OwnThread:
    """A thread and its queue. Half the cost of a ThreadPoolExecutor, which counts for every edit."""

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._open = True
        # A program that forgets to close it still ends, and does what was queued before that.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        """Queues some work. Raises RuntimeError once the thread was closed."""
        task = _Task(work)
        with self._lock:
            if not self._open:
                raise RuntimeError("closed")
            self._queue.put(task)
        return task.future

    def close(self) -> None:
        """Waits until everything that was queued is done, and ends the thread."""
        with self._lock:
            if self._open:
                self._open = False
                self._queue.put(_STOP)
        self._thread.join()
        atexit.unregister(self.close)

    def _run(self) -> None:
        while (task := self._queue.get()) is not _STOP:
            task.run()
            # A task that is done must not be kept alive until the next one comes.
            del task
