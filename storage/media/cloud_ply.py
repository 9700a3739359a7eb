"""PLY point files: ascii and binary of both byte orders."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from crosstie.storage.media.cloud_blocks import record_chunks, require_points, text_chunks
from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns
from crosstie.storage.media.errors import MediaUnreadable

_TYPES: Final = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2",
    "ushort": "u2", "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_ORDERS: Final = {"binary_little_endian": "<", "binary_big_endian": ">"}
_END: Final = b"end_header"
_HEADER_BYTES: Final = 1 << 16


class _Header(msgspec.Struct, frozen=True):
    encoding: str
    points: int
    properties: list[tuple[str, str]]
    data_at: int


def read_ply(path: Path) -> Columns:
    """The columns of the vertices, which must come first. Raises MediaUnreadable."""
    with _telling(path):
        raw = path.read_bytes()
        header = _header(raw)
        if header.points > MAX_POINTS:
            raise MediaUnreadable(f"{path.name}: has {header.points:,} points; {MAX_POINTS:,} are the limit")
        return _ascii(raw, header) if header.encoding == "ascii" else _binary(raw, header)


def ply_count(path: Path) -> int:
    """How many vertices the file says that it has. Raises MediaUnreadable."""
    with _telling(path):
        header = _header_of(path)
        if header.encoding != "ascii":
            require_points(path, header.data_at, _dtype(header).itemsize, header.points)
        return header.points


def ply_chunks(path: Path, size: int) -> Iterator[Columns]:
    """The same columns as `read_ply`, `size` vertices at a time. Raises MediaUnreadable."""
    with _telling(path):
        header = _header_of(path)
        if header.encoding == "ascii":
            # Faces may come after the vertices: rows of other widths, at which reading has ended.
            for rows in text_chunks(path, header.data_at, len(header.properties), header.points):
                yield {name: rows[:, place] for place, (name, _) in enumerate(header.properties)}
            return
        for table in record_chunks(path, _dtype(header), header.data_at, header.points, size):
            yield {name: table[name] for name, _ in header.properties}


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, ValueError, IndexError, UnicodeDecodeError) as error:
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off PLY file ({error})") from error


def _header_of(path: Path) -> _Header:
    with path.open("rb") as file:
        return _header(file.read(_HEADER_BYTES))


def _header(raw: bytes) -> _Header:
    end = raw.index(_END)
    lines = [line.split() for line in raw[:end].decode("ascii").splitlines()]
    if lines[0] != ["ply"]:
        raise ValueError("it does not begin with ply")
    encoding, points, element = "", -1, ""
    properties: list[tuple[str, str]] = []
    for words in lines[1:]:
        match words:
            case ["format", encoding, _]:
                pass
            case ["element", element, count]:
                if element == "vertex":
                    points = int(count)
                elif points < 0:
                    raise ValueError("the vertices do not come first")
            case ["property", kind, name] if element == "vertex":
                properties.append((name.lower(), _TYPES[kind]))
            case ["property", "list", *_] if element == "vertex":
                raise ValueError("its vertices hold lists")
    if points < 0:
        raise ValueError("it has no vertices")
    return _Header(encoding, points, properties, raw.index(b"\n", end) + 1)


def _ascii(raw: bytes, header: _Header) -> Columns:
    width = len(header.properties)
    table = np.array(
        raw[header.data_at :].split(maxsplit=header.points * width)[: header.points * width], float
    )
    table = table.reshape(header.points, width)
    return {name: table[:, place] for place, (name, _) in enumerate(header.properties)}


def _binary(raw: bytes, header: _Header) -> Columns:
    dtype = _dtype(header)
    if len(raw) - header.data_at < header.points * dtype.itemsize:
        raise ValueError("there are fewer points than it says")
    table = np.frombuffer(raw, dtype, header.points, header.data_at)
    return {name: table[name] for name, _ in header.properties}


def _dtype(header: _Header) -> np.dtype[Any]:
    order = _ORDERS[header.encoding]
    return np.dtype([(name, order + kind) for name, kind in header.properties])
