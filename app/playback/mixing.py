"""Samples for the sound card: assets' sounds, placed on the sample's clock."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from crosstie.app.playback.clock import Play
from crosstie.schema.clock import NS_PER_SECOND, AssetClock

_JUMP_FRAMES: Final = 4096


class SoundFrames(Protocol):
    """Int16 of shape (frames, channels): an array, or a file that is read slice by slice."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: slice, /) -> npt.NDArray[np.int16]: ...


class SoundTrack:
    """A sound on its asset's clock, at `sample_rate` Hz."""

    def __init__(self, frames: SoundFrames, sample_rate: int, clock: AssetClock) -> None:
        self._frames = frames
        self._sample_rate = sample_rate
        self._clock = clock
        self.gain = 1.0

    def at(self, sample_ns: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        """Sound at instants of sample time (ns), linearly interpolated; shape (instants, 2), −1 to 1.

        Silence before the asset begins and after it ends. One channel is heard on both sides; of more
        than two the first two are.
        """
        clock = self._clock
        asset_ns = (sample_ns - clock.offset_ns) * (clock.rate_num / clock.rate_den)
        place = asset_ns * (self._sample_rate / NS_PER_SECOND)
        sound = np.zeros((len(place), 2), np.float32)
        # Where a loop goes round, the instants jump: each stretch between two jumps is read at once.
        jumps = np.flatnonzero(np.abs(np.diff(place)) > _JUMP_FRAMES) + 1
        for stretch in np.split(np.arange(len(place)), jumps):
            sound[stretch] = self._between(place[stretch])
        return sound

    def _between(self, place: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        inside = (place >= 0) & (place < len(self._frames) - 1)
        sound = np.zeros((len(place), 2), np.float32)
        if inside.any():
            at = place[inside]
            first = at.astype(np.int64)
            begin = int(first.min())
            frames = self._frames[begin : int(first.max()) + 2][:, :2]
            first -= begin
            part = (at - begin - first).astype(np.float32)[:, None]
            sound[inside] = (frames[first] * (1 - part) + frames[first + 1] * part) * np.float32(
                self.gain / 32768.0
            )
        return sound


def input_instants(play: Play, first: int, count: int, device_rate: float) -> npt.NDArray[np.float64]:
    """Sample times (ns) of `count` frames from the `first` one on, at normal speed; loops wrap."""
    real_ns = (first + np.arange(count, dtype=np.float64)) * (NS_PER_SECOND / device_rate)
    position = play.start_ns + real_ns
    loop = play.loop
    if loop is not None and play.start_ns < loop.end_ns:
        length = loop.end_ns - loop.start_ns
        over = position >= loop.end_ns
        position[over] = loop.start_ns + (position[over] - loop.start_ns) % length
    return position


def mixed(tracks: Sequence[SoundTrack], instants: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """All tracks' sound at instants of sample time (ns), shape (instants, 2)."""
    return sum((track.at(instants) for track in tracks), np.zeros((len(instants), 2), np.float32))
