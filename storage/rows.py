"""Records as rows: what stands in a table's columns, and the statements that put it there."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from sqlalchemy import BindParameter, ClauseElement, Table, bindparam, delete, insert, update
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    Entity,
    Leftover,
    Link,
    Pass,
    RecordKind,
    Sample,
)
from crosstie.storage import tables
from crosstie.storage.codec import body_of

Value = str | int | bytes
Row = tuple[Value, ...]


def sql(statement: ClauseElement) -> str:
    """A Core statement as SQL text with `?` for its parameters, so that it is compiled only once."""
    compiled = statement.compile(dialect=SQLiteDialect_pysqlite())
    assert not any(compiled.params.values()), "a constant would be taken for a parameter: use literal_column"
    return str(compiled)


class RowForm(msgspec.Struct, frozen=True):
    """How one kind of record is kept: its table, and the SQL that adds, changes and drops a row.

    Key columns stand first in every table and `position` next; a change leaves `position` as it is.
    """

    table: Table
    record: type
    insert: str
    update: str
    delete: str
    key_width: int

    def update_parameters(self, row: Row) -> Row:
        """A row's columns in the order of the `update` statement."""
        return row[self.key_width + 1 :] + row[: self.key_width]


def _form(table: Table, record: type) -> RowForm:
    keys = list(table.primary_key.columns)
    with_key = [key == bindparam(f"_{key.name}") for key in keys]
    rest: dict[str, BindParameter[object]] = {
        column.name: bindparam(column.name) for column in list(table.columns)[len(keys) + 1 :]
    }
    return RowForm(
        table,
        record,
        sql(insert(table)),
        sql(update(table).where(*with_key).values(rest)),
        sql(delete(table).where(*with_key)),
        len(keys),
    )


FORMS: Final[dict[RecordKind, RowForm]] = {
    "actor": _form(tables.ACTORS, Actor),
    "sample": _form(tables.SAMPLES, Sample),
    "asset": _form(tables.ASSETS, Asset),
    "pass": _form(tables.PASSES, Pass),
    "entity": _form(tables.ENTITIES, Entity),
    "annotation": _form(tables.ANNOTATIONS, Annotation),
    "link": _form(tables.LINKS, Link),
    "leftover": _form(tables.LEFTOVERS, Leftover),
}
"""In an order in which rows may be added: what is referred to stands before what refers to it."""


def _actor(actor: Actor, position: int, device_id: str) -> Row:
    return (actor.id, position, actor.kind, actor.name, device_id, body_of(actor))


def _sample(sample: Sample, position: int, device_id: str) -> Row:
    return (sample.id, position, sample.language, sample.batch, sample.site, body_of(sample))


def _asset(asset: Asset, position: int, device_id: str) -> Row:
    return (asset.sample_id, asset.id, position, asset.kind, body_of(asset))


def _pass(opened: Pass, position: int, device_id: str) -> Row:
    key = (opened.sample_id, opened.id, position)
    return (*key, opened.kind, opened.actor_id, opened.schema.sha256, body_of(opened))


def _annotation(annotation: Annotation, position: int, device_id: str) -> Row:
    return (
        annotation.sample_id,
        annotation.pass_id,
        annotation.id,
        position,
        annotation.asset_id,
        annotation.class_id,
        anchor_kind(annotation.anchor),
        annotation.entity_id,
        body_of(annotation),
    )


def _entity(entity: Entity, position: int, device_id: str) -> Row:
    key = (entity.sample_id, entity.pass_id, entity.id, position)
    return (*key, entity.type_id, entity.name, body_of(entity))


def _link(link: Link, position: int, device_id: str) -> Row:
    key = (link.sample_id, link.pass_id, link.id, position)
    ends = (link.from_end.kind, link.from_end.id, link.to_end.kind, link.to_end.id)
    return (*key, link.type_id, link.status, *ends, body_of(link))


def _leftover(note: Leftover, position: int, device_id: str) -> Row:
    key = (note.sample_id, note.pass_id, note.id, position)
    return (*key, note.kind, note.state, note.decision, note.step, body_of(note))


_ROWS: Final[dict[type, Callable[[Any, int, str], Row]]] = {
    Actor: _actor,
    Sample: _sample,
    Asset: _asset,
    Pass: _pass,
    Annotation: _annotation,
    Entity: _entity,
    Link: _link,
    Leftover: _leftover,
}


def row_of(record: msgspec.Struct, position: int, device_id: str) -> Row:
    """A record's columns in its table's order."""
    return _ROWS[type(record)](record, position, device_id)
