"""Paints what belongs to sets of points over the drawn picture: lines about those lit up, names, lasso."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crosstie.schema.anchors import Point2
from crosstie.schema.geometry.hulls import convex_hull
from crosstie.viewers.canvas.chips import Chips
from crosstie.viewers.canvas.look import Look, line_pen, soft_pen
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.pointcloud.camera import (
    Camera,
    Floats,
    Viewport,
    in_clip_space,
    near_plane_m,
    screen_from_clip,
)
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.set_items import SetSight
from crosstie.viewers.theme import Theme

_LINE_PX: Final = 1.4
_AWAY_PX: Final = 5.0
_NAMED_FROM_PX: Final = 34.0
_FILL_ALPHA: Final = 0.10
_LASSO_PX: Final = 1.6
_DOT_PX: Final = 6.0


def paint_sets(
    painter: QPainter, chips: Chips | None, sights: Mapping[str, SetSight], look: Look, view: Size
) -> None:
    """Draws a line about each set that is lit up and, with `chips`, names; what is far comes first."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for item_id, sight in sights.items():
        if look.lit(item_id):
            _draw_lit(painter, sight, look)
    if chips is None:
        return
    for item_id, sight in reversed(tuple(sights.items())):
        lit = look.lit(item_id)
        roomy = max(sight.bounds.width, sight.bounds.height) >= _NAMED_FROM_PX and look.names
        if sight.item.name and (lit or roomy):
            text = f"{sight.item.name} · {len(sight.item.indices):,} points" if lit else sight.item.name
            chips.draw(painter, text, sight.item.color, _above(sight), view, needed=lit)


def paint_dots(
    painter: QPainter, sights: Mapping[str, SetSight], points: Points, camera: Camera, viewport: Viewport
) -> None:
    """Draws each point of the sets in its colour, for the few returns of a radar."""
    for sight in sights.values():
        clip = in_clip_space(camera, viewport, points[sight.item.indices].astype(np.float64))
        ahead = clip[clip[:, 3] > (near_plane_m(camera) if camera.projection == "perspective" else 0.0)]
        pen = QPen(QColor(sight.item.color), _DOT_PX)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints([QPointF(x, y) for x, y in screen_from_clip(viewport, ahead).tolist()])


def paint_lasso(painter: QPainter, outline: Sequence[Point2], color: str, theme: Theme) -> None:
    """Draws the line in hand, closed as it would be if the hand let go now."""
    if len(outline) < 2:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    line = QPolygonF([QPointF(x, y) for x, y in outline])
    fill = QColor(color)
    fill.setAlphaF(_FILL_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(line, Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (soft_pen(QColor(theme.shade), 3.6, 0.55), soft_pen(QColor(color), _LASSO_PX, 1.0)):
        painter.setPen(pen)
        painter.drawPolyline(line)
    painter.setPen(line_pen(color, 1.0, "dashed"))
    painter.drawLine(line.last(), line.first())


def _draw_lit(painter: QPainter, sight: SetSight, look: Look) -> None:
    outline = _around(sight.places)
    own, accent = QColor(sight.item.color), look.theme.color("accent")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sight.item.id in look.selected or (look.ties and sight.item.id == look.hovered):
        pens = [soft_pen(accent, 7.0, 0.26), soft_pen(accent, 3.6, 0.95)]
    elif sight.item.id in look.related:
        pens = [soft_pen(own, 7.0, 0.36)]
    else:
        pens = []
    for pen in (*pens, line_pen(own, _LINE_PX, sight.item.stroke)):
        painter.setPen(pen)
        painter.drawPolygon(outline)


def _around(places: Floats) -> QPolygonF:
    """The outline of places on screen, a little outside of them so that it covers none."""
    hull = convex_hull(places)
    middle = hull.mean(axis=0)
    if len(hull) < 3:
        low, high = places.min(axis=0) - _AWAY_PX, places.max(axis=0) + _AWAY_PX
        return QPolygonF(QRectF(QPointF(*low.tolist()), QPointF(*high.tolist())))
    away = hull - middle
    far = (away**2).sum(axis=1, keepdims=True) ** 0.5
    corners = hull + away / far.clip(1e-6) * _AWAY_PX
    return QPolygonF([QPointF(x, y) for x, y in corners.tolist()])


def _above(sight: SetSight) -> Bounds:
    """Where the name belongs: over the highest place."""
    x, y = sight.places[sight.places[:, 1].argmin()].tolist()
    return Bounds(x - 22.0, y - _AWAY_PX, x + 22.0, y - _AWAY_PX)
