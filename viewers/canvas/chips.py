"""Name chips: a thing's name on a filled plate beside it, legible on any picture, and never in a heap."""

from typing import Final

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


class Chips:
    """Draws chips and keeps their pixels: laying out text again on every frame would cost most of it."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, str, float, str], QPixmap] = {}
        self._taken: list[Bounds] = []

    def begin(self) -> None:
        """A new picture: no place is taken yet."""
        self._taken.clear()

    def draw(
        self, painter: QPainter, text: str, fill: str, beside: Bounds, view: Size, *, needed: bool
    ) -> None:
        """Draws a chip at a shape's top-left corner, above it or, where there is no room, inside.

        `beside` is the shape in view pixels. A chip that is not `needed` gives way to those already there.
        """
        pixmap = self._pixmap(painter, text, fill)
        size = pixmap.deviceIndependentSize()
        at = _placed(beside, Size(size.width(), size.height()), view)
        if not needed and any(at.meets(taken) for taken in self._taken):
            return
        self._taken.append(at)
        painter.drawPixmap(QPointF(at.left, at.top), pixmap)

    def _pixmap(self, painter: QPainter, text: str, fill: str) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        font = chip_font(painter.font())
        key = (text, fill, ratio, font.key())
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            if len(self._pixmaps) >= _KEPT:
                self._pixmaps.clear()
            pixmap = self._pixmaps[key] = _drawn(text, QColor(fill), font, ratio)
        return pixmap


def _drawn(text: str, fill: QColor, font: QFont, ratio: float) -> QPixmap:
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST_PX)
    width = round(metrics.horizontalAdvance(shown) + 2 * _PAD_X)
    height = round(metrics.height() + 2 * _PAD_Y)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(0, 0, width, height), _RADIUS, _RADIUS)
    painter.setFont(font)
    painter.setPen(ink_on(fill))
    painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return pixmap


def _placed(beside: Bounds, size: Size, view: Size) -> Bounds:
    left = min(max(beside.left - 1, 0.0), max(view.width - size.width, 0.0))
    above = beside.top - size.height - 1
    top = above if above >= 0 else min(max(beside.top + 2, 2.0), max(view.height - size.height, 0.0))
    left, top = round(left), round(top)
    return Bounds(left, top, left + size.width, top + size.height)
