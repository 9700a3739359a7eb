"""A pane's line to its asset's worker process: ask without waiting, newest question wins."""

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.records import Asset
from crosstie.storage.media.cloud_file import mapped_cloud
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.process import Limits
from crosstie.storage.media.queries import (
    CloudAt,
    CloudFile,
    Failed,
    FrameAt,
    OpenAsset,
    Progress,
    Query,
    Reply,
)
from crosstie.storage.media.supervisor import State, Supervisor

OnReply = Callable[[int, Reply], None]
_JOIN_S: Final = 5.0
_logger = logging.getLogger(__name__)


class _Pending(msgspec.Struct, frozen=True, eq=False):
    """A question that waits for the worker; with a future, it is nobody's to replace."""

    id: int
    query: Query
    future: "Future[Reply] | None" = None


class Decoder:
    """Client of one worker process for one asset. The process starts with the first question.

    Replies come on the decoder's own thread through `on_reply(request_id, reply)`; Progress may come
    first, and every question ends in one other reply, unless a newer question of the same kind took its
    place before the worker got to it or the decoder was closed. Arrays of a reply are read-only and stay
    valid for as long as they are referenced, after `close` too.
    """

    def __init__(
        self, asset: Asset, root: Path, cache: Path, on_reply: OnReply, limits: Limits | None = None
    ) -> None:
        self.asset = asset
        self._opening = OpenAsset(asset, str(root), str(cache))
        self._on_reply = on_reply
        self._supervisor = Supervisor(limits or Limits())
        self._ids = itertools.count(1)
        self._wake = threading.Condition()
        self._asked: _Pending | None = None
        self._pending: dict[type[Query] | int, _Pending] = {}
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> State:
        """Whether the worker has the asset open: "starting" until it has, "failed" when it cannot."""
        return self._supervisor.state

    @property
    def worker_pid(self) -> int | None:
        """The running worker's process id."""
        return self._supervisor.pid

    def unlock(self, password: str) -> None:
        """Opens the asset with a password, before the next question is answered."""
        self._opening = msgspec.structs.replace(self._opening, password=password)

    def ask(self, query: Query) -> int:
        """Leaves a question and returns its request id at once; it replaces a waiting one of its kind."""
        pending = _Pending(next(self._ids), query)
        self._put(type(query), pending)
        return pending.id

    def ask_and_wait(self, query: Query, timeout_s: float) -> Reply:
        """The answer itself, for the command line and tests; Failed when `timeout_s` runs out."""
        pending = _Pending(next(self._ids), query, Future())
        assert pending.future is not None
        self._put(pending.id, pending)
        try:
            return pending.future.result(timeout_s)
        except FutureTimeout:
            return Failed(f"{self.asset.id}: no answer within {timeout_s:g} s")

    def close(self) -> None:
        """Ends the worker and the thread; questions not yet answered stay so. Safe to call twice."""
        with self._wake:
            if self._closed:
                return
            self._closed = True
            self._wake.notify()
        self._supervisor.close()
        if self._thread is None:
            self._supervisor.release()
        elif self._thread is not threading.current_thread():
            self._thread.join(_JOIN_S)

    def _put(self, key: type[Query] | int, pending: _Pending) -> None:
        with self._wake:
            if self._closed:
                self._abandon(pending)
                return
            self._pending[key] = pending
            if self._asked is not None and _overtakes(pending, self._asked):
                self._supervisor.give_up()
            if self._thread is None:
                name = f"decoder {self.asset.id}"
                self._thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._thread.start()
            self._wake.notify()

    def _run(self) -> None:
        while (pending := self._take()) is not None:
            self._answer(pending)
        for left in self._pending.values():
            self._abandon(left)
        self._supervisor.release()

    def _take(self) -> _Pending | None:
        """The question that waits longest; None once the decoder is closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._pending)
            if self._closed:
                return None
            self._asked = self._pending.pop(next(iter(self._pending)))
            return self._asked

    def _answer(self, pending: _Pending) -> None:
        reply = self._supervisor.ask(
            self._opening, pending.query, lambda progress: self._hand_over(pending, progress)
        )
        if reply is not None:
            self._hand_over(pending, _mapped(reply) if isinstance(reply, CloudFile) else reply)

    def _hand_over(self, pending: _Pending, reply: Reply) -> None:
        if pending.future:
            if not isinstance(reply, Progress):
                pending.future.set_result(reply)
        elif not self._closed:
            try:
                self._on_reply(pending.id, reply)
            except Exception:
                _logger.exception("a pane failed to take a reply of %s", self.asset.id)

    def _abandon(self, pending: _Pending) -> None:
        if pending.future:
            pending.future.set_result(Failed(f"{self.asset.id}: was closed"))


def _overtakes(newer: _Pending, asked: _Pending) -> bool:
    """Whether an answer that takes long is of no use any more: a hand moves through time again.

    Only what is quick itself may do that, or a fast row of questions would never be answered. A cloud that
    was asked for ahead of its time makes way for one that is waited for.
    """
    old, new = asked.query, newer.query
    if isinstance(old, CloudAt) and isinstance(new, CloudAt):
        return old.ahead and not new.ahead and asked.future is None
    if not (isinstance(old, FrameAt) and isinstance(new, FrameAt)):
        return False
    return new.quick and not old.quick and asked.future is None


def _mapped(reply: CloudFile) -> Reply:
    """The cloud in the cache: this thread may wait for the disk."""
    try:
        return mapped_cloud(reply)
    except MediaUnreadable as error:
        return Failed(str(error))
