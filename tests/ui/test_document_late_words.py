"""A region that is drawn before its page's words have come gets them when they do."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pymupdf
import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.schema.edits import SetAnchor
from tests.ui.document_bench import DocumentBench, opened_document

LINES = 400


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[DocumentBench]:
    """A page with so many small letters that its words take long to be read."""
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.insert_text((60, 40), "white truck", fontsize=12)
    page.insert_text((60, 60), ["some words of very small print " * 8] * LINES, fontsize=0.5)
    document.save(tmp_path / "dense.pdf")
    with opened_document(qtbot, tmp_path, tmp_path / "dense.pdf", "dense") as made:
        yield made


def draw_early(bench: DocumentBench) -> PageRegion:
    """Draws before the words are there; the region as it stands then."""
    bench.drag((55, 28), (140, 45))
    assert not bench.pane.has_words
    region = bench.only().anchor
    assert isinstance(region, PageRegion)
    assert region.text == ""
    return region


def test_the_words_of_an_early_region_follow_as_an_edit(qtbot: QtBot, bench: DocumentBench) -> None:
    drawn = draw_early(bench)
    qtbot.waitUntil(lambda: len(bench.session.gestures) == 2, timeout=30_000)
    assert bench.only().anchor == msgspec.structs.replace(drawn, text="white truck")
    assert bench.selected() == [bench.only().id]


def test_a_region_that_was_changed_since_is_left_alone(qtbot: QtBot, bench: DocumentBench) -> None:
    drawn = draw_early(bench)
    own = msgspec.structs.replace(drawn, text="my own words")
    label = bench.only()
    bench.session.submit([SetAnchor(label.sample_id, label.id, drawn, own)], "inspector")
    qtbot.waitUntil(lambda: bench.pane.has_words and bench.pane.has_all, timeout=30_000)
    assert bench.only().anchor == own
    assert len(bench.session.gestures) == 2


def test_a_region_of_a_pass_that_is_only_read_by_now_is_left_alone(
    qtbot: QtBot, bench: DocumentBench
) -> None:
    drawn = draw_early(bench)
    bench.context.read_only = True
    qtbot.waitUntil(lambda: bench.pane.has_words and bench.pane.has_all, timeout=30_000)
    assert bench.only().anchor == drawn
    assert len(bench.session.gestures) == 1
