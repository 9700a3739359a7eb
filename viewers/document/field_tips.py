"""Hovering a field of a form tells its name and what it holds."""

import html
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from crosstie.viewers.canvas.outlines import view_rect
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.document.page_canvas import PageCanvas
from crosstie.viewers.document.words import Covered

_MOST_LETTERS: Final = 300


class FieldTips(QObject):
    """`field_at` gives the field at a point of the plane, and its rectangle there.

    What the canvas itself has to tell, a label's broken rules, comes first.
    """

    def __init__(self, canvas: PageCanvas, field_at: Callable[[float, float], Covered | None]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._field_at = field_at
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers the question for a tip where a field is."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        canvas, at = self._canvas, QPointF(event.pos())
        field = self._field_at(*canvas.transform.picture_from_view(at.x(), at.y()))
        if field is None or canvas.toolTip():
            return False
        area = view_rect(_grown(field.bounds), canvas.transform)
        QToolTip.showText(event.globalPos(), tip_of(field), canvas, area)
        return True


def tip_of(field: Covered) -> str:
    """A field's name and value as markup, with everything of the file escaped."""
    value = field.text if len(field.text) <= _MOST_LETTERS else f"{field.text[:_MOST_LETTERS]}…"
    lines = f"{field.field}: {value}".splitlines()
    return f"<qt>{'<br>'.join(html.escape(line) for line in lines)}</qt>"


def _grown(bounds: Bounds) -> Bounds:
    """A point on the very edge belongs to the field as well."""
    return bounds.grown(1)
