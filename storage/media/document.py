"""Documents: PDF files and page images, as pages, words and facts."""

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.errors import MediaLocked, MediaUnreadable
from crosstie.storage.media.files import asset_name, present_file
from crosstie.storage.media.mupdf import cause, load_mupdf, open_document
from crosstie.storage.media.page_pixels import render
from crosstie.storage.media.page_search import find_on_page
from crosstie.storage.media.page_words import words_of
from crosstie.storage.media.queries import (
    FactsQuery,
    FindText,
    Found,
    PageAt,
    PagePicture,
    PageSizes,
    PageSizesOf,
    PageWords,
    Query,
    Reply,
)
from crosstie.storage.media.readers import Report, not_answered

if TYPE_CHECKING:
    import pymupdf


_LISTS_KEPT: Final = 4
"""Of so many pages what they draw is kept: tiles of several are drawn by turns."""


class DocumentReader:
    """The pages of one file, or of several page images one after the other."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        self._library = load_mupdf()
        self._documents = [open_document(present_file(file, root)) for file in asset.files]
        self._lists: OrderedDict[int, pymupdf.DisplayList] = OrderedDict()
        self._pages: list[tuple[pymupdf.Document, int]] = []
        self._locked = any(document.needs_pass for document in self._documents)
        if not self._locked:
            self._count_pages()

    def unlock(self, password: str) -> None:
        """Opens what is protected. Raises MediaLocked when the password is another one."""
        for document in self._documents:
            if document.needs_pass and not document.authenticate(password):
                raise MediaLocked(f"{asset_name(self._asset)}: this password does not open it")
        self._locked = False
        self._count_pages()

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery, PageAt, PageSizesOf, PageWords and FindText.

        Of a protected file only its kind is known: its facts have no pages, and anything else raises
        MediaLocked.
        """
        if self._locked and not isinstance(query, FactsQuery):
            raise MediaLocked(f"{asset_name(self._asset)}: is protected by a password")
        try:
            match query:
                case FactsQuery():
                    return self._facts(report)
                case PageAt():
                    return self._drawn(query)
                case PageSizesOf():
                    return self._sizes(query)
                case PageWords():
                    return words_of(self._page(query.page), query.page)
                case FindText():
                    return self._find(query)
                case _:
                    raise not_answered(self._asset, query)
        except (RuntimeError, ValueError, IndexError, self._library.mupdf.FzErrorBase) as error:
            raise MediaUnreadable(f"{asset_name(self._asset)}: a page is damaged ({cause(error)})") from error

    def close(self) -> None:
        """Closes the files."""
        for document in self._documents:
            document.close()

    def _page(self, number: int) -> "pymupdf.Page":
        if not 0 <= number < len(self._pages):
            count = len(self._pages)
            raise MediaUnreadable(f"{asset_name(self._asset)}: has no page {number + 1}; there are {count}")
        document, own_number = self._pages[number]
        page: pymupdf.Page = document.load_page(own_number)
        return page

    def _find(self, query: FindText) -> Found:
        end = min(query.end_page, len(self._pages))
        numbers = range(max(query.first_page, 0), end)
        places = [place for n in numbers for place in find_on_page(self._page(n), n, query.text)]
        return Found(query.text, query.first_page, end, tuple(places))

    def _sizes(self, query: PageSizesOf) -> PageSizes:
        numbers = range(max(query.first_page, 0), min(query.end_page, len(self._pages)))
        sizes = tuple(self._size(number) for number in numbers)
        return PageSizes(query.first_page, sizes, len(self._pages))

    def _size(self, number: int) -> tuple[float, float]:
        try:
            rect = self._page(number).rect
        except (RuntimeError, ValueError, IndexError, self._library.mupdf.FzErrorBase):
            return 0.0, 0.0
        return float(rect.width), float(rect.height)

    def _count_pages(self) -> None:
        self._pages = [(one, number) for one in self._documents for number in range(one.page_count)]

    def _drawn(self, query: PageAt) -> PagePicture:
        page = self._page(query.page)
        try:
            return render(page, self._list(page, query.page), query)
        except MediaUnreadable as error:
            raise MediaUnreadable(f"{asset_name(self._asset)}: {error}") from error

    def _list(self, page: "pymupdf.Page", number: int) -> "pymupdf.DisplayList":
        """What the page draws, kept for the next tile of it."""
        found = self._lists.pop(number, None) or page.get_displaylist()
        self._lists[number] = found
        if len(self._lists) > _LISTS_KEPT:
            self._lists.popitem(last=False)
        return found

    def _facts(self, report: Report) -> MediaFacts:
        """Every page is looked for, the first one of each file drawn small."""
        for number, (_, own_number) in enumerate(self._pages):
            page = self._page(number)
            if own_number == 0:
                longest = max(page.rect.width, page.rect.height, 1.0)
                self._drawn(PageAt(number, min(1.0, 100 / longest)))
            report((number + 1) / len(self._pages), "checking pages")
        suffix = Path(self._asset.files[0].path).suffix.lstrip(".").lower()
        return MediaFacts(page_count=len(self._pages), codec=suffix)
