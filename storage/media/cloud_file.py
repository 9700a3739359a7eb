"""The cache file of a large cloud: columns in grid order, to be mapped into memory by whoever shows them.

Columns come first, each from the beginning of a page; then a header that tells where they are, the length
of the header, its digest and a mark. So a file that was cut off has no mark. Checksums are of some blocks of
each column: reading all would take as long as showing the cloud.
"""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.storage.media.errors import MediaUnreadable, one_line
from crosstie.storage.media.files import partial_path
from crosstie.storage.media.queries import Cloud, CloudFile, Floats

_MARK: Final = b"crosstie cloud 1"
_DIGEST_BYTES: Final = 16
_TAIL: Final = struct.Struct(f"<Q{_DIGEST_BYTES}s{len(_MARK)}s")
_PAGE: Final = 4096
_BLOCK_BYTES: Final = 1 << 16
_BLOCKS: Final = 16
_MOST_HEADER: Final = 64 << 20
_DTYPES: Final = frozenset({"|u1", "|i1", "<u2", "<i2", "<f4", "<u4", "<i8"})


class Section(msgspec.Struct, frozen=True):
    """Where a column lies."""

    begin: int
    dtype: str
    shape: tuple[int, ...]
    sums: tuple[int, ...] = ()

    @property
    def byte_count(self) -> int:
        """How long it is."""
        return int(np.dtype(self.dtype).itemsize * np.prod(self.shape, dtype=np.int64))


class CloudHeader(msgspec.Struct, frozen=True):
    """What stands behind the columns. `constants` are channels of one value throughout.

    `value_channel` names the channel whose numbers `values` are, where there is one.
    """

    sections: dict[str, Section]
    constants: dict[str, float]
    value_name: str
    value_channel: str
    left_out: int
    origin_m: tuple[float, float]
    cell_m: float
    columns: int
    level_count: int


