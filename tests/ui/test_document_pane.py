"""The document pane in a real window: pages, sharpness, regions and the words below them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pymupdf
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Box, PageRegion
from crosstie.schema.records import Asset
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document import DocumentPane
from crosstie.viewers.selection import Ref
from tests.data import data_file
from tests.storage.media.assets import asset_of
from tests.ui.memory_session import SAMPLE_ID
from tests.ui.picture_bench import SECOND, PictureBench, with_facts
from tests.ui.pointing import Point, click, double_click, drag_to, press

ALT = Qt.KeyboardModifier.AltModifier
Bench = PictureBench[DocumentPane]
MakeBench = Callable[[Path], Bench]
REGION: Final = PageRegion(1, 60, 80, 120, 30, "old words")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Three pages with a line of words on each, and the number of the page."""
    document = pymupdf.open()
    for number in range(3):
        page = document.new_page(width=400, height=300)
        page.insert_text((60, 100), f"plate 51D-482.19 page{number + 1}", fontsize=12)
        page.insert_text((60, 140), "white truck", fontsize=12)
    path = tmp_path / "report.pdf"
    document.save(path)
    return path


@pytest.fixture
def make_bench(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeBench]:
    made: list[Bench] = []

    def make(path: Path) -> Bench:
        made.append(PictureBench(qtbot, DocumentPane, tmp_path, document(path)))
        bench = made[-1]
        qtbot.waitUntil(lambda: bench.pane.has_words, timeout=10_000)
        return bench

    yield make
    for bench in made:
        bench.pane.close_media()


@pytest.fixture
def bench(make_bench: MakeBench, report: Path) -> Bench:
    return make_bench(report)


def document(path: Path) -> Asset:
    return with_facts(msgspec.structs.replace(asset_of("document", path), id="report"))


def region(bench: Bench) -> PageRegion:
    anchor = bench.only().anchor
    assert isinstance(anchor, PageRegion)
    return anchor


def there(bench: Bench, x: float, y: float) -> Point:
    """A point of the page shown, in the plane of all pages."""
    sheet = bench.pane.canvas.plane.bounds(bench.pane.page)
    return sheet.left + x, sheet.top + y


def ink(bench: Bench) -> int:
    """How many pixels of the page are nearly black."""
    return int((bench.picture().max(axis=2) < 90).sum())


def marked(bench: Bench) -> tuple[int, str]:
    """How many words are lit up, and what is written beside the rectangle in the hand."""
    return len(bench.canvas.draft.marks), bench.canvas.draft.label


# Pages


