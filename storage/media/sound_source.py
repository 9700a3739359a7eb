"""The sound of a file as blocks of 16-bit frames, from its asset time zero on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import soundfile

from crosstie.storage.media.errors import MediaUnreadable, one_line
from crosstie.storage.media.wav_data import plain_samples_at

Block = npt.NDArray[np.int16]
MAX_CHANNELS: Final = 64
_BLOCK_FRAMES: Final = 1 << 16
_FULL_SCALE: Final = 32768.0
_FLOAT_SUBTYPES: Final = ("FLOAT", "DOUBLE")


class SoundForm(msgspec.Struct, frozen=True):
    """What is known before decoding. `frame_count` may be an estimate, and 0 where nothing is known."""

    sample_rate: int
    channels: int
    frame_count: int
    codec: str


class SoundFileSource:
    """A file that libsndfile reads: WAV, FLAC, Ogg, Opus, MP3, AIFF, CAF and more."""

    def __init__(self, path: Path) -> None:
        """Opens the file. Raises soundfile.LibsndfileError when libsndfile does not know it."""
        self._path = path
        self._file = soundfile.SoundFile(str(path))
        self.form = SoundForm(
            self._file.samplerate, self._file.channels, self._file.frames, self._file.subtype.lower()
        )
        require_few_channels(self.form, path.name)

    @property
    def samples_at(self) -> int | None:
        """The byte of the file at which its sound lies as 16-bit frames; None where it must be decoded."""
        return plain_samples_at(self._path, self._file.frames, self._file.channels)

    def blocks(self) -> Iterator[Block]:
        """The whole sound, each block (frames, channels). Raises MediaUnreadable."""
        # libsndfile does not scale floating-point samples when asked for integers: they would all be silence.
        floats = self._file.subtype in _FLOAT_SUBTYPES
        read = 0
        try:
            self._file.seek(0)
            while True:
                block = self._file.read(_BLOCK_FRAMES, "float32" if floats else "int16", always_2d=True)
                if not len(block):
                    break
                read += len(block)
                yield to_int16(block)
        except soundfile.LibsndfileError as error:
            raise MediaUnreadable(f"{self._path.name}: is damaged ({one_line(error)})") from error
        if self._file.format == "FLAC" and read < self._file.frames:
            raise MediaUnreadable(
                f"{self._path.name}: is cut off or damaged after {read / self._file.samplerate:.1f} s"
            )

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def require_few_channels(form: SoundForm, name: str) -> None:
    """Raises MediaUnreadable for more channels than could be shown."""
    if form.channels > MAX_CHANNELS:
        raise MediaUnreadable(f"{name}: has {form.channels} channels; {MAX_CHANNELS} are the limit")


def to_int16(samples: npt.NDArray[Any]) -> Block:
    """Samples of any of FFmpeg's and libsndfile's kinds as 16 bits, clipped, not-a-numbers silent."""
    if samples.dtype.kind == "f":
        scaled = np.rint(np.nan_to_num(samples * samples.dtype.type(_FULL_SCALE)))
        clipped: npt.NDArray[Any] = np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1)
        return clipped.astype(np.int16)
    if samples.dtype == np.uint8:
        return ((samples.astype(np.int16) - 128) << 8).astype(np.int16)
    if samples.dtype == np.int16:
        return samples.astype(np.int16, copy=False)
    return (samples.astype(np.int64) >> (8 * samples.dtype.itemsize - 16)).astype(np.int16)
