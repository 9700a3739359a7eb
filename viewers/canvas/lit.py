"""Drawing the few shapes that are lit up: selected, related to what is, or under the cursor."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from crosstie.schema.anchors import Mask
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.look import (
    CASING_PX,
    HALO_PX,
    LINE_PX,
    RELATED_PX,
    SOFT_PX,
    Look,
    line_pen,
    soft_pen,
)
from crosstie.viewers.canvas.mask_painter import draw_mask
from crosstie.viewers.canvas.outlines import draw_outline
from crosstie.viewers.canvas.transform import ViewTransform

_FILL_ALPHA: Final = 0.13


def rank(item_id: str, look: Look) -> int:
    """What is drawn over what: hovered over the crowd, related over hovered, selected over all."""
    if item_id in look.selected:
        return 3
    return 2 if item_id in look.related else int(item_id == look.hovered)


def draw_lit(painter: QPainter, item: Item, transform: ViewTransform, look: Look) -> None:
    """Draws one shape with what lights it up: an accent halo, a glow of its own colour, or a tint."""
    accent, own = look.theme.color("accent"), QColor(item.color)
    chosen = item.id in look.selected or (look.ties and item.id == look.hovered)
    if isinstance(item.shape, Mask):
        halo = accent.name() if chosen else item.color if item.id in look.related else ""
        draw_mask(painter, item.shape, item.color, transform, halo)
        return
    if chosen:
        draw_outline(painter, item, transform, soft_pen(accent, SOFT_PX, 0.32))
    elif item.id in look.related:
        draw_outline(painter, item, transform, soft_pen(own, SOFT_PX, 0.38))
    tint = QColor(own)
    tint.setAlphaF(_FILL_ALPHA)
    # A broken line says more than a halo does: it stays on its dark edge.
    ring = chosen and item.stroke == "solid"
    edge = line_pen(accent, HALO_PX) if ring else line_pen(look.theme.shade, CASING_PX)
    if look.paper and not ring:
        edge = QPen(Qt.PenStyle.NoPen)
    draw_outline(painter, item, transform, edge, QBrush(tint))
    wide = RELATED_PX if item.id in look.related else LINE_PX
    draw_outline(painter, item, transform, line_pen(look.line_color(item.color), wide, item.stroke))
