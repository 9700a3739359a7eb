"""The one clock: sample time, the play range, rate and state. It takes commands; panes follow its signals."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from crosstie.schema.clock import NS_PER_SECOND

RATES: Final = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
NextInstant = Callable[[int, int], int]
"""(sample time, direction ±1) → sample time of the neighbouring frame."""


class PlayRange(msgspec.Struct, frozen=True):
    """A stretch of sample time, end exclusive."""

    start_ns: int
    end_ns: int


class Timeline(QObject):
    """Owns sample time. Whoever keeps the master clock (the playback) calls `follow`; all else commands.

    `moved` carries the new sample time as an int (Qt's own int has 32 bits, so it travels as object).
    """

    moved = Signal(object)
    settled = Signal(object)
    play_changed = Signal(bool)
    rate_changed = Signal(float)
    loop_changed = Signal(object)
    duration_changed = Signal(object)
    length_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ns = 0
        self._duration_ns = 0
        self._rate = 1.0
        self._playing = False
        self._scrubbing = False
        self._loop: PlayRange | None = None
        self._next_instant: NextInstant = _by_fortieth

    @property
    def now_ns(self) -> int:
        """Sample time shown in every pane."""
        return self._now_ns

    @property
    def duration_ns(self) -> int:
        """Sample time at which the last asset ends."""
        return self._duration_ns

    @property
    def rate(self) -> float:
        """Seconds of sample time in a second of play."""
        return self._rate

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._playing

    @property
    def scrubbing(self) -> bool:
        """Whether a hand drags the playhead: panes may show a nearby picture first."""
        return self._scrubbing

    @property
    def loop(self) -> PlayRange | None:
        """The span that play repeats, if any."""
        return self._loop

    def set_duration(self, duration_ns: int) -> None:
        """The length of the sample that was opened; the playhead goes to its start."""
        self._duration_ns = max(0, duration_ns)
        self.pause()
        self.set_loop(None)
        self.duration_changed.emit(self._duration_ns)
        self.seek(0)

    def realign(self, duration_ns: int) -> None:
        """An asset was moved on the sample's clock: the same instant now shows something else of it."""
        if duration_ns != self._duration_ns:
            self._duration_ns = max(0, duration_ns)
            self.length_changed.emit(self._duration_ns)
        self._now_ns = min(self._now_ns, self._duration_ns)
        self.moved.emit(self._now_ns)
        if not self._playing:
            self.settled.emit(self._now_ns)

    def seek(self, time_ns: int) -> None:
        """Goes to an exact instant, kept within the sample."""
        self._scrubbing = False
        self._move(time_ns)
        self.settled.emit(self._now_ns)

    def scrub(self, time_ns: int) -> None:
        """Follows a dragging hand; `end_scrub` then settles on the exact instant."""
        self._scrubbing = True
        self._move(time_ns)

    def end_scrub(self) -> None:
        """The hand has let go."""
        if self._scrubbing:
            self.seek(self._now_ns)

    def follow(self, time_ns: int) -> None:
        """The master clock's word while playing; nobody else calls this."""
        if self._playing:
            self._move(time_ns)

    def step(self, direction: int) -> None:
        """One frame on (+1) or back (−1) in the picture that steps are counted in."""
        self.pause()
        self.seek(self._next_instant(self._now_ns, direction))

    def hop(self, seconds: float) -> None:
        """Jumps by seconds, playing or not."""
        self.seek(self._now_ns + round(seconds * NS_PER_SECOND))

    def use_frames_of(self, next_instant: NextInstant | None) -> None:
        """Says whose frames `step` counts; None steps by 25 ms."""
        self._next_instant = next_instant or _by_fortieth

    def play(self) -> None:
        """Lets time run; from the start when it stood at the end."""
        if self._playing or self._duration_ns == 0:
            return
        if self._now_ns >= self._duration_ns:
            self.seek(self._loop.start_ns if self._loop else 0)
        self._playing = True
        self.play_changed.emit(True)

    def pause(self) -> None:
        """Stops time where it is."""
        if not self._playing:
            return
        self._playing = False
        self.play_changed.emit(False)
        self.settled.emit(self._now_ns)

    def toggle_play(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def set_rate(self, rate: float) -> None:
        """Play speed, kept between 0.25 and 4."""
        rate = min(max(rate, RATES[0]), RATES[-1])
        if rate != self._rate:
            self._rate = rate
            self.rate_changed.emit(rate)

    def change_rate(self, steps: int) -> None:
        """The next faster (+1) or slower (−1) of the usual speeds."""
        nearest = min(range(len(RATES)), key=lambda index: abs(RATES[index] - self._rate))
        self.set_rate(RATES[min(max(nearest + steps, 0), len(RATES) - 1)])

    def set_loop(self, loop: PlayRange | None) -> None:
        """Repeats a span, or with None plays on to the end."""
        if loop is not None and loop.end_ns <= loop.start_ns:
            loop = None
        if loop != self._loop:
            self._loop = loop
            self.loop_changed.emit(loop)

    def _move(self, time_ns: int) -> None:
        bounded = min(max(time_ns, 0), self._duration_ns)
        if bounded != self._now_ns:
            self._now_ns = bounded
            self.moved.emit(bounded)


def _by_fortieth(now_ns: int, direction: int) -> int:
    return now_ns + direction * NS_PER_SECOND // 40
