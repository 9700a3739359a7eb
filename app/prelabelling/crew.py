"""Many samples at once: as many worker processes as there are processors, each given a sample at a time."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

import msgspec

from crosstie.app.prelabelling.desk import Desk, OnMaker
from crosstie.app.prelabelling.found import Order, SampleFound
from crosstie.app.prelabelling.worker import answered

_MOST: Final = 8
_WORTH: Final = 3
"""So many samples a process make up for its start."""
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def run_all(order: Order, sample_ids: Sequence[str], on_maker: OnMaker) -> Generator[SampleFound, None, None]:
    """What the makers made of each sample, as it comes. Closing it stops what is under way.

    Few samples are done in this process, where each maker is told of. Raises MakerUnknown,
    ProjectUnusable or, for a sample that is done here, PassRefused.
    """
    count = min(_MOST, os.cpu_count() or 1, len(sample_ids) // _WORTH)
    if count < 2:
        with Desk(order) as desk:
            for sample_id in sample_ids:
                yield desk.run(sample_id, on_maker) if len(sample_ids) == 1 else answered(desk, sample_id)
        return
    with Crew(order, count) as crew:
        yield from crew.run(sample_ids)


class Crew:
    """Worker processes, each with a thread that hands it samples. Use it in a `with`."""

    def __init__(self, order: Order, count: int) -> None:
        self._order = order
        self._lock = threading.Lock()
        self._closed = False
        self._answers: queue.SimpleQueue[SampleFound] = queue.SimpleQueue()
        self._processes = [_started() for _ in range(count)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()
        for thread in self._threads:
            thread.join()
        for process in self._processes:
            _reap(process)

    def run(self, sample_ids: Sequence[str]) -> Iterator[SampleFound]:
        """Each sample's answer, in the order in which they are ready."""
        waiting = iter(sample_ids)
        for place in range(len(self._processes)):
            thread = threading.Thread(target=self._serve, args=(place, waiting), name="candidates")
            self._threads.append(thread)
            thread.start()
        for _ in sample_ids:
            yield self._answers.get()

    def _serve(self, place: int, waiting: Iterator[str]) -> None:
        """Hands samples to one process; one that stops takes a single sample with it."""
        order = msgspec.json.encode(self._order) + b"\n"
        ahead = order
        while not self._closed:
            with self._lock:
                sample_id = next(waiting, None)
            if sample_id is None:
                return
            try:
                answer = _asked(self._processes[place], ahead + msgspec.json.encode(sample_id) + b"\n")
                ahead = b""
            except (OSError, msgspec.MsgspecError):
                answer = SampleFound(sample_id, failure="the worker process stopped on it")
                self._replace(place)
                ahead = order
            self._answers.put(answer)

    def _replace(self, place: int) -> None:
        with self._lock:
            if not self._closed:
                _reap(self._processes[place])
                self._processes[place] = _started()


def _asked(process: "subprocess.Popen[bytes]", lines: bytes) -> SampleFound:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines)
    process.stdin.flush()
    return msgspec.json.decode(process.stdout.readline(), type=SampleFound)


def _started() -> "subprocess.Popen[bytes]":
    # -P keeps the current folder out of the module search path; a group of its own keeps Ctrl+C from it.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "crosstie.app.prelabelling.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ENVIRONMENT},
        process_group=0,
    )


def _reap(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        # What was not yet written to a process that is gone is nobody's loss.
        with suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
