"""Draws what changes at every turn of the hand or the clock: halos, links, marks, ghosts."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from crosstie.schema.records import LinkStatus
from crosstie.viewers.lanes.bar_painter import RADIUS_PX, bar_font, rect_of
from crosstie.viewers.lanes.frame import Area, Frame
from crosstie.viewers.lanes.links import Curve, Spot
from crosstie.viewers.lanes.marks import Broken, Marks
from crosstie.viewers.theme import GUTTER_PX, Theme, ink_on

DASHES: Final[dict[LinkStatus, list[float]]] = {
    "candidate": [4.0, 3.0],
    "unsure": [1.0, 2.2],
    "rejected": [1.0, 5.0],
}
"""State is told by the line, not by colour: candidates are dashed, unsure links dotted."""
MOST_CASED: Final = 40
"""More lit links than this are drawn as hairlines: a casing and a gradient cost ten times as much."""
MANY: Final = 8
"""A bundle of so many links has a third strand."""
COUNTED_FROM: Final = 3
_MARK_PX: Final = 13.0


def draw_halo(painter: QPainter, area: Area, theme: Theme) -> None:
    """The accent ring around what is selected: two sharp pixels and a soft outer edge."""
    rect = rect_of(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent", 0.30), 6))
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), RADIUS_PX + 2, RADIUS_PX + 2)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), RADIUS_PX + 1, RADIUS_PX + 1)


def draw_glow(painter: QPainter, area: Area, theme: Theme) -> None:
    """The light around what belongs to the selection: its entity's others and its links' far ends."""
    rect = rect_of(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("text", 0.16), 5))
    painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS_PX + 2, RADIUS_PX + 2)
    painter.setPen(QPen(theme.color("text", 0.85), 1))
    painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS_PX, RADIUS_PX)


def draw_hover(painter: QPainter, area: Area, theme: Theme, *, tie: bool) -> None:
    """A thin ring around what is under the cursor; while a tie is drawn, a halo: it can be the other end."""
    if tie:
        draw_halo(painter, area, theme)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("text", 0.7), 1))
    painter.drawRoundedRect(rect_of(area).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS_PX, RADIUS_PX)


def draw_ghost(painter: QPainter, area: Area, fill: QColor, label: str, theme: Theme, font: QFont) -> None:
    """Where a bar will be once the hand lets go, with the time that it will have."""
    faded = QColor(fill)
    faded.setAlphaF(0.55)
    _draw_outline(painter, area, faded, theme)
    _draw_plate(painter, area, label, theme, font)


def draw_shifted(painter: QPainter, area: Area, label: str, theme: Theme, font: QFont) -> None:
    """Where a whole row will lie; what stands in it is still to be read."""
    _draw_outline(painter, area, theme.color("accent", 0.14), theme)
    _draw_plate(painter, area, label, theme, font)


def _draw_outline(painter: QPainter, area: Area, fill: QColor, theme: Theme) -> None:
    painter.setBrush(fill)
    painter.setPen(QPen(theme.color("accent"), 1.5))
    painter.drawRoundedRect(rect_of(area), RADIUS_PX, RADIUS_PX)


def _draw_plate(painter: QPainter, area: Area, label: str, theme: Theme, font: QFont) -> None:
    painter.setFont(bar_font(font))
    width = painter.fontMetrics().horizontalAdvance(label) + 12.0
    left = min(
        max(area.left, GUTTER_PX),
        max(painter.viewport().width() / painter.device().devicePixelRatioF() - width, 0),
    )
    top = area.top - 20 if area.top >= 20 else area.bottom + 2
    plate = QRectF(left, top, width, 18)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(theme.color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, label)


def draw_quiet_curves(painter: QPainter, curves: Sequence[Curve], theme: Theme, font: QFont) -> None:
    """All links at once, as hairlines that do not compete with the bars; a bundle as some side by side.

    Cosmetic pens of one pixel, which Qt draws without building an outline: ten times as fast as any other.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    quiet, faint = theme.color("quiet", 0.65), theme.color("quiet", 0.35)
    for curve in curves:
        painter.setPen(_hairline(faint if curve.faint else quiet, curve))
        for path in _strands(curve):
            painter.drawPath(path)
    end = theme.color("quiet")
    painter.setPen(QPen(end, 1))
    for curve in curves:
        _draw_ends(painter, curve, end, end, 3.0)
    _draw_counts(painter, curves, theme, font)


