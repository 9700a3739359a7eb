"""Ops: edits as they are recorded, one entry each, chained per sample and counted per device.

An entry's exact bytes are what is kept and hashed. Nothing that verifies a chain ever writes JSON again.
"""

import hashlib
from typing import Final, Literal

import msgspec

from crosstie.schema.edits import Edit
from crosstie.schema.records import SchemaRef
from crosstie.storage.codec import encode
from crosstie.storage.counts import NO_COUNTS, Counts
from crosstie.storage.hybrid_clock import HybridTime

NO_HASH: Final = bytes(32)
"""Stands before the first entry of a chain."""


class Op(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One edit as recorded: who, where, when, under which schema, and what, with before and after.

    `sample_seq` counts the sample's ops from 1 and `prev_hash` is the hash before it in that chain;
    `device_seq` and `prev_device_hash` do the same over everything the device did. Hashes are hex.
    `gesture_id` is shared by the edits that were applied together. `wall` is RFC 3339 with the zone.
    """

    form: Literal[1]
    op_id: str
    project_id: str
    device_id: str
    device_seq: int
    prev_device_hash: str
    sample_id: str
    sample_seq: int
    prev_hash: str
    gesture_id: str
    actor_id: str
    pass_id: str
    schema: SchemaRef | None
    hlc: HybridTime
    wall: str
    app_version: str
    initiator: str
    edit: Edit


class Head(msgspec.Struct, frozen=True):
    """The end of a chain: how many ops it holds, the hash of the last, and the labels that they come to."""

    length: int = 0
    hash: bytes = NO_HASH
    counts: Counts = NO_COUNTS


def chain_hash(previous: bytes, entry: bytes) -> bytes:
    """SHA-256 over 0x00, the hash before and the entry's bytes (leaf prefix as in RFC 9162)."""
    return hashlib.sha256(b"\x00" + previous + entry).digest()


class _Edited(msgspec.Struct):
    """Of an op, the edit alone."""

    edit: Edit


_DECODER: Final = msgspec.json.Decoder(Op)
_EDIT_DECODER: Final = msgspec.json.Decoder(_Edited)


def entry_of(op: Op) -> bytes:
    """An op's bytes, made once. Raises what codec.encode raises."""
    return encode(op)


def op_from(entry: bytes) -> Op:
    """The op that an entry's bytes hold. Raises msgspec.MsgspecError where they hold none."""
    return _DECODER.decode(entry)


def edit_from(entry: bytes) -> Edit:
    """The edit that an entry's bytes hold; quicker than the whole op. Raises msgspec.MsgspecError."""
    return _EDIT_DECODER.decode(entry).edit
