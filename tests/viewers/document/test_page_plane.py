"""Pages one below the other: where each lies, and what a view on them keeps in place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.queries import PageSizes
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform
from crosstie.viewers.document.page_plane import GAP_PT, PagePlane
from crosstie.viewers.document.page_sizes import SizesLearnt
from crosstie.viewers.document.page_viewport import PageViewport

A4, SLIDE = Size(595.0, 842.0), Size(960.0, 540.0)
lengths = st.floats(50, 3000)
page_sizes = st.lists(st.builds(Size, lengths, lengths), min_size=1, max_size=30)
views = st.builds(Size, st.floats(100, 4000), st.floats(100, 3000))


def plane_of(sizes: list[Size]) -> PagePlane:
    return PagePlane(len(sizes), dict(enumerate(sizes)))


def on_view(sizes: list[Size], view: Size) -> PageViewport:
    viewport = PageViewport()
    viewport.show_plane(plane_of(sizes))
    viewport.resize(view)
    return viewport


def is_whole(viewport: PageViewport) -> bool:
    """Whether all of a page is shown, now."""
    return viewport.fits


@given(page_sizes)
def test_pages_stand_below_each_other_about_one_middle(sizes: list[Size]) -> None:
    plane = plane_of(sizes)
    boxes = [plane.bounds(page) for page in range(len(sizes))]
    assert (boxes[0].left, boxes[0].top) == (0, 0)
    assert plane.height == pytest.approx(boxes[-1].bottom)
    for one, other in pairwise(boxes):
        assert other.top - one.bottom == pytest.approx(GAP_PT, abs=0.02)
        assert other.center[0] == pytest.approx(one.center[0], abs=0.02)
    for page, box in enumerate(boxes):
        assert plane.page_at(box.center[1]) == page
        assert list(plane.pages_in(box.grown(-1))) == [page]
    assert list(plane.pages_in(Bounds(-9, -9, 9, plane.height + 9))) == list(range(len(sizes)))


@given(page_sizes, st.floats(0, 1), st.data())
def test_a_rectangle_goes_to_the_plane_and_back(sizes: list[Size], x: float, data: st.DataObject) -> None:
    plane, page = plane_of(sizes), data.draw(st.integers(0, len(sizes) - 1))
    own = Bounds(x, 2 * x, x + 10, 2 * x + 20)
    back = plane.to_page(page, plane.from_page(page, own))
    assert (back.left, back.top, back.right, back.bottom) == pytest.approx(
        (own.left, own.top, own.right, own.bottom), abs=1e-6
    )


@given(page_sizes, views, st.data())
def test_whatever_page_is_gone_to_is_the_page_shown(
    sizes: list[Size], view: Size, data: st.DataObject
) -> None:
    viewport = on_view(sizes, view)
    page = data.draw(st.integers(0, len(sizes) - 1))
    for fitted in data.draw(st.permutations(["page", "width", ""])):
        if fitted == "page":
            viewport.fit()
        elif fitted == "width":
            viewport.fit_width()
        else:
            viewport.zoom(view.width / 2, view.height / 2, 1.7)
        viewport.show_page(page)
        assert viewport.page == page
        assert viewport.fits == (viewport.fit_to == "page")


@given(page_sizes, views, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_however_far_one_scrolls_a_page_stays_in_the_middle(
    sizes: list[Size], view: Size, dx: float, dy: float
) -> None:
    viewport = on_view(sizes, view)
    viewport.pan(dx, dy)
    middle = viewport.transform.picture_from_view(view.width / 2, view.height / 2)[1]
    assert -1e-6 <= middle <= viewport.plane.height + 1e-6
    least, most = viewport.scroll_range()
    assert least - 1e-6 <= -viewport.transform.offset_y <= most + 1e-6
    sheet = viewport.transform.bounds_in_view(viewport.room)
    assert sheet.right > 0
    assert sheet.left < view.width


def test_what_is_fitted_stays_fitted_while_one_scrolls_and_the_window_grows() -> None:
    viewport = on_view([A4] * 50, Size(800, 600))
    fitted = viewport.transform.scale
    viewport.pan(0, -4000)
    assert not viewport.fits
    page = viewport.page
    viewport.resize(Size(1600, 1200))
    assert viewport.transform.scale == pytest.approx(fitted * 2, rel=0.02)
    assert viewport.page == page
    viewport.fit_width()
    viewport.resize(Size(500, 500))
    wide = viewport.transform.bounds_in_view(viewport.room)
    assert (wide.left, wide.right) == pytest.approx((6, 494))


@pytest.mark.parametrize(
    ("pages", "view", "whole"),
    [
        (A4, Size(620, 900), True),
        # A wide view that is high enough to read all of a page.
        (A4, Size(1600, 700), True),
        # A low pane: a third of a page, but legible.
        (A4, Size(900, 350), False),
        # A page that lies across is hardly larger at its width.
        (SLIDE, Size(500, 320), True),
        (SLIDE, Size(900, 250), False),
    ],
)
def test_a_document_opens_so_that_it_can_be_read(pages: Size, view: Size, whole: bool) -> None:
    viewport = on_view([pages] * 3, view)
    assert viewport.fits == whole
    sheet = viewport.transform.bounds_in_view(viewport.room)
    if whole:
        assert sheet == sheet.within(Bounds(0, 0, view.width, view.height))
    else:
        assert (sheet.left, sheet.right, sheet.top) == pytest.approx((6, view.width - 6, 6))


def test_an_opened_page_follows_the_pane_until_a_hand_chooses() -> None:
    viewport = on_view([A4] * 3, Size(900, 350))
    for view, whole in ((Size(900, 800), True), (Size(900, 250), False), (Size(700, 300), False)):
        viewport.resize(view)
        assert is_whole(viewport) == whole
        assert whole or viewport.transform.bounds_in_view(viewport.room).top == pytest.approx(6)
    mark = viewport.page_mark()
    viewport.fit()
    viewport.resize(Size(900, 250))
    assert is_whole(viewport)
    viewport.fit_width()
    viewport.resize(Size(900, 800))
    assert not is_whole(viewport)
    viewport.zoom(10, 10, 1.5)
    scale = viewport.transform.scale
    viewport.resize(Size(700, 300))
    assert viewport.transform.scale == scale
    viewport.go_to_mark(mark)
    viewport.resize(Size(900, 800))
    assert is_whole(viewport)


def test_what_is_learnt_of_the_pages_before_moves_nothing() -> None:
    viewport = on_view([A4] * 300, Size(800, 600))
    viewport.move_to(ViewTransform(2.0, 0, 0))
    viewport.show_page(200)
    viewport.pan(13, -77)
    lies = viewport.transform.bounds_in_view(viewport.room)
    viewport.show_plane(plane_of([A4] + [SLIDE] * 199 + [A4] * 100))
    assert viewport.page == 200
    after = viewport.transform.bounds_in_view(viewport.room)
    assert (after.left, after.top) == pytest.approx((lies.left, lies.top), abs=1e-6)
    assert viewport.transform.scale == 2.0


def test_a_view_is_found_again_by_its_mark() -> None:
    viewport = on_view([A4, SLIDE] * 20, Size(800, 600))
    mark = viewport.page_mark()
    viewport.show_page(9)
    viewport.zoom(100, 100, 3)
    other, lies = viewport.page_mark(), viewport.transform
    viewport.go_to_mark(mark)
    assert viewport.fits
    assert viewport.page == 0
    viewport.go_to_mark(other)
    assert viewport.page == 9
    assert (viewport.transform.offset_x, viewport.transform.offset_y) == pytest.approx(
        (lies.offset_x, lies.offset_y)
    )


def test_sizes_are_learnt_from_the_page_that_is_shown_on() -> None:
    learnt = SizesLearnt(1000)
    asked = []
    while (ask := learnt.next_ask(500)) is not None:
        asked.append((ask.first_page, ask.end_page))
        assert len(asked) < 100
        sizes = tuple((595.0, 842.0) for _ in range(ask.first_page, ask.end_page))
        learnt.take(PageSizes(ask.first_page, sizes, 1000))
    assert asked[:3] == [(500, 501), (448, 512), (0, 64)]
    assert sum(end - first for first, end in asked[1:]) == 1000


def test_a_file_of_fewer_pages_than_was_thought_is_learnt_whole() -> None:
    learnt = SizesLearnt(1000)
    learnt.take(PageSizes(900, (), 3))
    asked = []
    while (ask := learnt.next_ask(2)) is not None:
        asked.append((ask.first_page, ask.end_page))
        learnt.take(PageSizes(ask.first_page, ((960.0, 540.0),) * 3, 3))
    assert asked == [(0, 3)]
    assert learnt.plane.size(2) == SLIDE


def test_a_page_without_a_size_is_taken_to_be_like_the_first() -> None:
    learnt = SizesLearnt(3)
    assert learnt.take(PageSizes(0, ((960.0, 540.0), (0.0, 0.0), (595.0, 842.0)), 3))
    assert [learnt.plane.size(page) for page in range(3)] == [SLIDE, SLIDE, A4]
    assert not learnt.take(PageSizes(0, ((960.0, 540.0),), 3))
