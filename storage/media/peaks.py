"""Minima and maxima of a sound at every zoom, from memory-mapped files: how a waveform is drawn.

A peaks file holds, for bins of 256 frames and then of four times as many each, every channel's minimum and
maximum; with the PCM file beside it, any stretch of a ten-hour sound is drawn by touching a few pages.
"""

import struct
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.queries import Sound

BASE_FRAMES: Final = 256
FACTOR: Final = 4
HEADER: Final = struct.Struct("<8sIQ")
MAGIC: Final = b"CTPEAKS1"
# A column takes its peaks from bins at most a quarter of its width.
_BINS_PER_COLUMN: Final = 4

Samples = npt.NDArray[np.int16]


class Level(msgspec.Struct, frozen=True, eq=False):
    """One zoom of the pyramid: `bins` is (bins, channels, 2) of bins of `frames` frames."""

    frames: int
    bins: Samples


def level_sizes(frame_count: int) -> list[tuple[int, int]]:
    """The (frames a bin, number of bins) of each level, down to one that fits into a few bins."""
    sizes: list[tuple[int, int]] = []
    frames = BASE_FRAMES
    while not sizes or sizes[-1][1] > FACTOR:
        sizes.append((frames, -(-frame_count // frames)))
        frames *= FACTOR
    return sizes


class Peaks:
    """A prepared sound, open for reading. It reads files but decodes nothing, so any process may hold it."""

    def __init__(self, sound: Sound) -> None:
        """Maps the files. Raises MediaUnreadable when they are missing or of another size."""
        self.sound = sound
        try:
            self.frames = PcmFile(sound)
            self._levels = self._open_levels()
        except (OSError, ValueError) as error:
            raise MediaUnreadable(
                "the prepared sound is not there any more; open the sample again"
            ) from error

    def columns(self, start_frame: int, stop_frame: int, count: int) -> Samples:
        """(channels, count, 2): each channel's minimum and maximum in `count` equal parts of a stretch.

        Parts narrower than a frame show the frame they begin in; those outside the sound are 0. Parts of more
        than 1024 frames begin and end on whole bins, at most a quarter of a part away.
        """
        steps = np.arange(count + 1, dtype=np.int64)
        edges = start_frame + (stop_frame - start_frame) * steps // count
        first, last = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
        reach = self.reach((stop_frame - start_frame) / count)
        inside = (last > 0) & (first < reach)
        peaks = np.zeros((self.sound.channels, count, 2), np.int16)
        if inside.any():
            begins = np.clip(first[inside], 0, reach - 1)
            end = min(int(last[inside][-1]), reach)
            peaks[:, inside] = self._reduced(begins, end, (stop_frame - start_frame) / count)
        return peaks

    def reach(self, _frames_per_column: float) -> int:
        """For how many frames from the beginning columns of a width can be told."""
        return self.sound.frame_count

    def _reduced(self, begins: npt.NDArray[np.int64], end: int, frames_per_column: float) -> Samples:
        """Minima and maxima from each of `begins` to the next, the last one to `end`."""
        level = self._level_for(frames_per_column)
        if level is None:
            stretch = self.frames[int(begins[0]) : end]
            if len(stretch) < end - begins[0]:
                raise MediaUnreadable("the sound's file was cut off meanwhile; open the sample again")
            starts = begins - begins[0]
            pairs = (np.minimum.reduceat(stretch, starts), np.maximum.reduceat(stretch, starts))
        else:
            starts = begins // level.frames
            stretch = level.bins[starts[0] : -(-end // level.frames)]
            starts -= starts[0]
            pairs = (
                np.minimum.reduceat(stretch[..., 0], starts),
                np.maximum.reduceat(stretch[..., 1], starts),
            )
        return np.stack(pairs, axis=-1).swapaxes(0, 1)

    def _open_levels(self) -> list[Level]:
        return _mapped_levels(self.sound)

    def _level_for(self, frames_per_column: float) -> Level | None:
        fitting = [one for one in self._levels if one.frames * _BINS_PER_COLUMN <= frames_per_column]
        return fitting[-1] if fitting else None


def coarser(bins: Samples, factor: int) -> Samples:
    """Bins (bins, channels, 2) of so many each; the last one may be of fewer."""
    starts = np.arange(0, len(bins), factor)
    lows, highs = np.minimum.reduceat(bins[..., 0], starts), np.maximum.reduceat(bins[..., 1], starts)
    return np.stack((lows, highs), axis=-1)


def _mapped_levels(sound: Sound) -> list[Level]:
    with Path(sound.peaks_path).open("rb") as file:
        magic, channels, frame_count = HEADER.unpack(file.read(HEADER.size).ljust(HEADER.size, b"\0"))
    if (magic, channels, frame_count) != (MAGIC, sound.channels, sound.frame_count):
        raise ValueError
    values = np.memmap(sound.peaks_path, np.int16, "r", offset=HEADER.size).view(np.ndarray)
    levels, at = [], 0
    for frames, bins in level_sizes(frame_count):
        size = bins * channels * 2
        levels.append(Level(frames, values[at : at + size].reshape(bins, channels, 2)))
        at += size
    return levels
