"""What is in the hand: the rectangle being drawn or the shape being moved, as a ghost until it is let go."""

from typing import Final

import msgspec
from PySide6.QtGui import QBrush, QColor, QPainter

from crosstie.viewers.canvas.chips import Chips
from crosstie.viewers.canvas.gesture import Gesture
from crosstie.viewers.canvas.handle_painter import draw_handles
from crosstie.viewers.canvas.items import Scene
from crosstie.viewers.canvas.lit import draw_lit
from crosstie.viewers.canvas.look import CASING_PX, LINE_PX, Look, line_pen
from crosstie.viewers.canvas.outlines import draw_outline, view_rect
from crosstie.viewers.canvas.shapes import bounds_of
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform

_FILL_ALPHA: Final = 0.16
_MARK_ALPHA: Final = 0.30


class Draft(msgspec.Struct, frozen=True):
    """How the thing in hand is shown: its colour, what its chip says, and what lights up along with it."""

    color: str = ""
    label: str = ""
    marks: tuple[Bounds, ...] = ()


class DraftPainter:
    """Paints drafts of one canvas."""

    def __init__(self) -> None:
        self._chips = Chips()

    def paint(
        self, painter: QPainter, draft: Draft, gesture: Gesture, scene: Scene, transform: ViewTransform,
        view: Size, look: Look,
    ) -> None:  # fmt: skip
        """Draws what is in the hand, if anything is."""
        _draw_marks(painter, draft, transform)
        held = _draw_rectangle(painter, draft, gesture, transform, look)
        held = held or _draw_ghost(painter, gesture, scene, transform, look)
        if held is not None and draft.label:
            self._chips.begin(painter)
            beside = transform.bounds_in_view(held)
            self._chips.draw(painter, draft.label, draft.color, beside, view, needed=True)


def _draw_marks(painter: QPainter, draft: Draft, transform: ViewTransform) -> None:
    fill = QColor(draft.color)
    fill.setAlphaF(_MARK_ALPHA)
    for mark in draft.marks:
        painter.fillRect(view_rect(mark, transform), fill)


def _draw_rectangle(
    painter: QPainter, draft: Draft, gesture: Gesture, transform: ViewTransform, look: Look
) -> Bounds | None:
    bounds = gesture.drawn_bounds()
    if bounds is None:
        return None
    fill = QColor(draft.color)
    fill.setAlphaF(_FILL_ALPHA)
    rect = view_rect(bounds, transform)
    painter.fillRect(rect, fill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(QBrush())
    for pen in (line_pen(look.theme.shade, CASING_PX), line_pen(draft.color, LINE_PX)):
        painter.setPen(pen)
        painter.drawRect(rect)
    return bounds


def _draw_ghost(
    painter: QPainter, gesture: Gesture, scene: Scene, transform: ViewTransform, look: Look
) -> Bounds | None:
    shape, item = gesture.ghost(), scene.by_id.get(gesture.item_id)
    if shape is None or item is None:
        return None
    draw_outline(painter, item, transform, line_pen(item.color, 1, "dotted"))
    ghost = msgspec.structs.replace(item, shape=shape, between=False, stroke="solid")
    draw_lit(painter, ghost, transform, msgspec.structs.replace(look, selected=frozenset((item.id,))))
    draw_handles(painter, ghost, transform, look.theme)
    return bounds_of(shape)
