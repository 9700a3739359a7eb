"""The view on a document: pages one below the other, fitted to one, to its width, or at any scale."""

import math
from typing import Final, Literal

from crosstie.viewers.canvas.transform import MARGIN_PX, Bounds, Size, ViewTransform, fitted
from crosstie.viewers.canvas.viewport import Viewport
from crosstie.viewers.document.page_plane import PagePlane

FitTo = Literal["open", "page", "width", ""]
PageMark = tuple[FitTo, float, int, float, float]
"""What is fitted, the scale, and the page with the point of it that stands in the middle of the view."""
_SAME: Final = 1e-9
_IN_MIDDLE_PT: Final = 1e-6
_AT_TOP_PX: Final = 0.5
_LEGIBLE_SCALE: Final = 2 / 3
_WHOLE_PART: Final = 0.6


class PageViewport(Viewport):
    """`page` is the one in the middle of the view, `picture` its size and `room` its place in the plane.

    What the scale was fitted to holds while one scrolls, and is kept when the view changes its size. Until a
    hand chooses, that is "open": the whole page, or its width where the whole would be too small to be read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.plane = PagePlane(1, {})
        self.page = 0
        self.fit_to: FitTo = "open"
        self._looked: tuple[tuple[object, ...], tuple[Bounds, range]] = ((), (self.room, range(1)))

    @property
    def room(self) -> Bounds:
        """The page's rectangle in the plane."""
        return self.plane.bounds(self.page)

    def seen(self) -> tuple[Bounds, range]:
        """What the view covers of the plane, and the pages that are in it."""
        now = (self.transform, self.view, self.plane)
        if now != self._looked[0]:
            seen = self.transform.seen(self.view)
            self._looked = now, (seen, self.plane.pages_in(seen))
        return self._looked[1]

    def show_plane(self, plane: PagePlane) -> None:
        """Pages of other sizes: what stood in the middle of the view stays there, on its page."""
        mark, stands = self.page_mark(), self._stands
        self.plane = plane
        self.picture = plane.size(self.page)
        self._go_back_to(mark, stands=stands)

    def page_mark(self) -> PageMark:
        """What is seen, whatever the pages before it turn out to be."""
        x, y = self.transform.picture_from_view(self.view.width / 2, self.view.height / 2)
        sheet = self.room
        return self.fit_to, self.transform.scale, self.page, x - sheet.left, y - sheet.top

    def go_to_mark(self, mark: PageMark) -> None:
        """Shows what was seen; at another scale where a fitted one is another by now."""
        fit_to, scale, page, x, y = mark
        self._stand_on(min(page, self.plane.page_count - 1))
        self.fit_to = fit_to
        if fit_to:
            scale = self._scale_for(fit_to)
        sheet = self.room
        middle = (sheet.left + x) * scale, (sheet.top + y) * scale
        self._take(ViewTransform(scale, self.view.width / 2 - middle[0], self.view.height / 2 - middle[1]))
        in_middle = math.dist((x, y), (sheet.width / 2, sheet.height / 2)) < _IN_MIDDLE_PT
        self.fits = self._shows_whole and in_middle

    def resize(self, view: Size) -> None:
        """Another size of the view: what was fitted is fitted to it, else the middle stays where it is."""
        mark, stands = self.page_mark(), self._stands
        self.view = view
        self._go_back_to(mark, stands=stands)

    def fit(self) -> None:
        """Shows the whole page."""
        self.fit_to = "page"
        self._show_whole()

    def fit_width(self) -> None:
        """Shows all of the page's width, from its top."""
        self.fit_to = "width"
        self.show_page(self.page)

    def show_page(self, page: int) -> None:
        """Goes to a page: all of it where that is how pages are shown, else to its top."""
        self._stand_on(page)
        if self._shows_whole:
            self._show_whole()
            return
        scale = self._scale_for(self.fit_to) if self.fit_to else self.transform.scale
        sheet, view = self.room, self.view
        lies = self._top_px(scale)
        middle = self.transform.picture_from_view(view.width / 2, 0)[0]
        self._take(ViewTransform(scale, view.width / 2 - middle * scale, lies - sheet.top * scale))

    def scroll_range(self) -> tuple[float, float]:
        """How far above the view the plane may begin: least and most, in view pixels."""
        first, last = self.plane.size(0).height, self.plane.size(self.plane.page_count - 1).height
        scale, high = self.transform.scale, self.view.height
        least = -max(MARGIN_PX, (high - first * scale) / 2)
        most = self.plane.height * scale - min(high - MARGIN_PX, (high + last * scale) / 2)
        return least, max(most, least)

    def move_to(self, transform: ViewTransform) -> None:
        """Takes a transform, as far as it leaves a page in the middle of the view."""
        if abs(transform.scale - self.transform.scale) > _SAME * transform.scale:
            self.fit_to = ""
        self._take(transform)

    @property
    def _shows_whole(self) -> bool:
        if self.fit_to != "open":
            return self.fit_to == "page"
        # Ten-point print has lines of twelve points: below eight pixels nobody reads them. Page width is
        # no better for a page that lies across, or that stands in a view as high as itself.
        whole, wide = self._scale_for("page"), self._scale_for("width")
        return whole >= min(_LEGIBLE_SCALE, _WHOLE_PART * wide)

    @property
    def _stands(self) -> bool:
        """Whether the page is shown as going to it shows it: whole, or from its top."""
        if self.fits or not self.fit_to:
            return self.fits
        top = self.transform.offset_y + self.room.top * self.transform.scale
        return abs(top - self._top_px(self.transform.scale)) < _AT_TOP_PX

    def _top_px(self, scale: float) -> float:
        """Where in the view a page's top lies that was gone to."""
        return max((self.view.height - self.room.height * scale) / 2, MARGIN_PX)

    def _show_whole(self) -> None:
        self.transform = self._fitted()
        self.fits = True

    def _go_back_to(self, mark: PageMark, *, stands: bool) -> None:
        """In another plane or view: a page that stood there does again, or what was in the middle does."""
        if self.view.empty or self.picture.empty:
            self._show_whole()
        elif stands:
            self.show_page(self.page)
        else:
            self.go_to_mark(mark)

    def _take(self, transform: ViewTransform) -> None:
        self.fits = False
        self.transform = transform
        least, most = self.scroll_range()
        top = -min(max(-transform.offset_y, least), most)
        self._stand_on(self.plane.page_at((self.view.height / 2 - top) / transform.scale))
        self.transform = ViewTransform(transform.scale, self._across(transform), top)

    def _across(self, transform: ViewTransform) -> float:
        """A page that is narrower than the view stands in its middle, a wider one fills it."""
        sheet, scale, wide = self.room, transform.scale, self.view.width
        if sheet.width * scale + 2 * MARGIN_PX <= wide:
            return wide / 2 - sheet.center[0] * scale
        least, most = wide - MARGIN_PX - sheet.right * scale, MARGIN_PX - sheet.left * scale
        return min(max(transform.offset_x, least), most)

    def _stand_on(self, page: int) -> None:
        self.page = page
        self.picture = self.plane.size(page)

    def _scale_for(self, fit_to: FitTo) -> float:
        if fit_to == "width" or (fit_to == "open" and not self._shows_whole):
            return max(self.view.width - 2 * MARGIN_PX, 1) / self.picture.width
        return fitted(self.picture, self.view).scale

    def _fitted(self) -> ViewTransform:
        lies, sheet = fitted(self.picture, self.view), self.room
        return lies.panned(-sheet.left * lies.scale, -sheet.top * lies.scale)

    def _kept(self, transform: ViewTransform) -> ViewTransform:
        return transform

    def _filled(self, transform: ViewTransform) -> ViewTransform:
        return transform
