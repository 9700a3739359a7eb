"""A document's page as BGRA pixels."""

from typing import TYPE_CHECKING, Final

import numpy as np

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import PageAt, PagePicture, Pixels

if TYPE_CHECKING:
    import pymupdf

MAX_PIXELS: Final = 120_000_000
_WHITE: Final = 255
_OPAQUE: Final = np.uint32(0xFF000000)


def render(page: "pymupdf.Page", drawing: "pymupdf.DisplayList", query: PageAt) -> PagePicture:
    """Draws a page's `drawing`, or a part of it, as displayed.

    Raises MediaUnreadable when that takes too many pixels.
    """
    width, height = float(page.rect.width), float(page.rect.height)
    x0, y0, x1, y1 = query.clip or (0.0, 0.0, width, height)
    if not (query.scale > 0 and x1 > x0 and y1 > y0):
        raise MediaUnreadable(f"page {query.page + 1}: the part to be drawn is empty")
    if (x1 - x0) * (y1 - y0) * query.scale**2 > MAX_PIXELS:
        raise MediaUnreadable(
            f"page {query.page + 1}: is too large to be drawn at {query.scale:g} pixels a point"
        )
    drawn = _drawn(drawing, (x0, y0, x1, y1), query.scale)
    if not drawn.width or not drawn.height:
        raise MediaUnreadable(f"page {query.page + 1}: the part to be drawn lies outside the page")
    return PagePicture(query.page, width, height, query.scale, query.clip, _bgra(drawn))


def _drawn(
    drawing: "pymupdf.DisplayList", part: tuple[float, float, float, float], scale: float
) -> "pymupdf.Pixmap":
    """As `DisplayList.get_pixmap` draws it, but at once in the four bytes a pixel that the screen takes.

    PyMuPDF itself offers no blue-first pixels: to turn the bytes round afterwards takes half as long as
    drawing.
    """
    import pymupdf
    from pymupdf import mupdf

    clip, matrix = mupdf.FzRect(*part), mupdf.FzMatrix(scale, 0, 0, scale, 0, 0)
    shown = mupdf.fz_intersect_rect(mupdf.fz_bound_display_list(drawing.this), clip)
    area = mupdf.fz_round_rect(mupdf.fz_transform_rect(shown, matrix))
    colors = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_BGR)
    pixmap = mupdf.fz_new_pixmap_with_bbox(colors, area, mupdf.FzSeparations(), 1)
    mupdf.fz_clear_pixmap_with_value(pixmap, _WHITE)
    device = mupdf.fz_new_draw_device_with_bbox(matrix, pixmap, area)
    mupdf.fz_run_display_list(drawing.this, device, mupdf.FzMatrix(), clip, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.Pixmap("raw", pixmap)


class _Memory:
    """A pixmap's bytes as NumPy asks for them: whatever array is made of it keeps the pixmap."""

    def __init__(self, drawn: "pymupdf.Pixmap") -> None:
        self._drawn = drawn
        self.__array_interface__ = {
            "version": 3,
            "typestr": "|u1",
            "shape": (drawn.height, drawn.width, 4),
            "strides": (drawn.stride, 4, 1),
            "data": (drawn.samples_ptr, False),
        }


def _bgra(drawn: "pymupdf.Pixmap") -> Pixels:
    pixels: Pixels = np.asarray(_Memory(drawn))
    # Where something half transparent is drawn on white, the sum is sometimes one short of opaque.
    whole = pixels.view(np.uint32)
    np.bitwise_or(whole, _OPAQUE, out=whole)
    return pixels
