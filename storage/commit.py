"""Writes a gesture that was applied in memory: its ops, the rows they come to, and the ends of the chains."""

from typing import Final

import msgspec
from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from crosstie.schema.changes import Changes
from crosstie.schema.records import SchemaRef
from crosstie.storage import tables
from crosstie.storage.counts import COUNT_COLUMNS, NO_COUNTS
from crosstie.storage.database import Driver
from crosstie.storage.net_effect import NetEffect
from crosstie.storage.oplog import Head
from crosstie.storage.project_state import ProjectState
from crosstie.storage.recorder import Recorder
from crosstie.storage.rows import sql
from crosstie.storage.sample_cache import HeldSample


def _put(table: Table, *changed: str) -> str:
    put = sqlite.insert(table)
    keys = list(table.primary_key.columns)
    return sql(put.on_conflict_do_update(keys, set_={name: put.excluded[name] for name in changed}))


_INSERT_OP: Final = sql(insert(tables.OPS))
_PUT_CHAIN: Final = _put(tables.CHAINS, "length", "head", *COUNT_COLUMNS)
_PUT_SCHEMA: Final = _put(tables.SCHEMAS, "position")


class Prepared(msgspec.Struct, frozen=True):
    """A gesture applied in memory and recorded, not yet written."""

    recorder: Recorder
    changes: Changes
    head: Head
    held: HeldSample
    project: ProjectState


def write(driver: Driver, device_id: str, prepared: Prepared) -> None:
    """Writes a gesture within the transaction that the caller opened."""
    recorder, changes = prepared.recorder, prepared.changes
    effect = NetEffect(device_id)
    done = list(zip(recorder.ops, changes.items, strict=True))
    for recorded, change in done:
        effect.add(change, recorded.position)
    driver.executemany(_INSERT_OP, [recorded.row(change.id) for recorded, change in done])
    for recorded, change in done:
        if isinstance(ref := change.after, SchemaRef):
            source = prepared.project.source(ref)
            driver.execute(_PUT_SCHEMA, (ref.sha256, recorded.position, ref.id, ref.version, source))
    effect.write(driver)
    heads = (
        ("sample", changes.sample_id, prepared.head.length, prepared.head.hash, *prepared.head.counts),
        ("device", device_id, recorder.device.length, recorder.device.hash, *NO_COUNTS),
    )
    driver.executemany(_PUT_CHAIN, heads)
