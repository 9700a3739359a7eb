"""The audit finds every change that was not made by an edit, names it, and never cries wolf."""

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from crosstie.schema.edits import inverses
from crosstie.storage.audit import verify
from crosstie.storage.audit_report import AuditReport
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.storage.programs import random_gesture
from tests.storage.projects import ANNA, labels, only_pass
from tests.storage.tampering import set_in_ops, tamper


def audited(root: Path, sample_id: str | None = None) -> AuditReport:
    with reading_project(root) as database:
        return verify(database, sample_id)


def run(root: Path, statement: str, *values: str | int | bytes) -> None:
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    assert connection.execute(statement, values).rowcount > 0
    connection.close()


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "project"))


def test_an_untouched_project_is_sound(template: Path) -> None:
    report = audited(template)
    assert report.is_sound
    assert (report.op_count, report.sample_count) == (16, 2)


@settings(max_examples=25, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_is_edited_replays_to_what_is_stored(template: Path, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(template, Path(folder) / "project"))
        with Store.open(root, ANNA) as store:
            state = store.load_sample("s1")
            opened = next(iter(state.passes.values()))
            for _ in range(chance.randint(1, 8)):
                before = store.load_sample("s1")
                gesture = random_gesture(chance, before, opened)
                store.apply(gesture)
                if chance.random() < 0.4:
                    store.apply(inverses(gesture), "undo")
                    assert store.load_sample("s1").same_as(before)
            shown = store.load_sample("s1")
        assert audited(root).problems == ()
        with Store.open(root, ANNA) as store:
            assert store.load_sample("s1").same_as(shown)


@settings(max_examples=250, deadline=None)
@given(chance=st.randoms(use_true_random=True))
def test_any_tampering_is_found(template: Path, chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(template / "project.db", root)
        done = tamper(root / "project.db", chance)
        assert not done or not audited(root).is_sound, done


@pytest.mark.parametrize("column", ["entry", "hash"])
def test_any_flipped_byte_names_its_entry(root: Path, column: str) -> None:
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    rows = connection.execute("SELECT position, sample_id, sample_seq, entry, hash FROM ops").fetchall()
    connection.close()
    for position, sample_id, entry, *contents in rows:
        content = contents[column == "hash"]
        place = position * 37 % len(content)
        flipped = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        set_in_ops(root / "project.db", column, position, flipped)
        found = [(problem.sample_id, problem.entry) for problem in audited(root).problems]
        assert found[0] == (sample_id, entry)
        assert (sample_id, entry) in [(p.sample_id, p.entry) for p in audited(root, sample_id).problems]
        set_in_ops(root / "project.db", column, position, content)
    assert audited(root).is_sound


def test_a_deleted_last_entry_is_missed(root: Path) -> None:
    run(root, "DELETE FROM ops WHERE position = (SELECT max(position) FROM ops)")
    assert audited(root).problems[0].line == "sample s2, entry 7: it is missing"
    assert audited(root, "s2").problems[0].entry == 7


def test_a_changed_label_is_named_with_its_entry(root: Path) -> None:
    run(
        root, "UPDATE annotations SET class_id = 'c_speech' WHERE sample_id = 's1' AND class_id = 'c_vehicle'"
    )
    (problem,) = audited(root).problems
    assert (problem.sample_id, problem.entry) == ("s1", 5)
    assert "class_id" in problem.what
    assert audited(root, "s1").problems == (problem,)
    assert audited(root, "s2").is_sound


def test_a_changed_schema_document_is_found(root: Path) -> None:
    run(root, "UPDATE schemas SET source = CAST(replace(source, 'vehicle', 'Vehicle') AS BLOB)")
    assert "does not have its hash" in audited(root).problems[0].what


def test_a_trigger_or_a_missing_index_is_found(root: Path) -> None:
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON ops BEGIN DELETE FROM links; END")
    connection.close()
    assert "trigger t" in audited(root).problems[0].what


def test_a_damaged_file_is_told_in_one_line(root: Path) -> None:
    database = root / "project.db"
    content = bytearray(database.read_bytes())
    content[4096 : 4096 * 6] = bytes(4096 * 5)
    database.write_bytes(content)
    with pytest.raises(StoreFailed, match="damaged") as caught:
        audited(root)
    assert "\n" not in str(caught.value)


def test_an_unknown_sample_is_told(root: Path) -> None:
    with pytest.raises(StoreFailed, match="no sample 's9'"):
        audited(root, "s9")


def test_a_project_is_audited_while_it_is_open(root: Path) -> None:
    with Store.open(root, ANNA) as store:
        store.apply(labels(only_pass(store)))
        assert audited(root).is_sound
