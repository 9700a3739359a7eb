"""The one JSON form of ops and records: made once, kept as it is, never made again from what was read."""

from typing import Final, TypeVar

import msgspec

from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    Entity,
    Leftover,
    Link,
    Pass,
    Record,
    Sample,
    SchemaRef,
)
from crosstie.storage.errors import StoreFailed

R = TypeVar("R", bound=Record)

# "deterministic" sorts what has no order of its own (attributes); fields keep the order of their record.
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")

_DECODERS: Final[dict[type, msgspec.json.Decoder[object]]] = {
    kind: msgspec.json.Decoder(kind)
    for kind in (Actor, Annotation, Asset, Entity, Leftover, Link, Pass, Sample)
}


def encode(value: msgspec.Struct) -> bytes:
    """UTF-8 JSON without spaces; the same value always gives the same bytes.

    Raises UnicodeEncodeError, OverflowError or msgspec.MsgspecError for what JSON cannot hold.
    """
    return _ENCODER.encode(value)


def body_of(record: Record | SchemaRef) -> str:
    """A record as it is kept in its table's `body`."""
    return _ENCODER.encode(record).decode()


def record_from(kind: type[R], body: str) -> R:
    """The record that a table's `body` holds. Raises StoreFailed when it holds none."""
    try:
        record = _DECODERS[kind].decode(body)
    except msgspec.MsgspecError as error:
        raise StoreFailed(
            f"a stored {kind.__name__.lower()} cannot be read ({error}); run `crosstie audit verify`"
        ) from error
    assert isinstance(record, kind)
    return record
