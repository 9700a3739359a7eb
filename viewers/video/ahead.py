"""The frames that come next, decoded before they are due, so that pictures keep up with the sound."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from crosstie.storage.media.queries import Picture
from crosstie.storage.media.sequence import GRACE_NS

_KEPT: Final = 2
_TRUST: Final = 0.2


class Ahead:
    """At most one question is on its way, and few frames wait. Times are the asset's own.

    `ask` asks for the frame of an instant and returns the question's number.
    """

    def __init__(self, ask: Callable[[int], int], now_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._ask = ask
        self._now_ns = now_ns
        self._kept: deque[Picture] = deque()
        self._asked = self._unwanted = 0
        self._asked_at_ns = 0
        self._delay_ns = 0.0
        self._refused = False

    def fetch(self, shown: Picture, at_ns: int, end_ns: int, rate: float) -> None:
        """Asks for the frame after those that are here, while `shown` is on the screen; none at `end_ns`.

        Where time has overtaken them, it asks for the frame of the instant at which the answer will come.
        """
        last = self._kept[-1] if self._kept else shown
        overtaken = last.next_ns <= at_ns
        busy = self._asked or len(self._kept) == _KEPT or last.next_ns >= end_ns
        if busy or (self._refused and not overtaken):
            return
        self._asked_at_ns = self._now_ns()
        self._asked = self._ask(at_ns + round(self._delay_ns * rate) if overtaken else last.next_ns)

    def take(self, number: int, picture: Picture) -> bool:
        """Keeps an answer; False where this was not asked here."""
        if number == self._asked:
            took_ns = self._now_ns() - self._asked_at_ns
            self._delay_ns += _TRUST * (took_ns - self._delay_ns)
            self._asked, self._refused = 0, False
            self._kept.append(picture)
            return True
        return number == self._unwanted

    def refuse(self, number: int) -> None:
        """There is no answer: nothing is asked until time has come there."""
        if number == self._asked:
            self._asked, self._refused = 0, True

    def due(self, at_ns: int) -> Picture | None:
        """The newest frame whose time has come, if one waits; it and those before it are handed over."""
        due = None
        while self._kept and self._kept[0].pts_ns <= at_ns + GRACE_NS:
            due = self._kept.popleft()
        return due

    def forget(self) -> None:
        """Time stands or goes on elsewhere: what waits or is on its way is not wanted any more."""
        self._kept.clear()
        self._unwanted = self._asked or self._unwanted
        self._asked, self._refused = 0, False
