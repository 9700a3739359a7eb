"""The first tables: state, ops and their chains."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table. Written out, because `tables.py` moves on and this must not."""
    _make_log()
    _make_project_state()
    _make_sample_state()
    _make_labels()


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.TEXT(), primary_key=key, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.INTEGER(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.BLOB(), nullable=False)


def _table(name: str, *parts: sa.schema.SchemaItem, rowid: bool = False) -> None:
    op.create_table(name, *parts, sqlite_with_rowid=rowid, sqlite_strict=True)


def _in_pass() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"])


def _make_log() -> None:
    _table("meta", _text("key", key=True), _text("value"))
    _table(
        "ops",
        sa.Column("position", sa.INTEGER(), primary_key=True),
        *(_text("op_id"), _text("device_id"), _number("device_seq")),
        *(_text("sample_id"), _number("sample_seq"), _text("record_id")),
        *(_bytes("entry"), _bytes("hash")),
        sa.UniqueConstraint("sample_id", "sample_seq"),
        rowid=True,
    )
    _table(
        "chains",
        *(_text("kind", key=True), _text("id", key=True), _number("length"), _bytes("head")),
        *(_number("annotation_count"), _number("entity_count")),
        *(_number("link_count"), _number("open_link_count")),
    )


def _make_project_state() -> None:
    _table(
        "actors",
        *(_text("id", key=True), _number("position"), _text("kind"), _text("name")),
        *(_text("device_id"), _text("body")),
    )
    _table(
        "schemas",
        *(_text("sha256", key=True), _number("position"), _text("id"), _text("version"), _bytes("source")),
    )


def _make_sample_state() -> None:
    _table(
        "samples",
        *(_text("id", key=True), _number("position"), _text("language"), _text("batch"), _text("site")),
        _text("body"),
    )
    _table(
        "assets",
        *(
            _text("sample_id", key=True),
            _text("id", key=True),
            _number("position"),
            _text("kind"),
            _text("body"),
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"]),
    )
    _table(
        "passes",
        *(_text("sample_id", key=True), _text("id", key=True), _number("position"), _text("kind")),
        *(_text("actor_id"), _text("schema_sha256"), _text("body")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"]),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"]),
        sa.ForeignKeyConstraint(["schema_sha256"], ["schemas.sha256"]),
    )


def _make_labels() -> None:
    key = ("sample_id", "pass_id", "id")
    _table(
        "annotations",
        *(_text(name, key=True) for name in key),
        *(_number("position"), _text("asset_id"), _text("class_id"), _text("anchor_kind")),
        *(_text("entity_id"), _text("body")),
        _in_pass(),
        sa.ForeignKeyConstraint(["sample_id", "asset_id"], ["assets.sample_id", "assets.id"]),
    )
    _table(
        "entities",
        *(_text(name, key=True) for name in key),
        *(_number("position"), _text("type_id"), _text("name"), _text("body")),
        _in_pass(),
    )
    _table(
        "links",
        *(_text(name, key=True) for name in key),
        *(_number("position"), _text("type_id"), _text("status"), _text("from_kind"), _text("from_id")),
        *(_text("to_kind"), _text("to_id"), _text("body")),
        _in_pass(),
    )
