"""Makes the ops of one gesture: numbers them, chains them and turns them into rows."""

import msgspec

from crosstie import __version__
from crosstie.schema import edits as ed
from crosstie.schema.errors import EditRefused
from crosstie.schema.ids import new_id
from crosstie.schema.records import SchemaRef
from crosstie.storage.hybrid_clock import HybridClock
from crosstie.storage.oplog import Head, Op, chain_hash, edit_from, entry_of
from crosstie.storage.queries import Identity
from crosstie.storage.rows import Row


class Gesture(msgspec.Struct, frozen=True):
    """Edits that belong together and are applied together, who makes them, and what set them off.

    With `migrates` they make the pass that continues another under a new schema, whoever's it is.
    """

    edits: tuple[ed.Edit, ...]
    actor_id: str
    initiator: str = ""
    gesture_id: str = ""
    migrates: bool = False


class Recorded(msgspec.Struct, frozen=True):
    """One op with its bytes, its hash and its place in the order in which ops came to this project."""

    position: int
    op: Op
    entry: bytes
    hash: bytes

    def row(self, record_id: str) -> Row:
        """Columns of `ops`; all but the position are told by the entry, or by what it does."""
        op = self.op
        numbers = (op.op_id, op.device_id, op.device_seq, op.sample_id, op.sample_seq)
        return (self.position, *numbers, record_id, self.entry, self.hash)


class Recorder:
    """Turns a gesture's edits into ops that follow on a sample's chain and on the device's sequence."""

    def __init__(
        self,
        gesture: Gesture,
        sample_id: str,
        identity: Identity,
        clock: HybridClock,
        chain: Head,
        device: Head,
        position: int,
    ) -> None:
        self.chain, self.device, self.position = chain, device, position
        self.ops: list[Recorded] = []
        self._gesture = gesture
        self._sample_id = sample_id
        self._gesture_id = gesture.gesture_id or new_id()
        self._identity = identity
        self._clock = clock
        self._wall = clock.wall()

    def record(self, edit: ed.Edit, pass_id: str, schema: SchemaRef | None) -> ed.Edit:
        """Records one edit and returns it as its entry's bytes say it.

        Raises EditRefused for an edit that JSON cannot hold exactly (not a number, half a character).
        """
        op = self._op(edit, pass_id, schema)
        try:
            entry = entry_of(op)
            recorded = edit_from(entry)
        except (msgspec.MsgspecError, UnicodeError, OverflowError, TypeError) as error:
            raise EditRefused(f"sample {op.sample_id}: the edit cannot be recorded: {error}") from error
        if recorded != edit:
            raise EditRefused(f"sample {op.sample_id}: the edit holds what cannot be recorded, such as NaN")
        new_hash = chain_hash(self.chain.hash, entry)
        self.chain = Head(op.sample_seq, new_hash)
        self.device = Head(op.device_seq, new_hash)
        self.position += 1
        self.ops.append(Recorded(self.position, op, entry, new_hash))
        return recorded

    def _op(self, edit: ed.Edit, pass_id: str, schema: SchemaRef | None) -> Op:
        return Op(
            form=1,
            op_id=new_id(),
            project_id=self._identity.project_id,
            device_id=self._identity.device_id,
            device_seq=self.device.length + 1,
            prev_device_hash=self.device.hash.hex(),
            sample_id=self._sample_id,
            sample_seq=self.chain.length + 1,
            prev_hash=self.chain.hash.hex(),
            gesture_id=self._gesture_id,
            actor_id=self._gesture.actor_id,
            pass_id=pass_id,
            schema=schema,
            hlc=self._clock.tick(),
            wall=self._wall,
            app_version=__version__,
            initiator=self._gesture.initiator,
            edit=edit,
        )