def test_pages_are_turned_by_action_button_and_number(bench: Bench) -> None:
    assert bench.pane.detail == "p. 1/3"
    bench.pane.turn_page(+1)
    bench.settle()
    assert bench.pane.detail == "p. 2/3"
    button = bench.pane.findChild(QToolButton, "page_on_report")
    assert button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bench.pane.page == 2
    assert not button.isEnabled()
    bench.pane.turn_page(+1)
    assert bench.pane.page == 2
    field = bench.pane.findChild(QLineEdit, "page_number_report")
    assert field
    field.selectAll()
    QTest.keyClicks(field, "1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    bench.settle()
    assert bench.pane.detail == "p. 1/3"


def test_each_page_shows_its_own_picture_and_labels(bench: Bench) -> None:
    bench.add("one", REGION)
    first = bench.picture()
    assert "one" not in bench.pane.spots()
    bench.pane.turn_page(+1)
    bench.settle()
    assert bench.pane.spots()["one"].contains(QPointF(*bench.seen(*there(bench, 120, 95))))
    assert not np.array_equal(bench.picture(), first)


def test_a_revealed_region_turns_to_its_page(bench: Bench) -> None:
    bench.add("one", REGION)
    bench.canvas.zoom(10, 10, 6)
    bench.pane.reveal("one")
    bench.settle()
    assert bench.pane.page == 1
    region = bench.pane.canvas.plane.from_page(1, Bounds(60, 80, 180, 110))
    box = bench.canvas.transform.bounds_in_view(region)
    assert box == box.within(Bounds(0, 0, bench.canvas.width(), bench.canvas.height()))


def test_a_page_is_sharp_however_far_it_is_magnified(bench: Bench) -> None:
    scale = bench.canvas.transform.scale
    assert ink(bench) > 100
    for _ in range(3):
        x, y = bench.seen(75, 96)
        bench.canvas.zoom(x, y, 3)
        bench.settle()
    assert bench.canvas.transform.scale == pytest.approx(27 * scale)
    grey = bench.pixels()[:, :, 0]
    # A page drawn at the size that it is shown in has edges of a pixel or two; one made larger has none.
    blurred = (grey > 60) & (grey < 200)
    assert (grey < 60).sum() > 2000
    assert blurred.sum() < 0.1 * (grey < 60).sum()


def test_fit_shows_the_page_and_then_its_width(bench: Bench) -> None:
    bench.pane.resize(300, 372)
    bench.settle()
    whole = bench.canvas.transform
    bench.pane.resize(700, 300)
    bench.settle()
    assert bench.canvas.fits
    bench.pane.fit()
    bench.settle()
    wide = bench.canvas.transform.bounds_in_view(bench.canvas.room)
    assert (wide.left, wide.right) == pytest.approx((6, bench.canvas.width() - 6))
    bench.pane.fit()
    assert bench.canvas.fits
    assert whole != bench.canvas.transform


# Regions and words


def test_a_drawn_region_keeps_its_page_and_words(bench: Bench) -> None:
    bench.pane.turn_page(+1)
    bench.settle()
    bench.drag(there(bench, 55, 85), there(bench, 153, 150))
    made = region(bench)
    assert made.page == 1
    assert made.text == "plate 51D-482.19\nwhite truck"
    assert (made.x, made.y) == pytest.approx((55, 85), abs=0.6)
    assert len(bench.session.gestures) == 1


def test_letters_light_up_while_a_region_is_drawn(bench: Bench) -> None:
    start = bench.seen(55, 85)
    press(bench.canvas, start)
    drag_to(bench.canvas, start, bench.seen(100, 110))
    assert marked(bench) == (2, "car · plate 51")
    drag_to(bench.canvas, start, bench.seen(153, 110))
    assert marked(bench) == (2, "car · plate 51D-482.19")
    QTest.keyClick(bench.canvas, Qt.Key.Key_Escape)
    assert marked(bench) == (0, "")
    assert not bench.session.gestures


def test_an_alt_click_takes_the_printed_word(bench: Bench) -> None:
    click(bench.canvas, bench.seen(130, 96), ALT)
    made = region(bench)
    assert made.text == "51D-482.19"
    assert made.x < 130 < made.x + made.width
    assert made.width < 80


def test_a_double_click_takes_a_word_and_beside_the_words_shows_the_page(bench: Bench) -> None:
    double_click(bench.canvas, bench.seen(130, 96))
    assert region(bench).text == "51D-482.19"
    bench.canvas.zoom(100, 100, 2)
    double_click(bench.canvas, bench.seen(120, 200))
    assert bench.canvas.fits
    assert len(bench.session.gestures) == 1


def test_where_nothing_is_printed_an_alt_click_says_so(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.context.said) as said:
        click(bench.canvas, bench.seen(300, 250), ALT)
    assert said.args is not None
    assert "no printed word" in said.args[0]
    assert not bench.session.gestures


def test_a_moved_region_reads_what_it_lies_on_now(bench: Bench) -> None:
    bench.drag((55, 85), (153, 110))
    assert region(bench).text == "plate 51D-482.19"
    bench.drag((110, 108), (110, 148))
    made = region(bench)
    assert made.y == pytest.approx(125, abs=0.8)
    assert made.text == "white truck"
    assert len(bench.session.gestures) == 2


def test_a_selected_region_is_resized(bench: Bench) -> None:
    bench.add("one", msgspec.structs.replace(REGION, page=0))
    bench.context.pick(Ref("annotation", "one"))
    bench.drag((180, 110), (200, 160))
    made = region(bench)
    assert (made.width, made.height) == pytest.approx((140, 80), abs=0.8)


# Real documents


def test_a_scan_has_no_words_and_can_be_labelled(make_bench: MakeBench) -> None:
    bench = make_bench(data_file("documents/pdfjs/issue7229.pdf"))
    assert ink(bench) > 500
    width, height = bench.canvas.picture_size.width, bench.canvas.picture_size.height
    bench.drag((width * 0.2, height * 0.2), (width * 0.6, height * 0.4))
    assert region(bench).text == ""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("issue13211.pdf", "คือเวกเตอร์"),
        ("noembed-sjis.pdf", "あいうえお"),
        ("ArabicCIDTrueType.pdf", "انواع الخطوط العربية"),
        ("XiaoBiaoSong.pdf", "关于红军作战的原则"),
    ],
)
def test_every_script_is_shown_and_read(make_bench: MakeBench, file: str, text: str) -> None:
    bench = make_bench(data_file(f"documents/pdfjs/{file}"))
    assert ink(bench) > 50
    size = bench.canvas.picture_size
    bench.drag((1, 1), (size.width - 1, size.height - 1))
    assert text in region(bench).text


