"""Samples for the sound card: assets' sounds, placed on the sample's clock."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from crosstie.app.playback.clock import Play
from crosstie.schema.clock import NS_PER_SECOND, AssetClock


class SoundTrack:
    """A sound in memory or memory-mapped, on its asset's clock.

    `frames` is int16 of shape (frames, channels) at `sample_rate` Hz.
    """

    def __init__(self, frames: npt.NDArray[np.int16], sample_rate: int, clock: AssetClock) -> None:
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
        count = len(self._frames)
        inside = (place >= 0) & (place < count - 1)
        if not inside.any():
            return np.zeros((len(sample_ns), 2), np.float32)
        safe = np.where(inside, place, 0.0)
        first = safe.astype(np.int64)
        part = (safe - first).astype(np.float32)[:, None]
        left, right = self._frames[first][:, :2], self._frames[first + 1][:, :2]
        sound = (left * (1 - part) + right * part) * np.float32(self.gain / 32768.0)
        sound[~inside] = 0.0
        return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound


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
