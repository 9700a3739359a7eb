"""A short move of the camera, so that one keeps one's bearings."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from crosstie.viewers.pointcloud.camera import Camera, between

GLIDE_MS: Final = 120


class Glide(QObject):
    """Takes a camera from one place to another in GLIDE_MS."""

    def __init__(self, move: Callable[[Camera], None], parent: QObject) -> None:
        super().__init__(parent)
        self._move = move
        self._from = self._to = Camera()
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

    def start(self, start: Camera, goal: Camera) -> None:
        """Begins a move; one under way ends where it is."""
        self._animation.stop()
        self._from, self._to = start, goal
        if start != goal:
            self._animation.start()

    def stop(self) -> None:
        """Stays where it is."""
        self._animation.stop()

    def _on_value_changed(self, share: object) -> None:
        if isinstance(share, float):
            self._move(between(self._from, self._to, share))
