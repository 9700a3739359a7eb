"""What is decoded while nobody asks: a few frames in the direction of the last move, then those behind."""

from typing import Final

from crosstie.storage.media.frame_decoder import FrameDecoder

_AHEAD: Final = 4
_BEHIND: Final = 16
_RUNNING_LOW: Final = 8
_NEAR: Final = 8
"""A move of at most as many frames is a step or play, which goes on the same way; a longer one is a jump."""


class Prefetch:
    """Decides what to decode next, one packet at a time, so that a question never waits for it."""

    def __init__(self, decoder: FrameDecoder, frame_count: int) -> None:
        self._decoder = decoder
        self._last = frame_count - 1
        self._at = 0
        self._step = 0
        self._goal = 0
        self._busy = self._gave_up = False

    def asked(self, number: int) -> None:
        """The frame that was asked for; what had been begun goes on only where it still fits."""
        self._step, self._at = number - self._at, number
        self._busy = self._gave_up = False

    def work(self, *, rested: bool) -> bool:
        """Feeds one packet; False when nothing is left to do. `rested` tells that time stands for a while."""
        if self._gave_up:
            return False
        if not self._busy:
            self._busy = self._begin_ahead() or self._begin_behind(rested=rested)
            return self._busy
        if not self._decoder.advance():
            self._busy = False
            # A frame that does not come is damaged: trying again would never end.
            self._gave_up = not self._decoder.holds(self._goal)
        return not self._gave_up

    def _begin_ahead(self) -> bool:
        """What comes next, where going on decoding gives it: never through a seek."""
        if -_NEAR <= self._step < 0:
            return False
        self._goal = min(self._at + min(_AHEAD, self._decoder.room // 4), self._last)
        return not self._decoder.holds(self._goal) and self._decoder.begin(self._goal, self._at, seek=False)

    def _begin_behind(self, *, rested: bool) -> bool:
        """What came before: while stepping back as soon as little is left, after a jump once time stands."""
        backward, forward = -_NEAR <= self._step < 0, 0 < self._step <= _NEAR
        if forward or not (backward or rested):
            return False
        wanted = min(_BEHIND, self._decoder.room // 2)
        first = self._at
        while first > 0 and self._decoder.holds(first - 1):
            first -= 1
        if first == 0 or self._at - first >= min(_RUNNING_LOW, wanted):
            return False
        self._goal = first - 1
        return self._decoder.begin(self._goal, max(0, first - wanted), seek=True)
