"""What to ask of a page so that it is sharp at any zoom: all of it, or the tiles of it that are seen."""

import math
from collections.abc import Iterator
from typing import Final

import msgspec

from crosstie.storage.media.queries import PageAt, PagePicture
from crosstie.viewers.canvas.transform import Bounds, Size

WHOLE_PIXELS: Final = 4_000_000
"""A page that takes more pixels is drawn as tiles over a coarse picture of all of it."""
TILE_PX: Final = 512
_COARSE_PIXELS: Final = 1_000_000
_COARSE_ENOUGH: Final = 0.6
"""A picture of the whole page does for the coarse one from this part of its scale on."""
_INSET_PX: Final = 0.25
"""So little inside of a tile's edges that rounding outwards gives these very edges, whatever the scale."""


class View(msgspec.Struct, frozen=True):
    """What is seen of one page: `seen` in the page's own points, at `scale` screen pixels a point."""

    page: int
    size: Size
    scale: float
    seen: Bounds

    @property
    def whole(self) -> bool:
        """Whether the page is drawn in one piece at this scale."""
        return self.size.width * self.size.height * self.scale**2 <= WHOLE_PIXELS


def whole_ask(view: View) -> PageAt:
    """All of a page: sharp where it is drawn in one piece, else coarse."""
    if view.whole:
        return PageAt(view.page, view.scale)
    return PageAt(view.page, coarse_scale(view.size))


def coarse_scale(size: Size) -> float:
    """Pixels a point of the picture that stands below a page's tiles."""
    return math.sqrt(_COARSE_PIXELS / (size.width * size.height))


def is_coarse_enough(picture: PagePicture, view: View) -> bool:
    """Whether a picture of the whole page can stand there until the sharp one comes."""
    least = min(view.scale, coarse_scale(view.size)) * _COARSE_ENOUGH
    return picture.clip is None and picture.scale >= least


def tile_asks(view: View) -> Iterator[PageAt]:
    """The tiles that the view sees of a page, those in its middle first."""
    shown = view.seen.within(Bounds(0, 0, view.size.width, view.size.height))
    if shown.width <= 0 or shown.height <= 0:
        return
    side = TILE_PX / view.scale
    columns = range(math.floor(shown.left / side), math.ceil(shown.right / side))
    rows = range(math.floor(shown.top / side), math.ceil(shown.bottom / side))
    x, y = (middle / side - 0.5 for middle in shown.center)
    places = [(column, row) for row in rows for column in columns]
    for column, row in sorted(places, key=lambda place: math.dist(place, (x, y))):
        yield _tile(view, column, row)


def asks_of(view: View) -> Iterator[PageAt]:
    """All that makes the seen part of a page sharp."""
    if view.whole:
        yield whole_ask(view)
    else:
        yield from tile_asks(view)


def placed(picture: PagePicture) -> Bounds:
    """The rectangle that a picture's pixels fill, in points: a clip is rounded outwards to whole pixels."""
    left, top = (picture.clip or (0.0, 0.0))[:2]
    left, top = math.floor(left * picture.scale), math.floor(top * picture.scale)
    height, width = picture.pixels.shape[:2]
    edges = (left, top, left + width, top + height)
    return Bounds(*(edge / picture.scale for edge in edges))


def _tile(view: View, column: int, row: int) -> PageAt:
    scale, size = view.scale, view.size
    right, bottom = math.ceil(size.width * scale), math.ceil(size.height * scale)
    edges = (
        column * TILE_PX + _INSET_PX,
        row * TILE_PX + _INSET_PX,
        min((column + 1) * TILE_PX, right) - _INSET_PX,
        min((row + 1) * TILE_PX, bottom) - _INSET_PX,
    )
    x0, y0, x1, y1 = (edge / scale for edge in edges)
    return PageAt(view.page, scale, (x0, y0, x1, y1))
