"""Verifies a project: every chain, every device's sequence, and every stored row against its ops.

What this cannot show is in docs/audit.md: whoever owns the device can write the whole log anew before it
was ever copied elsewhere.
"""

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import bindparam, func, literal_column, select, union

from crosstie.schema.edits import PROJECT_CHAIN
from crosstie.storage import queries, tables
from crosstie.storage.audit_entries import checked_op, device_problems, ops_of
from crosstie.storage.audit_replay import Replay
from crosstie.storage.audit_report import AuditReport, Broken, Problem
from crosstie.storage.audit_state import compare
from crosstie.storage.database import Database, Driver, failures_of, snapshot
from crosstie.storage.errors import StoreFailed
from crosstie.storage.migrate import strange_tables
from crosstie.storage.rows import sql

_OWNERS: Final = (
    tables.OPS,
    tables.ASSETS,
    tables.PASSES,
    tables.ANNOTATIONS,
    tables.ENTITIES,
    tables.LINKS,
    tables.LEFTOVERS,
)
_SAMPLE_IDS: Final = sql(
    union(
        *(select(table.c.sample_id) for table in _OWNERS),
        select(tables.SAMPLES.c.id),
        select(tables.CHAINS.c.id).where(tables.CHAINS.c.kind != literal_column("'device'")),
    )
)

_COUNT_OPS: Final = select(func.count()).select_from(tables.OPS)
_COUNT: Final = sql(_COUNT_OPS)
_COUNT_OF_SAMPLE: Final = sql(_COUNT_OPS.where(tables.OPS.c.sample_id == bindparam("sample_id")))

Progress = Callable[[int, int], None]


def verify(database: Database, sample_id: str | None = None, progress: Progress | None = None) -> AuditReport:
    """Checks the whole project, or one sample, as it stands at one moment.

    `progress` is told how many entries of how many were read. Raises StoreFailed when the database
    cannot be read at all, or does not hold the sample.
    """
    with failures_of(database.path), snapshot(database.driver):
        counter = _Counter(database.driver, sample_id, progress)
        if sample_id is not None:
            found = list(_one_sample(database.driver, sample_id, counter))
            return AuditReport(counter.done, 1, tuple(found))
        found, sample_count = _everything(database, counter)
        return AuditReport(counter.total, sample_count, tuple(found))


class _Counter:
    """Counts entries and tells how far the audit is; the whole log is read twice, a sample once."""

    def __init__(self, driver: Driver, sample_id: str | None, progress: Progress | None) -> None:
        statement, values = (_COUNT, ()) if sample_id is None else (_COUNT_OF_SAMPLE, (sample_id,))
        self.total = int(driver.execute(statement, values).fetchone()[0])
        self.done = 0
        self._rounds = 1 if sample_id is not None else 2
        self._progress = progress

    def step(self, _position: int = 0) -> None:
        """One more entry was read."""
        self.done += 1
        if self._progress and self.done % 1000 == 0:
            self._progress(self.done, self.total * self._rounds)


def _everything(database: Database, counter: _Counter) -> tuple[list[Problem], int]:
    driver = database.driver
    found = [Problem("", 0, what) for what in (*_damage(driver), *strange_tables(driver))]
    identity, problem = _identity(driver)
    if problem:
        return [*found, problem], 0
    sample_ids = [row[0] for row in driver.execute(_SAMPLE_IDS)]
    for sample_id in sample_ids:
        found += _sample_problems(driver, sample_id, identity.project_id, counter)
    found += device_problems(driver, identity, counter.step)
    return list(dict.fromkeys(found)), len([key for key in sample_ids if key != PROJECT_CHAIN])


def _one_sample(driver: Driver, sample_id: str, counter: _Counter) -> Iterator[Problem]:
    identity, problem = _identity(driver)
    if problem:
        yield problem
    elif counter.total == 0 and queries.find_sample(driver, sample_id) is None:
        raise StoreFailed(f"the project holds no sample {sample_id!r}; `crosstie info` lists its samples")
    else:
        yield from _sample_problems(driver, sample_id, identity.project_id, counter)


def _damage(driver: Driver) -> Iterator[str]:
    """What SQLite itself finds wrong with the file, and rows of no known kind."""
    for (what,) in driver.execute("PRAGMA integrity_check(3)"):
        if what != "ok":
            yield f"the database file is damaged ({what})"
    for (kind,) in driver.execute("SELECT DISTINCT kind FROM chains WHERE kind NOT IN ('sample', 'device')"):
        yield f"a chain is kept for something unknown ({kind})"


def _identity(driver: Driver) -> tuple[queries.Identity, Problem | None]:
    try:
        identity = queries.identity(driver)
    except StoreFailed as error:
        return queries.Identity("", ""), Problem("", 0, str(error))
    kept = driver.execute("SELECT count(*) FROM meta").fetchone()[0]
    problem = Problem("", 0, "the project's identity holds more than it should") if kept != 2 else None
    return identity, problem


def _sample_problems(driver: Driver, sample_id: str, project_id: str, counter: _Counter) -> Iterator[Problem]:
    """The first problem of one trail, if there is one."""
    replay = Replay(sample_id)
    try:
        for stored in ops_of(driver, sample_id):
            replay.take(stored, checked_op(stored, project_id))
            counter.step()
        compare(driver, replay)
    except Broken as broken:
        yield Problem(sample_id, broken.entry, broken.what)
