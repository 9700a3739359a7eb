"""Compares the stored rows of a sample, or of the project as a whole, with what its ops give."""

import hashlib
from typing import Final

from sqlalchemy import bindparam, select

from crosstie.schema.edits import PROJECT_CHAIN
from crosstie.schema.records import RecordKind
from crosstie.storage import queries, tables
from crosstie.storage.audit_replay import Replay
from crosstie.storage.audit_report import Broken
from crosstie.storage.database import Driver
from crosstie.storage.oplog import Head
from crosstie.storage.rows import FORMS, Row, sql


def _stored(kind: RecordKind) -> str:
    table = FORMS[kind].table
    key = table.c.id if kind == "sample" else table.c.sample_id
    return sql(select(table).where(key == bindparam("sample_id")))


_OF_SAMPLE: Final[dict[RecordKind, str]] = {kind: _stored(kind) for kind in queries.SAMPLE_KINDS}
_ACTORS: Final = sql(select(tables.ACTORS))
_SCHEMAS: Final = sql(select(tables.SCHEMAS))


def compare(driver: Driver, replay: Replay) -> None:
    """Raises Broken with the first row that is not as the ops say."""
    _compare_end(replay.head, queries.find_chain_head(driver, replay.state.sample_id))
    rows = replay.rows()
    if replay.state.sample_id == PROJECT_CHAIN:
        _compare_rows("actor", rows["actor"], driver.execute(_ACTORS).fetchall(), replay)
        _compare_schemas(driver, replay)
    else:
        for kind, statement in _OF_SAMPLE.items():
            stored = driver.execute(statement, (replay.state.sample_id,)).fetchall()
            _compare_rows(kind, rows[kind], stored, replay)


def _compare_end(found: Head, kept: Head | None) -> None:
    """The end of a trail is kept apart, because nothing comes after it that would miss it."""
    length = kept.length if kept else 0
    if length > found.length or (kept and not length):
        raise Broken("it is missing", found.length + 1)
    if length < found.length:
        raise Broken("it was added past the end of the trail", length + 1)
    if kept and kept.hash != found.hash:
        raise Broken("the trail does not end with it as it was left", found.length)
    if kept and kept.counts != found.counts:
        raise Broken("the counts of its labels are not what its entries come to", found.length)


def _compare_rows(kind: RecordKind, expected: dict[Row, Row], stored: list[Row], replay: Replay) -> None:
    width = FORMS[kind].key_width
    standing = {row[:width]: row for row in stored}
    for key, row in expected.items():
        if (found := standing.pop(key, None)) != row:
            raise Broken(_difference(kind, row, found), replay.last_entry(kind, str(key[-1])))
    for key in standing:
        record_id = str(key[-1])
        raise Broken(f"{kind} {record_id} is stored and no entry says so", replay.last_entry(kind, record_id))


def _difference(kind: RecordKind, row: Row, found: Row | None) -> str:
    form = FORMS[kind]
    name = f"{kind} {row[form.key_width - 1]!s}"
    if found is None:
        return f"{name} is not stored, and this entry says that it stands"
    columns = form.table.columns.keys()
    changed = [column for column, mine, its in zip(columns, row, found, strict=True) if mine != its]
    return f"{name} is not stored as this entry left it ({', '.join(changed)} differ)"


def _compare_schemas(driver: Driver, replay: Replay) -> None:
    stored = {row[0]: row[1:] for row in driver.execute(_SCHEMAS)}
    for sha256, (ref, position) in replay.schemas.items():
        found = stored.pop(sha256, None)
        if found is None or found[:3] != (position, ref.id, ref.version):
            raise Broken(f"schema {ref.id} {ref.version} is not stored as it came into use")
        if hashlib.sha256(found[3]).hexdigest() != sha256:
            raise Broken(f"the document of schema {ref.id} {ref.version} does not have its hash")
    for sha256 in stored:
        raise Broken(f"schema document {sha256[:12]} is stored and never came into use")
