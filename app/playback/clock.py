"""Master clocks: where play stands now, in sample time."""

import time
from collections.abc import Callable
from typing import Protocol

import msgspec

from crosstie.viewers.timeline import PlayRange


class Play(msgspec.Struct, frozen=True):
    """One run of play: from where, how fast, and the span it repeats."""

    start_ns: int
    rate: float
    loop: PlayRange | None = None

    def position(self, played_ns: float) -> int:
        """Sample time after `played_ns` nanoseconds of real time; wraps within the loop.

        Play that starts before the loop's end runs into the loop; play that starts behind it never wraps.
        """
        position = self.start_ns + round(played_ns * self.rate)
        loop = self.loop
        if loop is None or self.start_ns >= loop.end_ns or position < loop.end_ns:
            return position
        return loop.start_ns + (position - loop.start_ns) % (loop.end_ns - loop.start_ns)


class MasterClock(Protocol):
    """Something that counts while playing."""

    def start(self, play: Play) -> None:
        """Begins to count; returns at once."""

    def go_on(self, rate: float, loop: PlayRange | None) -> None:
        """Another rate or loop from here on, without a gap or a jump."""

    def now_ns(self, ahead_ns: int = 0) -> int:
        """Sample time that is heard now, or will be in `ahead_ns` of real time."""

    def stop(self) -> None:
        """Stops counting."""

    def close(self) -> None:
        """Frees what the clock holds."""


class MonotonicClock:
    """The computer's own clock, where there is no sound."""

    def __init__(self, nanoseconds: Callable[[], int] = time.monotonic_ns) -> None:
        self._nanoseconds = nanoseconds
        self._play = Play(0, 1.0)
        self._began_ns = 0

    def start(self, play: Play) -> None:
        """Begins to count."""
        self._play = play
        self._began_ns = self._nanoseconds()

    def go_on(self, rate: float, loop: PlayRange | None) -> None:
        """Counts on at another rate or in another loop."""
        self.start(Play(self.now_ns(), rate, loop))

    def now_ns(self, ahead_ns: int = 0) -> int:
        """Sample time now, or in `ahead_ns`."""
        return self._play.position(self._nanoseconds() - self._began_ns + ahead_ns)

    def stop(self) -> None:
        """Nothing to stop."""

    def close(self) -> None:
        """Nothing to free."""