def draw_lit_curves(painter: QPainter, curves: Sequence[Curve], theme: Theme, font: QFont) -> None:
    """The links of what is selected or hovered: from one end's colour to the other's over a dark casing.

    Solid when certain, dashed as candidates, dotted when unsure; an arrow points to the far end. Where there
    are many, as hairlines in the far end's colour.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(curves) > MOST_CASED:
        _draw_lit_hairlines(painter, curves, theme, font)
        return
    for curve in curves:
        path = _path(curve)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("ground", 0.85), 5, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)
        gradient = QLinearGradient(curve.x0, curve.y0, curve.x1, curve.y1 + 0.01)
        gradient.setColorAt(0, QColor.fromRgb(curve.from_rgb))
        gradient.setColorAt(1, QColor.fromRgb(curve.to_rgb))
        painter.setPen(_dressed(QPen(gradient, 2.0), curve.status))
        painter.drawPath(path)
        painter.setPen(QPen(theme.color("ground"), 1))
        _draw_ends(painter, curve, QColor.fromRgb(curve.from_rgb), QColor.fromRgb(curve.to_rgb), 4.0)


def _draw_lit_hairlines(painter: QPainter, curves: Sequence[Curve], theme: Theme, font: QFont) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for curve in curves:
        color = QColor.fromRgb(curve.to_rgb)
        painter.setPen(_hairline(color, curve))
        for path in _strands(curve):
            painter.drawPath(path)
    painter.setPen(QPen(theme.color("ground"), 1))
    for curve in curves:
        _draw_ends(painter, curve, QColor.fromRgb(curve.from_rgb), QColor.fromRgb(curve.to_rgb), 3.0)
    _draw_counts(painter, curves, theme, font)


def _hairline(color: QColor, curve: Curve) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return _dressed(pen, curve.status)


def _strands(curve: Curve) -> list[QPainterPath]:
    """A curve's line; a bundle's two or three, by how many links it holds."""
    path = _path(curve)
    if not curve.members:
        return [path]
    beside = (-1.0, 1.0) if len(curve.members) < MANY else (-1.5, 0.0, 1.5)
    return [path.translated(by, 0) for by in beside]


def _draw_counts(painter: QPainter, curves: Iterable[Curve], theme: Theme, font: QFont) -> None:
    """How many links a bundle holds, at its middle; the greater ones first, and none over another."""
    face = bar_font(font)
    face.setPixelSize(10)
    painter.setFont(face)
    metrics, taken = QFontMetricsF(face), list[QRectF]()
    bundles = (one for one in curves if len(one.members) >= COUNTED_FROM)
    for curve in sorted(bundles, key=lambda one: -len(one.members)):
        words = str(len(curve.members))
        width = metrics.horizontalAdvance(words) + 8.0
        x, y = curve.point(0.5)
        plate = QRectF(x - width / 2, y - 7, width, 14)
        if any(plate.intersects(other) for other in taken):
            continue
        taken.append(plate.adjusted(-4, -2, 4, 2))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(plate, 7, 7)
        painter.setPen(theme.color("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def draw_marks(painter: QPainter, frame: Frame, marks: Marks, theme: Theme, font: QFont) -> None:
    """A red mark with the number of rules that an annotation breaks, at its right end, and red ticks where in
    time it breaks them.
    """
    face = bar_font(font)
    face.setPixelSize(10)
    face.setWeight(QFont.Weight.Bold)
    painter.setFont(face)
    bad = theme.color("bad")
    for annotation_id, broken in marks.items():
        spot = frame.spot_of(annotation_id)
        if spot is None or not spot.in_view or spot.bottom < 0 or spot.top > frame.height:
            continue
        width = max(_MARK_PX, painter.fontMetrics().horizontalAdvance(str(len(broken))) + 7.0)
        _draw_mark_ticks(painter, frame, spot, broken, bad)
        middle = (spot.top + spot.bottom) / 2
        plate = QRectF(spot.right - width + 4, middle - _MARK_PX / 2, width, _MARK_PX)
        painter.setPen(QPen(theme.color("ground"), 1.5))
        painter.setBrush(bad)
        painter.drawRoundedRect(plate, _MARK_PX / 2, _MARK_PX / 2)
        painter.setPen(ink_on(bad))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, str(len(broken)))


def _draw_mark_ticks(
    painter: QPainter, frame: Frame, spot: Spot, broken: tuple[Broken, ...], color: QColor
) -> None:
    """Where in time the rules are broken, if they say so."""
    xs = {frame.scale.x(one.at_ns) for one in broken if one.at_ns is not None}
    painter.setPen(QPen(color, 2))
    painter.drawLines(
        [QLineF(x, spot.top - 2, x, spot.bottom + 2) for x in xs if spot.left - 1 <= x <= spot.right + 1]
    )


def _path(curve: Curve) -> QPainterPath:
    path = QPainterPath(QPointF(curve.x0, curve.y0))
    above, below = curve.controls
    path.cubicTo(QPointF(curve.x0, above), QPointF(curve.x1, below), QPointF(curve.x1, curve.y1))
    return path


def _draw_ends(painter: QPainter, curve: Curve, from_color: QColor, to_color: QColor, reach: float) -> None:
    """A dot where the link begins and an arrow where it goes to; a link without direction has two dots."""
    painter.setBrush(from_color)
    painter.drawEllipse(QPointF(curve.x0, curve.y0), reach * 0.75, reach * 0.75)
    painter.setBrush(to_color)
    if not curve.directed:
        painter.drawEllipse(QPointF(curve.x1, curve.y1), reach * 0.75, reach * 0.75)
        return
    down = 1.0 if curve.controls[1] < curve.y1 else -1.0
    base = curve.y1 - down * reach * 1.8
    arrow = [QPointF(curve.x1, curve.y1), QPointF(curve.x1 - reach, base), QPointF(curve.x1 + reach, base)]
    painter.drawPolygon(QPolygonF(arrow))


def _dressed(pen: QPen, status: LinkStatus) -> QPen:
    dashes = DASHES.get(status)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashes else Qt.PenCapStyle.RoundCap)
    if dashes:
        pen.setDashPattern(dashes)
    return pen
