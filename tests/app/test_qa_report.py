"""`crosstie qa DIR`: what it prints and writes, how it ends, and bad input."""

import os
from pathlib import Path

import msgspec
import pytest
from pyarrow.parquet import read_table

from crosstie.app.commands.qa import in_full
from crosstie.qa.reports.report import Report
from crosstie.schema.anchors import Box
from crosstie.schema.edits import AddAnnotation, AddAsset, AddSample, Edit, OpenPass
from crosstie.schema.records import Annotation, Asset, MediaFile, Pass, Sample
from crosstie.storage.project import open_project
from crosstie.storage.store import Store
from tests.app.command import Commands, manifest_of
from tests.qa.pilot.project import SCHEMA, Vendor, Wanted, make_project
from tests.qa.reports import made as by_hand

CAREFUL, CARELESS = Vendor("An"), Vendor("Dao", lambda number: 2 if number % 2 else 0)
SAMPLES = 24


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands run by Lead."""
    monkeypatch.setenv("CROSSTIE_ACTOR", "Lead")
    return Commands(capsys)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people beside gold; one leaves out half of the links of every other sample."""
    wanted = Wanted((CAREFUL, CARELESS), SAMPLES, pods="hanoi: [An]\nbangkok: [Dao]\n")
    return make_project(tmp_path_factory.mktemp("qa") / "p", wanted)


def test_figures_are_told_with_their_n_and_interval(crosstie: Commands, project: Path) -> None:
    ran = crosstie("qa", project)
    assert (ran.code in (0, 1), ran.err) == (True, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"p: {SAMPLES} samples; {3 * SAMPLES} passes")
    [f1] = [line for line in lines if line.startswith("  Link F1 ") and "people against gold" in line]
    # 96 links of each person against 96 of gold, 24 left out: 2 x 168 / (2 x 168 + 24).
    assert "0.933" in f1
    assert f"{SAMPLES}" in f1.split()
    assert any(line.startswith("  Cross-modal consistency") and "1.00" in line for line in lines)
    assert ran.code == (0 if "Nothing stands out." in lines else 1)


def test_a_report_goes_into_files_and_json_to_standard_output(
    crosstie: Commands, project: Path, tmp_path: Path
) -> None:
    page, paper, data, rows = (tmp_path / f"r.{ending}" for ending in ("html", "pdf", "json", "parquet"))
    files = ("--html", page, "--pdf", paper, "--json", data, "--parquet", rows)
    ran = crosstie("qa", project, *files)
    assert ran.code in (0, 1)
    report = msgspec.json.decode(data.read_bytes(), type=Report)
    assert report.contents.samples == SAMPLES
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert paper.read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "r.html",
        "r.json",
        "r.parquet",
        "r.pdf",
    ]
    assert set(read_table(rows)["sample_id"].to_pylist()) == {f"s{number:03d}" for number in range(SAMPLES)}
    told = crosstie("qa", project, "--json", "-")
    again = msgspec.json.decode(told.out, type=Report)
    assert [one.id for one in again.figures] == [one.id for one in report.figures]
    assert told.out.count("\n") == 1


def test_comparisons_and_slices_are_those_asked_for(crosstie: Commands, project: Path) -> None:
    arguments = ("--compare", "accuracy", "--compare", "settled", "--by", "language", "--json", "-")
    report = msgspec.json.decode(crosstie("qa", project, *arguments).out, type=Report)
    assert {one.comparison for one in report.figures} == {"accuracy", "settled"}
    assert {tuple(one.by) for one in report.figures} == {(), ("language",)}
    assert {value for one in report.figures for value in one.by.values()} == {"en", "th"}


@pytest.mark.parametrize(
    ("arguments", "full"),
    [
        (["qa", "p"], ["qa", "report", "p"]),
        (["qa", "--json", "-", "p"], ["qa", "report", "--json", "-", "p"]),
        (["qa", "--help"], ["qa", "report", "--help"]),
        (["qa"], ["qa", "report"]),
        (["qa", "plan", "p"], ["qa", "plan", "p"]),
        (["qa", "pilot"], ["qa", "pilot"]),
        (["qa", "./plan"], ["qa", "report", "./plan"]),
        (["check", "qa"], ["check", "qa"]),
        ([], []),
    ],
)
def test_a_folder_after_qa_is_reported_on(arguments: list[str], full: list[str]) -> None:
    assert in_full(arguments) == full


