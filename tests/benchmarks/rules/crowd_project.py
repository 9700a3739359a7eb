"""A project of many crowded samples, written in bulk: rows alone, as the store would have left them."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from crosstie.schema.changes import kind_of
from crosstie.schema.records import SchemaRef
from crosstie.storage.database import open_for_writing, transaction
from crosstie.storage.project import create_project
from crosstie.storage.rows import FORMS, Row, row_of
from tests.benchmarks.rules.crowd import SCHEMA, founding, labels

_SAMPLES_AT_ONCE: Final = 200


def crowd_project(root: Path, samples: int, annotations: int) -> Path:
    """A project of `samples` with so many annotations each, made once. It has no trail: nothing reads it."""
    if not (root / "project.db").exists():
        partial = root.with_name(f"{root.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        with create_project(partial, SCHEMA, "crowd.yaml", "Anna") as store:
            actor_id, ref = store.actor.id, store.schema_ref()
        _fill(partial, actor_id, ref, samples, annotations)
        partial.replace(root)
    return root


def _fill(root: Path, actor_id: str, ref: SchemaRef, samples: int, annotations: int) -> None:
    database = open_for_writing(root / "project.db")
    try:
        for first in range(0, samples, _SAMPLES_AT_ONCE):
            last = min(first + _SAMPLES_AT_ONCE, samples)
            with transaction(database.driver):
                for kind, rows in _rows(range(first, last), actor_id, ref, annotations).items():
                    database.driver.executemany(FORMS[kind].insert, rows)
    finally:
        database.close()


def _rows(numbers: range, actor_id: str, ref: SchemaRef, annotations: int) -> dict[Any, list[Row]]:
    """Rows by kind, in the order in which tables may be filled."""
    rows: dict[Any, list[Row]] = {kind: [] for kind in FORMS}
    for number in numbers:
        for position, record in enumerate(_records(f"s{number:05d}", actor_id, ref, annotations)):
            rows[kind_of(record)].append(row_of(record, number * 1_000_000 + position, ""))
    return {kind: found for kind, found in rows.items() if found}


def _records(name: str, actor_id: str, ref: SchemaRef, annotations: int) -> Iterator[Any]:
    yield from founding(name, f"{name}-p", actor_id, ref)
    yield from labels(name, f"{name}-p", annotations)
