"""Connections to `project.db`: one that writes, any number that read, and what can go wrong with them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from pysqlite3 import dbapi2
from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from crosstie.storage.errors import StoreFailed
from crosstie.storage.sqlite_version import require_safe

Driver = dbapi2.Connection
"""SQLite's own connection: it prepares each statement once and keeps it."""


class Database(msgspec.Struct, frozen=True):
    """One open connection: `core` for SQLAlchemy statements, `driver` where every microsecond counts.

    The driver never begins a transaction of its own accord, so both see the one that `transaction` opens.
    """

    path: Path
    core: Connection
    driver: Driver

    def close(self) -> None:
        """Closes the connection. What was not committed is gone."""
        self.core.close()
        self.core.engine.dispose()


def open_for_writing(path: Path) -> Database:
    """Opens, or makes, a database whose commits survive a power cut. Raises StoreFailed."""
    database = _connect(path, "rwc")
    with failures_of(path):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            database.driver.execute(f"PRAGMA {pragma}")
    return database


def open_for_reading(path: Path) -> Database:
    """Opens a database beside the window that may be writing it. Raises StoreFailed."""
    return _connect(path, "ro")


@contextmanager
def transaction(driver: Driver) -> Iterator[None]:
    """Everything inside is written durably, or nothing is."""
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
        driver.execute("COMMIT")
    except BaseException:
        # After a full disk SQLite has rolled back by itself, and another ROLLBACK is an error.
        with suppress(dbapi2.Error):
            driver.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(driver: Driver) -> Iterator[None]:
    """Everything read inside is of one moment, whatever is written meanwhile."""
    driver.execute("BEGIN")
    try:
        yield
    finally:
        driver.execute("ROLLBACK")


@contextmanager
def failures_of(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into StoreFailed with the file's name and what to do."""
    try:
        yield
    except (dbapi2.Error, DBAPIError) as error:
        problem = str(error.orig if isinstance(error, DBAPIError) else error)
        raise StoreFailed(f"{path}: {problem}; {_advice(problem)}") from error


def _advice(problem: str) -> str:
    if "full" in problem:
        return "free some disk space and try again: nothing that was acknowledged is lost"
    if "readonly" in problem or "unable to open" in problem:
        return "check that the project's folder exists and may be written"
    if "locked" in problem:
        return "another program holds the database; close it and try again"
    if "malformed" in problem or "not a database" in problem:
        return "the file is damaged; take the last backup, and keep this one for repair"
    return "nothing was changed; try again"


def open_in_memory() -> Database:
    """A database that is gone when it is closed."""
    return _opened(Path(":memory:"), ":memory:")


def _connect(path: Path, mode: str) -> Database:
    return _opened(path, f"{path.absolute().as_uri()}?mode={mode}")


def _opened(path: Path, address: str) -> Database:
    require_safe(dbapi2.sqlite_version)

    def connect() -> Driver:
        return dbapi2.connect(address, uri=True, isolation_level=None, timeout=5.0)

    with failures_of(path):
        engine = create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=StaticPool)
        core = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        driver = core.connection.driver_connection
        assert isinstance(driver, Driver)
        return Database(path, core, driver)
