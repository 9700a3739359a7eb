"""Brings a project's labels under another version of its schema: all of them or none.

A pass is never rewritten. Each is continued by a new pass under the new schema, for the same actor and of the
same kind, in one transaction with the schema itself; see docs/adr/0007.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlalchemy import select

from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.records import Leftover, Pass, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.schema.versions.carrying import Carried, Tally, carry_over
from crosstie.schema.versions.plan import plan_migration
from crosstie.schema.versions.succession import to_migrate
from crosstie.storage import queries, tables
from crosstie.storage.codec import record_from
from crosstie.storage.database import Database, Driver, failures_of, snapshot
from crosstie.storage.project_folder import ProjectFolder
from crosstie.storage.project_state import ProjectState
from crosstie.storage.recorder import Gesture
from crosstie.storage.rows import sql
from crosstie.storage.store import Store
from crosstie.storage.writer import Writer

INITIATOR: Final = "schema migrate"
MOST_TOLD: Final = 100
"""So many leftovers are told one by one; however many there are, memory holds no more."""

Progress = Callable[[int, int], None]
"""Told how many labels of how many were looked at."""


class StepCount(msgspec.Struct, frozen=True):
    """How many labels a step brought over, and how many it left to a person.

    The empty step stands for labels that no step touched, or that no step says enough about.
    """

    step: str
    lossless: int = 0
    needs_human: int = 0
    impossible: int = 0


class MigrationReport(msgspec.Struct, frozen=True):
    """What a migration did, or in a dry run would do. `leftovers` are the first MOST_TOLD of all."""

    origins: tuple[SchemaRef, ...]
    target: SchemaRef
    sample_count: int
    pass_count: int
    steps: tuple[StepCount, ...]
    dry_run: bool
    leftovers: tuple[Leftover, ...] = ()

    @property
    def leftover_count(self) -> int:
        """How many leftovers there are for people to decide on."""
        return sum(count.needs_human + count.impossible for count in self.steps)


def dry_run(
    database: Database, source: bytes, where: str, progress: Progress | None = None
) -> MigrationReport:
    """What bringing the project under the document would come to; nothing is touched.

    Raises SchemaInvalid for a document that is not valid or to which no steps lead.
    """
    target = load_schema(source, where)
    with failures_of(database.path), snapshot(database.driver):
        project = ProjectState(queries.actors(database.driver), queries.schemas(database.driver))
        run = _Run(database.driver, project, target, progress)
        for sample_id in run.sample_ids:
            for carried in run.carried(sample_id, queries.sample_state(database.driver, sample_id)):
                run.count(carried)
        return run.report(dry_run=True)


def migrate_project(
    store: Store, source: bytes, where: str, progress: Progress | None = None
) -> MigrationReport:
    """Brings the document into use and every pass under it, durably and whole.

    Raises SchemaInvalid as `dry_run` does, and StoreFailed when the disk does not hold it; then the project
    is as it was.
    """
    target = load_schema(source, where)
    actor_id = store.actor.id
    report = store.with_writer(lambda writer: _migrate(writer, target, actor_id, progress))
    folder = ProjectFolder(store.root).schemas
    folder.mkdir(exist_ok=True)
    (folder / f"{target.id}-{target.version}.yaml").write_bytes(source)
    return report


def _migrate(
    writer: Writer, target: SchemaDocument, actor_id: str, progress: Progress | None
) -> MigrationReport:
    ref = schema_ref(target)
    run = _Run(writer.driver, writer.project, target, progress)
    with writer.whole():
        if writer.project.schema_in_use != ref:
            writer.use_schema(target, ref, actor_id)
        for sample_id in run.sample_ids:
            for carried in run.carried(sample_id, writer.samples.get(sample_id).state):
                writer.apply(Gesture(carried.edits, actor_id, INITIATOR, migrates=True))
                run.count(carried)
            # One sample is held at a time, however many there are.
            writer.samples.forget(sample_id)
    return run.report(dry_run=False)


_PASSES = sql(select(tables.PASSES.c.body).order_by(tables.PASSES.c.sample_id, tables.PASSES.c.position))


class _Run:
    """One migration: the plans it needs, found before anything is touched, and its counts."""

    def __init__(
        self, driver: Driver, project: ProjectState, target: SchemaDocument, progress: Progress | None
    ) -> None:
        self._target, self._progress = target, progress
        self._ref = schema_ref(target)
        self._tally: Tally = Counter()
        self._leftovers: list[Leftover] = []
        self._done = 0
        _require_new_version(project, self._ref)
        self._passes = _passes_by_sample(driver, self._ref)
        labels = {one.id: one.annotation_count + one.link_count for one in queries.summaries(driver)}
        self._weights = {sample_id: labels.get(sample_id, 0) for sample_id in self._passes}
        refs = {one.schema.sha256: one.schema for passes in self._passes.values() for one in passes}
        others = [project.document(kept) for kept in project.schemas]
        self._plans = {
            sha256: plan_migration(project.document(ref), target, others) for sha256, ref in refs.items()
        }
        self._origins = tuple(refs.values())

    @property
    def sample_ids(self) -> tuple[str, ...]:
        """The samples that hold a pass to migrate."""
        return tuple(self._passes)

    def carried(self, sample_id: str, state: SampleState) -> Iterator[Carried]:
        """The passes of a sample, each carried over; what follows is told of the ids of those before."""
        continued: dict[str, str] = {}
        for old in self._passes[sample_id]:
            plan = self._plans[old.schema.sha256]
            carried = carry_over(plan, state, old, continued.get(old.started_from, old.started_from))
            continued[old.id] = carried.opened.id
            yield carried
        self._done += self._weights[sample_id]
        if self._progress:
            self._progress(self._done, sum(self._weights.values()))

    def count(self, carried: Carried) -> None:
        """Adds a pass to the counts."""
        self._tally.update(carried.tally)
        self._leftovers += carried.leftovers[: MOST_TOLD - len(self._leftovers)]

    def report(self, *, dry_run: bool) -> MigrationReport:
        """The counts, steps in their order."""
        places = [placed.place for plan in self._plans.values() for placed in plan.steps]
        steps = tuple(
            StepCount(
                place, *(self._tally[place, became] for became in ("lossless", "needs_human", "impossible"))
            )
            for place in (*dict.fromkeys(places), "")
        )
        pass_count = sum(map(len, self._passes.values()))
        return MigrationReport(
            self._origins,
            self._ref,
            len(self._passes),
            pass_count,
            steps,
            dry_run,
            tuple(self._leftovers),
        )


def _passes_by_sample(driver: Driver, ref: SchemaRef) -> dict[str, tuple[Pass, ...]]:
    passes: dict[str, list[Pass]] = {}
    for (body,) in driver.execute(_PASSES):
        opened = record_from(Pass, body)
        passes.setdefault(opened.sample_id, []).append(opened)
    wanted = {sample_id: to_migrate(listed, ref.sha256) for sample_id, listed in passes.items()}
    return {sample_id: found for sample_id, found in wanted.items() if found}


def _require_new_version(project: ProjectState, ref: SchemaRef) -> None:
    for kept in project.schemas:
        if (kept.id, kept.version) == (ref.id, ref.version) and kept.sha256 != ref.sha256:
            raise SchemaInvalid(
                f"version: {ref.id} {ref.version} is in use with other contents; give the change a new one"
            )
