"""Ctrl+F in a document: the strip, what was found, and going from one place to the next."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crosstie.storage.media.queries import FindText, Found, FoundAt
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.page_plane import PagePlane
from crosstie.viewers.document.search import Search, bounds_of_found
from crosstie.viewers.document.search_bar import SearchBar


class Finding(QObject):
    """`changed` says that other places are to be marked, `gone_to` that one is to be shown, `left` that it is
    over.

    `ask` asks the decoder and returns the question's number; `page` says which page is shown.
    """

    changed = Signal()
    gone_to = Signal(object)
    left = Signal()

    def __init__(
        self, name: str, page_count: int, ask: Callable[[FindText], int], page: Callable[[], int],
        over: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(over)
        self._ask = ask
        self._page = page
        self._asked = 0
        self.search = Search(page_count, self._find)
        self.bar = SearchBar(name, over)
        self.bar.asked.connect(self._on_asked)
        self.bar.stepped.connect(self._on_stepped)
        self.bar.left.connect(self._on_left)

    @property
    def current(self) -> FoundAt | None:
        """The place that was gone to last."""
        return self.search.current

    def places_on(self, pages: Iterable[int], plane: PagePlane) -> tuple[list[Bounds], Bounds | None]:
        """What was found on some pages, in the plane of all, and of that the place gone to."""
        if not self.search.text:
            return [], None
        found = [place for page in pages for place in self.search.on_page(page)]
        places = [plane.from_page(place.page, bounds_of_found(place)) for place in found]
        current = self.current
        return places, places[found.index(current)] if current is not None and current in found else None

    def count_pages(self, page_count: int) -> None:
        """The document turned out to have another number of pages."""
        self.search.page_count = page_count

    def take(self, found: Found) -> None:
        """Takes an answer; the first place found is gone to."""
        nowhere = self.search.current is None
        if self.search.take(found):
            if nowhere and self.search.current is not None:
                self.gone_to.emit(self.search.current)
            self._tell()

    def failed(self, number: int) -> bool:
        """Passes over what cannot be read; False where the question was none of its own."""
        if number != self._asked:
            return False
        self.search.skip()
        self._tell()
        return True

    def _find(self, query: FindText) -> None:
        self._asked = self._ask(query)

    def _on_asked(self, text: str) -> None:
        self.search.begin(text.strip(), self._page())
        self._tell()

    def _on_stepped(self, by: int) -> None:
        self.search.step(by)
        if self.search.current is not None:
            self.gone_to.emit(self.search.current)
        self._tell()

    def _on_left(self) -> None:
        self.search.begin("", 0)
        self._tell()
        self.left.emit()

    def _tell(self) -> None:
        search = self.search
        self.bar.tell(search.place, len(search.places), done=search.done)
        self.changed.emit()
