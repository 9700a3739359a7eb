"""Brings a project's tables to this program's version, whole or not at all."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from crosstie.storage.database import Database, Driver, failures_of, open_in_memory
from crosstie.storage.errors import ProjectUnusable, StoreFailed

HEAD: Final = "0002"
"""The newest revision in `migrations/`; known here so that opening a project need not load Alembic."""

REVISIONS: Final = Path(__file__).parent / "migrations"


def revision_of(driver: Driver) -> str:
    """The revision that the tables are at; empty when there are none yet."""
    found = driver.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if found is None:
        return ""
    row = driver.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def require_current(database: Database) -> None:
    """Raises ProjectUnusable unless the tables are at this program's revision."""
    with failures_of(database.path):
        revision = revision_of(database.driver)
    if revision != HEAD:
        raise ProjectUnusable(_strange(database.path, revision))


def make_tables(database: Database) -> None:
    """Makes the tables of a new project, all of them or none. Raises StoreFailed."""
    with failures_of(database.path):
        _upgrade(database, REVISIONS, HEAD)


def bring_up_to_date(database: Database, *, revisions: Path = REVISIONS, head: str = HEAD) -> None:
    """Runs the revisions that are missing in one transaction, after a backup beside the database.

    Raises ProjectUnusable for tables of a newer program, or none, and StoreFailed when anything goes
    wrong; then the tables are as they were.
    """
    with failures_of(database.path):
        revision = revision_of(database.driver)
        if revision == head:
            return
        if not revision:
            raise ProjectUnusable(_strange(database.path, revision))
        _back_up(database, revision)
        _upgrade(database, revisions, head)


def _upgrade(database: Database, revisions: Path, head: str) -> None:
    # Loaded here because most openings of a project need no migration and Alembic is slow to load.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(revisions).replace("%", "%%"))
    config.attributes["connection"] = database.core
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if (revision := revision_of(database.driver)) and revision not in known:
        raise ProjectUnusable(_strange(database.path, revision))
    # Alembic commits what it finds uncommitted unless the connection says that a transaction is open.
    with database.core.begin():
        database.driver.execute("BEGIN IMMEDIATE")
        command.upgrade(config, head)
        _require_sound(database)


def _require_sound(database: Database) -> None:
    problem = database.driver.execute("PRAGMA integrity_check(1)").fetchone()[0]
    orphans = database.driver.execute("PRAGMA foreign_key_check").fetchall()
    if problem != "ok" or orphans:
        what = problem if problem != "ok" else f"rows of {orphans[0][0]} are left without their parent"
        raise StoreFailed(f"{database.path}: the new tables are not sound ({what}); the old ones stay")


def _back_up(database: Database, revision: str) -> None:
    backup = database.path.with_name(f"{database.path.name}.before-{revision}")
    partial = backup.with_name(f"{backup.name}.partial")
    partial.unlink(missing_ok=True)
    database.driver.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(backup)


def strange_tables(driver: Driver) -> Iterator[str]:
    """What differs between a database's tables, indexes and triggers and those of a fresh one."""
    expected, found = _made_afresh(), _declared(driver)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield f"{name} of the database is not what Crosstie made"
    if driver.execute("SELECT count(*) FROM alembic_version").fetchone()[0] != 1:
        yield "the database does not say which version its tables are"


@cache
def _made_afresh() -> dict[str, str]:
    fresh = open_in_memory()
    try:
        make_tables(fresh)
        return _declared(fresh.driver)
    finally:
        fresh.close()


def _declared(driver: Driver) -> dict[str, str]:
    rows = driver.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    )
    return {str(name): str(sql) for name, sql in rows}


def _strange(path: Path, revision: str) -> str:
    if not revision:
        return f"{path} holds no Crosstie project"
    if revision > HEAD:
        return f"{path} is of a newer Crosstie (tables {revision}, this one knows {HEAD}); update Crosstie"
    return f"{path} has tables {revision} and needs {HEAD}; open it in the window once to bring it up to date"
