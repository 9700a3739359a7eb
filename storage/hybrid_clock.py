"""Hybrid logical time: wall time that never runs backwards within a device, for display and order."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

_DATE_WIDTH: Final = len("2026-11-03T09:14:02")


class HybridTime(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Milliseconds since 1970 as the device's clock had them, and a counter of ops that share them."""

    wall_ms: int
    counter: int


class HybridClock:
    """Gives each op a later time than the one before (Kulkarni et al. 2014, local events only)."""

    def __init__(self, last: HybridTime, wall_ms: Callable[[], int] | None = None) -> None:
        self._last = last
        self._wall_ms = wall_ms or _wall_ms
        self._second = -1
        self._date = self._zone = ""

    def tick(self) -> HybridTime:
        """The next time: the wall clock's where it moved on, else one count further."""
        now = self._wall_ms()
        if now > self._last.wall_ms:
            self._last = HybridTime(now, 0)
        else:
            self._last = HybridTime(self._last.wall_ms, self._last.counter + 1)
        return self._last

    def wall(self) -> str:
        """The wall clock as people read it: RFC 3339 with the zone's offset, to the millisecond."""
        second, ms = divmod(self._wall_ms(), 1000)
        if second != self._second:
            # Making the text, and asking for the zone, costs more than all the rest of an op.
            local = datetime.fromtimestamp(second, UTC).astimezone().isoformat()
            self._second, self._date, self._zone = second, local[:_DATE_WIDTH], local[_DATE_WIDTH:]
        return f"{self._date}.{ms:03d}{self._zone}"


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
