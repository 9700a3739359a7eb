"""Worker processes that check passes side by side, a few chunks ahead of whoever reads the results."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import msgspec

from crosstie.qa.checking.results import Checked
from crosstie.qa.checking.wire import Answer, Order, Passes
from crosstie.qa.crew import Crew as Processes
from crosstie.storage.errors import StoreFailed

_MODULE = "crosstie.qa.checking.worker"


class Crew:
    """`count` processes over one project. A context manager: they are gone when it is left, in any way."""

    def __init__(self, root: Path, rule_id: str, count: int) -> None:
        self._processes = Processes(_MODULE, msgspec.json.encode(Order(str(root.resolve()), rule_id)), count)

    def __enter__(self) -> Self:
        self._processes.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._processes.__exit__(*error)

    def checked(self, chunks: Iterable[Passes]) -> Iterator[tuple[Checked, ...]]:
        """Each chunk's results, in the order of the chunks. Raises StoreFailed when a process ends."""
        for line in self._processes.answers((msgspec.json.encode(one), _ended(one)) for one in chunks):
            answer = msgspec.json.decode(line, type=Answer)
            if answer.problem:
                raise StoreFailed(answer.problem)
            yield answer.checked


def _ended(chunk: Passes) -> str:
    names = f"{chunk[0].sample_id} to {chunk[-1].sample_id}"
    return f"a checking process ended on one of the samples {names}; check them one by one"
