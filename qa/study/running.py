"""Runs a study: in this process when the project is small, else in many, or on a Dask cluster."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.qa.crew import Crew, processors
from crosstie.qa.study.row import Comparison
from crosstie.qa.study.running_cache import MOST_KEPT, cache_folder, tidy
from crosstie.qa.study.running_chunks import MOST, Chunk, chunk_name, chunks
from crosstie.qa.study.running_dask import count_on_cluster
from crosstie.qa.study.running_part import ALL, Answer, Counting, Order, StudyStopped
from crosstie.qa.study.tally import Tally
from crosstie.qa.study.tally_wire import decode
from crosstie.storage.columns import sample_ids
from crosstie.storage.database import Database, failures_of
from crosstie.storage.errors import StoreFailed
from crosstie.storage.lean import sample_count
from crosstie.storage.project import reading_project

FEW: Final = 128
"""Samples that are counted sooner than another process is started."""
_WORKER: Final = "crosstie.qa.study.worker"

OnProgress = Callable[[float], None]
ShouldStop = Callable[[], bool]


def run_study(
    root: Path,
    asked: Collection[Comparison] = ALL,
    jobs: int = 0,
    dask_address: str | None = None,
    on_progress: OnProgress = lambda _share: None,
    should_stop: ShouldStop = lambda: False,
) -> Tally:
    """Count every sample of a project; the tally is the same, to the last bit, wherever it was counted.

    `jobs` processes, 0 for one a processor; with `dask_address` the workers of that cluster, which must see
    the project under the same path. What was counted before, and has not changed since, is read from the
    project's cache folder. Raises ProjectUnusable or StoreFailed for what cannot be read, QualityInvalid for
    pods or a cluster that cannot be used, StudyStopped when `should_stop` says so.
    """
    with reading_project(root) as database, failures_of(database.path):
        total = sample_count(database.driver)
        keep = total <= MOST_KEPT and dask_address is None
        order = Order(str(root.resolve()), tuple(sorted(set(asked))), keep)
        progress = _Progress(total, on_progress, should_stop)
        names: set[str] = set()
        parts = _noted(chunks(sample_ids(database.driver)), names if keep else None)
        if dask_address is not None:
            tally = count_on_cluster(dask_address, order, parts, total, progress.done)
        else:
            tally = _counted(root, order, parts, jobs or _worth(total), progress)
        if keep:
            tidy(cache_folder(database.driver, root, order.asked), names)
    tally.settle()
    return tally


class _Progress:
    def __init__(self, total: int, on_progress: OnProgress, should_stop: ShouldStop) -> None:
        self._total = max(total, 1)
        self._on_progress = on_progress
        self.should_stop = should_stop
        self._done = 0

    def done(self, samples: int) -> None:
        """So many more are counted. Raises StudyStopped when they are wanted no more."""
        if self.should_stop():
            raise StudyStopped("the study was stopped")
        self._done += samples
        self._on_progress(min(self._done / self._total, 1.0))


def _worth(total: int) -> int:
    """How many processes are worth starting."""
    return 1 if total <= FEW else min(processors(), -(-total // MOST))


def _counted(root: Path, order: Order, parts: Iterator[Chunk], jobs: int, progress: _Progress) -> Tally:
    if jobs == 1:
        # A connection of its own: the ids are still being read from the other one.
        with reading_project(root) as database:
            return _here(database, order, parts, progress)
    return _side_by_side(order, parts, jobs, progress)


def _here(database: Database, order: Order, parts: Iterable[Chunk], progress: _Progress) -> Tally:
    counting = Counting(database, order)
    for chunk in parts:
        counting.count(chunk, progress.should_stop)
        progress.done(len(chunk))
    return counting.tally


def _side_by_side(order: Order, parts: Iterable[Chunk], jobs: int, progress: _Progress) -> Tally:
    tally = Tally()
    with Crew(_WORKER, msgspec.json.encode(order), jobs) as crew:
        for line in crew.answers((msgspec.json.encode(chunk), _ended(chunk)) for chunk in parts):
            progress.done(_answer(line).done)
        for line in crew.from_each(b"[]", "a counting process ended before it told what it had counted"):
            tally.merge(decode(_answer(line).tally))
            progress.done(0)
    return tally


def _answer(line: bytes) -> Answer:
    answer = msgspec.json.decode(line, type=Answer)
    if answer.problem:
        raise StoreFailed(answer.problem)
    return answer


def _ended(chunk: Chunk) -> str:
    return f"a counting process ended on one of the samples {chunk[0]} to {chunk[-1]}; look at these first"


def _noted(parts: Iterable[Chunk], names: set[str] | None) -> Iterator[Chunk]:
    for chunk in parts:
        if names is not None:
            names.add(chunk_name(chunk))
        yield chunk
