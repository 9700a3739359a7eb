"""Checks of single entries: their bytes, their hashes, their columns, and each device's own sequence."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from crosstie.storage import queries, tables
from crosstie.storage.audit_report import Broken, Problem
from crosstie.storage.database import Driver
from crosstie.storage.oplog import Head, Op, chain_hash, op_from
from crosstie.storage.rows import sql


class StoredOp(msgspec.Struct, frozen=True):
    """A row of `ops` as it stands, columns in the table's order."""

    position: int
    op_id: str
    device_id: str
    device_seq: int
    sample_id: str
    sample_seq: int
    record_id: str
    entry: bytes
    hash: bytes


_IN_ORDER: Final = sql(select(tables.OPS).order_by(tables.OPS.c.position))
_OF_SAMPLE: Final = sql(
    select(tables.OPS)
    .where(tables.OPS.c.sample_id == bindparam("sample_id"))
    .order_by(tables.OPS.c.sample_seq)
)


def ops_of(driver: Driver, sample_id: str) -> Iterator[StoredOp]:
    """A sample's rows of `ops` in the order of their numbers."""
    return (StoredOp(*row) for row in driver.execute(_OF_SAMPLE, (sample_id,)))


def checked_op(stored: StoredOp, project_id: str) -> Op:
    """The op that a row holds. Raises Broken when bytes, hash and columns do not agree."""
    try:
        op = op_from(stored.entry)
        expected = chain_hash(bytes.fromhex(op.prev_hash), stored.entry)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Broken(f"its bytes are no entry ({error})", stored.sample_seq) from error
    if stored.hash != expected:
        raise Broken("its bytes do not give its hash", stored.sample_seq)
    told = (op.op_id, op.device_id, op.device_seq, op.sample_id, op.sample_seq)
    if told != (stored.op_id, stored.device_id, stored.device_seq, stored.sample_id, stored.sample_seq):
        raise Broken("its columns do not say what its bytes say", stored.sample_seq)
    if op.project_id != project_id:
        raise Broken("it comes from another project", stored.sample_seq)
    return op


def device_problems(
    driver: Driver, identity: queries.Identity, progress: Callable[[int], None]
) -> Iterator[Problem]:
    """Walks all ops in the order in which they came; yields the first problem and stops there."""
    heads: dict[str, Head] = {}
    for position, row in enumerate(driver.execute(_IN_ORDER), 1):
        stored = StoredOp(*row)
        try:
            _check_sequence(stored, position, heads, checked_op(stored, identity.project_id))
        except Broken as broken:
            yield Problem(stored.sample_id, broken.entry, broken.what)
            return
        progress(position)
    yield from _head_problems(driver, heads, identity)


def _check_sequence(stored: StoredOp, position: int, heads: dict[str, Head], op: Op) -> None:
    if stored.position != position:
        raise Broken(
            f"it stands at place {stored.position} of the log instead of {position}", stored.sample_seq
        )
    head = heads.get(op.device_id, Head())
    if op.device_seq != head.length + 1:
        missing = f"op {head.length + 1} of device {op.device_id} is missing before it"
        raise Broken(missing, stored.sample_seq)
    if op.prev_device_hash != head.hash.hex():
        raise Broken("it does not follow on the device's op before it", stored.sample_seq)
    heads[op.device_id] = Head(op.device_seq, stored.hash)


def _head_problems(driver: Driver, heads: dict[str, Head], identity: queries.Identity) -> Iterator[Problem]:
    kept = dict(queries.chain_heads(driver, "device"))
    if kept != heads:
        strange = min(key for key in kept.keys() | heads.keys() if kept.get(key) != heads.get(key))
        yield Problem("", 0, f"the log does not end where device {strange} left it")
    if identity.device_id not in heads:
        yield Problem("", 0, f"this copy says it is on device {identity.device_id}, which has done nothing")
