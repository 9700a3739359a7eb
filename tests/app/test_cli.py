"""The command line: what each command says, its exit codes, and one line for everything that cannot be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from crosstie import __version__
from crosstie.app.commands import info as info_command
from crosstie.storage.audit import verify
from crosstie.storage.project import open_project, reading_project
from tests.app.command import SCHEMA, Commands, manifest_of
from tests.storage.small_files import write_png, write_vtt, write_wav


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project that has one sample, and the media it was made from."""
    from crosstie.app.cli import run

    folder = tmp_path_factory.mktemp("made")
    write_wav(folder / "mic.wav")
    write_vtt(folder / "words.vtt")
    manifest = manifest_of(
        folder / "m.jsonl",
        ("mic", "audio", folder / "mic.wav"),
        ("words", "transcript", folder / "words.vtt"),
    )
    assert run(["new", str(folder / "project"), "--schema", str(SCHEMA)]) == 0
    assert run(["add", str(folder / "project"), str(manifest)]) == 0
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "project", tmp_path / "project"))


def test_version_and_help(crosstie: Commands) -> None:
    assert crosstie("--version").out == f"crosstie {__version__}\n"
    told = crosstie()
    assert told.code == 0
    for command in ("demo", "new", "add", "open", "info", "schema", "audit"):
        assert command in told.out
        assert crosstie(command, "--help").code == 0


def test_new_makes_a_project(crosstie: Commands, tmp_path: Path) -> None:
    told = crosstie("new", tmp_path / "p", "--schema", SCHEMA)
    assert (told.code, told.err) == (0, "")
    assert "driving 2.1.0" in told.out
    assert "already holds a project" in crosstie("new", tmp_path / "p", "--schema", SCHEMA).complaint()
    assert "cannot be read" in crosstie("new", tmp_path / "q", "--schema", tmp_path / "none").complaint()
    (tmp_path / "bad.yaml").write_text("schema: 7", encoding="utf-8")
    assert "bad.yaml" in crosstie("new", tmp_path / "q", "--schema", tmp_path / "bad.yaml").complaint()
    assert not (tmp_path / "q").exists()


def test_schema_check_names_every_mistake(crosstie: Commands, tmp_path: Path) -> None:
    told = crosstie("schema", "check", SCHEMA)
    assert (told.code, told.err) == (0, "")
    assert "driving 2.1.0 is valid" in told.out
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(SCHEMA.read_bytes().replace(b"{type: bool", b"{type: flot").replace(b"min: 0", b"mni: 0"))
    told = crosstie("schema", "check", bad)
    assert (told.code, told.err) == (1, "")
    lines = told.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{bad}: classes[0].attributes.") for line in lines)
    assert crosstie("schema", "check", bad, "--json").json()["valid"] is False
    assert crosstie("schema", "check", SCHEMA, "--json").json()["valid"] is True
    assert str(tmp_path) in crosstie("schema", "check", tmp_path).complaint()


def test_add_refuses_a_sample_that_is_there(crosstie: Commands, made: Path, project: Path) -> None:
    assert "sample 's1' is already in the project" in crosstie("add", project, made / "m.jsonl").complaint()


def test_info_tells_what_a_project_holds(crosstie: Commands, project: Path) -> None:
    told = crosstie("info", project)
    assert (told.code, told.err) == (0, "")
    assert "1 samples, 2 assets" in told.out
    assert "assets by modality: audio 1, transcript 1" in told.out
    assert "sample s1 [en]: 0 annotations" in told.out
    read = crosstie("info", project, "--json").json()
    assert set(read) == set(info_command.ProjectInfo.__struct_fields__)
    assert read["media_problems"] == []


