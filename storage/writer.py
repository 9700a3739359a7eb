"""The one writer: checks a gesture against the state, records it, and writes both in one transaction.

It lives on the store's thread. State is made from the very bytes that are recorded: each edit is read
back from its entry before it is applied, so replaying the ops cannot give anything else.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Table, func, insert, select
from sqlalchemy.dialects import sqlite

from crosstie.schema import edits as ed
from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from crosstie.storage import queries, tables
from crosstie.storage.database import Database, transaction
from crosstie.storage.hybrid_clock import HybridClock, HybridTime
from crosstie.storage.net_effect import NetEffect
from crosstie.storage.oplog import op_from
from crosstie.storage.permission import pass_of, require_own_pass
from crosstie.storage.project_state import ProjectState
from crosstie.storage.recorder import Gesture, Recorder
from crosstie.storage.rows import sql
from crosstie.storage.sample_cache import HeldSample, SampleCache


def _put(table: Table, *changed: str) -> str:
    put = sqlite.insert(table)
    keys = list(table.primary_key.columns)
    return sql(put.on_conflict_do_update(keys, set_={name: put.excluded[name] for name in changed}))


_INSERT_OP: Final = sql(insert(tables.OPS))
_PUT_CHAIN: Final = _put(tables.CHAINS, "length", "head")
_PUT_SCHEMA: Final = _put(tables.SCHEMAS, "position")
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

    def apply(self, gesture: Gesture) -> Changes:
        """Applies a gesture durably and whole, or raises and changes nothing."""
        sample_id = _one_sample(gesture.edits)
        project = self.project.copy() if sample_id == ed.PROJECT_CHAIN else self.project
        return self._apply(gesture, sample_id, project)

    def use_schema(self, document: SchemaDocument, ref: SchemaRef, actor: ed.AddActor | str) -> Changes:
        """Brings a schema document into use; with AddActor also makes its maker known first."""
        project = self.project.copy()
        project.keep(document)
        use = ed.UseSchema(self.project.schema_in_use, ref)
        edits = (use,) if isinstance(actor, str) else (actor, use)
        actor_id = actor if isinstance(actor, str) else actor.actor.id
        return self._apply(Gesture(edits, actor_id, "use schema"), ed.PROJECT_CHAIN, project)

    def _apply(self, gesture: Gesture, sample_id: str, project: ProjectState) -> Changes:
        held = self.samples.get(sample_id)
        recorder = Recorder(gesture, self._identity, self._clock, held.head, self._device, self._position)
        recorded = self._recorded(gesture, recorder, held.state, project)
        # An edit is checked only when the state asks for it, so each meets what those before it left.
        changes = held.state.apply(recorded, gesture.initiator)
        try:
            self._commit(recorder, changes, project)
        except BaseException:
            self.samples.forget(sample_id)
            raise
        self._keep(held, recorder, project)
        return changes

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
            require_own_pass(edit, opened, gesture.actor_id)
            schema = _schema_for(edit, opened.schema if opened else None, project)
            check_edit(project.document(schema), state, edit)
            yield recorder.record(edit, opened.id if opened else "", schema)

    def _commit(self, recorder: Recorder, changes: Changes, project: ProjectState) -> None:
        effect = NetEffect(self._identity.device_id)
        done = list(zip(recorder.ops, changes.items, strict=True))
        for recorded, change in done:
            effect.add(change, recorded.position)
        heads = [
            ("sample", changes.sample_id, recorder.chain.length, recorder.chain.hash),
            ("device", self._identity.device_id, recorder.device.length, recorder.device.hash),
        ]
        driver = self._database.driver
        with transaction(driver):
            driver.executemany(_INSERT_OP, [recorded.row(change.id) for recorded, change in done])
            for recorded, change in done:
                if isinstance(ref := change.after, SchemaRef):
                    row = (ref.sha256, recorded.position, ref.id, ref.version, project.source(ref))
                    driver.execute(_PUT_SCHEMA, row)
            effect.write(driver)
            driver.executemany(_PUT_CHAIN, heads)

    def _keep(self, held: HeldSample, recorder: Recorder, project: ProjectState) -> None:
        held.head = recorder.chain
        self._device = recorder.device
        self._position = recorder.position
        self.project = project

    def _last_time(self) -> HybridTime:
        entry = queries.device_entry(self._database.driver, self._identity.device_id, self._device.length)
        return op_from(entry).hlc if entry else HybridTime(0, 0)


def _one_sample(edits: tuple[ed.Edit, ...]) -> str:
    samples = {ed.sample_of(edit) for edit in edits}
    if len(samples) != 1:
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
