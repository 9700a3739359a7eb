"""Drawing the many shapes that are not lit up, so that thousands cost a few milliseconds.

Measured for 1,000 shapes on one core: opaque rectangles without smoothing 3 ms whatever their pen, polygons
of 16 points 7 ms with a smoothed pen of one pixel and 34 ms with one of two. So lines get thinner, and go
without the dark edge that lifts them off a picture, as they become many.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from crosstie.schema.anchors import Box, Mask, PageRegion
from crosstie.viewers.canvas.items import Item, Scene, Stroke
from crosstie.viewers.canvas.look import CASING_PX, LINE_PX, Look, line_pen
from crosstie.viewers.canvas.mask_painter import draw_mask
from crosstie.viewers.canvas.outlines import draw_outline, draw_rects
from crosstie.viewers.canvas.transform import ViewTransform

_CASED_RECTS: Final = 300
_CASED_OTHERS: Final = 60
_WIDE_OTHERS: Final = 200
_PAPER_TINT: Final = 0.22
"""On a page a label is a highlighter's stroke."""


def draw_crowd(
    painter: QPainter, scene: Scene, places: Iterable[int], transform: ViewTransform, look: Look
) -> None:
    """Draws a scene's items at `places`."""
    edges = scene.view_edges(transform).tolist()
    rects: defaultdict[tuple[str, Stroke], list[QRect]] = defaultdict(list)
    others: list[Item] = []
    for place in places:
        item = scene.items[place]
        if isinstance(item.shape, Box | PageRegion):
            left, top, right, bottom = edges[place]
            rects[item.color, item.stroke].append(QRect(left, top, right - left, bottom - top))
        else:
            others.append(item)
    casing = line_pen(look.theme.shade, CASING_PX)
    if not look.paper and sum(map(len, rects.values())) <= _CASED_RECTS:
        draw_rects(painter, [rect for group in rects.values() for rect in group], casing)
    for (color, stroke), group in rects.items():
        tint = QColor(color)
        tint.setAlphaF(_PAPER_TINT if look.paper else 0.0)
        wide = 1.0 if look.paper else LINE_PX
        draw_rects(painter, group, line_pen(look.line_color(color), wide, stroke), QBrush(tint))
    wide = LINE_PX if len(others) <= _WIDE_OTHERS else 1.0
    for item in others:
        _draw_other(painter, item, transform, casing if len(others) <= _CASED_OTHERS else None, wide)


def _draw_other(
    painter: QPainter, item: Item, transform: ViewTransform, casing: QPen | None, wide: float
) -> None:
    if isinstance(item.shape, Mask):
        draw_mask(painter, item.shape, item.color, transform)
        return
    if casing:
        draw_outline(painter, item, transform, casing)
    draw_outline(painter, item, transform, line_pen(item.color, wide, item.stroke))
