"""What migrations left to people: listed over a project, and with the old labels for one pass."""

from collections.abc import Iterator
from concurrent.futures import Future
from typing import Final

from sqlalchemy import bindparam, func, literal_column, select

from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Annotation, Entity, Leftover, Link
from crosstie.schema.versions.plan import plan_migration
from crosstie.schema.versions.settling import Case
from crosstie.storage import queries, tables
from crosstie.storage.codec import record_from
from crosstie.storage.database import Database, failures_of
from crosstie.storage.permission import seen_through, visible_passes
from crosstie.storage.rows import sql
from crosstie.storage.store import Store
from crosstie.storage.writer import Writer

_KEPT: Final = tables.LEFTOVERS
_OPEN: Final = (
    select(_KEPT.c.body)
    .where(_KEPT.c.decision == literal_column("'open'"))
    .order_by(_KEPT.c.sample_id, _KEPT.c.position)
)
_ALL_OPEN: Final = sql(_OPEN)
_BY_SAMPLE: Final = sql(
    select(_KEPT.c.sample_id, func.count())
    .where(_KEPT.c.decision == literal_column("'open'"))
    .group_by(_KEPT.c.sample_id)
)
_OPEN_OF_SAMPLE: Final = sql(_OPEN.where(_KEPT.c.sample_id == bindparam("sample_id")))


def open_leftovers(database: Database, sample_id: str | None = None) -> Iterator[Leftover]:
    """Leftovers that nobody has decided on, by sample and in their order. Raises StoreFailed."""
    statement, values = (_ALL_OPEN, ()) if sample_id is None else (_OPEN_OF_SAMPLE, (sample_id,))
    with failures_of(database.path):
        if sample_id is not None:
            queries.require_sample(database.driver, sample_id)
        for (body,) in database.driver.execute(statement, values):
            yield record_from(Leftover, body)


def case_of(store: Store, sample_id: str, pass_id: str) -> Case:
    """The leftovers of a pass with the labels of the pass that it continues, as far as its work may see them.

    Raises EditRefused for a pass that continues none or that may not be seen.
    """
    return submit_case(store, sample_id, pass_id).result()


def submit_case(store: Store, sample_id: str, pass_id: str) -> "Future[Case]":
    """Queues what `case_of` does."""
    actor_id = store.actor.id
    return store.submit_with_writer(lambda writer: _case(writer, sample_id, pass_id, actor_id))


def submit_waiting(store: Store) -> "Future[dict[str, int]]":
    """Asks how many leftovers nobody has decided on, by sample."""
    return store.submit_with_writer(lambda writer: dict(writer.driver.execute(_BY_SAMPLE).fetchall()))


def _case(writer: Writer, sample_id: str, pass_id: str, actor_id: str) -> Case:
    state = writer.samples.get(sample_id).state
    opened = state.passes.get(pass_id)
    old = state.passes.get(opened.migrated_from) if opened else None
    if opened is None or old is None or pass_id not in visible_passes(state.passes, actor_id, pass_id):
        raise EditRefused(f"pass {pass_id} of sample {sample_id} continues no pass that may be seen here")
    project = writer.project
    others = [project.document(ref) for ref in project.schemas]
    plan = plan_migration(project.document(old.schema), project.document(opened.schema), others)
    olds: dict[str, Annotation | Entity | Link] = {
        label.id: label
        for labels in (state.annotations, state.entities, state.links)
        for label in labels.values()
        if label.pass_id == old.id
    }
    return Case(plan, seen_through(state, frozenset((pass_id,))), pass_id, olds)
