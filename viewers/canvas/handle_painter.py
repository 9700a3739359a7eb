"""Handles: filled where a place was set by hand, hollow where it was worked out between keyframes."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from crosstie.schema.anchors import RotatedBox
from crosstie.viewers.canvas.handles import handles_of
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.shapes import from_own
from crosstie.viewers.canvas.transform import ViewTransform
from crosstie.viewers.theme import Theme

HANDLE_PX: Final = 8.0


def draw_handles(painter: QPainter, item: Item, transform: ViewTransform, theme: Theme) -> None:
    """Draws the handles of one selected item."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    fill = theme.color("ground", 0.85) if item.between else theme.color("accent")
    ring = theme.color("accent") if item.between else theme.color("on_accent")
    painter.setPen(QPen(ring, 1.5))
    painter.setBrush(fill)
    half = HANDLE_PX / 2
    for handle in handles_of(item.shape, transform.scale):
        x, y = transform.view_from_picture(handle.x, handle.y)
        if handle.kind == "rotate":
            _draw_arm(painter, item, transform, QPointF(x, y))
        if handle.kind in ("corner", "edge"):
            painter.drawRect(QRectF(round(x) - half, round(y) - half, HANDLE_PX, HANDLE_PX))
        else:
            painter.drawEllipse(QPointF(x, y), half, half)


def _draw_arm(painter: QPainter, item: Item, transform: ViewTransform, end: QPointF) -> None:
    if isinstance(item.shape, RotatedBox):
        top = from_own(item.shape, 0.0, -item.shape.height / 2)
        painter.drawLine(QPointF(*transform.view_from_picture(*top)), end)
