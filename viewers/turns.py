"""One thing a turn of the event loop, so that a hand waits for one picture at most, not for all."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """What is asked for is done soon, one after the other; between two of them the window does all else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Hashable, Callable[[], None]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    def ask(self, who: Hashable, do: Callable[[], None]) -> None:
        """Does it at the next free turn, in place of what the same one asked for and was not done yet."""
        self._waiting[who] = do
        if not self._timer.isActive():
            self._timer.start()

    def _on_turn(self) -> None:
        who = next(iter(self._waiting))
        do = self._waiting.pop(who)
        if not self._waiting:
            self._timer.stop()
        do()
