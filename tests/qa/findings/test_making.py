"""Reports of projects with little in them: they are made, and say in a line what is missing."""

from pathlib import Path

import pytest

from crosstie.qa.reports.making import make_report
from crosstie.qa.reports.making_warnings import is_language
from crosstie.qa.reports.report import Report
from crosstie.qa.study.running_part import StudyStopped
from crosstie.schema.edits import AddActor, AddAsset, AddSample, OpenPass
from crosstie.schema.records import Actor, Pass, Sample
from crosstie.storage.project import create_project
from tests.storage.projects import ANNA, SCHEMA, labels, new_project, only_pass, picture


def warned(report: Report, words: str) -> bool:
    """Tell whether a warning says these words."""
    return any(words in one.text for one in report.warnings)


def test_an_empty_project_has_a_report_that_says_so(tmp_path: Path) -> None:
    create_project(tmp_path / "p", SCHEMA, "tiny.yaml", ANNA).close()
    report = make_report(tmp_path / "p")
    assert report.contents.samples == 0
    assert report.findings == ()
    assert report.figures == ()
    assert report.charts == ()
    assert warned(report, "has no sample")


def test_one_pass_is_nothing_to_compare(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as store:
        store.apply(labels(only_pass(store)))
    report = make_report(tmp_path / "p")
    assert warned(report, "one pass in all")
    assert report.findings == ()
    assert report.contents.passes == {"assisted": 1}
    assert report.contents.names["c_vehicle"] == "vehicle"
    assert report.contents.names["c_vehicle.colour"] == "vehicle: colour"


def test_two_people_and_few_samples_are_reported_with_care(tmp_path: Path) -> None:
    names = [f"s{number}" for number in range(3)]
    with new_project(tmp_path / "p", names) as store:
        ben = Actor("ben", "human", "Ben")
        store.apply([AddActor(ben)])
        for name in names:
            store.apply(labels(only_pass(store, name)))
            other = Pass(f"{name}.b", name, "blind", "ben", store.schema_ref())
            store.apply([OpenPass(other), *labels(other)], actor_id="ben")
    (tmp_path / "p" / "pods.yaml").write_text(f"north: [{ANNA}]\nsouth: [Ben]\n", encoding="utf-8")
    shares: list[float] = []
    report = make_report(tmp_path / "p", on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert warned(report, "Fewer than 10 samples")
    assert warned(report, "Pods of one person (north, south)")
    agreement = report.figure("agreement/label_f1")
    assert agreement is not None
    assert agreement.number == 1.0
    assert {one.first for one in report.confusions if not one.batch} == {"north", "south"}


def test_a_language_that_is_no_tag_is_named(tmp_path: Path) -> None:
    with create_project(tmp_path / "p", SCHEMA, "tiny.yaml", ANNA) as store:
        for name, language in (("a", "vietnamese"), ("b", "vi")):
            store.apply([AddSample(Sample(name, language)), AddAsset(picture(name))])
    report = make_report(tmp_path / "p")
    assert warned(report, "“vietnamese” is no BCP 47 language tag")
    assert not warned(report, "“vi”")
    assert warned(report, "nothing was labelled yet")


def test_a_report_that_is_wanted_no_more_is_stopped(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as store:
        store.apply(labels(only_pass(store)))
    with pytest.raises(StudyStopped):
        make_report(tmp_path / "p", should_stop=lambda: True)


@pytest.mark.parametrize(
    "tag", ["en", "vi", "km-KH", "zh-Hant-TW", "sr-Latn", "de-1996", "yue", "en-x-pod", "es-419"]
)
def test_language_tags_are_known(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag", ["", "english", "vietnamese", "e", "en_US", "zh-", "th-Thai-TH-", "日本語", "thai"]
)
def test_what_is_no_language_tag_is_told_apart(tag: str) -> None:
    assert not is_language(tag)
