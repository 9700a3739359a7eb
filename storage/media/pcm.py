"""A prepared sound's frames, read where they are needed: what has been read takes no memory any more.

They are never mapped: a file of the user's may be cut off or unplugged, and touching its map then kills.
"""

import os
import weakref
from typing import Final

import numpy as np
import numpy.typing as npt

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Sound

Samples = npt.NDArray[np.int16]
_SAMPLE_BYTES: Final = 2


class PcmFile:
    """The 16-bit frames of a prepared sound. Slices are read from the file, not mapped into memory.

    A map would count every page that was ever played as this process's own: 700 MB for an hour of stereo.
    """

    def __init__(self, sound: Sound) -> None:
        """Opens the file. Raises OSError, and MediaUnreadable when it is shorter than the sound."""
        self._channels = sound.channels
        self._frame_count = sound.frame_count
        self._offset = sound.pcm_offset
        self._descriptor = os.open(sound.pcm_path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        size = sound.frame_count * sound.channels * _SAMPLE_BYTES
        if os.fstat(self._descriptor).st_size < self._offset + size:
            raise MediaUnreadable("the sound's file is shorter than it was; open the sample again")

    def reach_to(self, frame_count: int) -> None:
        """More of the file has been written: so many frames can be read from now on."""
        self._frame_count = frame_count

    def __len__(self) -> int:
        return self._frame_count

    def __getitem__(self, place: slice) -> Samples:
        """Frames `start` to `stop`, shape (frames, channels); fewer where the file became shorter.

        None where its disk is gone: play goes on in silence, and who draws tells it.
        """
        start, stop, _ = place.indices(self._frame_count)
        size = self._channels * _SAMPLE_BYTES
        try:
            read = os.pread(self._descriptor, max(stop - start, 0) * size, self._offset + start * size)
        except OSError:
            read = b""
        whole = len(read) // size * size
        return np.frombuffer(read[:whole], np.int16).reshape(-1, self._channels)
