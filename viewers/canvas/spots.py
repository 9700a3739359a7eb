"""Where the things on a canvas are seen now, in its own pixels."""

from PySide6.QtCore import QRectF

from crosstie.viewers.canvas.canvas import Canvas
from crosstie.viewers.canvas.wire_painter import wire_bounds


def spots_of(canvas: Canvas) -> dict[str, QRectF]:
    """Rectangles by annotation, cut to the view: shapes, and wires of what stands elsewhere."""
    room, scene = QRectF(canvas.rect()), canvas.scene
    found: dict[str, QRectF] = {}
    for item, edges in zip(scene.items, scene.view_edges(canvas.transform).tolist(), strict=True):
        left, top, right, bottom = edges
        shown = QRectF(left, top, max(right - left, 1), max(bottom - top, 1)) & room
        if not shown.isEmpty():
            found[item.id] = shown
    for wire in scene.wires:
        bounds = canvas.transform.bounds_in_view(wire_bounds(wire).within(scene.room))
        shown = QRectF(bounds.left, bounds.top, bounds.width, bounds.height) & room
        if not shown.isEmpty():
            found.setdefault(wire.id, shown)
    return found
