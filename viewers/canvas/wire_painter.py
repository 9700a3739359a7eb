"""Drawing wires: thin lines of what is annotated elsewhere."""

from typing import Final

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from crosstie.viewers.canvas.items import Scene, Wire
from crosstie.viewers.canvas.look import HALO_PX, Look, soft_pen
from crosstie.viewers.canvas.outlines import view_rect
from crosstie.viewers.canvas.transform import Bounds, ViewTransform

_WIRE_PX: Final = 1.0
_SHADE_PX: Final = 1.0
_SHADE_ALPHA: Final = 0.45


def draw_wires(painter: QPainter, scene: Scene, transform: ViewTransform, look: Look) -> None:
    """Draws a scene's wires within its picture."""
    if not scene.wires:
        return
    painter.save()
    # A cuboid that the camera sees in part runs off its picture, and means nothing there.
    painter.setClipRect(view_rect(scene.room, transform))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for wire in scene.wires:
        _draw_wire(painter, wire, transform, look)
    painter.restore()


def wire_bounds(wire: Wire) -> Bounds:
    """The rectangle around a wire's lines, of which there is at least one."""
    xs = [x for line in wire.lines for x, _ in line]
    ys = [y for line in wire.lines for _, y in line]
    return Bounds(min(xs), min(ys), max(xs), max(ys))


def _draw_wire(painter: QPainter, wire: Wire, transform: ViewTransform, look: Look) -> None:
    """Lit up it is wider, and in the accent's halo when it is selected."""
    place = transform.view_from_picture
    lines = [QLineF(*place(*start), *place(*end)) for start, end in wire.lines]
    lit = look.lit(wire.id)
    if wire.id in look.selected or (look.ties and wire.id == look.hovered):
        painter.setPen(soft_pen(look.theme.color("accent"), HALO_PX, 0.8))
        painter.drawLines(lines)
    elif lit:
        painter.setPen(soft_pen(QColor(wire.color), HALO_PX, 0.4))
        painter.drawLines(lines)
    # It stays in the background of what is labelled in this picture: thin, with a faint dark line beside it.
    # A wider soft line below it would cost ten times as much, on every frame of every camera.
    painter.setPen(QPen(look.theme.color("shade", _SHADE_ALPHA), _WIRE_PX))
    painter.translate(_SHADE_PX, _SHADE_PX)
    painter.drawLines(lines)
    painter.translate(-_SHADE_PX, -_SHADE_PX)
    faint = look.line_color(wire.color)
    faint.setAlphaF(1.0 if lit else 0.75)
    painter.setPen(QPen(faint, _WIRE_PX + (0.8 if lit else 0.0)))
    painter.drawLines(lines)