class CloudWriter:
    """Writes columns in any order of their parts, then the header. A context manager: whole or not at all."""

    def __init__(self, path: Path, columns: Mapping[str, npt.NDArray[Any]], count: int) -> None:
        """`columns` are empty arrays of the dtypes and shapes of the columns of `count` points."""
        self._path = path
        self._partial = partial_path(path)
        self._end = 0
        self._sections: dict[str, Section] = {}
        for name, form in columns.items():
            self._plan(name, form.dtype, (count, *form.shape[1:]))
        self._file: BinaryIO = self._partial.open("w+b")

    def __enter__(self) -> "CloudWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._partial.unlink(missing_ok=True)

    def write(self, name: str, first: int, rows: npt.NDArray[Any]) -> None:
        """Puts rows of a column from row `first` on."""
        section = self._sections[name]
        plain = np.ascontiguousarray(rows, section.dtype)
        row_bytes = section.byte_count // max(1, section.shape[0])
        self._file.seek(section.begin + first * row_bytes)
        self._file.write(plain.data)

    def add(self, name: str, column: npt.NDArray[Any]) -> None:
        """Appends a column as a whole."""
        self._plan(name, column.dtype.newbyteorder("<"), column.shape)
        self.write(name, 0, column)

    def finish(self, header: CloudHeader) -> None:
        """Writes the header with the columns' places, and gives the file its name."""
        self._file.truncate(self._end)
        sections = {
            name: msgspec.structs.replace(section, sums=_sums(self._file, section))
            for name, section in self._sections.items()
        }
        content = msgspec.msgpack.encode(msgspec.structs.replace(header, sections=sections))
        self._file.seek(self._end)
        self._file.write(content + _TAIL.pack(len(content), _digest(content), _MARK))
        self._file.close()
        self._partial.replace(self._path)

    def _plan(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
        section = Section(self._end, dtype.str, shape)
        self._sections[name] = section
        self._end = -(-(self._end + section.byte_count) // _PAGE) * _PAGE


def is_sound(path: Path) -> bool:
    """Whether a cloud's file is there and undamaged, as far as its header and some of its blocks tell."""
    try:
        with path.open("rb") as file:
            sections = _header(file).sections.values()
            return all(_sums(file, section) == section.sums for section in sections)
    except (OSError, ValueError, msgspec.MsgspecError):
        return False


def mapped_cloud(reply: CloudFile) -> Cloud:
    """The cloud of a cache file, its arrays pages of the file. Raises MediaUnreadable.

    Not for a thread that must not wait: it reads the tables of the grid.
    """
    path = Path(reply.path)
    try:
        with path.open("rb") as file:
            header = _header(file)
        columns = _columns(path, header)
        points, values = columns["points"], columns["values"]
        grid = _grid(header, columns)
        if grid.point_count != len(points):
            raise ValueError("its grid is of another cloud")
    except (OSError, ValueError, KeyError, IndexError, msgspec.MsgspecError) as error:
        raise MediaUnreadable(
            f"{path.name}: is damaged ({one_line(error)}); open the sample again"
        ) from error
    return Cloud(
        at_ns=reply.at_ns,
        next_ns=reply.next_ns,
        index=reply.index,
        points=points,
        values=values,
        value_name=header.value_name,
        channels=_channels(header, columns),
        file_index=columns["index"],
        left_out=header.left_out,
        grid=grid,
    )


def _channels(header: CloudHeader, columns: dict[str, npt.NDArray[Any]]) -> dict[str, Floats]:
    count = len(columns["points"])
    found = {name[1:]: column for name, column in columns.items() if name.startswith(".")}
    for name, value in header.constants.items():
        found[name] = np.broadcast_to(np.float32(value), (count,))
    if header.value_channel:
        found[header.value_channel] = columns["values"]
    return found


def _grid(header: CloudHeader, columns: dict[str, npt.NDArray[Any]]) -> PointGrid:
    # In memory: they are looked into at every move of a hand.
    levels = range(header.level_count)
    return PointGrid(
        order=np.zeros(0, np.uint32),
        level_starts=np.array(columns["level_starts"]),
        cell_keys=tuple(np.array(columns[f"cell_keys {level}"]) for level in levels),
        cell_starts=tuple(np.array(columns[f"cell_starts {level}"]) for level in levels),
        lows=np.array(columns["lows"], order="F"),
        highs=np.array(columns["highs"], order="F"),
        origin_m=header.origin_m,
        cell_m=header.cell_m,
        columns=header.columns,
    )


def _columns(path: Path, header: CloudHeader) -> dict[str, npt.NDArray[Any]]:
    whole = np.memmap(path, np.uint8, "r").view(np.ndarray)
    return {
        name: whole[section.begin : section.begin + section.byte_count]
        .view(section.dtype)
        .reshape(section.shape)
        for name, section in header.sections.items()
    }


def _header(file: BinaryIO) -> CloudHeader:
    """The header. Raises ValueError or MsgspecError when the file is damaged."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL.size))
    length, digest, mark = _TAIL.unpack(file.read(_TAIL.size).rjust(_TAIL.size, b"\0"))
    end = size - _TAIL.size - length
    if mark != _MARK or length > _MOST_HEADER or end < 0:
        raise ValueError("its end is missing")
    file.seek(end)
    content = file.read(length)
    if _digest(content) != digest:
        raise ValueError("its header is damaged")
    header = msgspec.msgpack.decode(content, type=CloudHeader)
    for section in header.sections.values():
        if (
            section.dtype not in _DTYPES
            or min(section.begin, *section.shape) < 0
            or section.begin + section.byte_count > end
        ):
            raise ValueError("a column lies outside it")
    return header


def _sums(file: BinaryIO, section: Section) -> tuple[int, ...]:
    """Checksums of blocks spread evenly over a column, its first and last among them."""
    last = max(0, section.byte_count - _BLOCK_BYTES)
    begins = sorted({last * number // (_BLOCKS - 1) for number in range(_BLOCKS)})
    sums = []
    for begin in begins:
        file.seek(section.begin + begin)
        sums.append(zlib.crc32(file.read(min(_BLOCK_BYTES, section.byte_count))))
    return tuple(sums)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
