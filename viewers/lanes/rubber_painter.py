"""Draws a tie in the hand: a curve from its bar to the pointer, and why it cannot end there."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from crosstie.viewers.lanes.bar_painter import bar_font
from crosstie.viewers.lanes.frame import Area, Frame
from crosstie.viewers.lanes.overlay_painter import draw_glow, draw_halo
from crosstie.viewers.lanes.tie_drag import TieDrag
from crosstie.viewers.theme import GUTTER_PX, Theme

_WHY_PX: Final = 320.0
_PAD_PX: Final = 6.0


def draw_rubber(painter: QPainter, frame: Frame, tie: TieDrag, theme: Theme, font: QFont) -> None:
    """What may be the end glows; what lies under the pointer has a halo, or says why it may not."""
    start = frame.area_of(tie.from_id)
    if start is None:
        return
    for key in tie.possible:
        area = frame.area_of(key)
        if area is not None and key != tie.target_id:
            draw_glow(painter, area, theme)
    draw_halo(painter, start, theme)
    target = frame.area_of(tie.target_id) if tie.fits else None
    if target is not None:
        draw_halo(painter, target, theme)
    _draw_curve(painter, start, tie, theme)
    if tie.why_not:
        _draw_why(painter, frame, tie, theme, font)


def _draw_curve(painter: QPainter, start: Area, tie: TieDrag, theme: Theme) -> None:
    x, y = tie.at
    down = y > start.bottom
    from_x = min(max(x, start.left + 3, float(GUTTER_PX)), max(start.right - 3, start.left + 3))
    from_y = start.bottom if down else start.top
    reach = max(abs(y - from_y) / 2, 14.0) * (1 if down else -1)
    path = QPainterPath(QPointF(from_x, from_y))
    path.cubicTo(QPointF(from_x, from_y + reach), QPointF(x, y - reach), QPointF(x, y))
    color = theme.color("bad" if tie.why_not else "accent")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("ground", 0.85), 5, c=Qt.PenCapStyle.RoundCap))
    painter.drawPath(path)
    pen = QPen(color, 2.2, c=Qt.PenCapStyle.RoundCap)
    if not tie.fits:
        pen.setDashPattern([3.0, 2.5])
    painter.setPen(pen)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(from_x, from_y), 3.5, 3.5)
    painter.drawEllipse(QPointF(x, y), 3.5, 3.5)


def _draw_why(painter: QPainter, frame: Frame, tie: TieDrag, theme: Theme, font: QFont) -> None:
    """One plate beside the pointer, within the lanes."""
    painter.setFont(bar_font(font))
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    wanted = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, _WHY_PX, 400), flags, tie.why_not)
    width, height = wanted.width() + 2 * _PAD_PX + 2, wanted.height() + 2 * _PAD_PX
    left = min(tie.at[0] + 14, max(frame.width - width - 16, GUTTER_PX))
    top = min(tie.at[1] + 12, max(frame.height - height - 4, 0))
    plate = QRectF(left, top, width, height)
    painter.setPen(QPen(theme.color("bad"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(theme.color("text"))
    painter.drawText(plate.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_PAD_PX), flags, tie.why_not)
