"""How long a person looks: from when both ends stand on the screen until the key."""

from collections.abc import Sequence
from time import monotonic_ns
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.viewers.pane import Pane

_LOOK_EVERY_MS: Final = 4
_PATIENCE_MS: Final = 1000
_NS_PER_MS: Final = 1_000_000


class Stopwatch(QObject):
    """Begins to count when the panes it was started for have settled; `drawn` says so, once."""

    drawn = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panes: tuple[Pane, ...] = ()
        self._asked_ns = 0
        self._drawn_ns: int | None = None
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def is_drawn(self) -> bool:
        """Whether what it was started for stands on the screen."""
        return self._drawn_ns is not None

    @property
    def drawing_ms(self) -> float:
        """How long it took from the start until all was drawn; 0 before that."""
        return (self._drawn_ns - self._asked_ns) / _NS_PER_MS if self._drawn_ns is not None else 0.0

    def start(self, panes: Sequence[Pane]) -> None:
        """Another candidate is shown in these panes."""
        self._panes = tuple(panes)
        self._asked_ns, self._drawn_ns = monotonic_ns(), None
        self._look.start()

    def stop(self) -> None:
        """Nothing is looked at any more."""
        self._look.stop()
        self._panes, self._drawn_ns = (), None

    def ms(self) -> int:
        """Milliseconds looked so far; 0 while not all was drawn."""
        return 0 if self._drawn_ns is None else (monotonic_ns() - self._drawn_ns) // _NS_PER_MS

    def _on_look(self) -> None:
        waited_ms = (monotonic_ns() - self._asked_ns) // _NS_PER_MS
        # A pane that has no place on the screen paints nothing.
        awaited = (one for one in self._panes if one.isVisible() or waited_ms < _PATIENCE_MS)
        if all(pane.is_settled() for pane in awaited):
            self._look.stop()
            self._drawn_ns = monotonic_ns()
            self.drawn.emit()
