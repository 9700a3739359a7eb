"""How large the pages of a document are, learnt bit by bit: a stretch of pages at a time."""

from typing import Final

from crosstie.storage.media.queries import PageSizes, PageSizesOf
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.document.page_plane import PagePlane

PAGES_A_TIME: Final = 64
"""So few that a page which is wanted in between is drawn at once."""


class SizesLearnt:
    """What is known, and the plane that it makes. Nothing is wrong with what is not known: it is a guess."""

    def __init__(self, page_count: int) -> None:
        self._known: dict[int, Size] = {}
        self._looked_at: set[int] = set()
        self._begun = False
        self.plane = PagePlane(page_count, {})

    @property
    def begun(self) -> bool:
        """Whether any answer has come."""
        return self._begun

    def knows_about(self, page: int) -> bool:
        """Whether a page and those about it were looked at."""
        return page - page % PAGES_A_TIME in self._looked_at

    def next_ask(self, page: int) -> PageSizesOf | None:
        """What to ask for next: the page that is shown alone, its stretch, then all from the first one on.

        So what a picture of the page needs is there as soon as can be.
        """
        if not self._begun:
            return PageSizesOf(page, page + 1)
        count = self.plane.page_count
        stretches = [page // PAGES_A_TIME, *range(-(-count // PAGES_A_TIME))]
        for first in (stretch * PAGES_A_TIME for stretch in stretches):
            if first not in self._looked_at:
                return PageSizesOf(first, min(first + PAGES_A_TIME, count))
        return None

    def skip(self, ask: PageSizesOf) -> None:
        """A stretch whose pages cannot be read."""
        self._looked_at.add(ask.first_page)

    def take(self, sizes: PageSizes) -> bool:
        """Takes an answer; says whether the pages lie elsewhere by that."""
        if self._begun:
            self._looked_at.add(sizes.first_page)
        self._begun = True
        for page, (width, height) in enumerate(sizes.sizes, sizes.first_page):
            if width > 0 and height > 0:
                self._known[page] = Size(width, height)
        return self._plan(max(sizes.page_count, 1))

    def _plan(self, page_count: int) -> bool:
        before, known = self.plane, {page: size for page, size in self._known.items() if page < page_count}
        if page_count == before.page_count and all(before.size(page) == size for page, size in known.items()):
            return False
        self.plane = PagePlane(page_count, known)
        return True
