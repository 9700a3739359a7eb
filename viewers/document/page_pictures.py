"""The pictures of pages that are kept, and which one to ask for next."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

from crosstie.storage.media.queries import PageAt, PagePicture
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.page_asks import View, asks_of, is_coarse_enough, placed, whole_ask

KEPT_BYTES: Final = 192 << 20
"""About forty pages of a full-HD window, or two 4K windows of tiles and what lies around them."""


class PagePictures:
    """Forgets what was seen longest ago. A page that cannot be drawn is not asked for again."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._bytes = 0
        self._kept: OrderedDict[PageAt, PagePicture] = OrderedDict()
        self._of_page: dict[int, dict[PageAt, PagePicture]] = {}
        self._damaged: dict[int, str] = {}

    @property
    def used_bytes(self) -> int:
        """What the kept pictures take."""
        return self._bytes

    def put(self, ask: PageAt, picture: PagePicture) -> None:
        """Keeps an answer."""
        self._drop(ask)
        self._kept[ask] = picture
        self._of_page.setdefault(ask.page, {})[ask] = picture
        self._bytes += picture.pixels.nbytes
        while self._bytes > self._kept_bytes and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def spoil(self, page: int, reason: str) -> None:
        """A page cannot be drawn."""
        self._damaged[page] = reason

    def reason(self, page: int) -> str:
        """Why a page cannot be drawn; the empty text where it can, or nobody tried."""
        return self._damaged.get(page, "")

    def forgive(self, seen: range) -> None:
        """What could not be drawn is tried again but for the pages in view."""
        if self._damaged:
            self._damaged = {page: reason for page, reason in self._damaged.items() if page in seen}

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()
        self._of_page.clear()
        self._damaged.clear()
        self._bytes = 0

    def has_page(self, page: int) -> bool:
        """Whether all of a page is there, at whatever scale."""
        return any(ask.clip is None for ask in self._of_page.get(page, ()))

    def sharp(self, view: View) -> PagePicture | None:
        """A picture of what is seen of a page, where all of that is there at just its scale."""
        found = [self._kept.get(ask) for ask in asks_of(view)]
        return found[0] if found and all(found) else None

    def is_done(self, view: View) -> bool:
        """Whether a page is as sharp as it will be."""
        return view.page in self._damaged or all(ask in self._kept for ask in asks_of(view))

    def layers(self, view: View) -> list[PagePicture]:
        """What to paint for a page, the coarsest first. What is painted is kept longest."""
        shown = view.seen.grown(1 / view.scale)
        own = self._of_page.get(view.page, {})
        found = [(ask, one) for ask, one in own.items() if shown.meets(placed(one))]
        wholes = [row for row in found if row[0].clip is None]
        below = min(wholes, key=lambda row: _unlike(row[0], view), default=None)
        tiles = [row for row in found if row[0].clip is not None and 0.3 < row[0].scale / view.scale < 3]
        tiles.sort(key=lambda row: -_unlike(row[0], view))
        if below is not None and below[0].scale == view.scale:
            tiles = []
        elif self.is_done(view):
            tiles = [row for row in tiles if row[0].scale == view.scale]
        chosen = ([below] if below else []) + tiles
        for ask, _ in chosen:
            self._kept.move_to_end(ask)
        return [one for _, one in chosen]

    def next_ask(self, seen: Sequence[View], near: Iterable[View]) -> PageAt | None:
        """What to ask for: a picture of each page that is seen, then what makes them sharp, then the next.

        `seen` and `near` are the pages in view and those beside them, the most wanted first.
        """
        for view in (view for view in seen if view.page not in self._damaged):
            if not self._has_below(view):
                return whole_ask(view)
        for view in (view for view in seen if view.page not in self._damaged):
            for ask in asks_of(view):
                if ask not in self._kept:
                    return ask
        for view in (view for view in near if view.page not in self._damaged):
            if whole_ask(view) not in self._kept:
                return whole_ask(view)
        return None

    def _has_below(self, view: View) -> bool:
        return any(is_coarse_enough(one, view) for one in self._of_page.get(view.page, {}).values())

    def _drop(self, ask: PageAt) -> None:
        dropped = self._kept.pop(ask, None)
        if dropped is not None:
            del self._of_page[ask.page][ask]
            self._bytes -= dropped.pixels.nbytes


def _unlike(ask: PageAt, view: View) -> float:
    ratio = ask.scale / view.scale
    return max(ratio, 1 / ratio)


def place_in(picture: PagePicture, sheet: Bounds) -> Bounds:
    """Where a picture lies in the plane of all pages."""
    own = placed(picture)
    return Bounds(own.left + sheet.left, own.top + sheet.top, own.right + sheet.left, own.bottom + sheet.top)
