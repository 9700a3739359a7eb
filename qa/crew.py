"""Worker processes that answer lines, a few lines ahead of whoever reads the answers."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Final, Self

from crosstie.storage.errors import StoreFailed

_AHEAD: Final = 2
"""Lines that wait for each process, so that none stands idle and few answers lie in memory."""


class Crew:
    """`count` processes, each given the same first line. A context manager: they are gone when it is left,
    in any way.

    `module` is run as `python -P -m module`; it reads lines and answers each but the first with one line.
    """

    def __init__(self, module: str, order: bytes, count: int) -> None:
        self._module = module
        self._order = order + b"\n"
        self._count = count
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="crew")
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()

    def __enter__(self) -> Self:
        try:
            with _undisturbed():
                self._processes += [_started(self._module) for _ in range(self._count)]
            for process in self._processes:
                with suppress(BrokenPipeError):
                    _write(process, self._order)
                self._free.put(process)
        except BaseException:
            # Ctrl+C while they start: who is there already must go.
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            _reap(process)

    def answers(self, asked: Iterable[tuple[bytes, str]]) -> Iterator[bytes]:
        """The answer to each line, in the order of the lines; beside a line, what to say if the process that
        got it ends. Raises StoreFailed with that.
        """
        waiting: deque[Future[bytes]] = deque()
        for line, ended in asked:
            waiting.append(self._threads.submit(self._ask_any, line, ended))
            if len(waiting) > _AHEAD * len(self._processes):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def from_each(self, line: bytes, ended: str) -> Iterator[bytes]:
        """The answer of every process to the same line, when none has another one to answer."""
        asked = [self._threads.submit(_ask, process, line, ended) for process in self._processes]
        for answer in asked:
            yield answer.result()

    def _ask_any(self, line: bytes, ended: str) -> bytes:
        process = self._free.get()
        try:
            return _ask(process, line, ended)
        finally:
            self._free.put(process)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ask(process: "subprocess.Popen[bytes]", line: bytes, ended: str) -> bytes:
    with suppress(BrokenPipeError):
        _write(process, line + b"\n")
    assert process.stdout is not None
    answer = process.stdout.readline()
    if not answer.endswith(b"\n"):
        raise StoreFailed(ended)
    return answer


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps Ctrl+C waiting: a process that was started half way would be known to nobody.

    By a handler, because libraries have threads that a signal may go to, past any mask of this one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def _started(module: str) -> "subprocess.Popen[bytes]":
    # -P keeps the current folder out of the module search path; a group of its own keeps Ctrl+C from it.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        process_group=0,
    )


def _write(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def _reap(process: "subprocess.Popen[bytes]") -> None:
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
