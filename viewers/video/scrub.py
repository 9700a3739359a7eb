"""Whether a hand that drags the playhead moves on, so that a nearby picture will do, or rests."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from crosstie.viewers.timeline import Timeline

_REST_MS: Final = 120


class Scrub(QObject):
    """Follows the timeline. Calls `rested` once a moving hand rests or lets go: the right picture is due."""

    def __init__(self, timeline: Timeline, rested: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._rested = rested
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(rested)
        timeline.moved.connect(self._on_moved)
        timeline.settled.connect(self._on_settled)

    @property
    def moves(self) -> bool:
        """Whether a hand drags the playhead and has not rested."""
        return self._timeline.scrubbing and self._rest.isActive()

    def _on_moved(self, _now_ns: object) -> None:
        if self._timeline.scrubbing:
            self._rest.start()

    def _on_settled(self, _now_ns: object) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._rested()
