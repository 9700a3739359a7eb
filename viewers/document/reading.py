"""What a hand on a document's pages reads: rectangles of the plane as regions with the words below them."""

from collections.abc import Callable

import msgspec

from crosstie.schema.anchors import PageRegion
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.page_plane import PagePlane
from crosstie.viewers.document.page_texts import PageTexts
from crosstie.viewers.document.words import Covered, text_of


class Reading:
    """`plane` gives the plane of all pages as it is shown. What is not known of a page has no words yet."""

    def __init__(self, texts: PageTexts, plane: Callable[[], PagePlane]) -> None:
        self._texts = texts
        self._plane = plane

    def region_in(self, bounds: Bounds) -> PlaneShape:
        """The region that a rectangle of the plane makes, on the page that its middle lies on."""
        page, own = self._own(bounds)
        return _region(page, own, self._text_in(page, own))

    def region_again(self, shape: PageRegion) -> PlaneShape:
        """A region that was moved in the plane: its place on its page, and what it lies on now.

        It keeps its text as long as the words of its page are not known.
        """
        own = self._plane().to_page(shape.page, bounds_of(shape))
        known = self._texts.knows(shape.page)
        return _region(shape.page, own, self._text_in(shape.page, own) if known else shape.text)

    def word_at(self, x: float, y: float) -> PlaneShape | None:
        """The region of the word that is printed at a point of the plane."""
        page, own = self._own(Bounds(x, y, x, y))
        word = self._texts.on_page(page).word_at(own.left, own.top)
        return None if word is None else _region(page, word.bounds, word.text)

    def knows_words_at(self, y: float) -> bool:
        """Whether the words of the page at a height of the plane are known."""
        return self._texts.knows(self._plane().page_at(y))

    def field_at(self, x: float, y: float) -> Covered | None:
        """The field of a form that holds something at a point of the plane, and its rectangle there."""
        page, own = self._own(Bounds(x, y, x, y))
        word = self._texts.on_page(page).word_at(own.left, own.top)
        if word is None or not word.field:
            return None
        return msgspec.structs.replace(word, bounds=self._plane().from_page(page, word.bounds))

    def text_of(self, region: PageRegion) -> str:
        """The words below a region as it is kept, in the points of its page."""
        return self._text_in(region.page, bounds_of(region))

    def text_in(self, bounds: Bounds) -> str:
        """The words below a rectangle of the plane."""
        return self._text_in(*self._own(bounds))

    def marks_in(self, bounds: Bounds) -> tuple[Bounds, ...]:
        """Where in the plane the words below a rectangle of it stand."""
        page, own = self._own(bounds)
        plane = self._plane()
        return tuple(plane.from_page(page, one.bounds) for one in self._texts.on_page(page).covered(own))

    def _text_in(self, page: int, own: Bounds) -> str:
        return text_of(self._texts.on_page(page).covered(own))

    def _own(self, bounds: Bounds) -> tuple[int, Bounds]:
        """The page that a rectangle of the plane lies on, and the rectangle in its own points."""
        plane = self._plane()
        page = plane.page_at(bounds.center[1])
        return page, plane.to_page(page, bounds)


def _region(page: int, own: Bounds, text: str) -> PlaneShape:
    return tidied(PageRegion(page, own.left, own.top, own.width, own.height, text))
