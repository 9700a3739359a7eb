"""Point files that are plain tables: KITTI and nuScenes binaries, NumPy arrays, XYZ and CSV text."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from crosstie.storage.media.cloud_blocks import first_line, record_chunks, text_chunks
from crosstie.storage.media.cloud_columns import Columns
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.text_file import read_text

KITTI: Final = ("x", "y", "z", "intensity")
NUSCENES: Final = ("x", "y", "z", "intensity", "ring")
_FARTHEST_M: Final = 1e5
_ENOUGH: Final = 1 << 16
_SEPARATOR: Final = re.compile(r"[,;\t ]+")


def read_kitti(path: Path) -> Columns:
    """A KITTI .bin: float32 x, y, z, intensity."""
    return _floats(path, KITTI)


def read_nuscenes(path: Path) -> Columns:
    """A nuScenes .pcd.bin: float32 x, y, z, intensity, ring."""
    return _floats(path, NUSCENES)


def float_count(path: Path, names: Sequence[str]) -> int:
    """How many points a file of float32 columns holds. Raises MediaUnreadable when it is cut off."""
    size = path.stat().st_size
    if size % (4 * len(names)):
        raise MediaUnreadable(
            f"{path.name}: is cut off or of another layout ({size} bytes; {4 * len(names)} a point)"
        )
    return size // (4 * len(names))


def float_chunks(path: Path, names: Sequence[str], size: int) -> Iterator[Columns]:
    """The points of such a file, `size` at a time. Raises MediaUnreadable."""
    dtype = np.dtype(("<f4", (len(names),)))
    count = float_count(path, names)
    read = looked_at = far = 0
    for table in record_chunks(path, dtype, 0, count, size):
        some = _some(table)
        read, looked_at, far = read + len(table), looked_at + len(some), far + _far_count(some)
        if looked_at >= _ENOUGH or read == count:
            _require_near(path, far, 3 * looked_at)
        yield {name: table[:, place] for place, name in enumerate(names)}


def read_npy(path: Path) -> Columns:
    """A NumPy array, either of named fields or of columns x, y, z, intensity, ring; never a pickle."""
    array = _npy(path)
    return _npy_columns(array, slice(0, len(array)))


def npy_count(path: Path) -> int:
    """How many points a NumPy array holds. Raises MediaUnreadable."""
    return len(_npy(path))


def npy_chunks(path: Path, size: int) -> Iterator[Columns]:
    """The points of a NumPy array, `size` at a time. Raises MediaUnreadable."""
    array = _npy(path)
    for first in range(0, len(array), size):
        yield _npy_columns(array, slice(first, first + size))


def read_table(path: Path) -> Columns:
    """XYZ or CSV text: columns x, y, z, intensity, or as its first line names them."""
    lines = [line for line in read_text(path).split("\n") if line.strip()]
    if not lines:
        raise MediaUnreadable(f"{path.name}: holds no points")
    names, is_named = _names(lines[0])
    rows = [_SEPARATOR.split(line.strip()) for line in lines[is_named:] if not line.startswith(("#", "//"))]
    try:
        table = np.array(rows, np.float64).reshape(len(rows), len(names))
    except ValueError as error:
        wrong = next((n for n, row in enumerate(rows) if len(row) != len(names)), None)
        where = (
            f"row {wrong + 1} has {len(rows[wrong])} columns of {len(names)}" if wrong is not None else error
        )
        raise MediaUnreadable(f"{path.name}: is no table of numbers ({where})") from error
    return {name: table[:, place] for place, name in enumerate(names)}


def table_chunks(path: Path, _size: int) -> Iterator[Columns]:
    """The same columns, some MiB of text at a time; UTF-8 alone. Raises MediaUnreadable."""
    try:
        line, after = first_line(path)
        names, is_named = _names(line)
        for table in text_chunks(path, after if is_named else 0, len(names)):
            yield {name: table[:, place] for place, name in enumerate(names)}
    except ValueError as error:
        raise MediaUnreadable(f"{path.name}: is no table of numbers ({error})") from error


def _names(line: str) -> tuple[list[str], bool]:
    """The columns' names, and whether the first line is what names them."""
    names = _SEPARATOR.split(line.strip().lstrip("/#").strip().lower())
    if any(not _is_number(name) for name in names):
        return names, True
    return [*KITTI, *(f"column_{place}" for place in range(len(KITTI), len(names)))][: len(names)], False


def _npy(path: Path) -> npt.NDArray[Any]:
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, EOFError, OSError) as error:
        raise MediaUnreadable(f"{path.name}: is no plain NumPy array, or is cut off ({error})") from error
    if not isinstance(array, np.ndarray):
        raise MediaUnreadable(f"{path.name}: holds several arrays; one is needed")
    flat = array.ndim == 1 and bool(array.dtype.names)
    if not flat and (array.ndim != 2 or array.shape[1] < 3 or array.dtype.kind not in "fiu"):
        raise MediaUnreadable(
            f"{path.name}: is an array of shape {array.shape}; points need N x 3 numbers or more"
        )
    return array


def _npy_columns(array: npt.NDArray[Any], rows: slice) -> Columns:
    if array.dtype.names:
        return {name.lower(): array[name][rows] for name in array.dtype.names}
    names = [*NUSCENES, *(f"column_{place}" for place in range(len(NUSCENES), array.shape[1]))]
    return {name: array[rows, place] for place, name in enumerate(names[: array.shape[1]])}


def _floats(path: Path, names: Sequence[str]) -> Columns:
    float_count(path, names)
    table = np.fromfile(path, "<f4").reshape(-1, len(names))
    some = _some(table)
    _require_near(path, _far_count(some), 3 * len(some))
    return {name: table[:, place] for place, name in enumerate(names)}


def _some(table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """So many rows, evenly picked, that they tell the layout."""
    return table[:: max(1, len(table) // _ENOUGH)]


def _far_count(table: npt.NDArray[np.float32]) -> int:
    """How many coordinates are farther than any sensor or town reaches."""
    return int(np.count_nonzero(np.abs(table[:, :3]) > _FARTHEST_M))


def _require_near(path: Path, far: int, coordinates: int) -> None:
    if far > coordinates // 100:
        raise MediaUnreadable(f"{path.name}: is not of this layout: points are more than 100 km away")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
