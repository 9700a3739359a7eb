"""What migrations of a schema leave to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of leftovers. Written out, because `tables.py` moves on and this must not."""
    op.create_table(
        "leftovers",
        *(_text("sample_id", key=True), _text("pass_id", key=True), _text("id", key=True)),
        sa.Column("position", sa.INTEGER(), nullable=False),
        *(_text("kind"), _text("state"), _text("decision"), _text("step"), _text("body")),
        sa.ForeignKeyConstraint(["sample_id", "pass_id"], ["passes.sample_id", "passes.id"]),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.TEXT(), primary_key=key, nullable=False)
