"""Whether a container file is all there, told from its own structure without decoding it.

A copy that broke off often plays for a while; labels made on it would be made on half a file.
"""

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from crosstie.storage.media.complete_sound import is_mp3, is_ogg, mp3_end, ogg_end
from crosstie.storage.media.errors import MediaUnreadable

_EBML_SEGMENT: Final = 0x18538067
_RIFF_UNKNOWN: Final = (0, 0xFFFFFFFF)


def require_complete(path: Path) -> None:
    """Raises MediaUnreadable when an MP4, Matroska, WebM, RIFF (WAV, AVI), MP3 or Ogg file ends early."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(12)
        for belongs, declared_end in _FORMATS:
            if belongs(head):
                end = declared_end(file, size)
                if end > size:
                    raise MediaUnreadable(
                        f"{path.name}: the file is cut off ({end - size:,} bytes are missing)"
                    )


def _is_mp4(head: bytes) -> bool:
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


def _mp4_end(file: BinaryIO, size: int) -> int:
    """Where the last top-level box says that it ends (ISO/IEC 14496-12 §4.2)."""
    position = 0
    while position + 8 <= size:
        file.seek(position)
        length, _, large = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        if length == 0:
            return size
        step = large if length == 1 else length
        if step < 8:
            return size
        position += step
    return max(position, size)


def _is_ebml(head: bytes) -> bool:
    return head[:4] == b"\x1a\x45\xdf\xa3"


def _ebml_end(file: BinaryIO, size: int) -> int:
    """Where the segment says that it ends (RFC 8794); `size` where it does not say."""
    file.seek(0)
    head = file.read(4096)
    _, at = _ebml_number(head, 0, keep_marker=True)
    length, at = _ebml_number(head, at, keep_marker=False)
    at += max(0, length)
    if at + 12 > len(head):
        return size
    identifier, at = _ebml_number(head, at, keep_marker=True)
    length, at = _ebml_number(head, at, keep_marker=False)
    return at + length if identifier == _EBML_SEGMENT and length >= 0 else size


def _ebml_number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """A variable-length integer and the place behind it; -1 for "unknown"."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + width])
    if not keep_marker:
        value &= (1 << 7 * width) - 1
        if value == (1 << 7 * width) - 1:
            value = -1
    return value, at + width


def _is_riff(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI ")


def _riff_end(file: BinaryIO, size: int) -> int:
    """Where the RIFF chunk says that it ends; a recorder that wrote to a stream says nothing."""
    file.seek(4)
    (length,) = struct.unpack("<I", file.read(4))
    return size if length in _RIFF_UNKNOWN else 8 + int(length)


_FORMATS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO, int], int]], ...]] = (
    (_is_mp4, _mp4_end),
    (_is_ebml, _ebml_end),
    (_is_riff, _riff_end),
    (is_mp3, mp3_end),
    (is_ogg, ogg_end),
)
