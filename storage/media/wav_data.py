"""A WAV file's plain 16-bit samples: they are read where they lie instead of being decoded and copied."""

import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.int16]
_BLOCK_BYTES: Final = 1 << 18
"""What is read stays in a core's own memory until it is looked at."""
_CHUNK: Final = struct.Struct("<4sI")
_FORMAT: Final = struct.Struct("<HHIIHH")
_PCM: Final = 1
_EXTENSIBLE: Final = 0xFFFE
_SUBFORMAT_AT: Final = 24
_BITS: Final = 16
_MOST_CHUNKS: Final = 1000


def plain_samples_at(path: Path, frame_count: int, channels: int) -> int | None:
    """The byte at which a WAV's interleaved 16-bit frames begin; None where they are of another kind.

    Only RIFF, as most recorders write it: RF64 (over 4 GB) and other containers are copied.
    """
    if sys.byteorder != "little":
        return None
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        found = _data_chunk(file, channels)
        end = file.seek(0, 2)
    return found if found is not None and found + 2 * channels * frame_count <= end else None


def plain_blocks(path: Path, samples_at: int, frame_count: int, channels: int) -> Iterator[Block]:
    """The frames from a byte on, each block (frames, channels); it is good until the next one is taken."""
    size = 2 * channels
    buffer = np.empty((max(_BLOCK_BYTES // size, 1), channels), np.int16)
    left = frame_count
    with path.open("rb", buffering=0) as file:
        file.seek(samples_at)
        while left > 0:
            read = file.readinto(buffer[:left].data) // size
            if not read:
                return
            if read < min(left, len(buffer)):
                # A short read may end within a frame.
                file.seek(samples_at + size * (frame_count - left + read))
            left -= read
            yield buffer[:read]


def _data_chunk(file: BinaryIO, channels: int) -> int | None:
    """Where the data chunk's bytes begin, if a format chunk before it says that they are plain."""
    plain = False
    for _ in range(_MOST_CHUNKS):
        head = file.read(_CHUNK.size)
        if len(head) < _CHUNK.size:
            return None
        name, size = _CHUNK.unpack(head)
        if name == b"data":
            return file.tell() if plain else None
        begin = file.tell()
        if name == b"fmt ":
            plain = _is_plain(file.read(min(size, 40)), channels)
        # Chunks begin at even bytes.
        file.seek(begin + size + size % 2)
    return None


def _is_plain(form: bytes, channels: int) -> bool:
    if len(form) < _FORMAT.size:
        return False
    fields: tuple[int, ...] = _FORMAT.unpack(form[: _FORMAT.size])
    kind, own_channels, _, _, frame_bytes, bits = fields
    if kind == _EXTENSIBLE:
        kind = int.from_bytes(form[_SUBFORMAT_AT : _SUBFORMAT_AT + 2], "little")
    return kind == _PCM and bits == _BITS and own_channels == channels and frame_bytes == 2 * channels
