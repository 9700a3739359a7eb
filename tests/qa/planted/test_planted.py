"""The report names each fault that was planted, on its first screen; without faults it says nothing."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstie.qa.reports.html import html_page
from crosstie.qa.reports.making import make_report
from crosstie.qa.reports.report import Report
from crosstie.qa.study.row import Comparison
from tests.qa.planted.corpus import make_corpus, plant
from tests.qa.planted.faults import FAULTS, Fault

pytestmark = pytest.mark.timeout(900)

FIRST = 4
"""Findings that stand on the first screen."""
NAMED: dict[Fault, tuple[str, tuple[str, ...]]] = {
    "links": ("links", ("wrong where labels are right", "“about” links", "where both ends were found")),
    "language": ("slice", ("Language th fails", "“row of” links")),
    "drift": ("drift", ("Pod hanoi says truck instead of car since batch-4",)),
    "anchoring": ("anchoring", ("People keep wrong suggestions", "in blind passes")),
}
"""The kind of finding that each fault makes, and words of its sentence."""
NEEDED: tuple[Comparison, ...] = ("accuracy", "bias", "settled")
"""The comparisons that findings rest on where there is gold."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a project of 500 samples without faults. It is copied, and taken away at the end."""
    root = make_corpus(tmp_path_factory.mktemp("planted") / "drives")
    yield root
    shutil.rmtree(root.parent)


@pytest.fixture
def planted(corpus: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a copy of the project with the faults of the test's parameter planted in it."""
    root = corpus.parent / "planted" / "drives"
    shutil.copytree(corpus, root)
    yield plant(root, request.param)
    shutil.rmtree(root.parent)


def test_a_project_without_faults_has_no_finding(corpus: Path) -> None:
    report = make_report(corpus, NEEDED, by=())
    assert report.findings == ()
    assert report.contents.samples == 500
    assert not any(point.out for chart in report.charts for point in chart.points if chart.name == "link_f1")
    before_tables = first_part(report)
    for _, words in NAMED.values():
        assert not any(word in before_tables for word in words)


@pytest.mark.parametrize("planted", [("links",), ("anchoring",)], indirect=True, ids=["links", "anchoring"])
def test_a_fault_alone_is_the_finding(planted: Path, request: pytest.FixtureRequest) -> None:
    """Of the four the two that could be taken for others: each counts 500 samples, half a minute's work."""
    (fault,) = request.node.callspec.params["planted"]
    report = make_report(planted, NEEDED, by=())
    assert [one.kind for one in report.findings] == [NAMED[fault][0]]
    require_named(report, fault)


@pytest.mark.parametrize("planted", [FAULTS], indirect=True, ids=["all"])
def test_all_faults_together_are_the_first_findings(planted: Path) -> None:
    asked: tuple[Comparison, ...] = (*NEEDED, "team")
    report = make_report(planted, asked, by=())
    assert sorted(one.kind for one in report.findings[:FIRST]) == sorted(kind for kind, _ in NAMED.values())
    for fault in FAULTS:
        require_named(report, fault)
    said = {chart.pod for chart in report.charts for point in chart.points if point.out}
    assert "hanoi" in said
    (worst,) = [one for one in report.divergences if {one.first, one.second} == {"hanoi", "osaka"}]
    assert worst.p is not None
    assert worst.p < 0.01


def require_named(report: Report, fault: Fault) -> None:
    """Require that one of the first findings names a fault, and that the page says so before any table."""
    kind, words = NAMED[fault]
    finding = next(one for one in report.findings[:FIRST] if one.kind == kind)
    assert all(word in finding.sentence for word in words), finding.sentence
    assert finding.p_adjusted is not None
    assert finding.p_adjusted < 0.01
    assert finding.behind
    known = {figure.id for figure in report.figures}
    asked = [name for name in finding.figures if not re.search("language=|pod=", name)]
    assert set(asked) <= known
    assert " ".join(finding.sentence.split()) in first_part(report)


def first_part(report: Report) -> str:
    """Return what a report's page says before its first table, as plain text."""
    page = html_page(report)
    body = page[page.index("<main") :] if "<main" in page else page
    before, _, _ = body.partition("<table")
    text = re.sub(r"<[^>]+>", "", before)
    for entity, character in (("&amp;", "&"), ("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(entity, character)
    return " ".join(text.split())
