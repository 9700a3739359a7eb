"""Asks a worker and survives it: restarts one that died, stops one that hangs, says what happened."""

import atexit
import threading
import time
import weakref
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from crosstie.storage.media.files import asset_name
from crosstie.storage.media.process import Limits, WorkerDied, WorkerHung, WorkerProcess
from crosstie.storage.media.queries import Failed, OpenAsset, Progress, Query, Reply
from crosstie.storage.media.slots import OVERFLOW_SLOT, SlotPool
from crosstie.storage.media.wire import Dropped, Opened, Request, decode_response, encode_request

State = Literal["starting", "ready", "failed"]
OnProgress = Callable[[Progress], None]
_ATTEMPTS: Final = 2
_CRASHES_UNTIL_FAILED: Final = 4


class Supervisor:
    """One worker at a time, asked by one thread; `close` may come from any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool = SlotPool()
        self._lock = threading.Lock()
        self._closed = False
        self._process: WorkerProcess | None = None
        self._opened: OpenAsset | None = None
        self._requests = 0
        self._crashes = 0
        self._refusal: tuple[float, OpenAsset, Failed] | None = None
        self.state: State = "starting"
        _living.add(self)

    @property
    def pid(self) -> int | None:
        """The running worker's process id."""
        return self._process.pid if self._process else None

    def ask(self, opening: OpenAsset, query: Query, on_progress: OnProgress) -> Reply | None:
        """The worker's answer about the asset, or Failed; never raises for what a file can do.

        None where `give_up` was called meanwhile and the worker could stop.

        A worker that dies is started again and asked once more. After a refusal to open, or repeated
        deaths, the same Failed is given for a short while without trying again.
        """
        if refused := self._still_refused(opening):
            return refused
        name = asset_name(opening.asset)
        ending = ""
        for _ in range(_ATTEMPTS):
            try:
                return self._attempt(opening, query, on_progress)
            except WorkerDied as error:
                ending = f"the decoder stopped unexpectedly on this file ({error})"
                self._crashes += 1
                self._end_process()
            except WorkerHung:
                ending = f"the decoder made no progress for {self._limits.silence_s:g} s and was stopped"
                self._crashes += _ATTEMPTS
                self._end_process()
                break
        failed = Failed(f"{name}: {ending}")
        if self._crashes >= _CRASHES_UNTIL_FAILED:
            self._refuse(opening, failed)
        return failed

    def give_up(self) -> None:
        """Lets the worker drop the question under way where it can; safe from any thread."""
        self._pool.give_up(self._requests)

    def close(self) -> None:
        """Kills the worker; an `ask` under way returns Failed soon."""
        with self._lock:
            self._closed = True
            if self._process:
                self._process.kill()

    def release(self) -> None:
        """Gives everything back once no `ask` is under way any more."""
        self.close()
        self._end_process()
        self._pool.close()
        _living.discard(self)

    def _attempt(self, opening: OpenAsset, query: Query, on_progress: OnProgress) -> Reply | None:
        process = self._started()
        if self._opened != opening:
            self._opened = None
            answer = self._exchange(process, opening, on_progress)
            if isinstance(answer, Failed):
                self._refuse(opening, answer)
                return answer
            self._opened = opening
            self.state = "ready"
        answer = self._exchange(process, query, on_progress)
        if isinstance(answer, Opened):
            raise WorkerDied("its answer makes no sense")
        if isinstance(answer, Dropped):
            return None
        self._crashes = 0
        self._refusal = None
        self.state = "ready"
        return answer

    def _started(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise WorkerDied("it was closed")
            if self._process is None:
                self._process = WorkerProcess(self._pool.descriptor, self._limits)
            return self._process

    def _exchange(
        self, process: WorkerProcess, query: OpenAsset | Query, on_progress: OnProgress
    ) -> Reply | Opened | Dropped:
        self._requests += 1
        slot = self._pool.free_slot()
        process.send(encode_request(Request(self._requests, slot, query)))
        while True:
            payload = process.receive()
            try:
                request_id, reply = decode_response(
                    payload, self._pool.lease(slot), private=slot == OVERFLOW_SLOT
                )
            except msgspec.MsgspecError as error:
                raise WorkerDied("its answer makes no sense") from error
            if request_id != self._requests:
                raise WorkerDied("its answer makes no sense")
            if not isinstance(reply, Progress):
                return reply
            on_progress(reply)

    def _refuse(self, opening: OpenAsset, failed: Failed) -> None:
        self.state = "failed"
        self._refusal = (time.monotonic() + self._limits.restart_pause_s, opening, failed)

    def _still_refused(self, opening: OpenAsset) -> Failed | None:
        if self._refusal is None:
            return None
        until, refused, failed = self._refusal
        return failed if refused == opening and time.monotonic() < until else None

    def _end_process(self) -> None:
        with self._lock:
            process, self._process, self._opened = self._process, None, None
        if process:
            process.reap()


_living: weakref.WeakSet[Supervisor] = weakref.WeakSet()


def _close_all() -> None:
    for supervisor in list(_living):
        supervisor.close()


atexit.register(_close_all)