def test_a_broken_document_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    asset = msgspec.structs.replace(asset_of("document", path), id="report", sample_id=SAMPLE_ID)
    bench = PictureBench(qtbot, DocumentPane, tmp_path, asset)
    assert bench.pane.status == "failed"
    assert "broken.pdf" in bench.said()
    bench.pane.close_media()


def test_boxes_of_pictures_are_no_business_of_a_document(bench: Bench) -> None:
    assert bench.pane.drawn_kind == "page_region"
    bench.drag((55, 85), (165, 110))
    assert not isinstance(bench.only().anchor, Box)


def test_a_pane_outlives_its_sample_for_a_moment(bench: Bench) -> None:
    other = SampleState("other")
    bench.context.show_sample(other, "p1", read_only=False, duration_ns=9 * SECOND)
    bench.context.timeline.seek(3 * SECOND)
    bench.canvas.zoom(50, 50, 2)
    bench.pane.repaint()
    assert bench.pane.is_settled()
    bench.pane.close_media()
    bench.context.timeline.seek(4 * SECOND)
    bench.pane.repaint()


# Looking for words


def look_for(bench: Bench, text: str) -> QLineEdit:
    bench.pane.open_search()
    field = bench.pane.findChild(QLineEdit, "search_report")
    assert field
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def told(bench: Bench) -> str:
    label = bench.pane.findChild(QLabel, "search_told_report")
    assert label
    return label.text()


def test_words_are_found_on_every_page_and_gone_to_one_by_one(qtbot: QtBot, bench: Bench) -> None:
    field = look_for(bench, "WHITE truck")
    qtbot.waitUntil(lambda: told(bench) == "1 of 3")
    bench.settle()
    plain = bench.picture()
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told(bench) == "2 of 3" and bench.pane.page == 1)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: told(bench) == "3 of 3" and bench.pane.page == 2)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    bench.pane.go_to_page(0)
    bench.settle()
    assert not field.isVisible()
    assert not np.array_equal(bench.picture(), plain)


def test_what_is_nowhere_is_said_so(qtbot: QtBot, bench: Bench) -> None:
    look_for(bench, "51D-482.19 page3")
    qtbot.waitUntil(lambda: told(bench) == "1 of 1" and bench.pane.page == 2)
    look_for(bench, "helicopter")
    qtbot.waitUntil(lambda: told(bench) == "not found")
    look_for(bench, " ")
    assert told(bench) == ""


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_found_words_are_marked_where_they_are_seen(
    qtbot: QtBot, make_bench: MakeBench, tmp_path: Path, turned: int
) -> None:
    made = pymupdf.open()
    page = made.new_page(width=400, height=300)
    page.insert_text((60, 100), "white truck", fontsize=12)
    page.set_rotation(turned)
    made.save(tmp_path / "turned.pdf")
    bench = make_bench(tmp_path / "turned.pdf")
    look_for(bench, "truck")
    qtbot.waitUntil(lambda: told(bench) == "1 of 1")
    (place,), current = bench.canvas.found
    assert place == current
    middle = bench.seen((place.left + place.right) / 2, (place.top + place.bottom) / 2)
    click(bench.canvas, middle, ALT)
    assert region(bench).text == "truck"
