"""Looking for words in a whole document: a few pages at a time, what was found so far in order. No widget."""

from collections.abc import Callable
from typing import Final

from crosstie.storage.media.queries import FindText, Found, FoundAt
from crosstie.viewers.canvas.transform import Bounds

PAGES_A_TIME: Final = 16
"""So few that a page which is wanted in between is drawn at once."""


def bounds_of_found(place: FoundAt) -> Bounds:
    """The rectangle of a place, in points of its page."""
    return Bounds(place.x, place.y, place.x + place.width, place.y + place.height)


class Search:
    """One text at a time, beginning at the page that is shown and going round."""

    def __init__(self, page_count: int, ask: Callable[[FindText], object]) -> None:
        self.page_count = page_count
        self._ask = ask
        self._waiting: list[tuple[int, int]] = []
        self._by_page: dict[int, tuple[FoundAt, ...]] = {}
        self.text = ""
        self.current: FoundAt | None = None

    @property
    def places(self) -> tuple[FoundAt, ...]:
        """What was found so far, from the first page to the last."""
        return tuple(place for page in sorted(self._by_page) for place in self._by_page[page])

    @property
    def done(self) -> bool:
        """Whether every page was looked at."""
        return not self._waiting

    @property
    def place(self) -> int:
        """Which of what was found is gone to, from 1; 0 where none is."""
        return self.places.index(self.current) + 1 if self.current is not None else 0

    def on_page(self, page: int) -> tuple[FoundAt, ...]:
        """What was found on one page."""
        return self._by_page.get(page, ())

    def begin(self, text: str, page: int) -> None:
        """Looks for another text, first on the page that is shown; the empty text finds nothing."""
        self.text, self.current, self._by_page, self._waiting = text, None, {}, []
        if not text:
            return
        for first, end in ((page, self.page_count), (0, page)):
            self._waiting += [(at, min(at + PAGES_A_TIME, end)) for at in range(first, end, PAGES_A_TIME)]
        self._ask_next()

    def take(self, found: Found) -> bool:
        """Takes an answer; says whether it was asked for. The first place found is gone to."""
        if found.text != self.text or not self._waiting or self._waiting[0][0] != found.first_page:
            return False
        self._waiting.pop(0)
        for place in found.places:
            self._by_page[place.page] = (*self._by_page.get(place.page, ()), place)
        if self.current is None and found.places:
            self.current = found.places[0]
        self._ask_next()
        return True

    def skip(self) -> None:
        """Pages that cannot be read hold nothing."""
        if self._waiting:
            self._waiting.pop(0)
            self._ask_next()

    def step(self, by: int) -> None:
        """Goes to the next (+1) or previous (−1) place; after the last comes the first."""
        places = self.places
        if places:
            at = places.index(self.current) if self.current is not None else -1 if by > 0 else 0
            self.current = places[(at + by) % len(places)]

    def _ask_next(self) -> None:
        if self._waiting:
            first, end = self._waiting[0]
            self._ask(FindText(self.text, first, end))
