"""What to ask of a page so that it is sharp at any zoom: all of it, or no more than what is seen."""

import math
from typing import Final

from crosstie.storage.media.queries import PageAt, PagePicture
from crosstie.viewers.canvas.transform import Bounds, Size

WHOLE_PIXELS: Final = 6_000_000
"""A page that takes more pixels is drawn in part: at any zoom a picture then costs about the same."""
_MARGIN: Final = 0.25
"""How much of the view is drawn around what is seen, so that a small move needs nothing new."""
_SAME: Final = 1e-6


def page_query(page: int, size: Size, scale: float, seen: Bounds) -> PageAt:
    """What to ask at `scale` pixels a point when the view sees `seen`, in points."""
    if size.width * size.height * scale * scale <= WHOLE_PIXELS:
        return PageAt(page, scale)
    room = Bounds(0, 0, size.width, size.height)
    across, down = seen.width * _MARGIN, seen.height * _MARGIN
    wide = Bounds(seen.left - across, seen.top - down, seen.right + across, seen.bottom + down).within(room)
    return PageAt(page, scale, (wide.left, wide.top, wide.right, wide.bottom))


def is_sharp(picture: PagePicture, scale: float, seen: Bounds) -> bool:
    """Whether a picture shows all that is seen of its page at just this scale."""
    if abs(picture.scale - scale) > _SAME * scale:
        return False
    if picture.clip is None:
        return True
    room = Bounds(0, 0, picture.page_width_pt, picture.page_height_pt)
    visible, clip = seen.within(room), Bounds(*picture.clip)
    return clip.grown(0.01).within(visible) == visible


def placed(picture: PagePicture) -> Bounds:
    """The rectangle that a picture's pixels fill, in points: a clip is rounded outwards to whole pixels."""
    left, top = (picture.clip or (0.0, 0.0))[:2]
    left, top = math.floor(left * picture.scale), math.floor(top * picture.scale)
    height, width = picture.pixels.shape[:2]
    edges = (left, top, left + width, top + height)
    return Bounds(*(edge / picture.scale for edge in edges))
