"""Hybrid logical time: wall time that never runs backwards within a device, for display and order."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

import msgspec


class HybridTime(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Milliseconds since 1970 as the device's clock had them, and a counter of ops that share them."""

    wall_ms: int
    counter: int


class HybridClock:
    """Gives each op a later time than the one before (Kulkarni et al. 2014, local events only)."""

    def __init__(self, last: HybridTime, wall_ms: Callable[[], int] | None = None) -> None:
        self._last = last
        self._wall_ms = wall_ms or _wall_ms
        self._minute = -1
        self._zone: tzinfo | None = UTC

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
        now_ms = self._wall_ms()
        minute = now_ms // 60_000
        if minute != self._minute:
            # Asking for the zone costs more than all the rest, and it changes on whole minutes only.
            self._minute, self._zone = minute, datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().tzinfo
        return datetime.fromtimestamp(now_ms / 1000, self._zone).isoformat(timespec="milliseconds")


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
