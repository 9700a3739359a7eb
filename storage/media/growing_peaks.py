"""Peaks of a sound that is still being prepared: what there is of them can be drawn meanwhile."""

import mmap
import os
import weakref
from typing import Final

import numpy as np

from crosstie.storage.media.peaks import BASE_FRAMES, HEADER, Level, Peaks, Samples, coarser
from crosstie.storage.media.queries import Sound

_GROUP: Final = 64
"""So many of the file's bins make one that is kept in memory: a megabyte for ten hours of stereo."""


class GrowingPeaks(Peaks):
    """As Peaks, over the file that is being written. `grow` takes in what has come since.

    The file stays the same one when it gets its final name, so nothing has to be opened again.
    """

    def __init__(self, sound: Sound) -> None:
        """Opens what there is. Raises MediaUnreadable when the files are gone."""
        self._coarse: Samples = np.zeros((0, sound.channels, 2), np.int16)
        super().__init__(sound)

    def grow(self, sound: Sound) -> None:
        """More of the same sound has been written."""
        self.sound = sound
        self.frames.reach_to(sound.frame_count)
        self._levels = self._levels_now()

    def reach(self, frames_per_column: float) -> int:
        """Frames may reach further than their peaks: those of a file that is read in place."""
        level = self._level_for(frames_per_column)
        frames = self.sound.frame_count
        return frames if level is None else min(len(level.bins) * level.frames, frames)

    def _open_levels(self) -> list[Level]:
        self._descriptor = os.open(self.sound.peaks_path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        return self._levels_now()

    def _levels_now(self) -> list[Level]:
        """The bins of the file, and those made of them, as far as the sound is told to reach."""
        channels = self.sound.channels
        bin_bytes = 4 * channels
        written = (os.fstat(self._descriptor).st_size - HEADER.size) // bin_bytes
        count = min(written, self.sound.frame_count // BASE_FRAMES)
        if count <= 0:
            return [Level(BASE_FRAMES, self._coarse[:0])]
        # A map of what was there before goes with the last array over it.
        whole = mmap.mmap(self._descriptor, HEADER.size + count * bin_bytes, prot=mmap.PROT_READ)
        fine = np.frombuffer(whole, np.int16, offset=HEADER.size).reshape(count, channels, 2)
        grouped = len(self._coarse)
        fresh = fine[grouped * _GROUP : count // _GROUP * _GROUP]
        if len(fresh):
            self._coarse = np.concatenate((self._coarse, coarser(fresh, _GROUP)))
        return [Level(BASE_FRAMES, fine), Level(BASE_FRAMES * _GROUP, self._coarse)]
