"""Kills a migration of a project's labels at every statement, and looks at what it left.

Run as `python -m tests.storage.killing_migration FOLDER`. Each round forks a child that migrates a copy of a
project and kills itself just before its n-th statement; the last round is the one that gets through.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from crosstie.storage.audit import verify
from crosstie.storage.migrating import migrate_project
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from crosstie.storage.writer import Writer
from tests.schema.versions.fleet import NEW_SOURCE
from tests.storage.migrated import old_project
from tests.storage.projects import ANNA


def migrate_and_die(root: Path, statements: int) -> None:
    """Migrate, unless more than so many statements are needed."""
    store = Store.open(root, ANNA)
    left = statements

    def count(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(writer: Writer) -> None:
        writer.driver.set_trace_callback(count)

    store.with_writer(watch)
    migrate_project(store, NEW_SOURCE, "new.yaml")
    store.close()


def outcome(template: Path, root: Path, statements: int) -> str:
    """Let a child try, and return what it left: the version in use, or what is wrong."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)
    child = os.fork()
    if child == 0:
        migrate_and_die(root, statements)
        os._exit(0)
    os.waitpid(child, 0)
    with reading_project(root) as database:
        report = verify(database)
        driver = database.driver
        [version] = driver.execute("SELECT version FROM schemas ORDER BY position DESC LIMIT 1").fetchone()
        counts = tuple(
            driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("passes", "annotations", "leftovers")
        )
    if not report.is_sound:
        return report.problems[0].line
    whole = {"1.0.0": (2, 14, 0), "2.0.0": (4, 24, 12)}
    return str(version) if counts == whole[version] else f"{version} with {counts}"


def main(folder: Path) -> None:
    template = folder / "template"
    old_project(template, samples=2).close()
    statements = 0
    while (found := outcome(template, folder / "tried", statements)) == "1.0.0":
        statements += 1
    sys.stdout.write(f"old at each of {statements} statements, then {found}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
