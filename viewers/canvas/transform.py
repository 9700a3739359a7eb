"""Where a picture lies in its view: scale and offset, and the moves that a hand makes with them.

"Picture" is the picture's own plane (pixels, or a page's points); "view" is the widget's, in logical pixels.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.schema.anchors import Point2

MARGIN_PX: Final = 6.0
"""Ground left around a fitted picture, so that its edge and a halo on it can be seen."""
KEPT_PX: Final = 48.0
"""How much of a picture stays in view however far it is panned."""
MAX_SCALE: Final = 64.0
"""View pixels a picture pixel at most: single pixels are well apart by then."""


class Size(msgspec.Struct, frozen=True):
    """Width and height in one plane."""

    width: float
    height: float

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show, or nowhere to show it."""
        return self.width <= 0 or self.height <= 0


class Bounds(msgspec.Struct, frozen=True):
    """Upright rectangle by its edges; right ≥ left and bottom ≥ top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    @property
    def center(self) -> Point2:
        """The middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it, its edges included."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: "Bounds") -> bool:
        """Whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def grown(self, by: float) -> "Bounds":
        """The same with every edge moved outwards."""
        return Bounds(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, other: "Bounds") -> "Bounds":
        """The part of it that lies in `other`; empty (zero wide or high) where there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Bounds(
            left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom))
        )


class ViewTransform(msgspec.Struct, frozen=True):
    """view = offset + scale × picture."""

    scale: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0

    def view_from_picture(self, x: float, y: float) -> Point2:
        """A picture's point in the view."""
        return (self.offset_x + x * self.scale, self.offset_y + y * self.scale)

    def picture_from_view(self, x: float, y: float) -> Point2:
        """A view's point in the picture; exact inverse but for rounding."""
        return ((x - self.offset_x) / self.scale, (y - self.offset_y) / self.scale)

    def bounds_in_view(self, bounds: Bounds) -> Bounds:
        """A picture's rectangle in the view."""
        left, top = self.view_from_picture(bounds.left, bounds.top)
        right, bottom = self.view_from_picture(bounds.right, bounds.bottom)
        return Bounds(left, top, right, bottom)

    def seen(self, view: Size) -> Bounds:
        """The rectangle of the picture's plane that the view covers."""
        left, top = self.picture_from_view(0, 0)
        right, bottom = self.picture_from_view(view.width, view.height)
        return Bounds(left, top, right, bottom)

    def panned(self, dx: float, dy: float) -> "ViewTransform":
        """Moved by view pixels."""
        return ViewTransform(self.scale, self.offset_x + dx, self.offset_y + dy)

    def zoomed_at(self, x: float, y: float, scale: float) -> "ViewTransform":
        """At another scale, with what lies under the view's point (x, y) left under it."""
        ratio = scale / self.scale
        return ViewTransform(scale, x - (x - self.offset_x) * ratio, y - (y - self.offset_y) * ratio)


def enclosing(all_bounds: Iterable[Bounds]) -> Bounds:
    """The smallest rectangle about some, of which there is at least one."""
    edges = [(one.left, one.top, one.right, one.bottom) for one in all_bounds]
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return Bounds(min(lefts), min(tops), max(rights), max(bottoms))


def fitted(picture: Size, view: Size) -> ViewTransform:
    """The whole picture, centred, as large as the view allows."""
    if picture.empty or view.empty:
        return ViewTransform()
    room = Size(max(view.width - 2 * MARGIN_PX, 1), max(view.height - 2 * MARGIN_PX, 1))
    scale = min(room.width / picture.width, room.height / picture.height)
    return centred(ViewTransform(scale), (picture.width / 2, picture.height / 2), view)


def centred(transform: ViewTransform, point: Point2, view: Size) -> ViewTransform:
    """At the same scale, with a picture's point in the middle of the view."""
    x, y = point
    return ViewTransform(
        transform.scale, view.width / 2 - x * transform.scale, view.height / 2 - y * transform.scale
    )


def scale_limits(picture: Size, view: Size) -> tuple[float, float]:
    """The smallest and largest scale: from half of fitted (or 1, if that is less) to MAX_SCALE."""
    fit = fitted(picture, view).scale
    return (min(fit / 2, 1.0), max(MAX_SCALE, fit))


def kept_in_view(transform: ViewTransform, picture: Size, view: Size) -> ViewTransform:
    """Moved back as far as needed for some of the picture to stay in view."""
    return ViewTransform(
        transform.scale,
        _kept(transform.offset_x, picture.width * transform.scale, view.width),
        _kept(transform.offset_y, picture.height * transform.scale, view.height),
    )


def filling(transform: ViewTransform, picture: Size, view: Size) -> ViewTransform:
    """Moved so that no ground is seen beside a picture that is larger than the view."""
    return ViewTransform(
        transform.scale,
        _filling(transform.offset_x, picture.width * transform.scale, view.width),
        _filling(transform.offset_y, picture.height * transform.scale, view.height),
    )


def _filling(offset: float, length: float, room: float) -> float:
    return (room - length) / 2 if length <= room else min(max(offset, room - length), 0.0)


def _kept(offset: float, length: float, room: float) -> float:
    kept = min(KEPT_PX, length, room)
    return min(max(offset, kept - length), room - kept)
