"""Looks at a LAZ file's chunk table before lazrs does: what is absurd there would end the whole process.

lazrs allocates as many entries as the table says that it has. That cannot be refused: Rust ends a process
whose memory does not suffice.
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO, Final

_SIGNATURE: Final = b"LASF"
_POINTS_AT: Final = 96
_FORMAT_AT: Final = 104
_COMPRESSED: Final = 0x80
_AT_THE_END: Final = -1
_LEAST_CHUNK_BYTES: Final = 20
"""A chunk begins with a point as it is, and none is smaller than this (ASPRS LAS 1.4 R15, format 0)."""


def require_sound_chunk_table(path: Path) -> None:
    """Raises ValueError when a LAZ file has no chunk table, or one of more chunks than fit into the file.

    What is not LAZ passes. The table stands where the first 8 bytes of the points say, or the last 8 of the
    file where they say -1 (LASzip's format: Isenburg, 2013).
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(_FORMAT_AT + 1)
        if head[:4] != _SIGNATURE or len(head) <= _FORMAT_AT or not head[_FORMAT_AT] & _COMPRESSED:
            return
        (points_at,) = struct.unpack_from("<I", head, _POINTS_AT)
        table_at = _number_at(file, points_at)
        if table_at == _AT_THE_END:
            table_at = _number_at(file, size - 8)
        if not points_at < table_at <= size - 8:
            raise ValueError("its table of chunks is not there")
        file.seek(table_at)
        _, chunks = struct.unpack("<II", file.read(8))
        if chunks > size // _LEAST_CHUNK_BYTES:
            raise ValueError(f"{chunks:,} chunks do not fit into it")


def _number_at(file: BinaryIO, place: int) -> int:
    file.seek(max(0, place))
    if len(raw := file.read(8)) < 8:
        raise ValueError("its points are not there")
    return int.from_bytes(raw, "little", signed=True)
