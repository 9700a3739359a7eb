"""The worker process: reads media on behalf of a decoder, and may die doing so.

Run as `python -m crosstie.storage.media.worker SHARED_FD MEMORY_BYTES SILENCE_S`. Standard input and
output carry the messages of `wire`; whatever libraries print goes to standard error. The process ends when
its standard input does.
"""

import faulthandler
import logging
import os
import queue
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from crosstie.storage.media.errors import MediaLocked, MediaUnreadable, Overtaken, one_line
from crosstie.storage.media.files import asset_name
from crosstie.storage.media.queries import Failed, OpenAsset, Progress, Query, Reply, Sound
from crosstie.storage.media.readers import (
    FinishesApart,
    Reader,
    Report,
    ShowsWork,
    Unlockable,
    WorksAhead,
    open_reader,
)
from crosstie.storage.media.slots import map_for_worker, map_word, worker_slot
from crosstie.storage.media.wire import HEADER, Dropped, Opened, Request, decode_request, encode_response

_ORPHAN_FACTOR: Final = 2.0
_REST_S: Final = 0.15
"""Without a question for so long, time stands."""
_logger = logging.getLogger(__name__)


class Worker:
    """Answers requests one after the other."""

    def __init__(
        self, replies: BinaryIO, shared_descriptor: int, memory_bytes: int, silence_s: float
    ) -> None:
        self._replies = replies
        self._memory = map_for_worker(shared_descriptor)
        self._unwanted = map_word(shared_descriptor)
        self._answering = 0
        self._memory_bytes = memory_bytes
        self._silence_s = silence_s
        self._reader: Reader | None = None
        self._name = ""
        self._finisher = ThreadPoolExecutor(1, "finisher")

    def answer(self, request: Request) -> None:
        """Answers one request; what a file can do to a reader ends as Failed."""
        slot = worker_slot(self._memory, request.slot)
        self._answering = request.id

        def report(done: float, what: str) -> None:
            self._watch()
            self._write(encode_response(request.id, Progress(done, what, self._so_far()), slot))

        self._watch()
        reader: object = self._reader
        if isinstance(reader, FinishesApart) and not isinstance(request.query, OpenAsset):
            finish = self._prepared(reader, request.query, report)
            self._finisher.submit(self._send, request, finish, slot)
        else:
            self._send(request, lambda: self._reply(request.query, report), slot)

    def _prepared(self, reader: FinishesApart, query: Query, report: Report) -> Callable[[], Reply]:
        """The rest of an answer; what was wrong so far is raised by it."""
        wrong: Exception
        try:
            return reader.prepare(query, report)
        except (Overtaken, MediaUnreadable) as error:
            wrong = error
        except Exception as error:
            _logger.exception("%s", self._name)
            wrong = MediaUnreadable(self._reason(error))

        def refuse() -> Reply:
            raise wrong

        return refuse

    def _send(
        self,
        request: Request,
        make: Callable[[], Reply | Opened],
        slot: NDArray[np.uint8],
    ) -> None:
        """Makes the reply and hands it over."""
        try:
            message = encode_response(request.id, make(), slot)
        except Overtaken:
            message = encode_response(request.id, Dropped(), slot)
        except MediaUnreadable as error:
            failed = Failed(str(error), locked=isinstance(error, MediaLocked))
            message = encode_response(request.id, failed, slot)
        except Exception as error:
            # Any library may raise anything on a broken file; the whole story goes into the bounded log.
            _logger.exception("%s", self._name)
            message = encode_response(request.id, Failed(self._reason(error)), slot)
        # Before the reply is out: with it the next request may come, and another watch with that.
        faulthandler.cancel_dump_traceback_later()
        self._write(message)

    def work_ahead(self, *, rested: bool) -> bool:
        """Lets the reader prepare what may be asked for next; whether there is more to do."""
        reader: object = self._reader
        try:
            return isinstance(reader, WorksAhead) and reader.work_ahead(rested=rested)
        except Exception:
            # Whoever asks for what cannot be read is told then.
            _logger.exception("%s", self._name)
            return False

    def _reply(self, query: OpenAsset | Query, report: Report) -> Reply | Opened:
        if isinstance(query, OpenAsset):
            self._name = asset_name(query.asset)
            if self._reader:
                self._reader.close()
                self._reader = None
            reader = open_reader(query.asset, Path(query.root), Path(query.cache), report)
            if query.password and isinstance(reader, Unlockable):
                reader.unlock(query.password)
            if isinstance(reader, WorksAhead):
                reader.stop_when(lambda: int(self._unwanted[0]) == self._answering)
            self._reader = reader
            return Opened()
        if self._reader is None:
            raise MediaUnreadable(f"{self._name}: is not open")
        return self._reader.answer(query, report)

    def _so_far(self) -> Sound | None:
        reader: object = self._reader
        return reader.so_far() if isinstance(reader, ShowsWork) else None

    def _reason(self, error: Exception) -> str:
        if isinstance(error, MemoryError):
            return f"{self._name}: needs more than the {self._memory_bytes / 2**30:.1f} GiB of memory allowed"
        return f"{self._name}: cannot be read ({one_line(error)})"

    def _watch(self) -> None:
        # The decoder kills a silent worker. Should the decoder be gone, this timer, which needs no
        # interpreter, ends even a process that a library holds in native code.
        faulthandler.dump_traceback_later(self._silence_s * _ORPHAN_FACTOR, exit=True)

    def _write(self, message: bytes) -> None:
        self._replies.write(message)
        self._replies.flush()


def main(arguments: list[str]) -> None:
    """Serves until standard input ends."""
    shared_descriptor, memory_bytes, silence_s = int(arguments[0]), int(arguments[1]), float(arguments[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # RLIMIT_AS would also count shared memory and reserved addresses; RLIMIT_DATA is what is really taken.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests_from, replies_to = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests_from, requests), daemon=True).start()
    worker = Worker(replies_to, shared_descriptor, memory_bytes, silence_s)
    while True:
        worker.answer(_next_request(requests, worker))


def _next_request(requests: "queue.SimpleQueue[Request]", worker: Worker) -> Request:
    """The next request; until it comes, the worker works ahead."""
    for rested in (False, True):
        while requests.empty() and worker.work_ahead(rested=rested):
            continue
        try:
            return requests.get(timeout=None if rested else _REST_S)
        except queue.Empty:
            continue
    return requests.get()


def _receive(source: BinaryIO, requests: "queue.SimpleQueue[Request]") -> None:
    while len(header := source.read(HEADER.size)) == HEADER.size:
        requests.put(decode_request(source.read(HEADER.unpack(header)[0])))
    # The decoder is gone: leave at once, even from the middle of a long answer.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
