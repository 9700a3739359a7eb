"""What is read from the tables: one sample's records, the list of samples, actors, schemas, chain heads."""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import bindparam, literal_column, select

from crosstie.schema.edits import PROJECT_CHAIN
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
    SchemaRef,
)
from crosstie.schema.sample_state import SampleState
from crosstie.storage import tables
from crosstie.storage.codec import record_from
from crosstie.storage.counts import COUNT_COLUMNS
from crosstie.storage.database import Driver
from crosstie.storage.errors import StoreFailed
from crosstie.storage.oplog import Head
from crosstie.storage.rows import FORMS, sql

Kept = Sample | Asset | Pass | Annotation | Entity | Link | Leftover


class SampleSummary(msgspec.Struct, frozen=True):
    """One line of the list of samples. Counts are over all passes.

    `open_problems` counts what still waits for a person: links that are candidates or unsure.
    """

    id: str
    language: str
    batch: str
    site: str
    annotation_count: int
    link_count: int
    open_problems: int


class Identity(msgspec.Struct, frozen=True):
    """Which project this is, and which device this copy of it is on."""

    project_id: str
    device_id: str


class KeptSchema(msgspec.Struct, frozen=True):
    """A schema document as it is kept."""

    ref: SchemaRef
    source: bytes


SAMPLE_KINDS: Final[tuple[RecordKind, ...]] = (
    "sample", "asset", "pass", "entity", "annotation", "link", "leftover",
)  # fmt: skip
LABEL_KINDS: Final[tuple[RecordKind, ...]] = ("entity", "annotation", "link")


def _by_sample(kind: RecordKind) -> str:
    table = FORMS[kind].table
    key = table.c.id if kind == "sample" else table.c.sample_id
    return sql(select(table.c.position, table.c.body).where(key == bindparam("sample_id")))


_RECORDS: Final = {kind: _by_sample(kind) for kind in SAMPLE_KINDS}
_END: Final = (
    tables.CHAINS.c.length,
    tables.CHAINS.c.head,
    *(tables.CHAINS.c[name] for name in COUNT_COLUMNS),
)
_HEAD: Final = sql(
    select(*_END).where(tables.CHAINS.c.kind == bindparam("kind"), tables.CHAINS.c.id == bindparam("id"))
)
_HEADS: Final = sql(select(tables.CHAINS.c.id, *_END).where(tables.CHAINS.c.kind == bindparam("kind")))
_SUMMARIES: Final = sql(
    select(
        tables.SAMPLES.c.id,
        tables.SAMPLES.c.language,
        tables.SAMPLES.c.batch,
        tables.SAMPLES.c.site,
        tables.CHAINS.c.annotation_count,
        tables.CHAINS.c.link_count,
        tables.CHAINS.c.open_link_count,
    )
    # An outer join, so that SQLite walks the samples in their order and stops after the first few.
    .outerjoin_from(
        tables.SAMPLES,
        tables.CHAINS,
        (tables.CHAINS.c.kind == literal_column("'sample'")) & (tables.CHAINS.c.id == tables.SAMPLES.c.id),
    )
    .order_by(tables.SAMPLES.c.id)
)
_ACTORS: Final = sql(select(tables.ACTORS.c.body).order_by(tables.ACTORS.c.position))
_ASSETS: Final = sql(
    select(tables.ASSETS.c.body).order_by(tables.ASSETS.c.sample_id, tables.ASSETS.c.position)
)
_SCHEMAS: Final = sql(select(tables.SCHEMAS).order_by(tables.SCHEMAS.c.position))
_META: Final = sql(select(tables.META))
_LAST_ENTRY: Final = sql(
    select(tables.OPS.c.entry)
    .where(tables.OPS.c.device_id == bindparam("device_id"))
    .order_by(tables.OPS.c.position.desc())
)


