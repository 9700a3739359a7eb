"""The strip of small pages: drawn when they come into view, marked where one is and where labels are."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.viewers.document.thumbs import Thumbs
from tests.ui.document_bench import DocumentBench as Bench
from tests.ui.document_bench import opened_document

PAGES = 1000


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    document = pymupdf.open()
    for _ in range(PAGES):
        document.new_page(width=400, height=500).draw_rect((50, 50, 350, 450), fill=(0, 0, 0))
    document.save(tmp_path / "book.pdf")
    with opened_document(qtbot, tmp_path, tmp_path / "book.pdf", "book") as made:
        yield made


def strip(bench: Bench) -> Thumbs:
    found = bench.pane.findChild(Thumbs, "thumbs_book")
    assert found
    return found


def drawn(bench: Bench) -> list[int]:
    """The pages whose small pictures are there."""
    model = strip(bench).model()
    rows = range(model.rowCount())
    return [
        n for n in rows if isinstance(model.data(model.index(n, 0), Qt.ItemDataRole.DecorationRole), QPixmap)
    ]


def told(bench: Bench, page: int) -> str:
    model = strip(bench).model()
    return str(model.data(model.index(page, 0), Qt.ItemDataRole.AccessibleTextRole))


def row(bench: Bench, page: int) -> QRect:
    return strip(bench).visualRect(strip(bench).model().index(page, 0))


def colors(bench: Bench, page: int) -> set[str]:
    """What a row is painted with."""
    image = strip(bench).viewport().grab(row(bench, page)).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_strip_draws_what_is_in_view_and_nothing_else(qtbot: QtBot, bench: Bench) -> None:
    button = bench.pane.findChild(QToolButton, "page_strip_book")
    assert button
    assert not strip(bench).isVisible()
    assert drawn(bench) == []
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert strip(bench).isVisible()
    qtbot.waitUntil(lambda: drawn(bench) != [] and max(drawn(bench)) >= 1)
    bench.settle()
    strip(bench).verticalScrollBar().setValue(strip(bench).verticalScrollBar().maximum() // 2)
    qtbot.waitUntil(lambda: any(480 < page < 520 for page in drawn(bench)))
    assert len(drawn(bench)) < 30
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not strip(bench).isVisible()


def test_a_click_goes_to_a_page_and_the_page_shown_is_marked(qtbot: QtBot, bench: Bench) -> None:
    bench.pane.toggle_strip()
    qtbot.waitUntil(lambda: len(drawn(bench)) >= 2)
    accent = bench.context.theme.accent.lower()
    assert accent in colors(bench, 0)
    assert accent not in colors(bench, 1)
    place = row(bench, 1).center()
    QTest.mouseClick(strip(bench).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    bench.settle()
    assert bench.pane.page == 1
    assert accent in colors(bench, 1)
    assert accent not in colors(bench, 0)
    bench.pane.go_to_page(700)
    bench.settle()
    assert strip(bench).viewport().rect().intersects(row(bench, 700))


def test_pages_with_labels_tell_how_many(qtbot: QtBot, bench: Bench) -> None:
    bench.pane.toggle_strip()
    bench.add("one", PageRegion(1, 60, 80, 120, 30, ""))
    bench.add("two", PageRegion(1, 60, 180, 120, 30, ""))
    bench.add("far", PageRegion(900, 60, 180, 120, 30, ""))
    qtbot.waitUntil(lambda: told(bench, 1) == "Page 2, 2 labelled")
    assert told(bench, 900) == "Page 901, 1 labelled"
    assert told(bench, 0) == "Page 1"
    assert bench.context.theme.accent.lower() in colors(bench, 1)
