"""PCD point files (Point Cloud Library, version 0.7): ascii, binary and binary_compressed."""

import io
import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.storage.media.cloud_blocks import Rows, record_chunks, require_points, text_chunks
from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns, with_colours
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.lzf import decompressed
from crosstie.storage.media.pcd_layout import PcdField, pcd_offsets, point_bytes

_HEADER_BYTES: Final = 1 << 16
_KINDS: Final = {"F": "f", "U": "u", "I": "i"}
Raw = bytes | mmap.mmap


class _Header(msgspec.Struct, frozen=True):
    fields: list[PcdField]
    points: int
    encoding: str
    data_at: int


def read_pcd(path: Path) -> Columns:
    """The file's columns; padding and fields of several numbers a point are left out.

    Raises MediaUnreadable when the file is damaged or cut off.
    """
    with _telling(path):
        raw = path.read_bytes()
        header = _header(raw)
        _require_points(path, header)
        columns = _READERS[header.encoding](raw, header)
    return with_colours(columns)


def pcd_count(path: Path) -> int:
    """How many points the file says that it has. Raises MediaUnreadable."""
    with _telling(path):
        header = _header_of(path)
        if header.encoding == "binary":
            require_points(path, header.data_at, _dtype(header).itemsize, header.points)
        return header.points


def pcd_chunks(path: Path, size: int) -> Iterator[Columns]:
    """The same columns as `read_pcd`, `size` points at a time; what is compressed comes at once.

    Raises MediaUnreadable.
    """
    with _telling(path):
        header = _header_of(path)
        match header.encoding:
            case "binary":
                dtype = _dtype(header)
                for table in record_chunks(path, dtype, header.data_at, header.points, size):
                    yield with_colours(_columns_of(table, header))
            case "ascii":
                width = sum(field.count for field in header.fields)
                for rows in text_chunks(path, header.data_at, width, header.points):
                    yield with_colours(_columns_of_text(rows, header))
            case _:
                _require_points(path, header)
                with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as raw:
                    columns = with_colours(_READERS[header.encoding](raw, header))
                for first in range(0, header.points, size):
                    yield {name: column[first : first + size] for name, column in columns.items()}


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, ValueError, IndexError, TypeError, OverflowError, struct.error) as error:
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off PCD file ({error})") from error


def _require_points(path: Path, header: _Header) -> None:
    if header.points > MAX_POINTS:
        more = "; save it uncompressed for more" if header.encoding == "binary_compressed" else ""
        raise MediaUnreadable(
            f"{path.name}: has {header.points:,} points; {MAX_POINTS:,} are the limit{more}"
        )


def _header_of(path: Path) -> _Header:
    with path.open("rb") as file:
        return _header(file.read(_HEADER_BYTES))


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
    fields = [PcdField(*field) for field in zip(names, dtypes, counts, strict=True)]
    if any(field.count < 0 and not field.is_padding for field in fields):
        raise ValueError("a field of fewer than no numbers")
    points = (
        int(values["POINTS"][0]) if "POINTS" in values else int(values["WIDTH"][0]) * int(values["HEIGHT"][0])
    )
    if points < 0:
        raise ValueError("a negative number of points")
    return _Header(fields, points, values["DATA"][0].lower(), stream.tell())


def _ascii(raw: Raw, header: _Header) -> Columns:
    width = sum(field.count for field in header.fields)
    table = np.array(raw[header.data_at :].split(), np.float64)
    if len(table) < header.points * width:
        raise ValueError("there are fewer points than it says")
    return _columns_of_text(table[: header.points * width].reshape(header.points, width), header)


def _columns_of_text(table: Rows, header: _Header) -> Columns:
    columns: Columns = {}
    at = 0
    for field in header.fields:
        if field.is_wanted:
            columns[field.name] = table[:, at].astype(field.dtype)
        at += field.count
    return columns


def _binary(raw: Raw, header: _Header) -> Columns:
    dtype = _dtype(header)
    if len(raw) - header.data_at < header.points * dtype.itemsize:
        raise ValueError("there are fewer points than it says")
    return _columns_of(np.frombuffer(raw, dtype, header.points, header.data_at), header)


def _dtype(header: _Header) -> np.dtype[Any]:
    """One point: a number for each wanted field, under the field's place in the header."""
    offsets = pcd_offsets(header.fields)
    wanted = [number for number, field in enumerate(header.fields) if field.is_wanted]
    return np.dtype(
        {
            "names": [f"{number}" for number in wanted],
            "formats": [header.fields[number].dtype for number in wanted],
            "offsets": [offsets[number] for number in wanted],
            "itemsize": point_bytes(header.fields),
        }
    )


def _columns_of(table: npt.NDArray[Any], header: _Header) -> Columns:
    wanted = [(number, field) for number, field in enumerate(header.fields) if field.is_wanted]
    return {field.name: table[f"{number}"] for number, field in wanted}


def _compressed(raw: Raw, header: _Header) -> Columns:
    packed, size = struct.unpack_from("<II", raw, header.data_at)
    expected = header.points * point_bytes(header.fields)
    if size != expected:
        raise ValueError("its size does not fit its points")
    with memoryview(raw) as whole, whole[header.data_at + 8 : header.data_at + 8 + packed] as part:
        data = decompressed(part, size)
    columns: Columns = {}
    at = 0
    for field in header.fields:
        if field.is_wanted:
            columns[field.name] = np.frombuffer(data, field.dtype, header.points, at)
        at += header.points * field.size * field.count
    return columns


_READERS: Final = {"ascii": _ascii, "binary": _binary, "binary_compressed": _compressed}
