"""What every row over time draws alike: the grid, the loop span and the playhead."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPen, QPolygonF, QRegion

from crosstie.viewers.theme import Theme
from crosstie.viewers.timeaxis.scale import Scale
from crosstie.viewers.timeaxis.ticks import Tick, ticks
from crosstie.viewers.timeline import PlayRange

PLAYHEAD_PX: Final = 1.5
_STRIP_PX: Final = 18
_GRID_ALPHA: Final = 0.55
_LOOP_ALPHA: Final = 0.10


class PlayheadTrail:
    """Remembers where the playhead was drawn, so that a move repaints two narrow strips, not all."""

    def __init__(self) -> None:
        self._x = 0.0

    def moved_to(self, x: float, within: QRect) -> QRegion:
        """What to repaint; never empty, so that a picture is painted for every instant."""
        strips = QRegion()
        for at in (self._x, x):
            strip = QRect(int(at) - _STRIP_PX // 2, within.top(), _STRIP_PX, within.height())
            strips = strips.united(strip.intersected(within))
        self._x = x
        return strips if not strips.isEmpty() else QRegion(QRect(within.topLeft(), QSize(1, 1)))


def ticks_in(rect: QRectF, scale: Scale) -> list[Tick]:
    """The ticks that fall into a widget's content."""
    return ticks(scale.ns(rect.left()), scale.ns(rect.right()), scale.ns_per_px)


def draw_grid(painter: QPainter, rect: QRectF, scale: Scale, theme: Theme) -> None:
    """Faint vertical lines at the labelled ticks, so that rows can be read against the ruler."""
    lines = [
        QLineF(x, rect.top(), x, rect.bottom())
        for x in (crisp(scale.x(tick.at_ns)) for tick in ticks_in(rect, scale) if tick.major)
    ]
    painter.setPen(QPen(theme.color("line", _GRID_ALPHA), 1))
    painter.drawLines(lines)


def draw_loop(painter: QPainter, rect: QRectF, scale: Scale, loop: PlayRange | None, theme: Theme) -> None:
    """The span that play repeats: a tint with two edges."""
    if loop is None:
        return
    left = max(scale.x(loop.start_ns), rect.left() - 2)
    right = min(scale.x(loop.end_ns), rect.right() + 2)
    if right <= left:
        return
    painter.fillRect(
        QRectF(left, rect.top(), right - left, rect.height()), theme.color("accent", _LOOP_ALPHA)
    )
    painter.setPen(QPen(theme.color("accent", 0.6), 1))
    for x in (crisp(left), crisp(right)):
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))


def draw_playhead(painter: QPainter, rect: QRectF, x: float, theme: Theme, *, head: bool = False) -> None:
    """The line of the present instant; with `head` a handle at its foot, for the ruler."""
    if not rect.left() - 8 <= x <= rect.right() + 8:
        return
    painter.setPen(QPen(theme.color("accent"), PLAYHEAD_PX))
    painter.drawLine(QLineF(x, rect.top() + (8 if head else 0), x, rect.bottom()))
    if head:
        bottom = rect.bottom()
        painter.setPen(QPen(theme.color("panel"), 1))
        painter.setBrush(theme.color("accent"))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - 5.5, bottom - 13),
                    QPointF(x + 5.5, bottom - 13),
                    QPointF(x + 5.5, bottom - 6.5),
                    QPointF(x, bottom - 0.5),
                    QPointF(x - 5.5, bottom - 6.5),
                ]
            )
        )


def crisp(x: float) -> float:
    """The middle of the pixel that holds `x`, where a line one pixel wide is sharp."""
    return int(x) + 0.5
