"""Worker processes that check passes side by side, a few chunks ahead of whoever reads the results."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import msgspec

from crosstie.qa.checking.results import Checked
from crosstie.qa.checking.wire import Answer, Order, Passes
from crosstie.storage.errors import StoreFailed

_AHEAD: Final = 2
"""Chunks that wait for each process, so that none stands idle and few results lie in memory."""


class Crew:
    """`count` processes over one project. A context manager: they are gone when it is left, in any way."""

    def __init__(self, root: Path, rule_id: str, count: int) -> None:
        self._order = msgspec.json.encode(Order(str(root.resolve()), rule_id)) + b"\n"
        self._count = count
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="check")
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()

    def __enter__(self) -> "Crew":
        try:
            with _undisturbed():
                self._processes += [_started() for _ in range(self._count)]
            for process in self._processes:
                with suppress(BrokenPipeError):
                    _written(process, self._order)
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

    def checked(self, chunks: Iterable[Passes]) -> Iterator[tuple[Checked, ...]]:
        """Each chunk's results, in the order of the chunks. Raises StoreFailed when a process ends."""
        waiting: deque[Future[tuple[Checked, ...]]] = deque()
        for chunk in chunks:
            waiting.append(self._threads.submit(self._check, chunk))
            if len(waiting) > _AHEAD * len(self._processes):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _check(self, chunk: Passes) -> tuple[Checked, ...]:
        process = self._free.get()
        try:
            with suppress(BrokenPipeError):
                _written(process, msgspec.json.encode(chunk) + b"\n")
            assert process.stdout is not None
            line = process.stdout.readline()
        finally:
            self._free.put(process)
        if not line:
            names = f"{chunk[0].sample_id} to {chunk[-1].sample_id}"
            raise StoreFailed(
                f"a checking process ended on one of the samples {names}; check them one by one"
            )
        answer = msgspec.json.decode(line, type=Answer)
        if answer.problem:
            raise StoreFailed(answer.problem)
        return answer.checked


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


def _started() -> "subprocess.Popen[bytes]":
    # -P keeps the current folder out of the module search path; a group of its own keeps Ctrl+C from it.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "crosstie.qa.checking.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        process_group=0,
    )


def _written(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def _reap(process: "subprocess.Popen[bytes]") -> None:
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