def test_info_names_media_that_moved(crosstie: Commands, tmp_path: Path) -> None:
    picture = write_png(tmp_path / "a.png")
    crosstie("new", tmp_path / "p", "--schema", SCHEMA)
    crosstie("add", tmp_path / "p", manifest_of(tmp_path / "m.jsonl", ("a", "image", picture)))
    picture.unlink()
    told = crosstie("info", tmp_path / "p")
    assert told.code == 1
    assert "MEDIA sample s1, asset a: a.png: the file is not there any more" in told.out


def test_audit_verify_finds_what_plain_sql_changed(crosstie: Commands, project: Path) -> None:
    told = crosstie("audit", "verify", project)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Sound: 5 entries of 1 samples")
    connection = dbapi2.connect(project / "project.db", isolation_level=None)
    connection.execute("UPDATE assets SET kind = 'video' WHERE id = 'mic'")
    connection.close()
    told = crosstie("audit", "verify", project)
    assert told.code == 1
    assert "sample s1, entry 2: asset mic is not stored as this entry left it (kind differ)" in told.out
    assert crosstie("audit", "verify", project, "--json").json()["sound"] is False
    assert crosstie("audit", "verify", project, "--sample", "s1").code == 1
    assert "no sample 's2'" in crosstie("audit", "verify", project, "--sample", "s2").complaint()


def test_audit_show_lists_the_trail(crosstie: Commands, project: Path) -> None:
    lines = crosstie("audit", "show", project).out.splitlines()
    assert len(lines) == 5
    assert "added sample s1" in lines[2]
    assert len(crosstie("audit", "show", project, "--sample", "s1").out.splitlines()) == 3
    exact = crosstie("audit", "show", project, "--json").out.splitlines()
    with reading_project(project) as database:
        kept = [row[0] for row in database.driver.execute("SELECT entry FROM ops ORDER BY position")]
    assert len(exact) == len(kept)
    assert all(entry.decode() in line for entry, line in zip(kept, exact, strict=True))
    assert "no sample" in crosstie("audit", "show", project, "--sample", "s2").complaint()


def test_commands_that_read_work_beside_an_open_window(crosstie: Commands, made: Path, project: Path) -> None:
    with open_project(project):
        assert crosstie("info", project).code == 0
        assert crosstie("audit", "verify", project).code == 0
        assert "already open" in crosstie("add", project, made / "m.jsonl").complaint()


@pytest.mark.parametrize(
    "arguments",
    [
        ["info"], ["add", "x"], ["nothing"], ["info", "x", "--nothing"], ["open", "x", "--at", "soon"],
        ["info", "none"], ["audit", "verify", "none"], ["audit", "show", "none"], ["open", "none"],
        ["add", "none", "none"], ["new", "x"], ["schema", "check"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_is_one_line(
    crosstie: Commands, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    crosstie(*arguments).complaint()
    assert list(tmp_path.iterdir()) == []


def test_open_refuses_an_unknown_sample_before_a_window_comes(crosstie: Commands, project: Path) -> None:
    assert "no sample 's9'" in crosstie("open", project, "--sample", "s9").complaint()


def test_what_nobody_foresaw_is_one_line_and_a_log(
    crosstie: Commands, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("no one\nforesaw this")

    monkeypatch.setattr(info_command, "project_summary", fail)
    told = crosstie("info", project).complaint()
    assert "unexpected error: ZeroDivisionError: no one foresaw this; details are in " in told
    log = Path(told.split("details are in ")[1].strip())
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert log.is_relative_to(os.environ["XDG_STATE_HOME"])


def test_a_reader_that_leaves_early_is_no_error(project: Path) -> None:
    shown = [sys.executable, "-m", "crosstie", "audit", "show", str(project)]
    ran = subprocess.run(
        ["bash", "-c", '"$@" | head -1; exit "${PIPESTATUS[0]}"', "-", *shown],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 1


def test_a_project_in_a_strange_folder_works(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "dự án 100% #1?"
    assert crosstie("new", root, "--schema", SCHEMA).code == 0
    with reading_project(root) as database:
        assert verify(database).is_sound
