"""One process that makes a report: started, listened to, ended. Nothing here waits on the window's thread."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from crosstie.app.quality.made import Made
from crosstie.app.quality.wire import Order, Said
from crosstie.qa.errors import QualityInvalid

COMMAND: Final = (sys.executable, "-P", "-m", "crosstie.app.quality.worker")
PATIENCE_S: Final = 2.0
"""How long a process that was asked to end may take."""


class Stopped(Exception):
    """The run was given up."""


class Run:
    """One report in the making. `report` belongs to one thread, `stop` may be called from any."""

    def __init__(self, root: Path, command: Sequence[str] = COMMAND) -> None:
        self._order = msgspec.json.encode(Order(str(root.resolve()), _jobs())) + b"\n"
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._deadline: threading.Timer | None = None

    @property
    def pid(self) -> int:
        """The process's id; 0 before there is one."""
        return self._process.pid if self._process is not None else 0

    def report(self, on_progress: Callable[[float], None]) -> Made:
        """Makes the report. Raises QualityInvalid when it cannot be made, Stopped when `stop` was called."""
        with self._lock:
            if self._is_stopped:
                raise Stopped
            self._process = process = _started(self._command)
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(self._order)
                process.stdin.flush()
            made = self._listen(process, on_progress)
        finally:
            _reap(process)
            if self._deadline is not None:
                self._deadline.cancel()
        if self._is_stopped:
            raise Stopped
        if made is None:
            raise QualityInvalid(_ending(process.returncode))
        return made

    def stop(self, patience_s: float = PATIENCE_S) -> None:
        """Asks the process to end, and ends it if it does not in this time; returns at once."""
        with self._lock:
            self._is_stopped = True
            process = self._process
        if process is not None and process.poll() is None and self._deadline is None:
            # Its input closed, it stops those that it started itself; only then may it be ended from outside.
            assert process.stdin is not None
            with suppress(OSError, ValueError):
                process.stdin.close()
            self._deadline = threading.Timer(patience_s, process.kill)
            self._deadline.start()

    def _listen(
        self, process: "subprocess.Popen[bytes]", on_progress: Callable[[float], None]
    ) -> Made | None:
        """What the process makes; None where it ends before."""
        assert process.stdout is not None
        made, decoder = Made(), msgspec.json.Decoder(Said)
        try:
            for line in process.stdout:
                said = decoder.decode(line)
                if said.problem:
                    raise QualityInvalid(said.problem)
                if said.report is not None:
                    made.finish(said.report)
                    return made
                made.add(said.figures, said.packed)
                on_progress(said.done)
        except msgspec.DecodeError as error:
            raise QualityInvalid(f"the process that counts the figures answered nonsense: {error}") from error
        return None


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # -P keeps the current folder out of the module search path; a group of its own keeps Ctrl+C from it.
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        process_group=0,
    )


def _reap(process: "subprocess.Popen[bytes]") -> None:
    """Its lines have ended, so it has, or is about to."""
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if pipe is not None:
                pipe.close()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ending(code: int) -> str:
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
    return f"the process that counts the figures was ended ({how}); count again with the button above"


def _jobs() -> int:
    """Processes that may count at once: one is left to the window."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(there - 1, 1)
