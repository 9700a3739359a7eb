"""Paints what lies over the points: cuboids, grips, names, ranges, the axes and the scale of colours."""

import math
from typing import Final

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from crosstie.schema.anchors import Cuboid
from crosstie.viewers.canvas.chips import Chips
from crosstie.viewers.canvas.look import Look, line_pen, soft_pen
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, project
from crosstie.viewers.pointcloud.grips import Grip
from crosstie.viewers.pointcloud.ground_lines import RING_COUNT, RING_STEP_M
from crosstie.viewers.pointcloud.items import CloudItem
from crosstie.viewers.pointcloud.wireframe import Wireframe
from crosstie.viewers.theme import SMALL_PX, Theme

_LINE_PX: Final = 1.6
_FACE_ALPHA, _FRONT_ALPHA = 0.10, 0.26
_BEHIND_ALPHA: Final = 0.38
_CASED: Final = 150
_CHIPS: Final = 40
_CHIP_FROM_PX: Final = 34.0
"""A smaller cuboid shows its name only when it is lit up."""


class Shown(msgspec.Struct, frozen=True, eq=False):
    """An item with its place on screen."""

    item: CloudItem
    frame: Wireframe


class ItemPainter:
    """Paints cuboids; keeps the pixels of their chips."""

    def __init__(self) -> None:
        self._chips = Chips()

    def paint(self, painter: QPainter, shown: list[Shown], look: Look, view: Size) -> None:
        """Draws the far ones first and what is lit up over the others."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        ordered = sorted(shown, key=lambda one: (_rank(one.item, look), -one.frame.depth_m))
        for one in ordered:
            _draw_cuboid(painter, one, look, rich=len(ordered) <= _CASED or look.lit(one.item.id))
        self._chips.begin()
        named = [one for one in reversed(ordered) if one.item.name and _shows_name(one, look)]
        for one in named[:_CHIPS]:
            lit = look.lit(one.item.id)
            self._chips.draw(painter, one.item.name, one.item.color, one.frame.bounds, view, needed=lit)

    def paint_ghost(self, painter: QPainter, ghost: Shown, label: str, look: Look, view: Size) -> None:
        """Draws the cuboid in hand, with its measures."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        held = msgspec.structs.replace(look, selected=frozenset((ghost.item.id,)))
        _draw_cuboid(painter, ghost, held, rich=True)
        self._chips.begin()
        self._chips.draw(painter, label, ghost.item.color, ghost.frame.bounds, view, needed=True)


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


def paint_ranges(
    painter: QPainter, camera: Camera, viewport: Viewport, ground_z: float, theme: Theme
) -> None:
    """Writes how far the range rings are, down the right of the look, where there is room between them."""
    if camera.slab_m:
        return
    bearing = camera.azimuth_rad - math.radians(38)
    painter.setFont(_small(painter.font()))
    taken: QRectF | None = None
    for place in range(1, RING_COUNT + 1):
        reach = RING_STEP_M * place
        at = project(camera, viewport, (reach * math.cos(bearing), reach * math.sin(bearing), ground_z))
        if at is None:
            continue
        rect = QRectF(at[0] + 3, at[1] - 13, 40, 13)
        inside = 4 < at[0] < viewport.width - 44 and 14 < at[1] < viewport.height - 8
        if inside and (taken is None or not taken.intersects(rect.adjusted(0, -6, 0, 6))):
            _write(
                painter,
                rect,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                f"{reach:g} m",
                theme,
            )
            taken = rect


