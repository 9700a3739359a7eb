"""The words of the pages that are or were seen, asked for one page at a time."""

from collections.abc import Callable, Iterable
from typing import Final

from crosstie.storage.media.queries import PageWords, Words
from crosstie.viewers.document.words import PageText

_PAGES_KEPT: Final = 64
_NO_TEXT: Final = PageText()


class PageTexts:
    """`ask` asks the decoder and returns the question's number."""

    def __init__(self, ask: Callable[[PageWords], int]) -> None:
        self._ask = ask
        self._asked: tuple[int, int] | None = None
        self._known: dict[int, PageText] = {}

    @property
    def waits(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None

    def knows(self, page: int) -> bool:
        """Whether a page's words are known; a scan has none, and that is known too."""
        return page in self._known

    def on_page(self, page: int) -> PageText:
        """A page's words; none as long as they are not known."""
        return self._known.get(page, _NO_TEXT)

    def want(self, pages: Iterable[int]) -> bool:
        """Asks for the words of the first page that is not known; whether an answer is on its way."""
        wanted = next((page for page in pages if page not in self._known), None)
        if wanted is not None and self._asked is None:
            self._asked = self._ask(PageWords(wanted)), wanted
        return self._asked is not None

    def take(self, words: Words) -> None:
        """Takes an answer."""
        self._asked = None
        while len(self._known) >= _PAGES_KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[words.page] = PageText.of(words)

    def failed(self, number: int) -> bool:
        """A page whose words cannot be read has none; False where the question was none of its own."""
        if self._asked is None or self._asked[0] != number:
            return False
        self._known[self._asked[1]] = _NO_TEXT
        self._asked = None
        return True

    def forget(self) -> None:
        """The file is opened anew."""
        self._known.clear()
        self._asked = None
