"""The pages of a document one below the other, as one plane in points.

The first page's top left corner is the plane's origin; every page stands in the middle below it. The size of
a page that is not known yet is taken to be the first page's.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final

from crosstie.viewers.canvas.transform import Bounds, Size

GAP_PT: Final = 12.0
"""Ground between two pages."""
A4: Final = Size(595.0, 842.0)


class PagePlane:
    """Where each page lies. Nothing of it changes: what is learnt of sizes makes another one."""

    def __init__(self, page_count: int, known: Mapping[int, Size]) -> None:
        first = known.get(0, next(iter(known.values()), A4))
        self._sizes = [known.get(page, first) for page in range(max(page_count, 1))]
        steps = (size.height + GAP_PT for size in self._sizes[:-1])
        # On hundredths, as the places of labels are: what is moved from a page to the plane comes back whole.
        self._tops = [round(top, 2) for top in accumulate(steps, initial=0.0)]

    @property
    def page_count(self) -> int:
        """How many pages there are, at least one."""
        return len(self._sizes)

    @property
    def height(self) -> float:
        """From the top of the first page to the bottom of the last."""
        return self._tops[-1] + self._sizes[-1].height

    def size(self, page: int) -> Size:
        """A page's own size."""
        return self._sizes[page]

    def bounds(self, page: int) -> Bounds:
        """A page's rectangle in the plane."""
        size, top = self._sizes[page], self._tops[page]
        left = round((self._sizes[0].width - size.width) / 2, 2)
        return Bounds(left, top, left + size.width, top + size.height)

    def page_at(self, y: float) -> int:
        """The page at a height of the plane; in the ground between two the nearer one."""
        return max(bisect_right(self._tops, y + GAP_PT / 2) - 1, 0)

    def pages_in(self, seen: Bounds) -> range:
        """The pages that a stretch of the plane shows some of, whether they are wide enough or not."""
        first = max(bisect_right(self._tops, seen.top) - 1, 0)
        if self._tops[first] + self._sizes[first].height < seen.top:
            first += 1
        return range(first, max(first, bisect_right(self._tops, seen.bottom)))

    def from_page(self, page: int, bounds: Bounds) -> Bounds:
        """A page's own rectangle in the plane."""
        return _moved(bounds, self.bounds(page), +1)

    def to_page(self, page: int, bounds: Bounds) -> Bounds:
        """A rectangle of the plane in a page's own points; inverse of `from_page`."""
        return _moved(bounds, self.bounds(page), -1)


def nearest_first(pages: Iterable[int], page: int) -> list[int]:
    """Pages by how far they are from one; of two that are as far the later one comes first."""
    return sorted(pages, key=lambda other: (abs(other - page), -other))


def _moved(bounds: Bounds, sheet: Bounds, way: int) -> Bounds:
    dx, dy = way * sheet.left, way * sheet.top
    return Bounds(bounds.left + dx, bounds.top + dy, bounds.right + dx, bounds.bottom + dy)
