"""Checks the rules over a project: in this process when it is small, else in one for every processor."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

from crosstie.qa.checking.choice import KINDS, chosen_passes
from crosstie.qa.checking.crew import Crew
from crosstie.qa.checking.one import PassChecker
from crosstie.qa.checking.results import Checked
from crosstie.qa.checking.wire import Passes
from crosstie.qa.crew import processors
from crosstie.schema.records import Actor, Pass
from crosstie.schema.rules.plan import plan_of
from crosstie.schema.yaml_node import did_you_mean
from crosstie.storage.database import Database, failures_of
from crosstie.storage.errors import StoreFailed
from crosstie.storage.lean import passes_by_sample, sample_count
from crosstie.storage.project import reading_project
from crosstie.storage.queries import actors, require_sample
from crosstie.storage.schema_documents import SchemaDocuments
from crosstie.storage.store import default_actor_name

CHUNK: Final = 32
"""Passes that go to a process at a time."""
FEW: Final = 64
"""Passes that are checked sooner than another process is started."""

OnProgress = Callable[[float], None]


class Check:
    """What to check: of a project a sample, a pass, a rule, or all. StoreFailed tells what is not there."""

    def __init__(
        self, root: Path, sample_id: str | None = None, pass_asked: str = "", rule_id: str = "", jobs: int = 0
    ) -> None:
        self._root = root
        self._sample_id = sample_id
        self._pass_asked = pass_asked
        self._rule_id = rule_id
        self._jobs = jobs or processors()
        self.samples_without = 0

    def run(self, on_progress: OnProgress) -> Generator[Checked, None, None]:
        """Each pass that is to be checked, samples in the order of their ids. Nothing is kept in memory."""
        with reading_project(self._root) as database, failures_of(database.path):
            self._require(database)
            passes = self._passes(database)
            first = tuple(islice(passes, FEW + 1))
            if not first and self._pass_asked and self._pass_asked not in KINDS:
                kinds = ", ".join(KINDS)
                raise StoreFailed(
                    f"no pass {self._pass_asked!r} that you may see; name an id or one of {kinds}"
                )
            total = max(sample_count(database.driver), 1)
            chunks = _chunks((first, passes))
            here = len(first) <= FEW or self._jobs == 1
            results = self._one_by_one(chunks) if here else self._side_by_side(chunks)
            # Whoever stops reading half way leaves no process behind.
            with closing(results):
                yield from _counted(results, total, on_progress)

    def _one_by_one(self, chunks: Iterable[Passes]) -> Generator[tuple[Checked, ...], None, None]:
        # A connection of its own: the list of passes is still being read from the other one.
        with reading_project(self._root) as database:
            checker = PassChecker(database, self._rule_id)
            for chunk in chunks:
                yield tuple(checker.check(opened) for opened in chunk)

    def _side_by_side(self, chunks: Iterable[Passes]) -> Generator[tuple[Checked, ...], None, None]:
        with Crew(self._root, self._rule_id, self._jobs) as crew:
            yield from crew.checked(chunks)

    def _passes(self, database: Database) -> Iterator[Pass]:
        actor_id = _who(actors(database.driver))
        for passes in passes_by_sample(database.driver, self._sample_id):
            chosen = chosen_passes(passes, self._pass_asked, actor_id)
            self.samples_without += not chosen
            yield from chosen

    def _require(self, database: Database) -> None:
        if self._sample_id is not None:
            require_sample(database.driver, self._sample_id)
        if self._rule_id:
            documents = SchemaDocuments(database.driver).all()
            known = dict.fromkeys(rule.id for one in documents for rule in plan_of(one).rules)
            if self._rule_id not in known:
                near = did_you_mean(self._rule_id, known)
                raise StoreFailed(f"no schema of the project has a rule '{self._rule_id}'{near}")


def _counted(results: Iterable[Iterable[Checked]], total: int, on_progress: OnProgress) -> Iterator[Checked]:
    done = 0
    for chunk in results:
        for checked in chunk:
            done += 1
            yield checked
        on_progress(min(done / total, 1.0))


def _chunks(parts: Iterable[Iterable[Pass]]) -> Iterator[Passes]:
    passes = (opened for part in parts for opened in part)
    while chunk := tuple(islice(passes, CHUNK)):
        yield chunk


def _who(known: tuple[Actor, ...]) -> str:
    """The id of the person who checks; empty for somebody who has done nothing in the project."""
    name = default_actor_name()
    return next((one.id for one in known if one.kind == "human" and one.name == name), "")
