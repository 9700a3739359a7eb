"""What each sample is made up of, without its labels: a row a sample, whole projects at a time."""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import func, literal_column, select

from crosstie.storage import tables
from crosstie.storage.database import Driver
from crosstie.storage.rows import sql


class Makeup(msgspec.Struct, frozen=True):
    """A sample's language, batch, site and modalities (kinds of its assets, sorted, each once)."""

    sample_id: str
    language: str
    batch: str
    site: str
    modalities: tuple[str, ...]
    has_gold: bool


_MAKEUPS: Final = sql(
    select(
        tables.SAMPLES.c.id,
        tables.SAMPLES.c.language,
        tables.SAMPLES.c.batch,
        tables.SAMPLES.c.site,
        select(func.group_concat(tables.ASSETS.c.kind.distinct()))
        .where(tables.ASSETS.c.sample_id == tables.SAMPLES.c.id)
        .scalar_subquery(),
        select(tables.PASSES.c.id)
        .where(
            tables.PASSES.c.sample_id == tables.SAMPLES.c.id, tables.PASSES.c.kind == literal_column("'gold'")
        )
        .exists(),
    ).order_by(tables.SAMPLES.c.id)
)


def makeups(driver: Driver) -> Iterator[Makeup]:
    """Every sample, by id."""
    for sample_id, language, batch, site, kinds, has_gold in driver.execute(_MAKEUPS):
        modalities = tuple(sorted(kinds.split(","))) if kinds else ()
        yield Makeup(sample_id, language, batch, site, modalities, bool(has_gold))
