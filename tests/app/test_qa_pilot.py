"""`crosstie qa pilot`: what it prints and writes, how it ends, and what it refuses."""

from pathlib import Path

import msgspec
import pytest
from pysqlite3 import dbapi2

from crosstie.qa.pilot.report import Pilot
from tests.app.command import Commands
from tests.qa.pilot.project import Vendor, Wanted, make_project

AN, DAO = Vendor("An"), Vendor("Dao", lambda number: int(number % 4 == 0))


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands run by Lead."""
    monkeypatch.setenv("CROSSTIE_ACTOR", "Lead")
    return Commands(capsys)


def test_vendors_are_told_apart_in_the_first_lines(crosstie: Commands, tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN, DAO), pods="hanoi: [An]\n"))
    page, data = tmp_path / "pilot.html", tmp_path / "pilot.json"
    ran = crosstie(
        "qa", "pilot", root, "--vendor", "hanoi", "--vendor", "Dao", "--html", page, "--json", data
    )
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "p: pilot of 100 truly multimodal samples (en 50, th 50); 100 labelled by every vendor"
    assert lines[1].startswith("hanoi and Dao differ: cross-modal consistency +25.0 pp (")
    [consistency] = [
        line for line in lines if line.startswith("  Cross-modal consistency  ") and "yes" in line
    ]
    assert consistency.split()[2:4] == ["+25.0", "pp"]
    assert any(line.startswith("  Audit trail whole") and "100.0 %" in line for line in lines)
    pilot = msgspec.json.decode(data.read_bytes(), type=Pilot)
    assert [one.name for one in pilot.vendors] == ["hanoi", "Dao"]
    assert "hanoi less Dao" in page.read_text(encoding="utf-8")
    only = crosstie("qa", "pilot", root, "--vendor", "hanoi", "--vendor", "Dao", "--json", "-")
    told = msgspec.json.decode(only.out, type=Pilot)
    assert (told.numbers, told.gaps) == (pilot.numbers, pilot.gaps)


def test_a_broken_trail_is_a_finding(crosstie: Commands, tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((AN,)))
    connection = dbapi2.connect(root / "project.db", isolation_level=None)
    connection.execute("UPDATE annotations SET class_id = 'c_noise' WHERE id = 's007 An/c_turn0'")
    connection.close()
    ran = crosstie("qa", "pilot", root, "--vendor", "An")
    assert ran.code == 1
    assert "BROKEN TRAIL sample s007" in ran.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "name each with --vendor"),
        (("--vendor", "Ann"), "did you mean 'An'?"),
        (("--vendor", "An", "--batch", "b7"), "no such batch"),
        (("--vendor", "An", "--rate", "cheap"), "--rate cheap: write what an hour costs"),
        (("--vendor", "An", "--difference", "0"), "--difference 0:"),
        (("--vendor", "An", "--html", "{root}"), "that is the project's folder"),
        (("--vendor", "An"), "1 of 12 samples are not truly multimodal: 1 have one modality (s003)"),
        (("--vendor", "An", "--leave-out"), "11 truly multimodal samples once 1 are left out"),
    ],
)
def test_what_is_no_pilot_is_told_in_one_line(
    crosstie: Commands, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    wanted = Wanted((AN,), 12, kinds=lambda number: ("audio",) if number == 3 else ("audio", "image"))
    root = make_project(tmp_path / "p", wanted)
    told = crosstie("qa", "pilot", root, *(one.replace("{root}", str(root)) for one in arguments))
    assert complaint in told.complaint()
    assert told.out == ""
