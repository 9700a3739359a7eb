"""A project whose samples were labelled by two people each, written in bulk: rows alone, no trail."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from crosstie.schema.changes import kind_of
from crosstie.schema.edits import AddActor
from crosstie.schema.records import Actor, Pass, Sample, SchemaRef
from crosstie.storage.database import open_for_writing, transaction
from crosstie.storage.project import create_project
from crosstie.storage.rows import FORMS, Row, row_of
from tests.benchmarks.rules.crowd import SCHEMA, founding, labels

_AT_ONCE: Final = 200
_PEOPLE: Final = ("Anh", "Bình")


def labelled_project(root: Path, samples: int, labels_a_pass: int) -> Path:
    """A project of `samples`, each with two passes of so many labels, made once."""
    if not (root / "project.db").exists():
        partial = root.with_name(f"{root.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        with create_project(partial, SCHEMA, "crowd.yaml", _PEOPLE[0]) as store:
            store.apply([AddActor(Actor("other", "human", _PEOPLE[1]))])
            people, ref = (store.actor.id, "other"), store.schema_ref()
        _fill(partial, people, ref, samples, labels_a_pass)
        partial.replace(root)
    return root


def _fill(root: Path, people: tuple[str, ...], ref: SchemaRef, samples: int, count: int) -> None:
    database = open_for_writing(root / "project.db")
    try:
        for first in range(0, samples, _AT_ONCE):
            rows: dict[Any, list[Row]] = {kind: [] for kind in FORMS}
            for number in range(first, min(first + _AT_ONCE, samples)):
                for at, record in enumerate(_records(number, people, ref, count)):
                    rows[kind_of(record)].append(row_of(record, number * 1_000_000 + at, ""))
            with transaction(database.driver):
                for kind, found in rows.items():
                    if found:
                        database.driver.executemany(FORMS[kind].insert, found)
    finally:
        database.close()


def _records(number: int, people: tuple[str, ...], ref: SchemaRef, count: int) -> Iterator[Any]:
    name = f"s{number:06d}"
    passes = []
    for record in founding(name, f"{name}-0", people[0], ref):
        if isinstance(record, Pass):
            passes = [
                msgspec.structs.replace(record, id=f"{name}-{at}", actor_id=who)
                for at, who in enumerate(people)
            ]
        elif isinstance(record, Sample):
            yield msgspec.structs.replace(record, language="en", batch=f"b{number // 500:03d}")
        else:
            yield record
    yield from passes
    for opened in passes:
        yield from labels(name, opened.id, count)
