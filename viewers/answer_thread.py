"""A thread that answers questions, of each kind the newest: nobody waits for what a hand asks for now."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Question = TypeVar("Question")


class AnswerThread(QObject, Generic[Question]):
    """Runs `run(self)`, which takes questions and tells answers until it takes None.

    A question takes the place of one under the same key that still waits. `told` brings each answer on the
    thread that made this.
    """

    told = Signal(object)
    _arrived = Signal(object)

    def __init__(
        self, name: str, run: Callable[["AnswerThread[Question]"], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._waiting: dict[str, Question] = {}
        self._closed = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=run, args=(self,), name=name, daemon=True)
        self._thread.start()

    def ask(self, key: str, question: Question) -> None:
        """Asks; never waits."""
        with self._wake:
            self._waiting[key] = question
            self._wake.notify()

    def drop_questions(self) -> None:
        """What still waits need not be answered."""
        with self._wake:
            self._waiting.clear()

    def close(self) -> None:
        """Ends the thread, and waits for it; nothing is told afterwards."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def take(self) -> tuple[str, Question] | None:
        """For `run`: waits for a question, and takes the one that waits longest. None once it is closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._waiting)
            if self._closed:
                return None
            key = next(iter(self._waiting))
            return key, self._waiting.pop(key)

    def take_all(self) -> dict[str, Question] | None:
        """For `run`: waits for a question, and takes all that are there. None once it is closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._waiting)
            taken, self._waiting = self._waiting, {}
            return None if self._closed else taken

    def tell(self, answer: object) -> None:
        """For `run`: brings an answer across."""
        if not self._closed:
            # The queued signal is the only way across.
            self._arrived.emit(answer)

    def _on_arrived(self, answer: object) -> None:
        if not self._closed:
            self.told.emit(answer)
