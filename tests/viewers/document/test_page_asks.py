"""What is asked of a page: all of it, or the tiles that are seen; and which picture comes next."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.queries import PageAt, PagePicture
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.document.page_asks import TILE_PX, WHOLE_PIXELS, View, asks_of, placed
from crosstie.viewers.document.page_pictures import PagePictures

A4 = Size(595.0, 842.0)
scales = st.floats(0.05, 128)
corners = st.tuples(st.floats(-300, 800), st.floats(-300, 1100), st.floats(1, 900), st.floats(1, 900))


def seen_at(scale: float, corner: tuple[float, float, float, float], page: int = 0) -> View:
    left, top, width, height = corner
    # A view of a screen's size sees less of a page the larger it stands.
    right, bottom = left + min(width, 2000 / scale), top + min(height, 2000 / scale)
    return View(page, A4, scale, Bounds(left, top, right, bottom))


def answered(ask: PageAt) -> PagePicture:
    """A picture of the size that the decoder gives: edges rounded outwards to whole pixels."""
    x0, y0, x1, y1 = ask.clip or (0.0, 0.0, A4.width, A4.height)
    across = int(np.ceil(x1 * ask.scale) - np.floor(x0 * ask.scale))
    down = int(np.ceil(y1 * ask.scale) - np.floor(y0 * ask.scale))
    pixels = np.zeros((down, across, 4), np.uint8)
    return PagePicture(ask.page, A4.width, A4.height, ask.scale, ask.clip, pixels)


def asked_until_done(pictures: PagePictures, seen: Sequence[View], near: Sequence[View] = ()) -> list[PageAt]:
    asks = []
    while (ask := pictures.next_ask(seen, near)) is not None:
        asks.append(ask)
        assert len(asks) < 200
        pictures.put(ask, answered(ask))
    return asks


@given(scales, corners)
def test_what_is_asked_covers_what_is_seen_and_no_more_than_that(
    scale: float, corner: tuple[float, float, float, float]
) -> None:
    view = seen_at(scale, corner)
    shown = view.seen.within(Bounds(0, 0, A4.width, A4.height))
    asks = list(asks_of(view))
    if A4.width * A4.height * scale * scale <= WHOLE_PIXELS:
        assert asks == [PageAt(0, scale)]
        return
    most = (2000 / TILE_PX + 2) ** 2
    assert len(asks) <= most
    for x, y in (shown.center, (shown.left, shown.top), (shown.right, shown.bottom)):
        inside = shown.width > 0 and shown.height > 0
        around = (placed(answered(ask)).grown(0.3 / scale) for ask in asks)
        assert not inside or any(box.holds(x, y) for box in around)


@given(scales, corners)
def test_tiles_lie_edge_to_edge(scale: float, corner: tuple[float, float, float, float]) -> None:
    asks = [ask for ask in asks_of(seen_at(scale, corner)) if ask.clip is not None]
    places = {}
    for ask in asks:
        box = placed(answered(ask))
        places[round(box.left * scale), round(box.top * scale)] = box
    assert len(places) == len(asks)
    for (left, top), box in places.items():
        assert (left % TILE_PX, top % TILE_PX) == (0, 0)
        beside = places.get((left + TILE_PX, top))
        assert beside is None or beside.left == pytest.approx(box.right)


def test_each_page_in_view_is_there_before_any_is_sharp_and_those_beside_come_last() -> None:
    pictures = PagePictures()
    scale = 8.0
    seen = [seen_at(scale, (100, 600, 200, 242), page=4), seen_at(scale, (100, 0, 200, 60), page=5)]
    near = [seen_at(scale, (0, 0, 1, 1), page=6), seen_at(scale, (0, 0, 1, 1), page=3)]
    asks = asked_until_done(pictures, seen, near)
    assert [(ask.page, ask.clip is None) for ask in asks[:2]] == [(4, True), (5, True)]
    assert {ask.page for ask in asks[2:-2]} == {4, 5}
    assert all(ask.clip is not None for ask in asks[2:-2])
    assert [(ask.page, ask.clip) for ask in asks[-2:]] == [(6, None), (3, None)]
    assert all(pictures.is_done(view) for view in seen)


def test_a_small_move_asks_for_the_new_tiles_only() -> None:
    pictures = PagePictures()
    first = asked_until_done(pictures, [seen_at(8.0, (100, 100, 200, 200))])
    later = asked_until_done(pictures, [seen_at(8.0, (164, 100, 200, 200))])
    assert 0 < len(later) < len(first) / 2
    assert not set(first) & set(later)
    assert asked_until_done(pictures, [seen_at(8.0, (100, 100, 200, 200))]) == []


def test_what_was_seen_longest_ago_is_forgotten_first() -> None:
    page = answered(PageAt(0, 1.0)).pixels.nbytes
    pictures = PagePictures(kept_bytes=3 * page)
    views = [seen_at(1.0, (0, 0, 500, 800), page=number) for number in range(5)]
    for number, view in enumerate(views):
        pictures.put(PageAt(number, 1.0), answered(PageAt(number, 1.0)))
        pictures.layers(views[0])
        assert pictures.used_bytes <= 3 * page
        assert pictures.is_done(view)
    assert [pictures.is_done(view) for view in views] == [True, False, False, True, True]


def test_a_damaged_page_is_asked_for_again_only_when_it_comes_back_into_view() -> None:
    pictures = PagePictures()
    view = seen_at(1.0, (0, 0, 500, 800), page=2)
    pictures.spoil(2, "is damaged")
    assert pictures.is_done(view)
    assert pictures.next_ask([view], []) is None
    pictures.forgive(range(1, 4))
    assert pictures.reason(2) == "is damaged"
    pictures.forgive(range(5, 6))
    assert pictures.next_ask([view], []) == PageAt(2, 1.0)


def test_while_the_sharp_picture_is_missing_the_nearest_one_stands_there() -> None:
    pictures = PagePictures()
    for scale in (0.5, 1.0, 2.0):
        pictures.put(PageAt(0, scale), answered(PageAt(0, scale)))
    (below,) = pictures.layers(seen_at(1.1, (0, 0, 500, 800)))
    assert below.scale == 1.0
    assert pictures.sharp(seen_at(1.1, (0, 0, 500, 800))) is None
