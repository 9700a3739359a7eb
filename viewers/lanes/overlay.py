"""What lies over the lanes' rows: gathered from the context and the pointer, and drawn in order."""

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.asset_drag import ShiftedAsset
from crosstie.viewers.lanes.frame import Area, Frame, bar_height
from crosstie.viewers.lanes.hits import Hit
from crosstie.viewers.lanes.link_layer import LinkLayer
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.marks import Marks
from crosstie.viewers.lanes.overlay_painter import (
    draw_ghost,
    draw_glow,
    draw_halo,
    draw_hover,
    draw_lit_curves,
    draw_marks,
    draw_shifted,
)
from crosstie.viewers.lanes.pointer import Pointer
from crosstie.viewers.lanes.rubber_painter import draw_rubber
from crosstie.viewers.theme import GUTTER_PX, Theme
from crosstie.viewers.timeaxis.drawing import draw_loop, draw_playhead
from crosstie.viewers.timeaxis.span_hand import Ghost

MOST_GLOWS = 2000


class Decor(msgspec.Struct, frozen=True, eq=False):
    """What is lit up in a frame; made anew when the frame, the labels or what is lit has changed."""

    curves: list[Curve]
    halos: list[Area]
    glows: list[Area]


def decor(context: PaneContext, frame: Frame, links: LinkLayer, hit: Hit) -> Decor:
    """Gathers what is lit up: the selection, what belongs to it, its links and those of what is hovered."""
    highlight = context.highlight
    hovered = hit.id if hit.kind in ("bar", "chip", "link") else ""
    drawn = links.lit(frame, hovered, hit.members)
    return Decor(drawn, _areas(frame, highlight.selected), _areas(frame, highlight.related))


def draw_overlay(
    painter: QPainter,
    context: PaneContext,
    frame: Frame,
    decor: Decor,
    pointer: Pointer,
    marks: Marks,
    font: QFont,
) -> None:
    """Loop, lights, links, marks, ghosts, playhead, from below to above."""
    theme = context.theme
    content = QRectF(GUTTER_PX, 0, frame.width - GUTTER_PX, frame.height)
    painter.setClipRect(content)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_loop(painter, content, frame.scale, context.timeline.loop, theme)
    for area in decor.glows:
        draw_glow(painter, area, theme)
    draw_lit_curves(painter, decor.curves, theme, font)
    for area in decor.halos:
        draw_halo(painter, area, theme)
    hovered = frame.area_of(pointer.hit.annotation_id) if pointer.hit.annotation_id else None
    if pointer.tie.active:
        draw_rubber(painter, frame, pointer.tie, theme, font)
    elif hovered is not None and not pointer.hand.dragging:
        draw_hover(painter, hovered, theme, tie=context.tie_from is not None)
    draw_marks(painter, frame, marks, theme, font)
    for ghost in pointer.hand.ghosts:
        place = _ghost_area(frame, ghost)
        if place is not None:
            draw_ghost(painter, place, _ghost_fill(context, ghost), ghost.text, theme, font)
    if pointer.row.ghost is not None:
        _draw_shifted(painter, frame, pointer.row.ghost, theme, font)
    draw_playhead(painter, content, frame.scale.x(context.timeline.now_ns), theme)


def _draw_shifted(painter: QPainter, frame: Frame, ghost: ShiftedAsset, theme: Theme, font: QFont) -> None:
    """The whole row where it will lie, and how far it was moved."""
    place = next((place for place in frame.stack.places if place.row.asset.id == ghost.asset_id), None)
    if place is not None:
        left, right = frame.scale.x(ghost.start_ns), frame.scale.x(ghost.end_ns)
        top = place.top - frame.scroll
        area = Area(left, top + 2, right, top + place.height - 3)
        draw_shifted(painter, area, ghost.text, theme, font)


def _areas(frame: Frame, ids: Iterable[str]) -> list[Area]:
    """Where things are drawn, of those that are in view."""
    areas: list[Area] = []
    for annotation_id in ids:
        area = frame.area_of(annotation_id)
        if area is not None and area.right >= GUTTER_PX and area.left <= frame.width:
            areas.append(area)
        if len(areas) >= MOST_GLOWS:
            break
    return areas


def _ghost_area(frame: Frame, ghost: Ghost) -> Area | None:
    """In the sub-row of the bar that is dragged; a new one in the row's first."""
    left, right = frame.scale.x(ghost.start_ns), frame.scale.x(ghost.end_ns)
    old = frame.area_of(ghost.annotation_id) if ghost.annotation_id else None
    if old is not None:
        return Area(left, old.top, right, old.bottom)
    place = next((place for place in frame.stack.places if place.row.asset.id == ghost.asset_id), None)
    if place is None:
        return None
    top = place.bars_top - frame.scroll
    return Area(left, top, right, top + bar_height(place.pitch))


def _ghost_fill(context: PaneContext, ghost: Ghost) -> QColor:
    annotation = context.state.annotations.get(ghost.annotation_id)
    if annotation is not None:
        return context.color_of(annotation)
    return context.class_color(context.class_for("time_span"))
