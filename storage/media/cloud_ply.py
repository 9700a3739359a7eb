"""PLY point files: ascii and binary of both byte orders."""

from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns
from crosstie.storage.media.errors import MediaUnreadable

_TYPES: Final = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2",
    "ushort": "u2", "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_ORDERS: Final = {"binary_little_endian": "<", "binary_big_endian": ">"}
_END: Final = b"end_header"


class _Header(msgspec.Struct, frozen=True):
    encoding: str
    points: int
    properties: list[tuple[str, str]]
    data_at: int


def read_ply(path: Path) -> Columns:
    """The columns of the vertices, which must come first. Raises MediaUnreadable."""
    raw = path.read_bytes()
    try:
        header = _header(raw)
        if header.points > MAX_POINTS:
            raise MediaUnreadable(f"{path.name}: has {header.points:,} points; {MAX_POINTS:,} are the limit")
        return _ascii(raw, header) if header.encoding == "ascii" else _binary(raw, header)
    except (KeyError, ValueError, IndexError, UnicodeDecodeError) as error:
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off PLY file ({error})") from error


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
    order = _ORDERS[header.encoding]
    dtype = np.dtype([(name, order + kind) for name, kind in header.properties])
    if len(raw) - header.data_at < header.points * dtype.itemsize:
        raise ValueError("there are fewer points than it says")
    table = np.frombuffer(raw, dtype, header.points, header.data_at)
    return {name: table[name] for name, _ in header.properties}
