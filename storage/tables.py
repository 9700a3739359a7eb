"""The tables of `project.db`. Records are kept whole as JSON, beside the columns that queries need.

Every state table belongs to `ops`: its rows are what replaying the ops gives, and `audit verify` compares
them. `position` says which op a row came in with, so rows sort in the order in which they were added.
"""

from typing import Final

from sqlalchemy import (
    BLOB,
    INTEGER,
    TEXT,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy.sql.schema import SchemaItem

METADATA: Final = MetaData()


def _table(name: str, *parts: SchemaItem, rowid: bool = False) -> Table:
    # Without a rowid a table is one tree in the order of its key: a sample's rows lie together on disk.
    return Table(name, METADATA, *parts, sqlite_with_rowid=rowid, sqlite_strict=True)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, TEXT, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, INTEGER, primary_key=key, nullable=False)


META: Final = _table("meta", _text("key", key=True), _text("value"))
"""`project_id`, and `device_id` of the device that this copy of the project is on."""

OPS: Final = _table(
    "ops",
    Column("position", INTEGER, primary_key=True),
    _text("op_id"),
    _text("device_id"),
    _number("device_seq"),
    _text("sample_id"),
    _number("sample_seq"),
    _text("record_id"),
    Column("entry", BLOB, nullable=False),
    Column("hash", BLOB, nullable=False),
    UniqueConstraint("sample_id", "sample_seq"),
    rowid=True,
)
"""The audit trail: `entry` is an op's exact bytes, `hash` its link in the sample's chain."""

CHAINS: Final = _table(
    "chains",
    _text("kind", key=True),
    _text("id", key=True),
    _number("length"),
    Column("head", BLOB, nullable=False),
    _number("annotation_count"),
    _number("entity_count"),
    _number("link_count"),
    _number("open_link_count"),
)
"""How long each chain is, and its last hash, so that a missing end is noticed.

Of kind "sample" each sample's own chain, and the project's with an empty id; of kind "device" what each
device did, in order. The counts of a sample's labels spare a project with a million annotations from being
counted when it is opened; they stand here because this row is written with every edit anyway.
"""

ACTORS: Final = _table(
    "actors",
    _text("id", key=True),
    _number("position"),
    _text("kind"),
    _text("name"),
    _text("device_id"),
    _text("body"),
)
"""`device_id` is the device on which the actor was added."""

SCHEMAS: Final = _table(
    "schemas",
    _text("sha256", key=True),
    _number("position"),
    _text("id"),
    _text("version"),
    Column("source", BLOB, nullable=False),
)
"""Exact bytes of every schema document ever in use; the one with the highest position is in use now."""

SAMPLES: Final = _table(
    "samples",
    _text("id", key=True),
    _number("position"),
    _text("language"),
    _text("batch"),
    _text("site"),
    _text("body"),
)

ASSETS: Final = _table(
    "assets",
    Column("sample_id", TEXT, ForeignKey("samples.id"), primary_key=True, nullable=False),
    _text("id", key=True),
    _number("position"),
    _text("kind"),
    _text("body"),
)

PASSES: Final = _table(
    "passes",
    Column("sample_id", TEXT, ForeignKey("samples.id"), primary_key=True, nullable=False),
    _text("id", key=True),
    _number("position"),
    _text("kind"),
    Column("actor_id", TEXT, ForeignKey("actors.id"), nullable=False),
    Column("schema_sha256", TEXT, ForeignKey("schemas.sha256"), nullable=False),
    _text("body"),
)

ANNOTATIONS: Final = _table(
    "annotations",
    _text("sample_id", key=True),
    _text("pass_id", key=True),
    _text("id", key=True),
    _number("position"),
    _text("asset_id"),
    _text("class_id"),
    _text("anchor_kind"),
    _text("entity_id"),
    _text("body"),
    ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"]),
    ForeignKeyConstraint(["sample_id", "asset_id"], ["assets.sample_id", "assets.id"]),
)

ENTITIES: Final = _table(
    "entities",
    _text("sample_id", key=True),
    _text("pass_id", key=True),
    _text("id", key=True),
    _number("position"),
    _text("type_id"),
    _text("name"),
    _text("body"),
    ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"]),
)

LINKS: Final = _table(
    "links",
    _text("sample_id", key=True),
    _text("pass_id", key=True),
    _text("id", key=True),
    _number("position"),
    _text("type_id"),
    _text("status"),
    _text("from_kind"),
    _text("from_id"),
    _text("to_kind"),
    _text("to_id"),
    _text("body"),
    ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"]),
)

LEFTOVERS: Final = _table(
    "leftovers",
    _text("sample_id", key=True),
    _text("pass_id", key=True),
    _text("id", key=True),
    _number("position"),
    _text("kind"),
    _text("state"),
    _text("decision"),
    _text("step"),
    _text("body"),
    ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"]),
)
"""What migrations of the schema left to a person."""
