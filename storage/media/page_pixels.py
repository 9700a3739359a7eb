"""A document's page as BGRA pixels."""

from typing import TYPE_CHECKING, Final

import numpy as np

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import PageAt, PagePicture, Pixels

if TYPE_CHECKING:
    import pymupdf

MAX_PIXELS: Final = 120_000_000


def render(page: "pymupdf.Page", drawing: "pymupdf.DisplayList", query: PageAt) -> PagePicture:
    """Draws a page's `drawing`, or a part of it, as displayed.

    Raises MediaUnreadable when that takes too many pixels.
    """
    import pymupdf

    width, height = float(page.rect.width), float(page.rect.height)
    x0, y0, x1, y1 = query.clip or (0.0, 0.0, width, height)
    if not (query.scale > 0 and x1 > x0 and y1 > y0):
        raise MediaUnreadable(f"page {query.page + 1}: the part to be drawn is empty")
    if (x1 - x0) * (y1 - y0) * query.scale**2 > MAX_PIXELS:
        raise MediaUnreadable(
            f"page {query.page + 1}: is too large to be drawn at {query.scale:g} pixels a point"
        )
    drawn = drawing.get_pixmap(
        matrix=pymupdf.Matrix(query.scale, query.scale),
        colorspace=pymupdf.csRGB,
        clip=pymupdf.Rect(x0, y0, x1, y1),
        alpha=False,
    )
    if not drawn.width or not drawn.height:
        raise MediaUnreadable(f"page {query.page + 1}: the part to be drawn lies outside the page")
    return PagePicture(query.page, width, height, query.scale, query.clip, _bgra(drawn))


def _bgra(drawn: "pymupdf.Pixmap") -> Pixels:
    rows = np.frombuffer(drawn.samples_mv, np.uint8).reshape(drawn.height, drawn.stride)
    rgb = rows[:, : drawn.width * 3].reshape(drawn.height, drawn.width, 3)
    pixels = np.full((drawn.height, drawn.width, 4), 255, np.uint8)
    for channel in range(3):
        pixels[..., channel] = rgb[..., 2 - channel]
    return pixels
