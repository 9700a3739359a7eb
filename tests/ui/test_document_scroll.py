"""A document of many pages in a real window: scrolled through, labelled on every page that is seen."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.schema.records import Asset
from crosstie.viewers.canvas.shapes import bounds_of
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document import DocumentPane
from crosstie.viewers.document.page_scroll import PageScroll
from tests.storage.media.assets import asset_of
from tests.ui.picture_bench import PictureBench, with_facts
from tests.ui.pointing import Point, drag_to, press, wheel

Bench = PictureBench[DocumentPane]
PAGES: Final = 1000
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand pages with their numbers on them; the last hundred lie across."""
    document = pymupdf.open()
    for number in range(PAGES):
        across = number >= PAGES - 100
        page = document.new_page(width=800 if across else 400, height=300 if across else 500)
        page.insert_text((60, 100), f"page number {number + 1}", fontsize=20)
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    document.save(path)
    return path


@pytest.fixture
def open_file(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Path], Bench]]:
    made: list[Bench] = []

    def make(path: Path) -> Bench:
        asset: Asset = msgspec.structs.replace(asset_of("document", path), id="book")
        made.append(PictureBench(qtbot, DocumentPane, tmp_path, with_facts(asset)))
        qtbot.waitUntil(lambda: made[-1].pane.has_words, timeout=10_000)
        made[-1].canvas.fit()
        made[-1].settle()
        return made[-1]

    yield make
    for bench in made:
        bench.pane.close_media()


@pytest.fixture
def bench(open_file: Callable[[Path], Bench], book: Path) -> Bench:
    return open_file(book)


def on_page(bench: Bench, page: int, x: float, y: float) -> Point:
    """A point of a page in the plane."""
    sheet = bench.pane.canvas.plane.bounds(page)
    return sheet.left + x, sheet.top + y


def middle(bench: Bench) -> Point:
    return bench.canvas.width() / 2, bench.canvas.height() / 2


def show_end_of(bench: Bench, page: int) -> None:
    """A page's end stands a little above the middle of the view, the next one begins below it."""
    bench.pane.go_to_page(page)
    bench.canvas.fit_width()
    end = bench.seen(0, bench.pane.canvas.plane.bounds(page).bottom)[1]
    bench.canvas.pan(0, 0.42 * bench.canvas.height() - end)
    bench.settle()


def ink_on(bench: Bench, page: int) -> int:
    """How many dark pixels a page has where its number stands."""
    sheet = bench.pane.canvas.plane.bounds(page)
    area = Bounds(sheet.left + 50, sheet.top + 70, sheet.left + 300, sheet.top + 110)
    seen = bench.canvas.transform.bounds_in_view(area)
    corner = bench.canvas.mapTo(bench.pane, bench.canvas.rect().topLeft())
    rows = slice(max(round(seen.top) + corner.y(), 0), round(seen.bottom) + corner.y())
    columns = slice(max(round(seen.left) + corner.x(), 0), round(seen.right) + corner.x())
    return int((bench.pixels()[rows, columns].max(axis=2) < 100).sum())


def test_the_wheel_scrolls_and_with_ctrl_zooms(bench: Bench) -> None:
    scale, top = bench.canvas.transform.scale, bench.canvas.transform.offset_y
    wheel(bench.canvas, middle(bench), -1)
    assert bench.canvas.transform.scale == scale
    assert bench.canvas.transform.offset_y == pytest.approx(top - 90)
    x, y = middle(bench)
    held = bench.canvas.transform.picture_from_view(x, y)
    wheel(bench.canvas, (x, y), 1, CTRL)
    assert bench.canvas.transform.scale == pytest.approx(1.25 * scale)
    assert bench.canvas.transform.picture_from_view(x, y) == pytest.approx(held)
    wheel(bench.canvas, middle(bench), 1)
    assert bench.canvas.transform.scale == pytest.approx(1.25 * scale)


def test_scrolling_goes_from_page_to_page_and_ends_at_the_first_and_the_last(bench: Bench) -> None:
    for _ in range(12):
        wheel(bench.canvas, middle(bench), -1)
    bench.settle()
    assert 2 <= bench.pane.page <= 4
    assert bench.pane.detail == f"p. {bench.pane.page + 1}/1000"
    assert ink_on(bench, bench.pane.page) > 20
    for _ in range(30):
        wheel(bench.canvas, middle(bench), 1)
    assert bench.pane.page == 0
    bench.pane.go_to_page(PAGES - 1)
    bench.settle()
    assert ink_on(bench, PAGES - 1) > 20
    lies = bench.canvas.transform
    wheel(bench.canvas, middle(bench), -5)
    assert bench.canvas.transform.offset_y >= lies.offset_y - 1
    assert bench.pane.page == PAGES - 1


def test_the_arrows_scroll(bench: Bench) -> None:
    top = bench.canvas.transform.offset_y
    bench.canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(bench.canvas, Qt.Key.Key_Down)
    QTest.keyClick(bench.canvas, Qt.Key.Key_Up)
    assert bench.canvas.transform.offset_y == pytest.approx(top - 120)


