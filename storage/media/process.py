"""One worker process: started, spoken to with a deadline, killed. POSIX."""

import collections
import os
import selectors
import signal
import subprocess
import sys
import time
from typing import Final

import msgspec

from crosstie.storage.media.wire import HEADER, MAX_MESSAGE_BYTES

_CHUNK: Final = 1 << 16
_LOG_LINES: Final = 100
_ENVIRONMENT: Final = {
    # One thread for NumPy's linear algebra: each further one would cost memory of the worker's limit.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # The GNU C library else gives each picture's memory back to the kernel and has it cleared anew for the
    # next, which takes three times as long as converting the picture. 32 MiB is the most that it accepts.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}


class Limits(msgspec.Struct, frozen=True):
    """What a worker may use before it is stopped."""

    memory_bytes: int = 2 << 30
    silence_s: float = 30.0
    restart_pause_s: float = 2.0


class WorkerDied(Exception):
    """The process ended while an answer was awaited; the text says how."""


class WorkerHung(Exception):
    """No progress was heard within the limit."""


class WorkerProcess:
    """A running worker. Everything but `kill` belongs to one thread."""

    def __init__(self, shared_descriptor: int, limits: Limits) -> None:
        self._limits = limits
        self._log: collections.deque[bytes] = collections.deque(maxlen=_LOG_LINES)
        self._received = bytearray()
        # -P keeps the current folder, which may be anyone's, out of the module search path. A group of its
        # own keeps Ctrl+C from it. Not a session of its own: to each session Linux gives as much of the
        # processors as to the whole window.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "crosstie.storage.media.worker", str(shared_descriptor),
             str(limits.memory_bytes), str(limits.silence_s)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            pass_fds=(shared_descriptor,), env={**os.environ, **_ENVIRONMENT}, process_group=0,
        )  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._stdin, self._stdout, self._stderr = (
            pipe.fileno() for pipe in (self._process.stdin, self._process.stdout, self._process.stderr)
        )
        for descriptor in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(descriptor, False)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def log(self) -> str:
        """The last lines that the worker's libraries printed."""
        return b"\n".join(self._log).decode("utf-8", "replace")

    def send(self, message: bytes) -> None:
        """Writes one framed message. Raises WorkerDied or WorkerHung."""
        rest = memoryview(message)
        deadline = time.monotonic() + self._limits.silence_s
        while rest:
            self._wait(self._stdin, selectors.EVENT_WRITE, deadline)
            try:
                rest = rest[os.write(self._stdin, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WorkerDied(self._ending()) from error

    def receive(self) -> bytes:
        """The next message's payload. Raises WorkerDied or WorkerHung."""
        deadline = time.monotonic() + self._limits.silence_s
        size = HEADER.unpack(self._take(HEADER.size, deadline))[0]
        if size > MAX_MESSAGE_BYTES:
            raise WorkerDied("its answer makes no sense")
        return self._take(size, deadline)

    def kill(self) -> None:
        """Ends the process at once; safe from any thread."""
        self._process.kill()

    def reap(self) -> None:
        """Kills, waits for the end and closes the pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _take(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            self._wait(self._stdout, selectors.EVENT_READ, deadline)
            chunk = os.read(self._stdout, max(_CHUNK, size - len(self._received)))
            if not chunk:
                raise WorkerDied(self._ending())
            self._received += chunk
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        """Until the descriptor is ready; what the libraries print meanwhile goes into the log."""
        with selectors.PollSelector() as selector:
            selector.register(descriptor, event)
            selector.register(self._stderr, selectors.EVENT_READ)
            while True:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready:
                    raise WorkerHung
                keys = [key.fd for key, _ in ready]
                if self._stderr in keys and not self._drain_log():
                    selector.unregister(self._stderr)
                if descriptor in keys:
                    return

    def _drain_log(self) -> bool:
        printed = os.read(self._stderr, _CHUNK)
        self._log.extend(printed.splitlines())
        return bool(printed)

    def _ending(self) -> str:
        """How the process ended, waiting a moment for it to be over."""
        try:
            code = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "it closed its end of the line"
        if code < 0:
            return f"signal {signal.Signals(-code).name}"
        return f"exit status {code}"
