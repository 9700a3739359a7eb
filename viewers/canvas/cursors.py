"""Which cursor says what a press would do."""

from typing import Final

from PySide6.QtCore import Qt

from crosstie.viewers.canvas.gesture import GestureState
from crosstie.viewers.canvas.hit import Hit

_SHAPE = Qt.CursorShape
_OF_GESTURE: Final = {
    "drawing": _SHAPE.CrossCursor,
    "moving": _SHAPE.SizeAllCursor,
    "panning": _SHAPE.ClosedHandCursor,
    "picking": _SHAPE.CrossCursor,
}
_AROUND: Final = (
    _SHAPE.SizeFDiagCursor,
    _SHAPE.SizeVerCursor,
    _SHAPE.SizeBDiagCursor,
    _SHAPE.SizeHorCursor,
)


def cursor_for(
    state: GestureState, grip: Hit | None, *, held: bool, draws: bool, ties: bool
) -> Qt.CursorShape:
    """`grip` is what a drag would take, `held` whether it may; `draws` whether one on nothing would draw."""
    if state in _OF_GESTURE:
        return _OF_GESTURE[state]
    if ties:
        return _SHAPE.CrossCursor
    if grip is None:
        return _SHAPE.CrossCursor if draws else _SHAPE.ArrowCursor
    if grip.handle is not None:
        around = grip.handle.kind in ("corner", "edge")
        return _AROUND[grip.handle.index % 4] if around else _SHAPE.PointingHandCursor
    return _SHAPE.SizeAllCursor if held else _SHAPE.PointingHandCursor