def sample_state(driver: Driver, sample_id: str) -> SampleState:
    """All records of a sample, in the order in which they were added; empty for an unknown sample."""
    return SampleState(sample_id, _records(driver, sample_id))


def _records(driver: Driver, sample_id: str) -> Iterator[Kept]:
    if sample_id == PROJECT_CHAIN:
        return
    for kind in SAMPLE_KINDS:
        rows = driver.execute(_RECORDS[kind], (sample_id,)).fetchall()
        rows.sort(key=lambda row: int(row[0]))
        record = FORMS[kind].record
        yield from (record_from(record, body) for _position, body in rows)


def chain_head(driver: Driver, sample_id: str) -> Head:
    """Where a sample's chain ends."""
    return _head(driver, "sample", sample_id) or Head()


def find_chain_head(driver: Driver, sample_id: str) -> Head | None:
    """Where a sample's chain ends as it is kept; None where nothing is kept."""
    return _head(driver, "sample", sample_id)


def device_head(driver: Driver, device_id: str) -> Head:
    """Where a device's own sequence ends."""
    return _head(driver, "device", device_id) or Head()


def chain_heads(driver: Driver, kind: str) -> Iterator[tuple[str, Head]]:
    """Where every chain of one kind ends, by id."""
    for key, *end in driver.execute(_HEADS, (kind,)):
        yield key, _end(*end)


def _head(driver: Driver, kind: str, key: str) -> Head | None:
    row = driver.execute(_HEAD, (kind, key)).fetchone()
    return _end(*row) if row else None


def _end(length: int, head: bytes, *counts: int) -> Head:
    annotations, entities, links, open_links = counts
    return Head(length, head, (annotations, entities, links, open_links))


def last_entry(driver: Driver, device_id: str) -> bytes | None:
    """The bytes of the op that a device made last; None before its first."""
    row = driver.execute(_LAST_ENTRY, (device_id,)).fetchone()
    return row[0] if row else None


def identity(driver: Driver) -> Identity:
    """The project's and the device's ids. Raises StoreFailed when they are missing."""
    found = {str(key): str(value) for key, value in driver.execute(_META)}
    try:
        return Identity(found["project_id"], found["device_id"])
    except KeyError as error:
        raise StoreFailed(f"the project's {error.args[0]} is missing; run `crosstie audit verify`") from error


def summaries(driver: Driver, most: int | None = None) -> tuple[SampleSummary, ...]:
    """Samples with their counts, by id; `most` of them, or all. No annotation is read."""
    # SQLite takes a limit below zero for none.
    rows = driver.execute(f"{_SUMMARIES} LIMIT ?", (-1 if most is None else most,))
    return tuple(SampleSummary(*row) for row in rows)


def actors(driver: Driver) -> tuple[Actor, ...]:
    """Every actor, first come first."""
    return tuple(record_from(Actor, body) for (body,) in driver.execute(_ACTORS))


def assets(driver: Driver) -> tuple[Asset, ...]:
    """Every asset of every sample."""
    return tuple(record_from(Asset, body) for (body,) in driver.execute(_ASSETS))


def schemas(driver: Driver) -> tuple[KeptSchema, ...]:
    """Every schema document that was ever in use; the last one is in use now."""
    return tuple(
        KeptSchema(SchemaRef(id=schema_id, version=version, sha256=sha256), source)
        for sha256, _position, schema_id, version, source in driver.execute(_SCHEMAS)
    )


def require_sample(driver: Driver, sample_id: str) -> Sample:
    """One sample without its labels. Raises StoreFailed when the project does not hold it."""
    sample = find_sample(driver, sample_id)
    if sample is None:
        raise StoreFailed(f"the project holds no sample {sample_id!r}; `crosstie info` lists its samples")
    return sample


def find_sample(driver: Driver, sample_id: str) -> Sample | None:
    """One sample without its labels."""
    row = driver.execute(_RECORDS["sample"], (sample_id,)).fetchone()
    return record_from(Sample, row[1]) if row else None
