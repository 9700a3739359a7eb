"""A durable commit of one edit, against one raw insert of the same bytes with the same durability."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2

from crosstie.schema.edits import AddAnnotation
from crosstie.storage.project import reading_project
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.storage.projects import annotation, new_project, only_pass

COMMITS: Final = 600
WARM_UP: Final = 50
Committed = tuple[str, str, bytes]
"""An annotation's id, its record and the entry of the op that added it."""


def rows(place: Path) -> Iterator[Row]:
    """Ours and raw take turns, so that whatever else the disk does meets both."""
    folder = place / "commit"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ours, raw = _measured(folder)
    yield Row(
        "durable commit of one edit, p50",
        median(ours) * 1000,
        median(raw) * 1000,
        "ms",
        Goal("at most", 1.5),
        "check, state, op, hashes and counts against one INSERT of the same bytes; both WAL + FULL",
    )
    yield Row(
        "durable commit of one edit, p95", percentile(ours, 95) * 1000, percentile(raw, 95) * 1000, "ms"
    )
    shutil.rmtree(folder)


def _measured(folder: Path) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    raw: list[float] = []
    baseline = _raw_database(folder / "raw.db")
    with new_project(folder / "project") as store, reading_project(store.root) as database:
        opened = only_pass(store)
        for _ in range(WARM_UP + COMMITS):
            made = annotation(opened)
            began = time.perf_counter()
            store.apply([AddAnnotation(made)])
            ours.append(time.perf_counter() - began)
            committed = _last_commit(database.driver)
            began = time.perf_counter()
            _insert(baseline, committed)
            raw.append(time.perf_counter() - began)
        _require_equal(baseline, database.driver)
    baseline.close()
    return ours[WARM_UP:], raw[WARM_UP:]


def _raw_database(path: Path) -> dbapi2.Connection:
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE edits (id TEXT PRIMARY KEY, record TEXT NOT NULL, entry BLOB NOT NULL)")
    return connection


def _insert(connection: dbapi2.Connection, committed: Committed) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO edits VALUES (?, ?, ?)", committed)
    connection.execute("COMMIT")


_COMMITS: Final = """
SELECT record_id, body, entry FROM ops JOIN annotations ON annotations.id = record_id
"""


def _last_commit(connection: dbapi2.Connection) -> Committed:
    row: Committed = connection.execute(f"{_COMMITS} ORDER BY ops.position DESC LIMIT 1").fetchone()
    return row


def _require_equal(raw: dbapi2.Connection, ours: dbapi2.Connection) -> None:
    kept = raw.execute("SELECT * FROM edits ORDER BY id").fetchall()
    if kept != ours.execute(f"{_COMMITS} ORDER BY record_id").fetchall():
        raise NotEqual("the store and the raw database do not hold the same edits")
