"""A sample's past as people read it: who did what, when, and what stood before and after."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from crosstie.schema.edits import Edit
from crosstie.schema.records import Actor
from crosstie.storage import queries, tables
from crosstie.storage.database import Database, Driver, failures_of, snapshot
from crosstie.storage.errors import StoreFailed
from crosstie.storage.oplog import Op, op_from
from crosstie.storage.rows import sql
from crosstie.storage.wording import described


class HistoryEntry(msgspec.Struct, frozen=True):
    """One op in words, with the edit itself. `at` is RFC 3339 with the zone of whoever made it."""

    op_id: str
    gesture_id: str
    sample_id: str
    at: str
    actor_name: str
    actor_kind: str
    initiator: str
    pass_id: str
    record_id: str
    what: str
    before: str
    after: str
    edit: Edit


class TrailEntry(msgspec.Struct, frozen=True):
    """One op as it is kept: its place in the log, its exact bytes, its hash, and what it tells."""

    position: int
    entry: bytes
    hash: bytes
    told: HistoryEntry


_OPS: Final = tables.OPS
_TRAIL: Final = select(_OPS.c.position, _OPS.c.entry, _OPS.c.hash, _OPS.c.record_id)
_WHOLE_TRAIL: Final = sql(_TRAIL.order_by(_OPS.c.position))
_SAMPLE_TRAIL: Final = sql(
    _TRAIL.where(_OPS.c.sample_id == bindparam("sample_id")).order_by(_OPS.c.sample_seq)
)
_OF_SAMPLE: Final = (
    select(_OPS.c.entry, _OPS.c.record_id)
    .where(_OPS.c.sample_id == bindparam("sample_id"))
    .order_by(_OPS.c.sample_seq.desc())
)
_ALL: Final = sql(_OF_SAMPLE)
_OF_RECORD: Final = sql(_OF_SAMPLE.where(_OPS.c.record_id == bindparam("record_id")))


def history_of(
    driver: Driver,
    sample_id: str,
    record_id: str | None = None,
    limit: int | None = None,
    is_visible: Callable[[str], bool] = bool,
) -> tuple[HistoryEntry, ...]:
    """Newest first: a sample's ops, or those of one of its records.

    `is_visible` is asked for the pass of each op that wrote into one. Reads no more than it returns.
    """
    actors = {actor.id: actor for actor in queries.actors(driver)}
    parameters = (sample_id,) if record_id is None else (sample_id, record_id)
    entries: list[HistoryEntry] = []
    for entry, about in driver.execute(_ALL if record_id is None else _OF_RECORD, parameters):
        if limit is not None and len(entries) >= limit:
            break
        op = op_from(entry)
        if not op.pass_id or is_visible(op.pass_id):
            entries.append(_entry(op, about, actors))
    return tuple(entries)


def trail(database: Database, sample_id: str | None = None) -> Iterator[TrailEntry]:
    """Every op of the project, or of one sample, oldest first. Raises StoreFailed for one that is no op."""
    with failures_of(database.path), snapshot(database.driver):
        actors = {actor.id: actor for actor in queries.actors(database.driver)}
        if sample_id is not None:
            queries.require_sample(database.driver, sample_id)
        statement, values = (_WHOLE_TRAIL, ()) if sample_id is None else (_SAMPLE_TRAIL, (sample_id,))
        for position, entry, entry_hash, record_id in database.driver.execute(statement, values):
            try:
                told = _entry(op_from(entry), record_id, actors)
            except msgspec.MsgspecError as error:
                raise StoreFailed(f"entry {position} cannot be read; run `crosstie audit verify`") from error
            yield TrailEntry(position, entry, entry_hash, told)


def _entry(op: Op, record_id: str, actors: dict[str, Actor]) -> HistoryEntry:
    words = described(op.edit)
    actor = actors.get(op.actor_id)
    return HistoryEntry(
        op_id=op.op_id,
        gesture_id=op.gesture_id,
        sample_id=op.sample_id,
        at=op.wall,
        actor_name=actor.name if actor else op.actor_id,
        actor_kind=actor.kind if actor else "",
        initiator=op.initiator,
        pass_id=op.pass_id,
        record_id=record_id,
        what=words.what,
        before=words.before,
        after=words.after,
        edit=op.edit,
    )
