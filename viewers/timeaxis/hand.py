"""The wheel and the middle button on a widget that stands on the shared time axis."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from crosstie.viewers.timeaxis.axis import TimeAxis
from crosstie.viewers.timeaxis.scale import Scale

NOTCH: Final = 120
"""Angle units of one notch of a common wheel; touchpads send parts of it."""
ZOOM_PER_NOTCH: Final = 1.25
PAN_PX_PER_NOTCH: Final = 90.0


class AxisHand:
    """Turns wheel and middle-button events into zoom and pan; the owner passes its events on.

    The wheel zooms at the cursor. Shift with the wheel, a sideways wheel and a middle-button drag pan.
    """

    def __init__(self, axis: TimeAxis, scale: Callable[[], Scale]) -> None:
        self._axis = axis
        self._scale = scale
        self._dragged_from: float | None = None

    @property
    def panning(self) -> bool:
        """Whether a middle-button drag is under way."""
        return self._dragged_from is not None

    def wheel(self, event: QWheelEvent) -> None:
        """Zooms or pans, and takes the event."""
        event.accept()
        scale = self._scale()
        pixels, sideways, upward = event.pixelDelta(), event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Some platforms turn the wheel sideways themselves when Shift is held.
            sideways, upward, pixels = sideways or upward, 0, QPoint()
        if abs(sideways) > abs(upward):
            by_px = pixels.x() or sideways / NOTCH * PAN_PX_PER_NOTCH
            self._axis.pan(-scale.length_ns(by_px))
        elif upward:
            self._axis.zoom(scale.ns(event.position().x()), ZOOM_PER_NOTCH ** (-upward / NOTCH))

    def press(self, event: QMouseEvent) -> bool:
        """Begins a pan with the middle button; says whether it did."""
        if event.button() != Qt.MouseButton.MiddleButton:
            return False
        self._dragged_from = event.position().x()
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Goes on with a pan; says whether one is under way."""
        if self._dragged_from is None:
            return False
        x = event.position().x()
        self._axis.pan(self._scale().length_ns(self._dragged_from - x))
        self._dragged_from = x
        return True

    def release(self, event: QMouseEvent) -> bool:
        """Ends a pan; says whether there was one."""
        if self._dragged_from is None or event.button() != Qt.MouseButton.MiddleButton:
            return False
        self._dragged_from = None
        return True
