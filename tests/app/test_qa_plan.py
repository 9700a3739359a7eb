"""`crosstie qa plan`: what it prints and writes, and bad input."""

from pathlib import Path

import msgspec
import pytest

from crosstie.qa.plan.making import SamplePlan
from tests.app.command import Commands
from tests.qa.pilot.project import Vendor, Wanted, make_project


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands run by Lead."""
    monkeypatch.setenv("CROSSTIE_ACTOR", "Lead")
    return Commands(capsys)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 samples in two languages with gold; every third one breaks a rule."""
    careless = Vendor("An", lambda number: int(number % 3 == 0))
    root = tmp_path_factory.mktemp("plan") / "p"
    return make_project(root, Wanted((careless,), 120))


def test_a_plan_says_how_many_which_and_when_a_batch_may_go(crosstie: Commands, project: Path) -> None:
    ran = crosstie("qa", "plan", project, "--margin", "0.1", "--seed", "7")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "p: 120 samples, 120 with labels under rules"
    assert any(line.startswith("→ a share of samples: 54 samples (97 in a large project)") for line in lines)
    assert "Review again: 60 samples, drawn with seed 7" in lines
    assert "  en        audio + image  high (33 %)       60      30   12.8 %" in lines
    assert any(line.split()[:4] == ["zero-defect", "95/95", "59", "0"] for line in lines)
    assert any("ISO 2859-1 K, AQL 1 %" in line and " 125 " in line and " 3 " in line for line in lines)
    assert any(line.split()[:5] == ["5.0", "%", "4.8", "%", "12.4"] for line in lines)
    assert "  en: 30 into b1, b2, b3" in lines
    assert lines[-1].startswith("  Strata with fewer than 30")


def test_json_names_every_sample_and_is_the_same_each_time(
    crosstie: Commands, project: Path, tmp_path: Path
) -> None:
    ran = crosstie("qa", "plan", project, "--json", "-", "--second-share", "0.5", "--blind-share", "0.2")
    plan = msgspec.json.decode(ran.out, type=SamplePlan)
    assert ran.out.count("\n") == 1
    assert plan.chosen == sum(len(one.review) for one in plan.strata)
    assert all(len(one.review) >= one.samples / 2 for one in plan.strata)
    assert 10 <= len(plan.blind) <= 40
    assert [len(one.accepted) for one in plan.gates] == [len(plan.rates)] * len(plan.gates)
    again = crosstie(
        "qa",
        "plan",
        project,
        "--json",
        tmp_path / "plan.json",
        "--second-share",
        "0.5",
        "--blind-share",
        "0.2",
    )
    assert again.out.startswith("p: 120 samples")
    assert msgspec.json.decode((tmp_path / "plan.json").read_bytes(), type=SamplePlan) == plan


def test_labels_can_be_planned_for(crosstie: Commands, project: Path) -> None:
    ran = crosstie("qa", "plan", project, "--of", "labels", "--icc", "0.1", "--json", "-")
    plan = msgspec.json.decode(ran.out, type=SamplePlan)
    assert plan.needed.icc == 0.1
    assert plan.planned == plan.needed.for_labels
    assert plan.needed.design_effect == pytest.approx(1 + 0.1 * ((plan.needed.m_weighted or 0) - 1))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--margin", "0"), "--margin 0: name a share between 0 and 1"),
        (("--overlap", "5"), "fewer than 30 anchors"),
        (("--gate", "0.012"), "the nearest is 0.01"),
        (("--of", "words"), "--of words: name samples or labels"),
        (("--icc", "2"), "--icc 2:"),
        (("--json", "{project}"), "that is the project's folder"),
        (("--seed", "many"), "--seed"),
        (("--second-share", "2"), "--second-share 2:"),
    ],
)
def test_what_no_plan_can_be_made_from_is_told(
    crosstie: Commands, project: Path, arguments: tuple[str, str], complaint: str
) -> None:
    told = crosstie("qa", "plan", project, *(one.replace("{project}", str(project)) for one in arguments))
    assert complaint in told.complaint()


def test_a_project_without_samples_or_rules_is_told(crosstie: Commands, tmp_path: Path) -> None:
    make_project(tmp_path / "empty", Wanted((), 0))
    assert "holds no sample to plan for" in crosstie("qa", "plan", tmp_path / "empty").complaint()
    make_project(tmp_path / "new", Wanted((), 40, gold=False))
    out = crosstie("qa", "plan", tmp_path / "new").out
    assert "a share of labels: not to be told before rules have judged some" in out
    assert "unknown" in out
    told = crosstie("qa", "plan", tmp_path / "new", "--of", "labels").complaint()
    assert "no rule has judged a label" in told
    assert "holds no project.db" in crosstie("qa", "plan", tmp_path).complaint()
