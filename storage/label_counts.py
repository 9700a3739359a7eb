"""How many labels of each class and type stand in passes that none continues."""

from typing import Final

from sqlalchemy import Table, exists, func, literal_column, select

from crosstie.storage import tables
from crosstie.storage.database import Driver
from crosstie.storage.rows import sql


def _counted(table: Table, column: str) -> str:
    later = tables.PASSES.alias("later")
    continues = func.json_extract(later.c.body, literal_column("'$.migrated_from'"))
    continued = exists().where(later.c.sample_id == table.c.sample_id, continues == table.c.pass_id)
    number = func.count()
    return sql(select(table.c[column], number).where(~continued).group_by(table.c[column]))


_BY_TYPE: Final = tuple(
    _counted(table, column)
    for table, column in (
        (tables.ANNOTATIONS, "class_id"), (tables.ENTITIES, "type_id"), (tables.LINKS, "type_id"),
    )
)  # fmt: skip


def label_counts(driver: Driver) -> dict[str, int]:
    """Labels by class, entity type and link type, whose ids differ within one schema."""
    return {str(key): int(count) for statement in _BY_TYPE for key, count in driver.execute(statement)}
