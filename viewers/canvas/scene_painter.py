"""Paints a scene: the crowd first and cheaply, then what is lit up, then handles and name chips."""

from collections import defaultdict
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from crosstie.schema.anchors import Box, Mask, PageRegion
from crosstie.viewers.canvas.chips import Chips
from crosstie.viewers.canvas.handle_painter import draw_handles
from crosstie.viewers.canvas.items import Item, Scene, Stroke, Wire
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
from crosstie.viewers.canvas.outlines import draw_outline, draw_rects, view_rect
from crosstie.viewers.canvas.shapes import bounds_of
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform

_CASED: Final = 300
"""With more shapes in view than this, their lines go without the dark edge that lifts them off a picture."""
_CHIPS: Final = 48
_CHIP_FROM_PX: Final = Size(46.0, 18.0)
"""A smaller shape shows its name only when it is lit up."""
_FILL_ALPHA: Final = 0.13
_WIRE_PX: Final = 1.2


class ScenePainter:
    """Paints scenes of one canvas; keeps the pixels of their chips."""

    def __init__(self) -> None:
        self._chips = Chips()

    def paint(
        self, painter: QPainter, scene: Scene, transform: ViewTransform, view: Size, look: Look
    ) -> None:
        """Draws everything that the view sees; `painter` works in view pixels."""
        seen = transform.seen(view).grown(SOFT_PX / transform.scale)
        near = (scene.items[place] for place in scene.near(seen))
        items = [item for item in near if item.id != look.in_hand]
        _draw_wires(painter, scene, transform, look)
        _draw_crowd(painter, [item for item in items if not look.lit(item.id)], transform, look)
        lit = sorted((item for item in items if look.lit(item.id)), key=lambda item: _rank(item, look))
        for item in lit:
            draw_lit(painter, item, transform, look)
        for item in lit:
            if look.edits and item.id in look.selected and not item.locked:
                draw_handles(painter, item, transform, look.theme)
        self._draw_chips(painter, items, scene.wires, transform, view, look)

    def _draw_chips(
        self, painter: QPainter, items: list[Item], wires: tuple[Wire, ...], transform: ViewTransform,
        view: Size, look: Look,
    ) -> None:  # fmt: skip
        self._chips.begin()
        for wire in wires:
            if look.lit(wire.id) and wire.lines and wire.name:
                beside = transform.bounds_in_view(_wire_bounds(wire))
                self._chips.draw(painter, wire.name, wire.color, beside, view, needed=False)
        rows = [(item, transform.bounds_in_view(bounds_of(item.shape))) for item in items if item.name]
        roomy = [row for row in rows if look.lit(row[0].id) or _has_room(row[1])]
        # The lit ones come first, the last lit at the very front, then the largest.
        roomy.sort(key=lambda row: (-_rank(row[0], look), -row[1].width * row[1].height))
        for item, beside in roomy[:_CHIPS]:
            self._chips.draw(painter, item.name, item.color, beside, view, needed=look.lit(item.id))


def draw_lit(painter: QPainter, item: Item, transform: ViewTransform, look: Look) -> None:
    """Draws one shape with what lights it up: an accent halo, a glow of its own colour, or a tint."""
    accent, own = look.theme.color("accent"), QColor(item.color)
    chosen = item.id in look.selected or (look.ties and item.id == look.hovered)
    if chosen:
        draw_outline(painter, item, transform, soft_pen(accent, SOFT_PX, 0.32))
    elif item.id in look.related:
        draw_outline(painter, item, transform, soft_pen(own, SOFT_PX, 0.38))
    if isinstance(item.shape, Mask):
        draw_mask(painter, item.shape, item.color, accent.name() if chosen else item.color, transform)
        return
    tint = QColor(own)
    tint.setAlphaF(_FILL_ALPHA)
    # A broken line says more than a halo does: it stays on its dark edge.
    ring = chosen and item.stroke == "solid"
    edge = line_pen(accent, HALO_PX) if ring else line_pen(look.theme.shade, CASING_PX)
    draw_outline(painter, item, transform, edge, QBrush(tint))
    wide = RELATED_PX if item.id in look.related else LINE_PX
    draw_outline(painter, item, transform, line_pen(item.color, wide, item.stroke))


def _draw_crowd(painter: QPainter, items: list[Item], transform: ViewTransform, look: Look) -> None:
    casing = line_pen(look.theme.shade, CASING_PX) if len(items) <= _CASED else None
    rects: defaultdict[tuple[str, Stroke], list[QRect]] = defaultdict(list)
    others: list[Item] = []
    for item in items:
        if isinstance(item.shape, Box | PageRegion):
            rects[item.color, item.stroke].append(view_rect(bounds_of(item.shape), transform))
        else:
            others.append(item)
    if casing:
        draw_rects(painter, [rect for group in rects.values() for rect in group], casing)
    for (color, stroke), group in rects.items():
        draw_rects(painter, group, line_pen(color, LINE_PX, stroke))
    for item in others:
        _draw_plain(painter, item, transform, casing)


def _draw_plain(painter: QPainter, item: Item, transform: ViewTransform, casing: QPen | None) -> None:
    if isinstance(item.shape, Mask):
        draw_mask(painter, item.shape, item.color, item.color, transform)
        return
    if casing:
        draw_outline(painter, item, transform, casing)
    draw_outline(painter, item, transform, line_pen(item.color, LINE_PX, item.stroke))


def _draw_wires(painter: QPainter, scene: Scene, transform: ViewTransform, look: Look) -> None:
    painter.save()
    # A cuboid that the camera sees in part runs off its picture, and means nothing there.
    painter.setClipRect(view_rect(scene.room, transform))
    for wire in scene.wires:
        _draw_wire(painter, wire, transform, look)
    painter.restore()


def _draw_wire(painter: QPainter, wire: Wire, transform: ViewTransform, look: Look) -> None:
    """A thin wireframe; lit up it is wider, and in the accent's halo when it is selected."""
    lines = [
        QLineF(QPointF(*transform.view_from_picture(*start)), QPointF(*transform.view_from_picture(*end)))
        for start, end in wire.lines
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    lit = look.lit(wire.id)
    if wire.id in look.selected or (look.ties and wire.id == look.hovered):
        painter.setPen(soft_pen(look.theme.color("accent"), HALO_PX, 0.8))
        painter.drawLines(lines)
    elif lit:
        painter.setPen(soft_pen(QColor(wire.color), HALO_PX, 0.4))
        painter.drawLines(lines)
    painter.setPen(line_pen(look.theme.shade, _WIRE_PX + 1.2))
    painter.drawLines(lines)
    painter.setPen(line_pen(wire.color, _WIRE_PX + (0.6 if lit else 0.0)))
    painter.drawLines(lines)


def _wire_bounds(wire: Wire) -> Bounds:
    points = [point for line in wire.lines for point in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Bounds(min(xs), min(ys), max(xs), max(ys))


def _rank(item: Item, look: Look) -> int:
    """What is drawn over what: hovered over related, selected over all."""
    if item.id in look.selected:
        return 3
    return 2 if item.id in look.related else int(item.id == look.hovered)


def _has_room(beside: Bounds) -> bool:
    return beside.width >= _CHIP_FROM_PX.width and beside.height >= _CHIP_FROM_PX.height
