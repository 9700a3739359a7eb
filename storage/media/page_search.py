"""Where words stand in a document: found page by page, so that nobody waits for a thousand pages."""

from typing import TYPE_CHECKING, Final

from crosstie.storage.media.queries import FoundAt

if TYPE_CHECKING:
    import pymupdf

MOST_FOUND: Final = 500
"""On one page; a single letter stands thousands of times in a dense one."""


def find_on_page(page: "pymupdf.Page", number: int, text: str) -> tuple[FoundAt, ...]:
    """Every place of a text on a page, in points of the page as displayed; case and accents do not matter.

    A text that runs over the end of a line is found as one place a line.
    """
    import pymupdf

    places = []
    for area in page.search_for(text)[:MOST_FOUND]:
        # As MuPDF's words are, so are its finds: in the page's own axes, before it is turned.
        place = pymupdf.Rect(area) * page.rotation_matrix
        places.append(FoundAt(number, place.x0, place.y0, place.width, place.height))
    return tuple(places)
