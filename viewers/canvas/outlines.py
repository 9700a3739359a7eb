"""Drawing the outlines of shapes in view pixels, one by one or as a crowd."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF, QTransform

from crosstie.schema.anchors import Box, Keypoints, Mask, PageRegion
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of, outlines_of
from crosstie.viewers.canvas.transform import Bounds, ViewTransform


def view_rect(bounds: Bounds, transform: ViewTransform) -> QRect:
    """An upright rectangle on whole view pixels, where its lines are sharp without smoothing."""
    left, top = transform.view_from_picture(bounds.left, bounds.top)
    right, bottom = transform.view_from_picture(bounds.right, bounds.bottom)
    x, y = _whole(left), _whole(top)
    return QRect(x, y, _whole(right) - x, _whole(bottom) - y)


def draw_outline(
    painter: QPainter, item: Item, transform: ViewTransform, pen: QPen, brush: QBrush | None = None
) -> None:
    """Draws one shape with a pen, filled where a brush is given; a mask's pixels are drawn elsewhere."""
    painter.setPen(pen)
    painter.setBrush(brush or Qt.BrushStyle.NoBrush)
    match item.shape:
        case Box() | PageRegion() | Mask():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, pen.color().alpha() < 255)
            painter.drawRect(view_rect(bounds_of(item.shape), transform))
        case Keypoints():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            _draw_body(painter, item, item.shape, transform)
        case _:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            _draw_lines(painter, item.shape, transform)


def draw_rects(painter: QPainter, rects: Sequence[QRect], pen: QPen, brush: QBrush | None = None) -> None:
    """Draws many upright rectangles at once: an opaque pen without smoothing costs about 3 µs each."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.setBrush(brush if brush and brush.color().alpha() else Qt.BrushStyle.NoBrush)
    painter.drawRects(rects)


def _draw_lines(painter: QPainter, shape: PlaneShape, transform: ViewTransform) -> None:
    to_view = QTransform(transform.scale, 0, 0, transform.scale, transform.offset_x, transform.offset_y)
    for points, closed in _polygons(shape):
        if closed:
            painter.drawPolygon(to_view.map(points))
        else:
            painter.drawPolyline(to_view.map(points))


@lru_cache(maxsize=4096)
def _polygons(shape: PlaneShape) -> tuple[tuple[QPolygonF, bool], ...]:
    """A shape's outlines in the picture as Qt has them: making them costs more than drawing them."""
    return tuple(
        (QPolygonF([QPointF(x, y) for x, y in outline.points]), outline.closed)
        for outline in outlines_of(shape)
    )


def _draw_body(painter: QPainter, item: Item, body: Keypoints, transform: ViewTransform) -> None:
    """Limbs as lines and points as dots: filled when seen, rings when occluded."""
    places = {
        point.name: QPointF(*transform.view_from_picture(point.x, point.y))
        for point in body.points
        if point.visibility != "out"
    }
    for one, other in item.limbs:
        if one in places and other in places:
            painter.drawLine(places[one], places[other])
    radius = 1.5 + painter.pen().widthF() / 2
    for point in body.points:
        if point.name in places:
            seen = point.visibility == "visible"
            painter.setBrush(painter.pen().color() if seen else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(places[point.name], radius, radius)


def _whole(value: float) -> int:
    # QRect holds 32 bits; a rectangle far outside of the view is cut to less, where nobody sees it.
    return math.floor(min(max(value, -30_000.0), 30_000.0) + 0.5)
