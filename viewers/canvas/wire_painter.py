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
    drawn = [(wire, _placed(wire, transform)) for wire in scene.wires]
    for wire, lines in drawn:
        _draw_halo(painter, wire, lines, look)
    # They stay in the background of what is labelled in this picture: thin, with a faint dark line beside.
    # A wider soft line below would cost ten times as much, on every frame of every camera.
    painter.setPen(QPen(look.theme.color("shade", _SHADE_ALPHA), _WIRE_PX))
    painter.translate(_SHADE_PX, _SHADE_PX)
    painter.drawLines([line for _, lines in drawn for line in lines])
    painter.translate(-_SHADE_PX, -_SHADE_PX)
    for wire, lines in drawn:
        lit, faint = look.lit(wire.id), look.line_color(wire.color)
        faint.setAlphaF(1.0 if lit else 0.75)
        painter.setPen(QPen(faint, _WIRE_PX + (0.8 if lit else 0.0)))
        painter.drawLines(lines)
    painter.restore()


def wire_bounds(wire: Wire) -> Bounds:
    """The rectangle around a wire's lines, of which there is at least one."""
    places = wire.lines.reshape(-1, 2)
    return Bounds(*places.min(axis=0).tolist(), *places.max(axis=0).tolist())


def _placed(wire: Wire, transform: ViewTransform) -> list[QLineF]:
    placed = wire.lines * transform.scale + (transform.offset_x, transform.offset_y)
    return [QLineF(*ends) for ends in placed.reshape(-1, 4).tolist()]


def _draw_halo(painter: QPainter, wire: Wire, lines: list[QLineF], look: Look) -> None:
    """Lit up it is wider, and in the accent's halo when it is selected."""
    if wire.id in look.selected or (look.ties and wire.id == look.hovered):
        painter.setPen(soft_pen(look.theme.color("accent"), HALO_PX, 0.8))
        painter.drawLines(lines)
    elif look.lit(wire.id):
        painter.setPen(soft_pen(QColor(wire.color), HALO_PX, 0.4))
        painter.drawLines(lines)
