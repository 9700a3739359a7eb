"""What samples were counted as, as a Parquet file: for DuckDB, Spark, or whatever reads tables."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.study.row import Comparison, Counted
from crosstie.qa.study.running_cache import MOST_KEPT
from crosstie.qa.study.running_chunks import chunks
from crosstie.qa.study.running_part import ALL, Counting, Order
from crosstie.qa.sums import Number
from crosstie.storage.columns import sample_ids
from crosstie.storage.database import failures_of
from crosstie.storage.lean import sample_count
from crosstie.storage.media.files import partial_path
from crosstie.storage.project import reading_project

ROWS: Final = 131_072
"""Rows of a row group, about."""
_NAMES: Final = pa.list_(pa.string())
_DESCRIBED: Final = {
    "sum": "the sum under the key, rounded to a double",
    "exact": "the same exactly, as numerator/denominator, where a double does not hold it; else null",
    "key": "what is summed, as a JSON list; sums under equal keys of one metric add",
    "passes": "ids of the passes compared, the judged one last",
}
SCHEMA: Final = pa.schema(
    [
        pa.field(name, kind, nullable=name == "exact", metadata={"says": _DESCRIBED.get(name, name)})
        for name, kind in (
            *((name, pa.string()) for name in ("sample_id", "language", "batch", "site", "comparison")),
            *((name, _NAMES) for name in ("passes", "annotators", "pods")),
            *((name, pa.string()) for name in ("metric", "facet", "value", "key")),
            ("sum", pa.float64()),
            ("exact", pa.string()),
        )
    ]
)
"""One row for each sum of each cell of each comparison of each sample."""
_Row = tuple[object, ...]
_encode = msgspec.json.Encoder().encode


def write_parquet(
    root: Path,
    path: Path,
    asked: Collection[Comparison] = ALL,
    on_progress: Callable[[float], None] = lambda _share: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Write every sample's sums to a file, as a whole or not at all; return how many rows there are.

    Memory holds one row group. Raises QualityInvalid when the file cannot be written, else as `run_study`.
    """
    try:
        partial = partial_path(path)
        try:
            with pq.ParquetWriter(partial, SCHEMA, compression="zstd") as writer:
                written = _write(writer, root, asked, on_progress, should_stop)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise QualityInvalid(f"{path} cannot be written: {error.strerror or error}") from error
    return written


def rows_of(counted: Counted) -> Iterator[_Row]:
    """Yield the rows of one sample, in the order of the columns."""
    for row in counted.rows:
        before = (row.sample_id, row.language, row.batch, row.site, row.comparison)
        names = (row.passes, row.annotators, row.pods)
        for cell, parts in row.cells.items():
            for key, value in parts.cells.items():
                place = (cell.metric, cell.facet, cell.value, _encode(key).decode())
                yield (*before, *names, *place, float(value), _exact(value))


def _write(
    writer: pq.ParquetWriter,
    root: Path,
    asked: Collection[Comparison],
    on_progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> int:
    written = done = 0
    rows: list[_Row] = []
    with reading_project(root) as ids, reading_project(root) as database, failures_of(ids.path):
        total = sample_count(ids.driver)
        order = Order(str(root.resolve()), tuple(sorted(set(asked))), total <= MOST_KEPT)
        counting = Counting(database, order)
        for chunk in chunks(sample_ids(ids.driver)):
            for counted in counting.counted(chunk, should_stop):
                rows.extend(rows_of(counted))
                if len(rows) >= ROWS:
                    written += _flush(writer, rows)
            done += len(chunk)
            on_progress(done / max(total, 1))
    return written + _flush(writer, rows)


def _flush(writer: pq.ParquetWriter, rows: list[_Row]) -> int:
    if not rows:
        return 0
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
    n = len(rows)
    rows.clear()
    return n


def _exact(value: Number) -> str | None:
    return None if float(value) == value else f"{value.numerator}/{value.denominator}"
