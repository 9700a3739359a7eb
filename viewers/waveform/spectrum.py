"""Spectra of a sound over time in tiles, at steps of time that double; those used last are kept.

Knows no Qt, so that any thread may work it out.
"""

import math
from collections import OrderedDict
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.storage.media.peaks import Peaks

Levels = npt.NDArray[np.uint8]
TILE_COLUMNS: Final = 128
FLOOR_DB: Final = 127.5
"""Levels are kept in half decibels below full scale, from 0 dB (255) to −127.5 dB (0)."""
_WINDOW_S: Final = 0.032
_LEAST_STEP: Final = 16
_LOOKS: Final = 3
"""So many windows are looked at in a column that is longer than one; the loudest counts."""
_MOST_BYTES: Final = 64 << 20


class Tile(msgspec.Struct, frozen=True):
    """Which tile: `step` frames a column, the tile's number, and a channel, or −1 for all of them mixed."""

    step: int
    number: int
    channel: int


class Spectrum:
    """One prepared sound's spectra. All methods belong to one thread."""

    def __init__(self, peaks: Peaks) -> None:
        self._peaks = peaks
        self._tiles: OrderedDict[Tile, Levels] = OrderedDict()
        self.size: int = 1 << max(round(math.log2(_WINDOW_S * peaks.sound.sample_rate)), 6)
        self._window: npt.NDArray[np.float32] = np.hanning(self.size + 1)[:-1].astype(np.float32)
        self._full = float(self._window.sum()) / 2 * 32768.0
        self.made = 0

    @property
    def bins(self) -> int:
        """Frequencies a column, from 0 to half the sample rate."""
        return self.size // 2 + 1

    def columns(self, first: int, stop: int, count: int, channel: int) -> Levels:
        """(count, bins): levels in `count` equal parts of a stretch of frames, from one tile level."""
        wanted = max((stop - first) / count, 1.0)
        step = max(1 << int(math.log2(wanted)), _LEAST_STEP)
        at = (first + (stop - first) * (np.arange(count) + 0.5) / count) // step
        numbers = (at // TILE_COLUMNS).astype(np.int64)
        levels = np.zeros((count, self.bins), np.uint8)
        last = -(-self._peaks.sound.frame_count // step)
        for number in np.unique(numbers[(at >= 0) & (at < last)]).tolist():
            here = (numbers == number) & (at >= 0) & (at < last)
            tile = self._tile(Tile(step, number, channel))
            levels[here] = tile[(at[here] - number * TILE_COLUMNS).astype(np.int64)]
        return levels

    def go_on_with(self, peaks: Peaks, frame: int) -> None:
        """The sound goes on after a frame: what was silence there is looked at again."""
        self._peaks = peaks
        for tile in [
            one for one in self._tiles if (one.number + 1) * TILE_COLUMNS * one.step > frame - self.size
        ]:
            del self._tiles[tile]

    def _tile(self, tile: Tile) -> Levels:
        known = self._tiles.get(tile)
        if known is not None:
            self._tiles.move_to_end(tile)
            return known
        made = self._tiles[tile] = self._made(tile)
        self.made += 1
        while len(self._tiles) * made.nbytes > _MOST_BYTES:
            self._tiles.popitem(last=False)
        return made

    def _made(self, tile: Tile) -> Levels:
        looks = min(max(tile.step // self.size, 1), _LOOKS)
        middles = (np.arange(TILE_COLUMNS * looks) + 0.5) * (tile.step / looks)
        begins = (tile.number * TILE_COLUMNS * tile.step + middles - self.size / 2).astype(np.int64)
        stretches = self._stretches(begins, tile.channel)
        power = np.abs(np.fft.rfft(stretches * self._window, axis=1))
        loudest = power.reshape(TILE_COLUMNS, looks, self.bins).max(axis=1) / self._full
        decibels = 20 * np.log10(np.maximum(loudest, 1e-9))
        levels: Levels = np.clip((decibels + FLOOR_DB) * 2, 0, 255).astype(np.uint8)
        return levels

    def _stretches(self, begins: npt.NDArray[np.int64], channel: int) -> npt.NDArray[np.float32]:
        """The windows' samples, (windows, size); those that overlap are read at once."""
        if int(begins[1] - begins[0]) <= self.size:
            whole = self._read(int(begins[0]), int(begins[-1]) + self.size, channel)
            cut: npt.NDArray[np.float32] = whole[begins[:, None] - begins[0] + np.arange(self.size)]
            return cut
        return np.stack([self._read(one, one + self.size, channel) for one in begins.tolist()])

    def _read(self, first: int, stop: int, channel: int) -> npt.NDArray[np.float32]:
        """One channel's samples, or the mean of all; silence beyond both ends."""
        frames = self._peaks.frames[max(first, 0) : max(stop, 0)]
        chosen = frames.mean(axis=1) if channel < 0 else frames[:, channel]
        mono = np.zeros(stop - first, np.float32)
        begin = max(-first, 0)
        mono[begin : begin + len(chosen)] = chosen
        return mono