def test_a_folder_named_like_a_command_has_a_dot_before_it(
    crosstie: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path / "plan", Wanted((CAREFUL,), 2))
    monkeypatch.chdir(tmp_path)
    assert crosstie("qa", "./plan").out.startswith("plan: 2 samples")
    assert "Missing argument 'DIR'" in crosstie("qa", "plan").complaint()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--compare", "acuracy"), "--compare acuracy: nothing is called that; did you mean 'accuracy'?"),
        (("--by", "vendor"), "--by vendor: nothing is called that; there are language, batch, site, pod"),
        (("--json", "{project}"), "that is the project's folder; name a file"),
        (("--html", "{project}/project.db"), "that is the project itself"),
        (("--html", "{project}/media/x.html"), "that folder is the project's own"),
        (("--pdf", "{project}/nowhere/x.pdf"), "there is no folder"),
        (("--html", "{project}/cache"), "that is a folder"),
        (("--html", "r", "--pdf", "r"), "--html writes there too"),
        (("--html", "-"), "--html -:"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_counted(
    crosstie: Commands, project: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    before = sorted(project.rglob("*"))
    told = crosstie("qa", project, *(one.replace("{project}", str(project)) for one in arguments))
    assert complaint in told.complaint()
    assert told.out == ""
    assert sorted(project.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "you may not write there" in crosstie("qa", project, "--json", tmp_path / "x").complaint()
    tmp_path.chmod(0o700)


def test_a_disk_that_refuses_leaves_nothing(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    place = tmp_path / ("x" * 250)
    assert "cannot be written: file name too long" in crosstie("qa", project, "--html", place).complaint()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", ["", "\x1b[2J\nroot"])
def test_findings_come_first_with_what_to_look_at_and_no_name_moves_the_cursor(
    crosstie: Commands, project: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    made = by_hand.report(named=named)
    monkeypatch.setattr("crosstie.qa.reports.making.make_report", lambda *_told: made)
    ran = crosstie("qa", project)
    assert ran.code == 1
    places = [ran.out.index(f"{place}. ") for place in range(1, len(made.findings) + 1)]
    assert places == sorted(places)
    assert max(places) < ran.out.index("Headline figures") < ran.out.index("Worst slices")
    assert f"   Look at: crosstie open {project} --sample" in ran.out
    assert "\x1b" not in ran.out
    if not named:
        assert all(one.sentence in ran.out for one in made.findings)
        assert "To know when reading" in ran.out


def test_who_stops_it_finds_no_half_a_file_and_the_old_one_whole(
    crosstie: Commands, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_report: Report, path: Path) -> None:
        path.write_bytes(b"%PDF-half")
        raise KeyboardInterrupt

    monkeypatch.setattr("crosstie.qa.reports.pdf.write_pdf", stop)
    paper = tmp_path / "r.pdf"
    paper.write_bytes(b"the old one")
    assert crosstie("qa", project, "--pdf", paper).complaint() == "crosstie: stopped\n"
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]
    assert paper.read_bytes() == b"the old one"


def test_a_cluster_that_does_not_answer_is_told(crosstie: Commands, project: Path) -> None:
    assert "tcp://127.0.0.1:9" in crosstie("qa", project, "--dask", "tcp://127.0.0.1:9").complaint()
    assert "nowhere" in crosstie("qa", project, "--dask", "nowhere").complaint()


def test_no_project_and_no_sample_are_told(crosstie: Commands, tmp_path: Path) -> None:
    assert "holds no project.db" in crosstie("qa", tmp_path).complaint()
    make_project(tmp_path / "p", Wanted((), 0))
    assert "holds no sample yet" in crosstie("qa", tmp_path / "p").complaint()


def test_one_person_without_gold_is_compared_with_nobody_and_that_is_said(
    crosstie: Commands, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "p", Wanted((CAREFUL,), 12, gold=False))
    ran = crosstie("qa", root)
    assert ran.code == 0
    assert "only one person labelled it" in ran.out
    assert "neither a gold nor an adjudicated pass" in ran.out
    assert "Link F1" not in ran.out


def test_a_sample_without_a_pass_or_with_one_modality_does_no_harm(
    crosstie: Commands, tmp_path: Path
) -> None:
    wanted = Wanted(
        (Vendor("An", labels=lambda number: number > 0), CARELESS),
        12,
        kinds=lambda number: ("audio",) if number == 1 else ("audio", "image"),
    )
    ran = crosstie("qa", make_project(tmp_path / "p", wanted))
    assert ran.code in (0, 1)
    assert ran.out.startswith("p: 12 samples")


def test_labels_that_are_all_the_same_leave_kappa_undefined_and_not_0(
    crosstie: Commands, tmp_path: Path
) -> None:
    # Everybody marks turns alone, in one class.
    wanted = Wanted((CAREFUL, CARELESS), 12, kinds=lambda _number: ("audio",))
    ran = crosstie("qa", make_project(tmp_path / "p", wanted), "--compare", "agreement", "--json", "-")
    report = msgspec.json.decode(ran.out, type=Report)
    [kappa] = [one for one in report.figures if one.name == "class_kappa" and not one.by and not one.facet]
    assert (kappa.number, kappa.status) == (None, "undefined_no_variation")


def newer(store: Store, classes: str) -> None:
    source = SCHEMA.replace(b"1.0.0", b"1.1.0").replace(b"classes:\n", f"classes:\n{classes}".encode())
    store.use_schema(source, "talk.yaml")


def test_passes_under_two_schema_versions_are_refused_and_named(crosstie: Commands, tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((CAREFUL,), 12))
    with open_project(root, "Lead") as store:
        newer(store, "  - {id: c_dog, anchors: [box]}\n")
        opened = Pass("later", "s000", "blind", store.actor.id, store.schema_ref())
        mark = Annotation("dog", "s000", "later", "image", "c_dog", Box(0, 0, 9, 9))
        store.apply([OpenPass(opened), AddAnnotation(mark)])
    out = crosstie("qa", root).out
    assert "passes under talk 1.0.0 and talk 1.1.0 are not compared; migrate the project first" in out


def test_disjoint_labels_agree_on_nothing_and_are_told_as_0(crosstie: Commands, tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((CAREFUL,), 12, gold=False))
    with open_project(root, "Lead") as store:
        for number in range(12):
            sample_id = f"s{number:03d}"
            opened = Pass(f"{sample_id} far", sample_id, "blind", store.actor.id, store.schema_ref())
            far = Annotation(f"{sample_id} far", sample_id, opened.id, "image", "c_face", Box(900, 900, 9, 9))
            store.apply([OpenPass(opened), AddAnnotation(far)])
    report = msgspec.json.decode(crosstie("qa", root, "--json", "-").out, type=Report)
    found = {one.name: one for one in report.figures if one.comparison == "agreement" and not one.by}
    whole = next(one for one in report.figures if one.name == "label_f1" and not one.by and not one.facet)
    assert whole.number == 0
    assert "class_kappa" not in found or found["class_kappa"].number is None


def test_a_language_that_is_no_tag_is_refused_when_it_comes_and_told_as_it_is_when_it_came(
    crosstie: Commands, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "p", Wanted((CAREFUL,), 10))
    text = tmp_path / "t.txt"
    text.write_text("words", encoding="utf-8")
    manifest = manifest_of(tmp_path / "m.jsonl", ("text", "transcript", text), sample_id="new")
    manifest.write_text(manifest.read_text().replace('"en"', '"Klingon!"'), encoding="utf-8")
    assert "Klingon!" in crosstie("add", root, manifest).complaint()
    with open_project(root, "Lead") as store:
        edits: list[Edit] = [AddSample(Sample("odd", "not a tag", "b1"))]
        edits.append(AddAsset(Asset("audio", "odd", "audio", (MediaFile("/audio", 1, "0" * 64),))))
        store.apply(edits)
    report = msgspec.json.decode(crosstie("qa", root, "--json", "-").out, type=Report)
    assert report.contents.languages["not a tag"] == 1


def test_a_sample_id_that_comes_again_in_another_batch_is_refused(crosstie: Commands, tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((CAREFUL,), 10))
    text = tmp_path / "t.txt"
    text.write_text("words", encoding="utf-8")
    manifest = manifest_of(tmp_path / "m.jsonl", ("text", "transcript", text), sample_id="s003")
    told = crosstie("add", root, manifest).complaint()
    assert "sample 's003' is already in the project" in told
    assert crosstie("qa", root).out.startswith("p: 10 samples")
