"""The labels of one pass in columns, read for counting: what figures are made from, and no more."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from crosstie.schema.anchors import Anchor
from crosstie.schema.records import AssetKind, AttributeValue, LinkStatus, MediaFacts, Pass
from crosstie.storage import tables
from crosstie.storage.database import Driver
from crosstie.storage.errors import StoreFailed
from crosstie.storage.rows import sql


class AssetFacts(msgspec.Struct, frozen=True):
    """What counting asks of an asset."""

    kind: AssetKind
    facts: MediaFacts = MediaFacts()


class Tie(NamedTuple):
    """A link as a row; `score` is its maker's, None where there is none."""

    id: str
    type_id: str
    status: LinkStatus
    from_kind: str
    from_id: str
    to_kind: str
    to_id: str
    score: float | None


class Columns(msgspec.Struct, frozen=True):
    """One pass: annotations in the order of their ids, one place in each list; entities as type and name.

    Annotations that say the same in the same words share one dictionary of attributes.
    """

    opened: Pass
    ids: list[str]
    assets: list[str]
    classes: list[str]
    anchor_kinds: list[str]
    entities: list[str]
    anchors: list[Anchor]
    attributes: list[dict[str, AttributeValue]]
    entity_of: dict[str, tuple[str, str]]
    ties: list[Tie]


class _Said(msgspec.Struct):
    """What of an annotation's JSON is no column."""

    anchor: Anchor
    attributes: msgspec.Raw = msgspec.Raw(b"{}")


class _Origin(msgspec.Struct, frozen=True):
    score: float | None = None


class _Scored(msgspec.Struct):
    """What of a link's JSON is no column."""

    provenance: _Origin = _Origin()


_SAMPLE_IDS: Final = sql(select(tables.SAMPLES.c.id).order_by(tables.SAMPLES.c.id))
_ASSETS: Final = sql(
    select(tables.ASSETS.c.id, tables.ASSETS.c.body).where(
        tables.ASSETS.c.sample_id == bindparam("sample_id")
    )
)
_A, _E, _L = tables.ANNOTATIONS.c, tables.ENTITIES.c, tables.LINKS.c
_ANNOTATIONS: Final = sql(
    select(_A.id, _A.asset_id, _A.class_id, _A.anchor_kind, _A.entity_id, _A.body)
    .where(_A.sample_id == bindparam("sample_id"), _A.pass_id == bindparam("pass_id"))
    .order_by(_A.id)
)
_ENTITIES: Final = sql(
    select(_E.id, _E.type_id, _E.name)
    .where(_E.sample_id == bindparam("sample_id"), _E.pass_id == bindparam("pass_id"))
    .order_by(_E.id)
)
_TIES: Final = sql(
    select(_L.id, _L.type_id, _L.status, _L.from_kind, _L.from_id, _L.to_kind, _L.to_id, _L.body)
    .where(_L.sample_id == bindparam("sample_id"), _L.pass_id == bindparam("pass_id"))
    .order_by(_L.id)
)
_ATTRIBUTES: Final = msgspec.json.Decoder(dict[str, AttributeValue])
_SAID: Final = msgspec.json.Decoder(_Said)
_SCORED: Final = msgspec.json.Decoder(_Scored)
_FACTS: Final = msgspec.json.Decoder(AssetFacts)


def sample_ids(driver: Driver) -> Iterator[str]:
    """Every sample's id, in their order; none is held in memory."""
    for (sample_id,) in driver.execute(_SAMPLE_IDS):
        yield sample_id


def read_assets(driver: Driver, sample_id: str) -> dict[str, AssetFacts]:
    """A sample's assets by id. Raises StoreFailed for one that cannot be read."""
    try:
        return {key: _FACTS.decode(body) for key, body in driver.execute(_ASSETS, (sample_id,))}
    except msgspec.MsgspecError as error:
        raise _unreadable("asset", error) from error


def read_columns(driver: Driver, opened: Pass) -> Columns:
    """The labels of one pass. Raises StoreFailed for one that cannot be read."""
    key = (opened.sample_id, opened.id)
    rows = driver.execute(_ANNOTATIONS, key).fetchall()
    try:
        said = [_SAID.decode(row[5]) for row in rows]
        words = [bytes(one.attributes) for one in said]
        meant = {one: _ATTRIBUTES.decode(one) for one in set(words)}
    except (msgspec.MsgspecError, ValueError) as error:
        raise _unreadable("annotation", error) from error
    ids, assets, classes, kinds, entities, _bodies = map(list, zip(*rows, strict=True)) if rows else _NO_ROWS
    return Columns(
        opened,
        ids,
        assets,
        classes,
        kinds,
        entities,
        [one.anchor for one in said],
        [meant[one] for one in words],
        {row[0]: (row[1], row[2]) for row in driver.execute(_ENTITIES, key)},
        [_tie(row) for row in driver.execute(_TIES, key)],
    )


_NO_ROWS: Final[tuple[list[str], ...]] = ([], [], [], [], [], [])


def _tie(row: tuple[str, str, LinkStatus, str, str, str, str, str]) -> Tie:
    key, type_id, status, from_kind, from_id, to_kind, to_id, body = row
    try:
        score = None if status == "certain" else _SCORED.decode(body).provenance.score
    except msgspec.MsgspecError as error:
        raise _unreadable("link", error) from error
    return Tie(key, type_id, status, from_kind, from_id, to_kind, to_id, score)


def _unreadable(what: str, error: Exception) -> StoreFailed:
    return StoreFailed(f"a stored {what} cannot be read ({error}); run `crosstie audit verify`")
