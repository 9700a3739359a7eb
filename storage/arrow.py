"""Labels of a whole project as Arrow record batches, streamed: memory holds one batch alone."""

from collections.abc import Iterator
from typing import Final, Literal

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.sql.sqltypes import Integer

from crosstie.storage.database import Database, failures_of
from crosstie.storage.rows import FORMS, sql

LabelKind = Literal["annotation", "entity", "link"]
ROWS: Final = 65_536
"""Rows of a batch."""
_UNSAID: Final = frozenset(("position",))


def label_batches(database: Database, kind: LabelKind, rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Yield every label of a kind, by sample and pass, at most `rows` a batch; no batch of none.

    Columns are those of its table in `crosstie.storage.tables`; `body` is the whole record as JSON. Raises
    StoreFailed when the project cannot be read.
    """
    table = FORMS[kind].table
    columns = [column for column in table.c if column.name not in _UNSAID]
    schema = pa.schema(
        [(c.name, pa.int64() if isinstance(c.type, Integer) else pa.string()) for c in columns]
    )
    with failures_of(database.path):
        read = database.driver.execute(sql(select(*columns).order_by(*table.primary_key.columns)))
        while found := read.fetchmany(rows):
            arrays = [
                pa.array(values, field.type)
                for values, field in zip(zip(*found, strict=True), schema, strict=True)
            ]
            yield pa.record_batch(arrays, schema=schema)
