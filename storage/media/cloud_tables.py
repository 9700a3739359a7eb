"""Point files that are plain tables: KITTI and nuScenes binaries, NumPy arrays, XYZ and CSV text."""

import re
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.storage.media.cloud_columns import Columns
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.text_file import read_text

_KITTI: Final = ("x", "y", "z", "intensity")
_NUSCENES: Final = ("x", "y", "z", "intensity", "ring")
_FARTHEST_M: Final = 1e5
_SEPARATOR: Final = re.compile(r"[,;\t ]+")


def read_kitti(path: Path) -> Columns:
    """A KITTI .bin: float32 x, y, z, intensity."""
    return _floats(path, _KITTI)


def read_nuscenes(path: Path) -> Columns:
    """A nuScenes .pcd.bin: float32 x, y, z, intensity, ring."""
    return _floats(path, _NUSCENES)


def read_npy(path: Path) -> Columns:
    """A NumPy array, either of named fields or of columns x, y, z, intensity, ring; never a pickle."""
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, EOFError, OSError) as error:
        raise MediaUnreadable(f"{path.name}: is no plain NumPy array, or is cut off ({error})") from error
    if not isinstance(array, np.ndarray):
        raise MediaUnreadable(f"{path.name}: holds several arrays; one is needed")
    if array.dtype.names:
        return {name.lower(): array[name] for name in array.dtype.names}
    if array.ndim != 2 or array.shape[1] < 3 or array.dtype.kind not in "fiu":
        raise MediaUnreadable(
            f"{path.name}: is an array of shape {array.shape}; points need N x 3 numbers or more"
        )
    names = [*_NUSCENES, *(f"column_{place}" for place in range(len(_NUSCENES), array.shape[1]))]
    return {name: array[:, place] for place, name in enumerate(names[: array.shape[1]])}


def read_table(path: Path) -> Columns:
    """XYZ or CSV text: columns x, y, z, intensity, or as its first line names them."""
    lines = [line for line in read_text(path).split("\n") if line.strip()]
    if not lines:
        raise MediaUnreadable(f"{path.name}: holds no points")
    names = _SEPARATOR.split(lines[0].strip().lstrip("/#").strip().lower())
    is_named = any(not _is_number(name) for name in names)
    rows = [_SEPARATOR.split(line.strip()) for line in lines[is_named:] if not line.startswith(("#", "//"))]
    if not is_named:
        names = [*_KITTI, *(f"column_{place}" for place in range(len(_KITTI), len(names)))][: len(names)]
    try:
        table = np.array(rows, np.float64).reshape(len(rows), len(names))
    except ValueError as error:
        wrong = next((n for n, row in enumerate(rows) if len(row) != len(names)), None)
        where = (
            f"row {wrong + 1} has {len(rows[wrong])} columns of {len(names)}" if wrong is not None else error
        )
        raise MediaUnreadable(f"{path.name}: is no table of numbers ({where})") from error
    return {name: table[:, place] for place, name in enumerate(names)}


def _floats(path: Path, names: tuple[str, ...]) -> Columns:
    size = path.stat().st_size
    if size % (4 * len(names)):
        raise MediaUnreadable(
            f"{path.name}: is cut off or of another layout ({size} bytes; {4 * len(names)} a point)"
        )
    table = np.fromfile(path, "<f4").reshape(-1, len(names))
    far = np.abs(table[:, :3]) > _FARTHEST_M
    if np.count_nonzero(far) > far.size // 100:
        raise MediaUnreadable(f"{path.name}: is not of this layout: points are more than 100 km away")
    return {name: table[:, place] for place, name in enumerate(names)}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