def paint_axes(painter: QPainter, camera: Camera, viewport: Viewport, theme: Theme) -> None:
    """Draws which way x (ahead), y (left) and z (up) go, in the lower left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setFont(_small(painter.font()))
    middle = QPointF(30, viewport.height - 28)
    arms = list(zip("xyz", ("bad", "good", "accent"), np.eye(3), strict=True))
    arms.sort(key=lambda arm: float(-(arm[2] @ camera.look)))
    for name, token, axis in reversed(arms):
        along = QPointF(float(axis @ camera.right), -float(axis @ camera.up))
        if math.hypot(along.x(), along.y()) < 0.2:
            continue
        color = theme.color(token)
        painter.setPen(QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(middle, middle + along * 17))
        tip = middle + along * 24
        painter.drawText(QRectF(tip.x() - 8, tip.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, name)


def paint_scale(
    painter: QPainter, ramp: QImage, low: str, high: str, viewport: Viewport, theme: Theme
) -> None:
    """Draws the scale of colours with its two ends in the lower right corner."""
    bar = QRectF(viewport.width - 106, viewport.height - 14, 96, 4)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(bar, ramp)
    painter.setFont(_small(painter.font()))
    above = bar.adjusted(0, -17, 0, -5)
    _write(painter, above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, low, theme)
    _write(painter, above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, high, theme)


def measures(cuboid: Cuboid, point_count: int) -> str:
    """What the chip of a cuboid in hand says."""
    length, width, height = cuboid.size
    return f"{length:.2f} × {width:.2f} × {height:.2f} m · {point_count:,} points"


def _draw_cuboid(painter: QPainter, one: Shown, look: Look, *, rich: bool) -> None:
    item, frame = one.item, one.frame
    own = QColor(item.color)
    front, behind = _lines(frame, in_front=True), _lines(frame, in_front=False)
    if rich:
        _fill_faces(painter, frame, own)
    if item.id in look.selected or (look.ties and item.id == look.hovered):
        _stroke(painter, front, soft_pen(look.theme.color("accent"), 9.0, 0.26))
        _stroke(painter, front, soft_pen(look.theme.color("accent"), 4.6, 0.95))
    elif item.id in look.related:
        _stroke(painter, front, soft_pen(own, 8.0, 0.36))
    elif rich:
        _stroke(painter, front, soft_pen(look.theme.color("ground"), 3.6, 0.75))
    faint = QColor(own)
    faint.setAlphaF(_BEHIND_ALPHA)
    _stroke(painter, behind, line_pen(faint, 1.0))
    wide = _LINE_PX + (0.6 if look.lit(item.id) else 0.0)
    _stroke(painter, front, line_pen(own, wide, item.stroke))
    if rich and frame.heading is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(soft_pen(own, wide, 0.95))
        painter.drawPolyline(_polygon(frame.heading))


def _stroke(painter: QPainter, lines: list[QLineF], pen: QPen) -> None:
    if lines:
        painter.setPen(pen)
        painter.drawLines(lines)


def _fill_faces(painter: QPainter, frame: Wireframe, own: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for face in np.flatnonzero(frame.turned):
        tint = QColor(own)
        tint.setAlphaF(_FRONT_ALPHA if face == 0 else _FACE_ALPHA)
        painter.setBrush(tint)
        painter.drawConvexPolygon(_polygon(frame.faces[face]))


def _lines(frame: Wireframe, *, in_front: bool) -> list[QLineF]:
    chosen = frame.edges[frame.drawn & (frame.front == in_front)]
    return [QLineF(x0, y0, x1, y1) for (x0, y0), (x1, y1) in chosen.tolist()]


def _polygon(points: Floats) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _shows_name(one: Shown, look: Look) -> bool:
    bounds = one.frame.bounds
    return look.lit(one.item.id) or max(bounds.width, bounds.height) >= _CHIP_FROM_PX


def _rank(item: CloudItem, look: Look) -> int:
    if item.id in look.selected:
        return 3
    return 2 if item.id in look.related else int(item.id == look.hovered)


def _write(painter: QPainter, within: QRectF, where: Qt.AlignmentFlag, text: str, theme: Theme) -> None:
    """Quiet text that stays legible over points: it stands on a little of the ground."""
    taken = painter.boundingRect(within, where, text)
    painter.fillRect(taken.adjusted(-2, 0, 2, 0), theme.color("ground", 0.72))
    painter.setPen(theme.color("quiet"))
    painter.drawText(within, where, text)


def _small(base: QFont) -> QFont:
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    return font
