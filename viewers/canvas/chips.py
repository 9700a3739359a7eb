"""Name chips: a thing's name on a filled plate beside it, legible on any picture, and never in a heap."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.theme import SMALL_PX, ink_on

_PAD_X: Final = 5.0
_PAD_Y: Final = 2.0
_RADIUS: Final = 3.0
_WIDEST_PX: Final = 180.0
_KEPT: Final = 512


def chip_font(base: QFont) -> QFont:
    """The face of chips: the window's own, small and firm."""
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    font.setWeight(QFont.Weight.DemiBold)
    return font


class Mark(NamedTuple):
    """A number at a chip's end: how many rules are broken, none for no mark; `fill` is #RRGGBB."""

    number: int = 0
    fill: str = ""


_NO_MARK: Final = Mark()


class Chips:
    """Draws chips and keeps their pixels: laying out text again on every frame would cost most of it."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, str, Mark, tuple[str, float]], QPixmap] = {}
        self._font, self._ratio, self._style = QFont(), 1.0, ("", 1.0)
        self._taken: list[Bounds] = []

    def begin(self, painter: QPainter) -> None:
        """A new picture: no place is taken yet."""
        self._taken.clear()
        self._font = chip_font(painter.font())
        self._ratio = painter.device().devicePixelRatioF()
        self._style = (self._font.key(), self._ratio)

    def draw(
        self, painter: QPainter, text: str, fill: str, beside: Bounds, view: Size, *, needed: bool,
        mark: Mark = _NO_MARK,
    ) -> None:  # fmt: skip
        """Draws a chip at one of a shape's corners, the top-left one where it is free.

        `beside` is the shape in view pixels. A chip that is not `needed` gives way to those already there;
        none is drawn for a shape that is out of view.
        """
        if not beside.meets(Bounds(0, 0, view.width, view.height)):
            return
        pixmap = self._pixmap(text, fill, mark)
        size = pixmap.deviceIndependentSize()
        places = _places(beside, Size(size.width(), size.height()), view)
        free = (at for at in places if not any(at.meets(taken) for taken in self._taken))
        at = next(free, places[0] if needed else None)
        if at is None:
            return
        self._taken.append(at)
        painter.drawPixmap(QPointF(at.left, at.top), pixmap)

    def _pixmap(self, text: str, fill: str, mark: Mark) -> QPixmap:
        key = (text, fill, mark, self._style)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            if len(self._pixmaps) >= _KEPT:
                self._pixmaps.clear()
            pixmap = self._pixmaps[key] = _drawn(text, QColor(fill), mark, self._font, self._ratio)
        return pixmap


def _drawn(text: str, fill: QColor, mark: Mark, font: QFont, ratio: float) -> QPixmap:
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST_PX)
    counted = f"! {mark.number}" if mark.number else ""
    first = round(metrics.horizontalAdvance(shown) + 2 * _PAD_X)
    second = round(metrics.horizontalAdvance(counted) + 2 * _PAD_X) if counted else 0
    height = round(metrics.height() + 2 * _PAD_Y)
    pixmap = QPixmap(round((first + second) * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    if counted:
        # Below the name's plate by its rounding, so that the two are one.
        _draw_plate(painter, QRectF(first - 2 * _RADIUS, 0, second + 2 * _RADIUS, height), QColor(mark.fill))
        painter.drawText(QRectF(first, 0, second, height), Qt.AlignmentFlag.AlignCenter, counted)
    _draw_plate(painter, QRectF(0, 0, first, height), fill)
    painter.drawText(QRectF(0, 0, first, height), Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return pixmap


def _draw_plate(painter: QPainter, rect: QRectF, fill: QColor) -> None:
    """Fills a plate and takes up the pen for its text."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.setPen(ink_on(fill))


def _places(beside: Bounds, size: Size, view: Size) -> list[Bounds]:
    """Where a chip may stand, the best first: above on the left or the right, below likewise, inside."""
    left, right = beside.left - 1, beside.right + 1 - size.width
    above, below = beside.top - size.height - 1, beside.bottom + 1
    # A shape that reaches out of the view is named where it can be read.
    inside = min(max(beside.top + 2, 2.0), max(view.height - size.height, 0.0))
    widest = max(view.width - size.width, 0.0)
    places = [(left, above), (right, above), (left, below), (right, below), (left, inside)]
    fitting = [(x, y) for x, y in places if 0 <= y <= view.height - size.height]
    return [_at(min(max(x, 0.0), widest), y, size) for x, y in (fitting or [(left, inside)])]


def _at(x: float, y: float, size: Size) -> Bounds:
    left, top = round(x), round(y)
    return Bounds(left, top, left + size.width, top + size.height)
