"""Works out the dots of all cameras on one thread, so that neither hand nor play waits for them."""

import threading

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from crosstie.schema.records import Calibration
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.canvas.depth_colors import DepthRange, depth_range
from crosstie.viewers.canvas.dots import DotsQuery, SeenPoints, draw_dots, seen_points


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
    _told = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._asked: dict[str, DotsQuery] = {}
        self._looked: dict[str, _Looked] = {}
        self._depths: DepthRange | None = None
        self._forgets = False
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="camera dots", daemon=True)
        self._thread.start()

    def ask(self, who: str, query: DotsQuery) -> None:
        """Asks for a camera's dots in place of those it asked for before."""
        with self._wake:
            self._asked[who] = query
            self._wake.notify()

    def forget(self) -> None:
        """Another sample comes: nothing is kept of the clouds and cameras of this one."""
        with self._wake:
            self._asked.clear()
            self._forgets = True
            self._wake.notify()

    def close(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            who, query = taken
            if query is None:
                continue
            seen = self._seen(who, query)
            self._depths = self._depths or depth_range(query.cloud)
            dots = draw_dots(seen, query, self._depths)
            if not self._closed:
                # The queued signal is the only way across.
                self._told.emit(who, dots)

    def _take(self) -> tuple[str, DotsQuery | None] | None:
        """The question that waits longest, or none after what is to be forgotten; None once it is closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._forgets or self._asked)
            if self._closed:
                return None
            if self._forgets:
                self._looked.clear()
                self._depths, self._forgets = None, False
            who = next(iter(self._asked), "")
            return who, self._asked.pop(who, None)

    def _seen(self, who: str, query: DotsQuery) -> SeenPoints:
        known = self._looked.get(who)
        asked = query.cloud, query.calibration, query.most
        if known is None or (known.cloud, known.calibration, known.most) != asked:
            seen = seen_points(query.calibration, query.cloud, query.most)
            known = self._looked[who] = _Looked(*asked, seen)
        return known.seen

    def _on_told(self, who: str, dots: object) -> None:
        if not self._closed:
            self.made.emit(who, dots)
