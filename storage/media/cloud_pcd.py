"""PCD point files (Point Cloud Library, version 0.7): ascii, binary and binary_compressed."""

import io
import struct
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns, with_colours
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.lzf import decompressed

_HEADER_BYTES: Final = 1 << 16
_KINDS: Final = {"F": "f", "U": "u", "I": "i"}
_PADDING: Final = "_"


class _Field(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    count: int


class _Header(msgspec.Struct, frozen=True):
    fields: list[_Field]
    points: int
    encoding: str
    data_at: int


def read_pcd(path: Path) -> Columns:
    """The file's columns; padding and fields of several numbers a point are left out.

    Raises MediaUnreadable when the file is damaged or cut off.
    """
    raw = path.read_bytes()
    try:
        header = _header(raw)
        if header.points > MAX_POINTS:
            raise MediaUnreadable(f"{path.name}: has {header.points:,} points; {MAX_POINTS:,} are the limit")
        columns = _READERS[header.encoding](raw, header)
    except (KeyError, ValueError, IndexError, TypeError, struct.error) as error:
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off PCD file ({error})") from error
    return with_colours(columns)


def _header(raw: bytes) -> _Header:
    values: dict[str, list[str]] = {}
    stream = io.BytesIO(raw[:_HEADER_BYTES])
    for line in stream:
        words = line.decode("ascii").split()
        if words and not words[0].startswith("#"):
            values[words[0].upper()] = words[1:]
            if words[0].upper() == "DATA":
                break
    names = [name.lower() for name in values["FIELDS"]]
    counts = [int(count) for count in values.get("COUNT", ["1"] * len(names))]
    dtypes = [f"<{_KINDS[kind]}{size}" for kind, size in zip(values["TYPE"], values["SIZE"], strict=True)]
    fields = [_Field(*field) for field in zip(names, dtypes, counts, strict=True)]
    points = (
        int(values["POINTS"][0]) if "POINTS" in values else int(values["WIDTH"][0]) * int(values["HEIGHT"][0])
    )
    if points < 0:
        raise ValueError("a negative number of points")
    return _Header(fields, points, values["DATA"][0].lower(), stream.tell())


def _is_wanted(field: _Field) -> bool:
    return field.name != _PADDING and field.count == 1


def _ascii(raw: bytes, header: _Header) -> Columns:
    width = sum(field.count for field in header.fields)
    table = np.array(raw[header.data_at :].split(), np.float64)
    if len(table) < header.points * width:
        raise ValueError("there are fewer points than it says")
    table = table[: header.points * width].reshape(header.points, width)
    columns: Columns = {}
    at = 0
    for field in header.fields:
        if _is_wanted(field):
            columns[field.name] = table[:, at].astype(field.dtype)
        at += field.count
    return columns


def _binary(raw: bytes, header: _Header) -> Columns:
    parts = [
        (f"{number}", field.dtype, (field.count,))
        for number, field in enumerate(header.fields)
        if field.count
    ]
    dtype = np.dtype(parts)
    if len(raw) - header.data_at < header.points * dtype.itemsize:
        raise ValueError("there are fewer points than it says")
    table = np.frombuffer(raw, dtype, header.points, header.data_at)
    wanted = [(number, field) for number, field in enumerate(header.fields) if _is_wanted(field)]
    return {field.name: table[f"{number}"][:, 0] for number, field in wanted}


def _compressed(raw: bytes, header: _Header) -> Columns:
    packed, size = struct.unpack_from("<II", raw, header.data_at)
    expected = header.points * sum(np.dtype(field.dtype).itemsize * field.count for field in header.fields)
    if size != expected:
        raise ValueError("its size does not fit its points")
    data = decompressed(raw[header.data_at + 8 : header.data_at + 8 + packed], size)
    columns: Columns = {}
    at = 0
    for field in header.fields:
        if _is_wanted(field):
            columns[field.name] = np.frombuffer(data, field.dtype, header.points, at)
        at += header.points * np.dtype(field.dtype).itemsize * field.count
    return columns


_READERS: Final = {"ascii": _ascii, "binary": _binary, "binary_compressed": _compressed}
