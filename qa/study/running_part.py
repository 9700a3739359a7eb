"""One process's part of a study: samples counted, added up, and kept for the next time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.qa.study.pods import read_pods
from crosstie.qa.study.row import Comparison, Counted
from crosstie.qa.study.running_cache import CountedCache
from crosstie.qa.study.running_chunks import Chunk
from crosstie.qa.study.sample import SampleCounter
from crosstie.qa.study.tally import Tally
from crosstie.schema.errors import CrosstieError
from crosstie.storage.database import Database, failures_of

ALL: Final[tuple[Comparison, ...]] = ("agreement", "accuracy", "bias", "model", "team", "settled")
"""Every comparison there is."""


class Order(msgspec.Struct, frozen=True):
    """Which project is studied, what is asked, and whether counts are kept in its cache folder."""

    root: str
    asked: tuple[Comparison, ...] = ALL
    keep: bool = True


class Answer(msgspec.Struct, frozen=True):
    """What a process says: how many samples are done, its tally when it is asked for it, or a problem."""

    done: int = 0
    tally: bytes = b""
    problem: str = ""


class StudyStopped(CrosstieError):
    """Whoever asked for a study wants it no more."""


class Counting:
    """Counts chunks of one project that is open for reading. `tally` is of all that were counted."""

    def __init__(self, database: Database, order: Order) -> None:
        root = Path(order.root)
        self.tally = Tally()
        self._path = database.path
        self._counter = SampleCounter(database, read_pods(root), order.asked)
        self._cache = CountedCache(database.driver, root, order.asked) if order.keep else None

    def count(self, chunk: Chunk, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Adds a chunk's samples. Raises StoreFailed for one that cannot be read, StudyStopped when told."""
        for counted in self.counted(chunk, should_stop):
            self.tally.add(counted)

    def counted(self, chunk: Chunk, should_stop: Callable[[], bool] = lambda: False) -> Iterator[Counted]:
        """What each of a chunk's samples is counted as; nothing is added. Raises as `count`."""
        if self._cache is None:
            yield from map(self._counter.count, _until(chunk, should_stop))
            return
        with failures_of(self._path):
            kept = self._cache.kept(chunk)
        for sample_id in _until(chunk, should_stop):
            counted = kept.get(sample_id)
            if counted is None:
                counted = self._counter.count(sample_id)
                kept.put(sample_id, counted)
            yield counted
        kept.write()


def _until(chunk: Chunk, should_stop: Callable[[], bool]) -> Iterator[str]:
    for sample_id in chunk:
        if should_stop():
            raise StudyStopped("the study was stopped")
        yield sample_id
