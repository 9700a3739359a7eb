"""A prepared sound's frames, read where they are needed: what has been read takes no memory any more."""

import os
import weakref
from typing import Final

import numpy as np
import numpy.typing as npt

from crosstie.storage.media.queries import Sound

Samples = npt.NDArray[np.int16]
_SAMPLE_BYTES: Final = 2


class PcmFile:
    """The 16-bit frames of a prepared sound. Slices are read from the file, not mapped into memory.

    A map would count every page that was ever played as this process's own: 700 MB for an hour of stereo.
    """

    def __init__(self, sound: Sound) -> None:
        """Opens the file. Raises OSError."""
        self._channels = sound.channels
        self._frame_count = sound.frame_count
        self._descriptor = os.open(sound.pcm_path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        return self._frame_count

    def __getitem__(self, place: slice) -> Samples:
        """Frames `start` to `stop`, shape (frames, channels); fewer where the file is shorter."""
        start, stop, _ = place.indices(self._frame_count)
        size = self._channels * _SAMPLE_BYTES
        read = os.pread(self._descriptor, max(stop - start, 0) * size, start * size)
        whole = len(read) // size * size
        return np.frombuffer(read[:whole], np.int16).reshape(-1, self._channels)
