"""The view on a picture: what is shown of it, as a hand zooms and pans and the window changes size."""

from typing import Final

from crosstie.viewers.canvas.transform import (
    MARGIN_PX,
    Bounds,
    Size,
    ViewTransform,
    centred,
    filling,
    fitted,
    kept_in_view,
    scale_limits,
)

CLOSE_PART: Final = 0.42
"""How much of the view a shape fills that is looked at closely."""
_CLOSE_ENOUGH: Final = (0.6, 1.5)
"""Less and more of that which is as good, so that the view need not move."""
_CLOSEST: Final = 5.0
"""View pixels a picture pixel at which nothing more is to be seen by going nearer."""
_REVEAL_PART: Final = 0.9
"""How much of the view a revealed shape fills, when it was larger than the view."""


class Viewport:
    """Keeps the transform of one picture in one view. Fitted, it stays fitted until a hand moves it."""

    def __init__(self) -> None:
        self.transform = ViewTransform()
        self.fits = True
        self.picture = Size(0, 0)
        self.view = Size(0, 0)

    @property
    def room(self) -> Bounds:
        """The picture's own rectangle."""
        return Bounds(0, 0, self.picture.width, self.picture.height)

    def show_picture(self, picture: Size) -> None:
        """Another picture's size; it is fitted anew."""
        if picture != self.picture:
            self.picture = picture
            self.fit()

    def resize(self, view: Size) -> None:
        """Another size of the view: what was in the middle stays there."""
        dx, dy = (view.width - self.view.width) / 2, (view.height - self.view.height) / 2
        self.view = view
        if self.fits:
            self.fit()
        else:
            self.move_to(self.transform.panned(dx, dy))

    def fit(self) -> None:
        """Shows the whole picture."""
        self.fits = True
        self.transform = self._fitted()

    def fit_width(self) -> None:
        """Shows all of the picture's width, from its top."""
        if not self.picture.empty:
            scale = max(self.view.width - 2 * MARGIN_PX, 1) / self.picture.width
            self.move_to(ViewTransform(scale, MARGIN_PX, MARGIN_PX))

    def show_top(self) -> None:
        """Goes to the picture's top, unless the whole of it is shown."""
        if not self.fits:
            self.move_to(ViewTransform(self.transform.scale, self.transform.offset_x, MARGIN_PX))

    def pan(self, dx: float, dy: float) -> None:
        """Moves the picture by view pixels."""
        self.move_to(self.transform.panned(dx, dy))

    def zoom(self, x: float, y: float, factor: float) -> None:
        """Scales the picture about a view's point, between fitted and single pixels."""
        low, high = scale_limits(self.picture, self.view)
        scale = min(max(self.transform.scale * factor, low), high)
        self.move_to(self.transform.zoomed_at(x, y, scale))

    def move_to(self, transform: ViewTransform) -> None:
        """Takes a transform, as far as it leaves some of the picture in view."""
        self.fits = False
        self.transform = self._kept(transform)

    def goal_for(self, bounds: Bounds, least_px: float = 0.0) -> ViewTransform | None:
        """Where to go for `bounds` to be in view and at least `least_px` high; None where it is already."""
        seen = self.transform.bounds_in_view(bounds)
        whole = Bounds(0, 0, self.view.width, self.view.height)
        if self.view.empty or (seen == seen.within(whole) and seen.height >= least_px):
            return None
        shape = Size(max(bounds.width, 1), max(bounds.height, 1))
        scale = max(self.transform.scale, least_px / shape.height)
        if shape.width * scale > self.view.width or shape.height * scale > self.view.height:
            part = Size(self.view.width * _REVEAL_PART, self.view.height * _REVEAL_PART)
            scale = min(scale, fitted(shape, part).scale)
        return self._kept(centred(ViewTransform(scale), bounds.center, self.view))

    def mark(self) -> tuple[bool, ViewTransform]:
        """What is seen, for `go_back`."""
        return self.fits, self.transform

    def go_back(self, mark: tuple[bool, ViewTransform]) -> None:
        """Shows what was seen."""
        if mark[0]:
            self.fit()
        else:
            self.move_to(mark[1])

    def close_up(self, bounds: Bounds, share: float = CLOSE_PART) -> bool:
        """Goes to where `bounds` fill a share of the view; says whether it had to move."""
        if self.view.empty or self.picture.empty or self._is_close(bounds, share):
            return False
        before = self.mark()
        shape = Size(max(bounds.width, 1), max(bounds.height, 1))
        part = min(self.view.width / shape.width, self.view.height / shape.height) * share
        if min(part, _CLOSEST) <= self._fitted().scale:
            self.fit()
        else:
            goal = centred(ViewTransform(min(part, _CLOSEST)), bounds.center, self.view)
            self.move_to(self._filled(goal))
        return self.mark() != before

    def _fitted(self) -> ViewTransform:
        return fitted(self.picture, self.view)

    def _kept(self, transform: ViewTransform) -> ViewTransform:
        """Moved back as far as a hand may not go."""
        return kept_in_view(transform, self.picture, self.view)

    def _filled(self, transform: ViewTransform) -> ViewTransform:
        """Moved so that as little ground as possible is seen."""
        return filling(transform, self.picture, self.view)

    def _is_close(self, bounds: Bounds, share: float) -> bool:
        seen = self.transform.bounds_in_view(bounds)
        part = max(seen.width / self.view.width, seen.height / self.view.height)
        in_view = seen == seen.within(Bounds(0, 0, self.view.width, self.view.height))
        return in_view and _CLOSE_ENOUGH[0] <= part / share <= _CLOSE_ENOUGH[1]
