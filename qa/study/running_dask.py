"""A study on a Dask cluster: tasks of whole chunks, each answered with a tally in bytes."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.study.running_chunks import Chunk
from crosstie.qa.study.running_part import Answer, Counting, Order
from crosstie.qa.study.tally import Tally
from crosstie.qa.study.tally_wire import decode, encode
from crosstie.schema.errors import CrosstieError
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project

if TYPE_CHECKING:
    from distributed import Client, Future

Task = tuple[Chunk, ...]

PATIENCE_S: Final = 15.0
_TASKS_A_THREAD: Final = 8
_MOST_SAMPLES: Final = 4096
_FEWEST_SAMPLES: Final = 64
_AHEAD: Final = 3
"""Tasks a thread that wait on the cluster, so that none stands idle and few tallies lie in memory."""


def count_on_cluster(
    address: str, order: Order, parts: Iterable[Chunk], total: int, on_done: Callable[[int], None]
) -> Tally:
    """Count chunks on the cluster whose scheduler has this address.

    Raises QualityInvalid when Dask is not installed or nothing answers there, StoreFailed when a worker
    cannot read the project or is lost.
    """
    with closing(_client(address)) as client:
        threads = _threads(client, address)
        size = min(max(total // (threads * _TASKS_A_THREAD), _FEWEST_SAMPLES), _MOST_SAMPLES)
        return _gathered(client, order, _tasks(parts, size), threads * _AHEAD, on_done)


def count_task(order: Order, task: Task) -> Answer:
    """Count some chunks, on whichever machine this is: its tally, or in one line why there is none."""
    try:
        with reading_project(Path(order.root)) as database:
            counting = Counting(database, order)
            for chunk in task:
                counting.count(chunk)
            return Answer(sum(map(len, task)), encode(counting.tally))
    except CrosstieError as error:
        return Answer(problem=f"on a Dask worker: {error}")


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise QualityInvalid(
            "Dask is not installed; install it with `pip install 'crosstie[cluster]'`, or leave out --dask"
        ) from error
    try:
        _knock(address)
        return Client(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        why = " ".join(str(error).split())
        raise QualityInvalid(f"no Dask scheduler answers at {address} ({why}); start one there") from error


def _threads(client: "Client", address: str) -> int:
    """Return how many threads the workers have, once there is one."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE_S)
    except TimeoutError as error:
        raise QualityInvalid(f"the Dask cluster at {address} has no workers; start some there") from error
    return sum(client.nthreads().values())


def _knock(address: str) -> None:
    """Raise OSError where nothing listens: a client that cannot connect leaves a thread behind."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in ("tcp", "tls"):
        if not parts.hostname or not parts.port:
            raise ValueError("an address is like tcp://192.168.0.7:8786")
        socket.create_connection((parts.hostname, parts.port), PATIENCE_S).close()


def _gathered(
    client: "Client", order: Order, tasks: Iterator[Task], ahead: int, on_done: Callable[[int], None]
) -> Tally:
    from distributed import as_completed

    tally = Tally()
    first = [_submitted(client, order, task) for task in islice(tasks, ahead)]
    running = as_completed(first, loop=client.loop)
    for future in running:
        answer = _result(future)
        future.release()
        for task in islice(tasks, 1):
            running.add(_submitted(client, order, task))
        tally.merge(decode(answer.tally))
        on_done(answer.done)
    return tally


def _submitted(client: "Client", order: Order, task: Task) -> "Future[Answer]":
    # Not pure: the project may have changed since the same task was asked for.
    return client.submit(count_task, order, task, pure=False)


def _result(future: "Future[Answer]") -> Answer:
    try:
        answer = future.result()
    except Exception as error:  # whatever a worker raised, or that it is lost
        raise StoreFailed(
            f"a Dask worker failed: {type(error).__name__}: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(answer, Answer):
        raise StoreFailed("a Dask worker answered nonsense; it may run another version of Crosstie")
    if answer.problem:
        raise StoreFailed(answer.problem)
    return answer


def _tasks(parts: Iterable[Chunk], size: int) -> Iterator[Task]:
    task: list[Chunk] = []
    samples = 0
    for chunk in parts:
        task.append(chunk)
        samples += len(chunk)
        if samples >= size:
            yield tuple(task)
            task, samples = [], 0
    if task:
        yield tuple(task)
