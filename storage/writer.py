"""The one writer: checks a gesture against the state, records it, and writes both in one transaction.

It lives on the store's thread. State is made from the very bytes that are recorded: each edit is read
back from its entry before it is applied, so replaying the ops cannot give anything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final

import msgspec
from sqlalchemy import func, select

from crosstie.schema import edits as ed
from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from crosstie.storage import queries, tables
from crosstie.storage.commit import Prepared, write
from crosstie.storage.counts import counted
from crosstie.storage.database import Database, Driver, transaction
from crosstie.storage.hybrid_clock import HybridClock, HybridTime
from crosstie.storage.oplog import op_from
from crosstie.storage.permission import pass_of, require_migration, require_own_pass
from crosstie.storage.project_state import ProjectState
from crosstie.storage.recorder import Gesture, Recorder
from crosstie.storage.rows import sql
from crosstie.storage.sample_cache import SampleCache

_LAST_POSITION: Final = sql(select(func.max(tables.OPS.c.position)))


class Writer:
    """Owns what is known between two gestures: heads, clock, actors, schemas, the samples in use."""

    def __init__(self, database: Database) -> None:
        driver = database.driver
        self._database = database
        self._identity = queries.identity(driver)
        self._device = queries.device_head(driver, self._identity.device_id)
        self._clock = HybridClock(self._last_time())
        self._position = int(driver.execute(_LAST_POSITION).fetchone()[0] or 0)
        self.project = ProjectState(queries.actors(driver), queries.schemas(driver))
        self.samples = SampleCache(driver)
        self._is_whole = False

    def apply(self, *gestures: Gesture) -> tuple[Changes, ...]:
        """Applies gestures on as many samples durably, all of them or none.

        Raises EditRefused or SQLite's own error, and then nothing changed.
        """
        prepared: list[Prepared] = []
        try:
            for gesture in gestures:
                prepared.append(self._prepared(gesture, self.project, prepared))
            self._commit(prepared)
        except BaseException:
            # Their states hold what is not in the database.
            for one in prepared:
                self.samples.forget(one.changes.sample_id)
            raise
        return tuple(one.changes for one in prepared)

    def use_schema(self, document: SchemaDocument, ref: SchemaRef, actor: ed.AddActor | str) -> Changes:
        """Brings a schema document into use; with AddActor also makes its maker known first."""
        project = self.project.copy()
        project.keep(document)
        use = ed.UseSchema(self.project.schema_in_use, ref)
        edits = (use,) if isinstance(actor, str) else (actor, use)
        actor_id = actor if isinstance(actor, str) else actor.actor.id
        prepared = self._prepared(Gesture(edits, actor_id, "use schema"), project, [])
        self._commit([prepared])
        return prepared.changes

    @property
    def driver(self) -> Driver:
        """The connection, for reading."""
        return self._database.driver

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that is applied inside is durable together at the end, or none of it is.

        Each gesture is written as it comes, so many more fit than memory holds.
        """
        standing = (self._device, self._position, self.project)
        try:
            with transaction(self._database.driver):
                self._is_whole = True
                yield
        except BaseException:
            self._device, self._position, self.project = standing
            self.samples.forget_all()
            raise
        finally:
            self._is_whole = False

    def _prepared(self, gesture: Gesture, project: ProjectState, before: list[Prepared]) -> Prepared:
        """Applies a gesture in memory, as it follows on those `before` it."""
        sample_id = _one_sample(gesture.edits)
        if any(one.changes.sample_id == sample_id for one in before):
            raise EditRefused(f"two gestures on sample {sample_id} cannot be applied together")
        if sample_id == ed.PROJECT_CHAIN:
            project = project.copy()
        held = self.samples.get(sample_id)
        device, position = self._device, self._position
        if before:
            device, position = before[-1].recorder.device, before[-1].recorder.position
        recorder = Recorder(gesture, sample_id, self._identity, self._clock, held.head, device, position)
        # An edit is checked only when the state asks for it, so each meets what those before it left.
        recorded = self._recorded(gesture, recorder, held.state, project)
        changes = held.state.apply(recorded, gesture.initiator)
        head = msgspec.structs.replace(recorder.chain, counts=counted(held.head.counts, changes.items))
        return Prepared(recorder, changes, head, held, project)

    def _recorded(
        self, gesture: Gesture, recorder: Recorder, state: SampleState, project: ProjectState
    ) -> Iterator[ed.Edit]:
        for edit in gesture.edits:
            if state.sample_id == ed.PROJECT_CHAIN:
                schema_before = project.schema_in_use
                project.apply(edit)
                _require_known(gesture.actor_id, project)
                yield recorder.record(edit, "", schema_before)
                continue
            _require_known(gesture.actor_id, project)
            opened = pass_of(state, edit)
            if gesture.migrates:
                require_migration(edit, opened, state)
            else:
                require_own_pass(edit, opened, gesture.actor_id, state.passes)
            schema = _schema_for(edit, opened.schema if opened else None, project)
            check_edit(project.document(schema), state, edit)
            yield recorder.record(edit, opened.id if opened else "", schema)

    def _commit(self, prepared: list[Prepared]) -> None:
        with nullcontext() if self._is_whole else transaction(self._database.driver):
            for one in prepared:
                write(self._database.driver, self._identity.device_id, one)
        for one in prepared:
            one.held.head = one.head
            self._device, self._position = one.recorder.device, one.recorder.position
            self.project = one.project if one.changes.sample_id == ed.PROJECT_CHAIN else self.project

    def _last_time(self) -> HybridTime:
        entry = queries.last_entry(self._database.driver, self._identity.device_id)
        return op_from(entry).hlc if entry else HybridTime(0, 0)


def _one_sample(edits: tuple[ed.Edit, ...]) -> str:
    if len(samples := set(map(ed.sample_of, edits))) != 1:
        raise EditRefused(f"one gesture concerns one sample, and this one concerns {len(samples)}")
    return samples.pop()


def _require_known(actor_id: str, project: ProjectState) -> None:
    if actor_id not in project.actors:
        raise EditRefused(f"actor {actor_id} is not in the project")


def _schema_for(edit: ed.Edit, of_pass: SchemaRef | None, project: ProjectState) -> SchemaRef:
    """The schema that an edit is checked and recorded under: its pass's, or the one in use."""
    ref = edit.opened.schema if isinstance(edit, ed.OpenPass) else of_pass or project.schema_in_use
    if ref is None:
        raise EditRefused("the project has no schema")
    if not project.knows(ref):
        raise EditRefused(f"schema {ref.id} {ref.version} is not in the project")
    return ref
