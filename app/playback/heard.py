"""Which of the frames that a device was handed is heard now, from the times that it tells."""

from typing import Final

_TRUST: Final = 0.1
_JUMP_S: Final = 0.05


class HeardFrames:
    """Counts the frames handed to one running stream, and knows when each of them is heard.

    Times are seconds of the stream's own clock.
    """

    def __init__(self, rate: float, latency_s: float) -> None:
        self._rate = rate
        self._latency_s = latency_s
        self._first_at: float | None = None
        self._told = 0.0
        self.handed = 0

    def hand(self, count: int, now_s: float, heard_s: float, *, after_gap: bool = False) -> None:
        """`count` more frames were asked for at `now_s`; `heard_s` is when the first of them is heard.

        Hosts that do not tell say 0: the latency stands in for it. After a gap, where the device ran out of
        sound, all that follows is heard later than it seemed before.
        """
        if after_gap:
            self._first_at = None
        # The first blocks fill the device's buffer at once, before it runs (a sleeping one may take
        # seconds to wake): only a block that was asked for later tells when sound is heard.
        if self.handed >= self._latency_s * self._rate:
            heard = heard_s or now_s + self._latency_s
            self._first_at = _smoothed(self._first_at, heard - self.handed / self._rate)
        self.handed += count

    def now(self, at_s: float) -> float:
        """How many frames were heard until `at_s`; it never runs back.

        Sound that was not handed over cannot be heard: a device that stalls stalls the count.
        """
        if self._first_at is not None:
            heard = min((at_s - self._first_at) * self._rate, float(self.handed))
            self._told = max(self._told, heard)
        return self._told


def _smoothed(before: float | None, measured: float) -> float:
    """The stream time at which the first frame was heard, with the hosts' jitter averaged out."""
    if before is None or abs(measured - before) > _JUMP_S:
        return measured
    return before + _TRUST * (measured - before)
