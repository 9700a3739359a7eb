"""Sound at another speed with its pitch kept, and its onsets exactly where linear time has them.

WSOLA (Verhelst and Roelands, ICASSP 1993): overlapping windows of the sound are laid closer together or
farther apart, each taken where it fits what has sounded before it best. That alone moves an onset by up to
the search's width, loses it or repeats it; therefore a window that holds an onset is taken from where the
onset falls on its exact instant, and the windows around it leave it out (Röbel, DAFx 2003, has the idea).
"""

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

Frames = npt.NDArray[np.float32]
Read = Callable[[int, int], Frames]
"""(first frame, number of frames) → sound of shape (frames, 2); frames before 0 exist as well."""
_WINDOW_S: Final = 0.020
_REACH_S: Final = 0.0065
"""How far a window may be moved either way: half a period of the deepest voice, 77 Hz."""
_ENVELOPE_S: Final = 0.001
_BEFORE: Final = 20
"""Blocks of the envelope that an onset is compared with: two periods of a deep voice, lest each be one."""
_RISE: Final = 3.0
_AUDIBLE: Final = 0.01
_SILENT: Final = 1e-6


class Stretcher:
    """Frames that stand at `rate` times their distance, from input frame 0 on.

    Output frame n is heard when input frame n · `rate` is due. At the rate 1 the input comes out as it is.
    """

    def __init__(self, read: Read, sample_rate: float, rate: float) -> None:
        self._read = read
        self._rate = rate
        self._hop = max(round(_WINDOW_S * sample_rate / 2), 8)
        self._window = 2 * self._hop
        self._reach = max(round(_REACH_S * sample_rate), 4)
        # The periodic form, of which two halves add up to exactly 1.
        self._rising = np.float32(0.5) - np.float32(0.5) * np.cos(
            np.pi * np.arange(self._hop, dtype=np.float32) / self._hop
        )
        self._onsets = _Onsets(read, sample_rate, self._window * max(rate, 1.0))
        self._made = 0
        self._last = -self._hop
        self._ready: Frames = np.zeros((0, 2), np.float32)
        self._done = 0

    def next(self, count: int) -> Frames:
        """The next `count` frames, shape (count, 2)."""
        if self._rate == 1.0:
            self._done += count
            return self._read(self._done - count, count)
        parts = [self._ready]
        have = len(self._ready)
        while have < count:
            parts.append(self._next_hop())
            have += self._hop
        joined = np.concatenate(parts)
        self._ready = joined[count:]
        return joined[:count]

    def _next_hop(self) -> Frames:
        """The falling half of the window before, and the rising half of the next one laid over it."""
        falling = self._read(self._last + self._hop, self._hop)
        place = self._place(falling)
        rising = self._read(place, self._hop)
        self._last = place
        self._made += 1
        weight = self._rising[:, None]
        return falling + weight * (rising - falling)

    def _place(self, falling: Frames) -> int:
        """Where the next window is taken from."""
        out = self._made * self._hop
        due = round(out * self._rate)
        low, high = due - self._reach, due + self._reach
        self._onsets.look_until(max(high + self._window, round((out + self._window) * self._rate)))
        for onset in self._onsets.near(min(low, due) - self._window):
            lands = round(onset / self._rate)
            if out <= lands < out + self._window:
                return out + onset - lands
            if lands < out:
                low = max(low, onset + 1)
                high = max(high, low)
            else:
                high = min(high, onset - self._window)
                low = min(low, high - self._reach)
                break
        return self._alike(falling, low, high, due)

    def _alike(self, falling: Frames, low: int, high: int, due: int) -> int:
        """The place from `low` to `high` whose sound is most like what the window before goes on with."""
        wanted = falling.sum(axis=1)
        energy = float(wanted @ wanted)
        if energy < _SILENT * self._hop or high <= low:
            return min(max(due, low), high)
        there = self._read(low, high - low + self._hop).sum(axis=1)
        squares = np.cumsum(np.square(there, dtype=np.float64))
        energies = squares[self._hop - 1 :].copy()
        energies[1:] -= squares[: -self._hop]
        likeness = np.correlate(there, wanted, "valid") / np.sqrt(energies * energy + _SILENT)
        return low + int(np.argmax(likeness))


class _Onsets:
    """Finds where the sound begins anew: louder within a millisecond than in all of the twenty before."""

    def __init__(self, read: Read, sample_rate: float, apart: float) -> None:
        self._read = read
        self._block = max(round(_ENVELOPE_S * sample_rate), 1)
        self._apart = apart
        self._looked = -_BEFORE * self._block
        self._peaks: deque[float] = deque(maxlen=_BEFORE)
        self._found: deque[int] = deque()

    def near(self, since: int) -> list[int]:
        """The onsets that are known, in order; those before frame `since` are forgotten."""
        while self._found and self._found[0] < since:
            self._found.popleft()
        return list(self._found)

    def look_until(self, frame: int) -> None:
        """Looks at the input up to a frame."""
        blocks = -(-(frame - self._looked) // self._block)
        if blocks <= 0:
            return
        loud = np.abs(self._read(self._looked, blocks * self._block)).max(axis=1).reshape(blocks, self._block)
        for number, peak in enumerate(loud.max(axis=1).tolist()):
            self._weigh(self._looked + number * self._block, peak, loud[number])
        self._looked += blocks * self._block

    def _weigh(self, first: int, peak: float, loud: npt.NDArray[np.float32]) -> None:
        before = max(self._peaks, default=peak)
        if len(self._peaks) == _BEFORE and peak > max(_RISE * before, _AUDIBLE):
            onset = first + int(np.argmax(loud > max(_RISE * before, _AUDIBLE)))
            if not self._found or onset - self._found[-1] >= self._apart:
                self._found.append(onset)
        self._peaks.append(peak)
