"""Counts of what a project's tables hold, whole and by one property."""

from typing import Final

from sqlalchemy import Column, Connection, FromClause, func, select

from crosstie.storage import tables
from crosstie.storage.database import Database, failures_of

_LABELLED_ASSETS: Final = tables.ANNOTATIONS.join(
    tables.ASSETS,
    (tables.ASSETS.c.sample_id == tables.ANNOTATIONS.c.sample_id)
    & (tables.ASSETS.c.id == tables.ANNOTATIONS.c.asset_id),
)
_COUNTED: Final = {
    "samples": tables.SAMPLES,
    "assets": tables.ASSETS,
    "passes": tables.PASSES,
    "annotations": tables.ANNOTATIONS,
    "entities": tables.ENTITIES,
    "links": tables.LINKS,
    "ops": tables.OPS,
}
_SLICED: Final[dict[str, tuple[Column[str], FromClause]]] = {
    "samples by language": (tables.SAMPLES.c.language, tables.SAMPLES),
    "samples by batch": (tables.SAMPLES.c.batch, tables.SAMPLES),
    "samples by site": (tables.SAMPLES.c.site, tables.SAMPLES),
    "assets by modality": (tables.ASSETS.c.kind, tables.ASSETS),
    "passes by kind": (tables.PASSES.c.kind, tables.PASSES),
    "annotations by class": (tables.ANNOTATIONS.c.class_id, tables.ANNOTATIONS),
    "annotations by anchor": (tables.ANNOTATIONS.c.anchor_kind, tables.ANNOTATIONS),
    "annotations by modality": (tables.ASSETS.c.kind, _LABELLED_ASSETS),
    "entities by type": (tables.ENTITIES.c.type_id, tables.ENTITIES),
    "links by type": (tables.LINKS.c.type_id, tables.LINKS),
    "links by status": (tables.LINKS.c.status, tables.LINKS),
}


def totals(database: Database) -> dict[str, int]:
    """How many records of each kind there are. Raises StoreFailed when the project cannot be read."""
    with failures_of(database.path):
        return {name: _count(database.core, table) for name, table in _COUNTED.items()}


def slices(database: Database, *names: str) -> dict[str, dict[str, int]]:
    """Records by one property each, most frequent first; of these names alone, or of all.

    Raises StoreFailed as `totals` does.
    """
    with failures_of(database.path):
        wanted = names or _SLICED
        return {name: _by(database.core, *_SLICED[name]) for name in wanted}


def open_leftovers(database: Database) -> dict[str, int]:
    """How many labels migrations left to people who have not decided yet, by why. Raises StoreFailed."""
    open_ones = tables.LEFTOVERS.c.decision == "open"
    number = func.count()
    wanted = select(tables.LEFTOVERS.c.state, number).where(open_ones).group_by(tables.LEFTOVERS.c.state)
    with failures_of(database.path):
        return {str(state): int(count) for state, count in database.core.execute(wanted)}


def _count(core: Connection, table: FromClause) -> int:
    return core.execute(select(func.count()).select_from(table)).scalar_one()


def _by(core: Connection, column: "Column[str]", source: FromClause) -> dict[str, int]:
    number = func.count()
    rows = core.execute(
        select(column, number).select_from(source).group_by(column).order_by(number.desc(), column)
    )
    return {str(value): int(count) for value, count in rows}
