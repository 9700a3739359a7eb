"""Works out the dots of all cameras on one thread, so that neither hand nor play waits for them."""

from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Calibration
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.answer_thread import AnswerThread
from crosstie.viewers.canvas.depth_colors import DepthRange, depth_range
from crosstie.viewers.canvas.dots import Dots, DotsQuery, SeenPoints, draw_dots, seen_points

_FORGETTING: Final = "forgetting"
_Asked = DotsQuery | None
"""A camera's question; none where what is known is to be forgotten."""


class _Looked(msgspec.Struct, frozen=True, eq=False):
    """What a camera was found to see: zoom and shift need no other look."""

    cloud: Cloud
    calibration: Calibration
    most: int
    seen: SeenPoints


class DotsThread(QObject):
    """`made` brings the name of who asked and its Dots; of one asker's questions the newest wins.

    The ends of the colours are taken from the first cloud and kept: colours must not swim while it plays.
    """

    made = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looked: dict[str, _Looked] = {}
        self._depths: DepthRange | None = None
        self._thread = AnswerThread[_Asked]("camera dots", self._run, self)
        self._thread.told.connect(self._on_told)

    def ask(self, who: str, query: DotsQuery) -> None:
        """Asks for a camera's dots in place of those it asked for before."""
        self._thread.ask(who, query)

    def forget(self) -> None:
        """Another sample comes: nothing is kept of the clouds and cameras of this one."""
        self._thread.drop_questions()
        self._thread.ask(_FORGETTING, None)

    def close(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        self._thread.close()

    def _run(self, thread: AnswerThread[_Asked]) -> None:
        while (taken := thread.take()) is not None:
            who, query = taken
            if query is None:
                self._looked.clear()
                self._depths = None
                continue
            seen = self._seen(who, query)
            self._depths = self._depths or depth_range(query.cloud)
            thread.tell((who, draw_dots(seen, query, self._depths)))

    def _seen(self, who: str, query: DotsQuery) -> SeenPoints:
        known = self._looked.get(who)
        asked = query.cloud, query.calibration, query.most
        if known is None or (known.cloud, known.calibration, known.most) != asked:
            seen = seen_points(query.calibration, query.cloud, query.most)
            known = self._looked[who] = _Looked(*asked, seen)
        return known.seen

    def _on_told(self, told: tuple[str, Dots]) -> None:
        self.made.emit(*told)