def test_the_scroll_bar_reaches_every_page(bench: Bench) -> None:
    bar = bench.pane.findChild(PageScroll, "page_scroll_book")
    assert bar
    assert bar.isVisible()
    bar.setValue((bar.minimum() + bar.maximum()) // 2)
    bench.settle()
    assert 400 < bench.pane.page < 600
    assert ink_on(bench, bench.pane.page) > 20
    bar.setValue(bar.maximum())
    assert bench.pane.page == PAGES - 1
    wheel(bench.canvas, middle(bench), 3)
    assert bar.value() < bar.maximum()


def test_several_pages_are_seen_at_once_each_with_its_labels(bench: Bench) -> None:
    bench.add("one", PageRegion(4, 60, 440, 120, 50, ""))
    bench.add("other", PageRegion(5, 60, 70, 220, 40, ""))
    bench.add("far", PageRegion(700, 60, 70, 220, 40, ""))
    show_end_of(bench, 4)
    assert set(bench.pane.spots()) == {"one", "other"}
    assert ink_on(bench, 5) > 20
    for key in ("one", "other"):
        (area,) = bench.pane.areas_of(key)
        bounds = bounds_of(bench.canvas.scene.by_id[key].shape)
        assert area.center().toTuple() == pytest.approx(bench.seen(*bounds.center), abs=1)
    assert bench.pane.areas_of("far") == ()


def test_a_drawn_region_stays_on_the_page_where_the_drag_began(bench: Bench) -> None:
    show_end_of(bench, 1)
    bench.drag(on_page(bench, 1, 50, 430), on_page(bench, 2, 300, 120))
    region = bench.only().anchor
    assert isinstance(region, PageRegion)
    assert region.page == 1
    assert (region.x, region.y) == pytest.approx((50, 430), abs=1)
    assert region.y + region.height == pytest.approx(500, abs=0.1)


def test_on_a_page_beside_the_one_in_the_middle_one_labels_as_well(qtbot: QtBot, bench: Bench) -> None:
    show_end_of(bench, 1)
    assert bench.pane.page == 2
    bench.drag(on_page(bench, 1, 60, 440), on_page(bench, 1, 200, 480))
    bench.settle()
    first = bench.only().anchor
    assert isinstance(first, PageRegion)
    assert first.page == 1
    assert first.y == pytest.approx(440, abs=1)
    bench.drag(on_page(bench, 1, 130, 460), on_page(bench, 1, 160, 400))
    moved = bench.only().anchor
    assert isinstance(moved, PageRegion)
    assert moved.page == 1
    assert (moved.x, moved.y) == pytest.approx((90, 380), abs=1.5)


def test_one_scrolls_on_while_one_draws(bench: Bench) -> None:
    bench.canvas.fit_width()
    bench.settle()
    start = bench.seen(50, 60)
    press(bench.canvas, start)
    drag_to(bench.canvas, start, (start[0] + 300, start[1] + 50))
    wheel(bench.canvas, middle(bench), -1)
    end = (start[0] + 300, start[1] + 60)
    drag_to(bench.canvas, end, end)
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    region = bench.only().anchor
    assert isinstance(region, PageRegion)
    assert region.y == pytest.approx(60, abs=1)
    assert region.height == pytest.approx((60 + 90) / bench.canvas.transform.scale, abs=2)


def test_a_review_brings_a_region_close_and_goes_back_to_what_was_seen(bench: Bench) -> None:
    bench.add("far", PageRegion(700, 60, 70, 220, 40, ""))
    for _ in range(5):
        wheel(bench.canvas, middle(bench), -1)
    mark, lies = bench.pane.mark_view(), bench.canvas.transform
    bench.pane.close_up(["far"])
    bench.settle()
    assert bench.pane.page == 700
    assert bench.pane.spots()["far"].width() > 0.5 * bench.canvas.width()
    bench.pane.look_again(mark)
    bench.settle()
    assert bench.canvas.transform == lies


def test_pages_of_other_sizes_are_learnt_without_moving_what_is_seen(qtbot: QtBot, bench: Bench) -> None:
    bench.pane.go_to_page(950)
    bench.settle()
    qtbot.waitUntil(lambda: bench.pane.canvas.plane.size(999).width == 800)
    assert bench.pane.page == 950
    assert bench.canvas.fits
    assert bench.canvas.picture_size.width == 800
    assert ink_on(bench, 950) > 20


def test_a_magnified_page_is_drawn_in_tiles_that_join(bench: Bench) -> None:
    bench.pane.resize(1000, 700)
    x, y = bench.seen(160, 92)
    bench.canvas.zoom(x, y, 16 / bench.canvas.transform.scale)
    bench.settle()
    tiles = [layer for layer in bench.canvas.layers if layer.size.width <= 512]
    assert len(tiles) >= 4
    shown = bench.pixels()[: bench.canvas.height(), : bench.canvas.width()]
    # Without the foot, where the zoom and a hint stand over the page.
    grey = shown[:-60, :, 0]
    assert (grey < 60).sum() > 2000
    # As one picture of the same part of the page, but for what is half covered at its edges.
    scale, page = bench.canvas.transform.scale, bench.pane.page
    document = pymupdf.open(bench.pane.asset.files[0].path)
    own = bench.pane.canvas.plane.to_page(page, bench.canvas.transform.seen(bench.canvas.view_size))
    raw = document[page].get_pixmap(
        matrix=pymupdf.Matrix(scale, scale), clip=(own.left, own.top, own.right, own.bottom)
    )
    raw_grey = np.frombuffer(raw.samples, np.uint8).reshape(raw.height, raw.width, 3)[:-60, :, 0]
    assert (grey < 60).sum() == pytest.approx((raw_grey < 60).sum(), rel=0.02)


def test_a_thousand_pages_take_no_more_memory_than_a_few(bench: Bench) -> None:
    for page in range(0, PAGES, 40):
        bench.pane.go_to_page(page)
        bench.settle()
    assert len(bench.canvas.layers) < 8
    assert len(bench.canvas.scene.items) == 0
