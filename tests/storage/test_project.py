"""Projects are made whole, opened by one at a time, and brought up to date in one step."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from crosstie.schema.errors import CrosstieError, SchemaInvalid
from crosstie.storage import migrate, tables
from crosstie.storage.audit import verify
from crosstie.storage.database import open_for_writing, open_in_memory
from crosstie.storage.errors import ProjectUnusable, StoreFailed
from crosstie.storage.hybrid_clock import HybridClock, HybridTime
from crosstie.storage.project import create_project, open_project, reading_project
from crosstie.storage.rows import FORMS
from crosstie.storage.sqlite_version import SqliteTooOld, require_safe
from tests.storage.projects import ANNA, SCHEMA


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "project"))


def test_a_new_project_has_its_folders_schema_and_maker(tmp_path: Path) -> None:
    with create_project(tmp_path / "a" / "p", SCHEMA, "tiny.yaml", ANNA) as store:
        assert store.actor.name == ANNA
        assert store.schema().source == SCHEMA
        assert {path.name for path in store.root.iterdir()} >= {"project.db", "media", "schema", "cache"}
        assert (store.root / "schema" / "tiny-1.0.0.yaml").read_bytes() == SCHEMA


def test_a_wrong_schema_makes_no_project(tmp_path: Path) -> None:
    with pytest.raises(SchemaInvalid):
        create_project(tmp_path / "p", b"schema: [", "bad.yaml")
    assert not (tmp_path / "p").exists()


def test_a_project_is_not_made_over_another(root: Path) -> None:
    with pytest.raises(ProjectUnusable, match="already holds a project"):
        create_project(root, SCHEMA)


def test_what_is_no_project_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "none", tmp_path / "file"):
        with pytest.raises(ProjectUnusable):
            open_project(path)
        with pytest.raises(ProjectUnusable), reading_project(path):
            pass


@pytest.mark.parametrize("content", [b"", b"not a database at all, whatever its name says" * 100])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "project.db").write_bytes(content)
    for opening in (open_project, lambda path: reading_project(path).__enter__()):
        with pytest.raises(CrosstieError) as caught:
            opening(tmp_path)
        assert "\n" not in str(caught.value)
    assert (tmp_path / "project.db").read_bytes() == content


def test_the_actor_is_known_again_and_another_is_added(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSTIE_ACTOR", ANNA)
    with open_project(root) as store:
        anna = store.actor
        assert len(store.actors) == 1
    monkeypatch.setenv("CROSSTIE_ACTOR", "Bình")
    with open_project(root) as store:
        assert store.actor.name == "Bình"
        assert [actor.name for actor in store.actors.values()] == [ANNA, "Bình"]
    with open_project(root, ANNA) as store:
        assert store.actor == anna


OPEN_ELSEWHERE = """
import sys
from pathlib import Path
from crosstie.schema.errors import CrosstieError
from crosstie.storage.project import open_project, reading_project
try:
    open_project(Path(sys.argv[1])).close()
    print("opened")
except CrosstieError as error:
    print(error)
with reading_project(Path(sys.argv[1])):
    print("read")
"""


def test_a_second_process_is_refused_and_may_read(root: Path) -> None:
    command = [sys.executable, "-c", OPEN_ELSEWHERE, str(root)]
    with open_project(root, ANNA):
        refused = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert f"{root} is already open by" in refused[0]
    assert f"(process {os.getpid()})" in refused[0]
    assert refused[1:] == ["read"]
    opened = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert opened == ["opened", "read"]


def test_a_second_store_in_one_process_is_refused_too(root: Path) -> None:
    with open_project(root), pytest.raises(ProjectUnusable, match="already open"):
        open_project(root)


def test_a_folder_that_cannot_be_locked_is_told(root: Path) -> None:
    (root / "project.lock").unlink(missing_ok=True)
    (root / "project.lock").mkdir()
    with pytest.raises(ProjectUnusable, match="cannot be written") as caught:
        open_project(root)
    assert "\n" not in str(caught.value)


def test_a_project_of_a_newer_program_is_refused(root: Path) -> None:
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (root / "project.db").read_bytes()
    with pytest.raises(ProjectUnusable, match="newer Crosstie"):
        open_project(root)
    with pytest.raises(ProjectUnusable, match="newer Crosstie"), reading_project(root):
        pass
    assert (root / "project.db").read_bytes() == before


def test_the_revisions_make_the_tables_that_are_used() -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(migrate.REVISIONS)).get_heads() == [migrate.HEAD]
    made, declared = open_in_memory(), open_in_memory()
    migrate.make_tables(made)
    tables.METADATA.create_all(declared.core)
    assert compare_metadata(MigrationContext.configure(made.core), tables.METADATA) == []
    for name in tables.METADATA.tables:
        columns = [
            database.driver.execute(f"SELECT * FROM pragma_table_xinfo('{name}')").fetchall()
            for database in (made, declared)
        ]
        assert columns[0] == columns[1]
    made.close()
    declared.close()


NEXT_REVISION = """
from alembic import op
revision = "0003"
down_revision = "0002"
def upgrade():
    op.execute("CREATE TABLE later (a)")
    op.execute("UPDATE samples SET site = 'moved'")
    {ending}
