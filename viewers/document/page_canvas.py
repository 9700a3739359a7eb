"""A canvas of pages one below the other, which the wheel and the arrows scroll."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QWheelEvent

from crosstie.schema.anchors import PageRegion, Point2
from crosstie.viewers.canvas.canvas import Canvas
from crosstie.viewers.canvas.look import line_pen
from crosstie.viewers.canvas.outlines import view_rect
from crosstie.viewers.canvas.shapes import PlaneShape
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.page_plane import PagePlane
from crosstie.viewers.document.page_viewport import PageMark, PageViewport

_NOTCH: Final = 120.0
_SCROLL_PX_PER_NOTCH: Final = 90.0
_SCROLL_PX_PER_KEY: Final = 60.0
_KEYS: Final[Mapping[int, float]] = {
    Qt.Key.Key_Up: _SCROLL_PX_PER_KEY,
    Qt.Key.Key_Down: -_SCROLL_PX_PER_KEY,
}
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class PageCanvas(Canvas):
    """Its picture is the page in the middle of the view; its plane is that of all pages, in points."""

    _viewport: PageViewport

    @property
    def plane(self) -> PagePlane:
        """Where the pages lie."""
        return self._viewport.plane

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._viewport.page

    @property
    def seen(self) -> Bounds:
        """What the view covers of the plane."""
        return self._viewport.seen()[0]

    @property
    def pages_seen(self) -> range:
        """The pages that are in view."""
        return self._viewport.seen()[1]

    @property
    def scroll_range(self) -> tuple[float, float, float]:
        """Least, most and present way that the plane begins above the view, in view pixels."""
        return (*self._viewport.scroll_range(), -self.transform.offset_y)

    def set_plane(self, plane: PagePlane) -> None:
        """Pages of other sizes; what is seen stays in view."""
        self._glide.stop()
        self._viewport.show_plane(plane)
        self._show_view()

    def show_page(self, page: int) -> None:
        """Goes to a page, at the same scale or fitted as the one before."""
        self._glide.stop()
        self._viewport.show_page(page)
        self._show_view()

    def page_mark(self) -> PageMark:
        """What is seen, for `go_to_mark`."""
        return self._viewport.page_mark()

    def go_to_mark(self, mark: PageMark) -> None:
        """Shows at once what was seen."""
        self._glide.stop()
        self._viewport.go_to_mark(mark)
        self._show_view()

    def sees(self, bounds: Bounds) -> bool:
        """Whether all of a rectangle of the plane is in view."""
        return bounds == bounds.within(self.seen)

    def room_at(self, at: Point2, shape: PlaneShape | None) -> Bounds:
        """A region stays on its page; what is drawn, on the page where the drag began."""
        page = shape.page if isinstance(shape, PageRegion) else self.plane.page_at(at[1])
        return self.plane.bounds(min(page, self.plane.page_count - 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl held zooms at the cursor, with Shift moves sideways."""
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            super().wheelEvent(event)
            return
        event.accept()
        turned = event.angleDelta()
        self.pan(turned.x() / _NOTCH * _SCROLL_PX_PER_NOTCH, turned.y() / _NOTCH * _SCROLL_PX_PER_NOTCH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows up and down scroll."""
        step = _KEYS.get(event.key())
        if step is None or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        else:
            self.pan(0.0, step)

    def _new_viewport(self) -> PageViewport:
        return PageViewport()

    def _paint_below(self, painter: QPainter) -> None:
        """White paper with a rim, which would be lost on a light ground."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(line_pen(self.look.theme.line, 2))
        painter.setBrush(Qt.GlobalColor.white)
        for page in self.pages_seen if self.paper else ():
            painter.drawRect(view_rect(self.plane.bounds(page), self.transform))
        painter.setBrush(Qt.BrushStyle.NoBrush)
