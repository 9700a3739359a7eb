"""Replays a sample's ops, so that what they give can be compared with what is stored."""

from collections import defaultdict

import msgspec

from crosstie.schema.changes import Change, kind_of
from crosstie.schema.errors import CrosstieError
from crosstie.schema.records import Actor, RecordKind, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.storage.audit_entries import StoredOp
from crosstie.storage.audit_report import Broken
from crosstie.storage.counts import counted
from crosstie.storage.oplog import Head, Op
from crosstie.storage.rows import FORMS, Row, row_of


class _Origin(msgspec.Struct):
    """Where a record's row comes from: the op that added it, its device, and the last entry about it."""

    position: int
    device_id: str
    last_entry: int


class Replay:
    """A sample's state as its ops make it, and where each row came from."""

    def __init__(self, sample_id: str) -> None:
        self.state = SampleState(sample_id)
        self.head = Head()
        self.schemas: dict[str, tuple[SchemaRef, int]] = {}
        self._actors: dict[str, Actor] = {}
        self._origins: dict[tuple[RecordKind, str], _Origin] = {}

    def take(self, stored: StoredOp, op: Op) -> None:
        """Applies the next op. Raises Broken when it does not follow or does not fit."""
        if op.sample_seq != self.head.length + 1:
            raise Broken("it is missing", self.head.length + 1)
        if op.prev_hash != self.head.hash.hex():
            raise Broken("it does not follow on the entry before it", op.sample_seq)
        try:
            change = self.state.apply([op.edit]).items[0]
        except CrosstieError as error:
            raise Broken(f"it cannot be applied: {error}", op.sample_seq) from error
        if change.id != stored.record_id:
            raise Broken("its columns do not say what its bytes say", op.sample_seq)
        self._note(change, stored)
        self.head = Head(op.sample_seq, stored.hash, counted(self.head.counts, (change,)))

    def last_entry(self, kind: RecordKind, record_id: str) -> int:
        """The last entry about a record; 0 when there is none."""
        origin = self._origins.get((kind, record_id))
        return origin.last_entry if origin else 0

    def rows(self) -> dict[RecordKind, dict[Row, Row]]:
        """The rows that each table should hold for this sample, by key."""
        rows: dict[RecordKind, dict[Row, Row]] = defaultdict(dict)
        for record in (*self._actors.values(), *self.state.records()):
            kind = kind_of(record)
            origin = self._origins[kind, record.id]
            row = row_of(record, origin.position, origin.device_id)
            rows[kind][row[: FORMS[kind].key_width]] = row
        return rows

    def _note(self, change: Change, stored: StoredOp) -> None:
        if isinstance(change.after, SchemaRef):
            self.schemas[change.after.sha256] = (change.after, stored.position)
            return
        if isinstance(change.after, Actor):
            self._actors[change.id] = change.after
        origin = self._origins.get((change.kind, change.id))
        if origin is None or change.before is None:
            origin = _Origin(stored.position, stored.device_id, stored.sample_seq)
            self._origins[change.kind, change.id] = origin
        origin.last_entry = stored.sample_seq