"""


def with_next_revision(folder: Path, ending: str) -> Path:
    revisions = folder / "migrations"
    shutil.copytree(migrate.REVISIONS, revisions, ignore=shutil.ignore_patterns("__pycache__"))
    (revisions / "versions" / "v0003_next.py").write_text(
        NEXT_REVISION.format(ending=ending), encoding="utf-8"
    )
    return revisions


@pytest.mark.parametrize("ending", ["raise OSError('full')", "op.execute('INSERT INTO links VALUES (1)')"])
def test_a_migration_that_fails_leaves_the_old_tables(root: Path, tmp_path: Path, ending: str) -> None:
    database = open_for_writing(root / "project.db")
    with pytest.raises((OSError, StoreFailed)):
        migrate.bring_up_to_date(database, revisions=with_next_revision(tmp_path, ending), head="0003")
    database.close()
    with reading_project(root) as reading:
        assert verify(reading).is_sound


def test_a_migration_that_leaves_orphans_is_taken_back(root: Path, tmp_path: Path) -> None:
    ending = "op.execute('PRAGMA defer_foreign_keys=ON'); op.execute('DELETE FROM samples')"
    database = open_for_writing(root / "project.db")
    with pytest.raises(StoreFailed, match="left without their parent"):
        migrate.bring_up_to_date(database, revisions=with_next_revision(tmp_path, ending), head="0003")
    database.close()
    with reading_project(root) as reading:
        assert verify(reading).is_sound


MIGRATE_AND_DIE = """
import os, sys
from pathlib import Path
from crosstie.storage import migrate
from crosstie.storage.database import open_for_writing
database = open_for_writing(Path(sys.argv[1]))
left = int(sys.argv[3])
def count(statement):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
database.driver.set_trace_callback(count)
migrate.bring_up_to_date(database, revisions=Path(sys.argv[2]), head="0003")
"""


def test_a_migration_killed_at_any_statement_leaves_old_or_new(root: Path, tmp_path: Path) -> None:
    revisions = with_next_revision(tmp_path, "pass")
    outcomes = set()
    for statements in (1, 4, 7, 10, 13, 16, 19, 60):
        folder = tmp_path / str(statements)
        folder.mkdir()
        database = folder / "project.db"
        shutil.copy(root / "project.db", database)
        command = [sys.executable, "-c", MIGRATE_AND_DIE, str(database), str(revisions), str(statements)]
        subprocess.run(command, check=False, capture_output=True)
        connection = dbapi2.connect(database)
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        sites = {row[0] for row in connection.execute("SELECT site FROM samples")}
        later = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone()[0]
        assert (version, sites, later) in (("0002", {""}, 0), ("0003", {"moved"}, 1))
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        connection.close()
        outcomes.add(version)
    assert outcomes == {"0002", "0003"}


def test_before_a_migration_a_backup_is_made(root: Path, tmp_path: Path) -> None:
    database = open_for_writing(root / "project.db")
    migrate.bring_up_to_date(database, revisions=with_next_revision(tmp_path, "pass"), head="0003")
    database.close()
    backup = dbapi2.connect(root / "project.db.before-0002")
    assert {row[0] for row in backup.execute("SELECT site FROM samples")} == {""}
    backup.close()


@pytest.mark.parametrize("version", ["3.40.1", "3.51.1", "3.51.2"])
def test_sqlite_that_may_lose_commits_is_refused(version: str) -> None:
    with pytest.raises(SqliteTooOld, match=f"SQLite {version} can lose commits"):
        require_safe(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "4.0.0"])
def test_sqlite_that_keeps_every_commit_is_used(version: str) -> None:
    require_safe(version)


def test_logical_time_never_runs_backwards() -> None:
    wall = iter([50, 50, 40, 60])
    clock = HybridClock(HybridTime(50, 3), lambda: next(wall))
    ticks = [clock.tick() for _ in range(4)]
    assert ticks == [HybridTime(50, 4), HybridTime(50, 5), HybridTime(50, 6), HybridTime(60, 0)]


def test_a_row_without_its_parent_is_refused(root: Path) -> None:
    database = open_for_writing(root / "project.db")
    with pytest.raises(dbapi2.IntegrityError):
        database.driver.execute(FORMS["asset"].insert, ("s9", "a", 1, "image", "{}"))
    database.close()
