"""Paints what is lit up over the drawn picture: cuboids selected, related, hovered or in hand, and names."""

from typing import Final

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crosstie.schema.anchors import Cuboid
from crosstie.viewers.canvas.chips import Chips
from crosstie.viewers.canvas.look import Look, line_pen, soft_pen
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.grips import Grip
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.wireframe import Wireframes
from crosstie.viewers.theme import Theme

_LINE_PX: Final = 2.2
_FRONT_ALPHA: Final = 0.2
_BEHIND_ALPHA: Final = 0.38
_CHIPS: Final = 40
_CHIP_LEAD_PX: Final = 22.0
_CHIP_FROM_PX: Final = 34.0
"""A smaller cuboid shows its name only when it is lit up."""


class OverlayPainter:
    """Paints over one picture at a time; keeps the pixels of its chips, and where they stand."""

    def __init__(self) -> None:
        self.chips = Chips()

    def paint(
        self,
        painter: QPainter,
        items: CloudItems,
        wires: Wireframes,
        look: Look,
        view: Size,
        in_hand: str,
        *,
        named: bool,
    ) -> None:
        """Draws what is lit up, and with `named` the names; what is in hand is drawn by itself."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        ids = [item.id for item in items.items]
        lit = [place for place in np.flatnonzero(wires.seen).tolist() if look.lit(ids[place])]
        lit.sort(key=lambda place: (_rank(ids[place], look), -wires.depths_m[place]))
        for place in lit:
            if ids[place] != in_hand:
                _draw_lit(painter, items.items[place], wires, place, look)
        self.chips.begin(painter)
        if not named:
            return
        roomy = np.flatnonzero(wires.seen & (wires.extents >= _CHIP_FROM_PX) & look.names)
        crowd = [place for place in roomy[np.argsort(wires.depths_m[roomy])].tolist() if place not in lit]
        for place in [*reversed(lit), *crowd][:_CHIPS]:
            item = items.items[place]
            if item.name and item.id != in_hand:
                self._chip(painter, item.name, item.color, wires, place, view, needed=place in lit)

    def paint_ghost(
        self, painter: QPainter, item: CloudItem, wires: Wireframes, label: str, look: Look, view: Size
    ) -> None:
        """Draws the cuboid in hand, the only one in `wires`, with its measures."""
        if wires.seen[0]:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            held = msgspec.structs.replace(look, selected=frozenset((item.id,)))
            _draw_lit(painter, item, wires, 0, held)
            self.chips.begin(painter)
            if label:
                self._chip(painter, label, item.color, wires, 0, view, needed=True)

    def _chip(
        self,
        painter: QPainter,
        text: str,
        color: str,
        wires: Wireframes,
        place: int,
        view: Size,
        *,
        needed: bool,
    ) -> None:
        x, y = wires.peak_of(place)
        beside = Bounds(x - _CHIP_LEAD_PX, y, x + _CHIP_LEAD_PX, y)
        self.chips.draw(painter, text, color, beside, view, needed=needed)


def paint_grips(painter: QPainter, grips: list[Grip], foot: QPointF, theme: Theme, *, between: bool) -> None:
    """Draws grips: squares on faces, a round one on the arm that turns; hollow between keyframes.

    `foot` is where the arm begins: the middle of the cuboid's floor.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for grip in reversed(grips):
        fill = theme.color("ground", 0.85) if between else theme.color("accent", 0.45 if grip.behind else 1.0)
        ring = theme.color("accent") if between else theme.color("on_accent", 0.5 if grip.behind else 1.0)
        if grip.kind == "turn":
            painter.setPen(soft_pen(theme.color("accent"), 1.5, 0.9))
            painter.drawLine(QLineF(foot, QPointF(grip.x, grip.y)))
        painter.setPen(QPen(ring, 1.4))
        painter.setBrush(fill)
        half = 3.0 if grip.behind else 3.8
        if grip.kind == "turn":
            painter.drawEllipse(QPointF(grip.x, grip.y), half + 0.6, half + 0.6)
        else:
            painter.drawRect(QRectF(grip.x - half, grip.y - half, 2 * half, 2 * half))


def measures(cuboid: Cuboid, point_count: int) -> str:
    """What the chip of a cuboid in hand says."""
    length, width, height = cuboid.size
    return f"{length:.2f} × {width:.2f} × {height:.2f} m · {point_count:,} points"


def _draw_lit(painter: QPainter, item: CloudItem, wires: Wireframes, place: int, look: Look) -> None:
    own, accent = QColor(item.color), look.theme.color("accent")
    drawn, front = wires.drawn[place], wires.front[place]
    lines = _lines(wires.edges[place][drawn & front])
    if wires.turned[place][0]:
        tint = QColor(own)
        tint.setAlphaF(_FRONT_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawConvexPolygon(_polygon(wires.faces[place][0]))
    if item.id in look.selected or (look.ties and item.id == look.hovered):
        _stroke(painter, lines, soft_pen(accent, 9.0, 0.26))
        _stroke(painter, lines, soft_pen(accent, 4.6, 0.95))
    elif item.id in look.related:
        _stroke(painter, lines, soft_pen(own, 8.0, 0.36))
    faint = QColor(own)
    faint.setAlphaF(_BEHIND_ALPHA)
    _stroke(painter, _lines(wires.edges[place][drawn & ~front]), line_pen(faint, 1.0))
    _stroke(painter, lines, line_pen(own, _LINE_PX, item.stroke))
    if wires.arrow_seen[place]:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(soft_pen(own, _LINE_PX, 0.95))
        painter.drawPolyline(_polygon(wires.arrows[place]))


def _stroke(painter: QPainter, lines: list[QLineF], pen: QPen) -> None:
    if lines:
        painter.setPen(pen)
        painter.drawLines(lines)


def _lines(edges: Floats) -> list[QLineF]:
    return [QLineF(x0, y0, x1, y1) for (x0, y0), (x1, y1) in edges.tolist()]


def _polygon(points: Floats) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _rank(item_id: str, look: Look) -> int:
    if item_id in look.selected:
        return 3
    return 2 if item_id in look.related else int(item_id == look.hovered)
