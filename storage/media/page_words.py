"""The words of a document's page and where they stand."""

from typing import TYPE_CHECKING

from crosstie.storage.media.queries import Word

if TYPE_CHECKING:
    import pymupdf


def words_of(page: "pymupdf.Page") -> tuple[Word, ...]:
    """The page's words in reading order, in points of the page as displayed; none where it is a picture."""
    import pymupdf

    words = []
    for x0, y0, x1, y1, text, *_ in page.get_text("words"):
        # MuPDF gives text in the page's own axes, before the page is turned for display.
        place = pymupdf.Rect(x0, y0, x1, y1) * page.rotation_matrix
        words.append(Word(text, place.x0, place.y0, place.width, place.height))
    return tuple(words)
