"""What a document pane asks its decoder, and in which order: the page that is seen before all else."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.storage.media.queries import PageAt, PageSizesOf, PageWords, Query
from crosstie.viewers.media import AssetMedia
from tests.ui.document_bench import DocumentBench as Bench
from tests.ui.document_bench import opened_document

PAGES = 200


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """The questions of all panes, in order."""
    questions: list[Query] = []
    ask = AssetMedia.ask

    def noted(media: AssetMedia, query: Query) -> int:
        questions.append(query)
        return ask(media, query)

    monkeypatch.setattr(AssetMedia, "ask", noted)
    return questions


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, asked: list[Query]) -> Iterator[Bench]:
    document = pymupdf.open()
    for number in range(PAGES):
        document.new_page(width=400, height=300).insert_text((60, 100), f"page {number + 1}")
    document.save(tmp_path / "book.pdf")
    with opened_document(qtbot, tmp_path, tmp_path / "book.pdf", "book") as made:
        yield made


def rest(qtbot: QtBot, bench: Bench) -> None:
    """Waits until nothing is on its way."""
    qtbot.waitUntil(lambda: bench.pane.has_words and bench.pane.has_all, timeout=30_000)


def test_the_page_that_is_seen_is_asked_for_before_all_else(
    qtbot: QtBot, bench: Bench, asked: list[Query]
) -> None:
    rest(qtbot, bench)
    scale = bench.canvas.transform.scale * bench.canvas.devicePixelRatioF()
    assert asked[:3] == [PageSizesOf(0, 1), PageAt(0, scale), PageWords(0)]
    # Then what a hand may want next, and last how large the pages far away are.
    assert {query.page for query in asked if isinstance(query, PageAt)} == {0, 1}
    assert asked[-1] == PageSizesOf(192, PAGES)


def test_a_page_shown_again_asks_nothing_and_makes_no_label_anew(
    qtbot: QtBot, bench: Bench, asked: list[Query]
) -> None:
    bench.add("one", PageRegion(2, 60, 80, 120, 30, ""))
    for page in (2, 3):
        bench.pane.go_to_page(page)
        rest(qtbot, bench)
    before, label = len(asked), bench.canvas.scene.by_id["one"]
    bench.pane.go_to_page(2)
    top = bench.pane.canvas.plane.bounds(2).top
    assert any(layer.placed.top == pytest.approx(top) for layer in bench.canvas.layers)
    rest(qtbot, bench)
    assert asked[before:] == []
    assert bench.canvas.scene.by_id["one"] is label
