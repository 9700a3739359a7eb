"""Where a document's pages come from: one question at a time, the most wanted picture first."""

from collections.abc import Callable, Iterable
from typing import Protocol

from crosstie.storage.media.queries import PageAt, PagePicture, PageSizes, PageSizesOf
from crosstie.viewers.canvas.transform import Bounds, ViewTransform
from crosstie.viewers.document.page_asks import View
from crosstie.viewers.document.page_pictures import PagePictures, place_in
from crosstie.viewers.document.page_plane import PagePlane, nearest_first
from crosstie.viewers.document.page_sizes import SizesLearnt

Small = Callable[[PagePlane, Callable[[int], str]], PageAt | None]
"""Says which small picture is missed, given the plane and why a page cannot be drawn."""
_NOTHING = Bounds(0, 0, 0, 0)


class Seen(Protocol):
    """What shows the pages."""

    @property
    def transform(self) -> ViewTransform:
        """Where the plane lies in the view."""

    @property
    def page(self) -> int:
        """The page in the middle."""

    @property
    def plane(self) -> PagePlane:
        """Where the pages lie."""

    @property
    def pages_seen(self) -> range:
        """The pages that are in view."""

    @property
    def seen(self) -> Bounds:
        """What the view covers of the plane."""

    def devicePixelRatioF(self) -> float:
        """Screen pixels a view pixel."""


class PageSource:
    """Pictures and sizes of pages. Only when a picture has come is the next one chosen."""

    def __init__(self, page_count: int, ask: Callable[[PageAt | PageSizesOf], int]) -> None:
        self._ask = ask
        self._sizes = SizesLearnt(page_count)
        self._pictures = PagePictures()
        self._asked: tuple[int, PageAt] | None = None
        self._is_small = False
        self._scale = 0.0
        self._viewed: tuple[tuple[object, ...], list[View]] = ((), [])
        self._sizes_asked: tuple[int, PageSizesOf] | None = None

    @property
    def plane(self) -> PagePlane:
        """Where the pages lie, as far as is known."""
        return self._sizes.plane

    @property
    def begun(self) -> bool:
        """Whether the decoder has told of pages, so that pictures of them can be asked for."""
        return self._sizes.begun

    @property
    def waits(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None or self._sizes_asked is not None

    def want_seen(self, canvas: Seen) -> bool:
        """Asks for the picture that is missed most of what is seen; whether any is missed."""
        ask = self._pictures.next_ask(self._views(canvas), ())
        self._want(ask)
        return ask is not None

    def want_more(self, canvas: Seen, small: Small) -> bool:
        """Asks for a page beside those that are seen, then for a `small` one; whether one is on its way."""
        if not self._want(self._pictures.next_ask((), _beside(canvas))):
            self._is_small = self._want(small(canvas.plane, self._pictures.reason))
        return self._asked is not None

    def want_sizes(self, page: int, *, about: bool = False) -> bool:
        """Asks how large pages are, as long as that is not known of all, or of those `about` one.

        Whether an answer is on its way.
        """
        if about and self._sizes.knows_about(page):
            return False
        ask = self._sizes.next_ask(page)
        if ask is not None and self._sizes_asked is None:
            self._sizes_asked = self._ask(ask), ask
        return self._sizes_asked is not None

    def take_sizes(self, sizes: PageSizes) -> None:
        """Takes an answer; the plane may be another one by it."""
        self._sizes_asked = None
        self._sizes.take(sizes)

    def take_picture(self, picture: PagePicture) -> bool:
        """Takes an answer; False where it is one of the small ones, which are kept elsewhere."""
        small, self._is_small, self._asked = self._is_small, False, None
        if not small:
            self._pictures.put(PageAt(picture.page, picture.scale, picture.clip), picture)
        return not small

    def failed(self, number: int, reason: str) -> bool:
        """Notes what cannot be drawn; False where it is the whole document, or no question of its own."""
        if self._asked is not None and self._asked[0] == number:
            self._pictures.spoil(self._asked[1].page, reason)
            self._asked, self._is_small = None, False
            return True
        if self._sizes_asked is not None and self._sizes_asked[0] == number:
            if self.begun:
                self._sizes.skip(self._sizes_asked[1])
            self._sizes_asked = None
            return self.begun
        return False

    def reason(self, page: int) -> str:
        """Why a page cannot be drawn; the empty text where it can, or nobody tried."""
        return self._pictures.reason(page)

    def forget(self) -> None:
        """The file is opened anew: what was learnt of it, or asked for, is of no use."""
        self._sizes = SizesLearnt(self.plane.page_count)
        self._pictures.clear()
        self._asked = self._sizes_asked = None
        self._is_small = False

    def forgive(self, canvas: Seen) -> None:
        """What could not be drawn is tried again at another scale, or once it was out of view."""
        scale, before = _scale(canvas), self._scale
        self._scale = scale
        self._pictures.forgive(canvas.pages_seen if scale == before else range(0))

    def has_page(self, page: int) -> bool:
        """Whether all of a page is there, at whatever scale."""
        return self._pictures.has_page(page)

    def shown(self, canvas: Seen) -> PagePicture | None:
        """A picture of the page in the middle, where all that is seen is as sharp as it will be."""
        views = self._views(canvas)
        if not self.begun or not all(self._pictures.is_done(view) for view in views):
            return None
        return next((self._pictures.sharp(view) for view in views if view.page == canvas.page), None)

    def layers(self, canvas: Seen) -> Iterable[tuple[PagePicture, Bounds]]:
        """What to paint and where in the plane, lowest first."""
        for view in self._views(canvas):
            sheet = canvas.plane.bounds(view.page)
            for picture in self._pictures.layers(view):
                yield picture, place_in(picture, sheet)

    def _want(self, ask: PageAt | None) -> bool:
        if self._asked is None and ask is not None:
            self._asked = self._ask(ask), ask
        return self._asked is not None

    def _views(self, canvas: Seen) -> list[View]:
        """What is seen, the page in the middle first; worked out once for each view."""
        plane, seen, scale = canvas.plane, canvas.seen, _scale(canvas)
        key = (plane, seen, scale)
        if key != self._viewed[0]:
            pages = nearest_first(canvas.pages_seen, canvas.page)
            views = [View(page, plane.size(page), scale, plane.to_page(page, seen)) for page in pages]
            self._viewed = key, views
        return self._viewed[1]


def _beside(canvas: Seen) -> list[View]:
    """The pages before and after what is seen."""
    plane, seen = canvas.plane, canvas.pages_seen
    pages = (page for page in (seen.stop, seen.start - 1) if 0 <= page < plane.page_count)
    return [View(page, plane.size(page), _scale(canvas), _NOTHING) for page in pages]


def _scale(canvas: Seen) -> float:
    """Screen pixels a point."""
    return canvas.transform.scale * canvas.devicePixelRatioF()
