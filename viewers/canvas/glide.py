"""A short move of the view, so that one keeps one's bearings."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from crosstie.viewers.canvas.transform import ViewTransform

GLIDE_MS: Final = 120


class Glide(QObject):
    """Takes a view from one transform to another in GLIDE_MS."""

    def __init__(self, move: Callable[[ViewTransform], None], parent: QObject) -> None:
        super().__init__(parent)
        self._move = move
        self._from = self._to = ViewTransform()
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(GLIDE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_value_changed)

    @property
    def running(self) -> bool:
        """Whether it is on its way."""
        return self._animation.state() == QAbstractAnimation.State.Running

    def start(self, start: ViewTransform, goal: ViewTransform) -> None:
        """Begins a move; one under way ends where it is."""
        self._animation.stop()
        self._from, self._to = start, goal
        self._animation.start()

    def stop(self) -> None:
        """Stays where it is."""
        self._animation.stop()

    def _on_value_changed(self, part: object) -> None:
        if not isinstance(part, float):
            return
        one, other = self._from, self._to
        self._move(
            ViewTransform(
                one.scale + part * (other.scale - one.scale),
                one.offset_x + part * (other.offset_x - one.offset_x),
                one.offset_y + part * (other.offset_y - one.offset_y),
            )
        )
