"""LAS and LAZ point files (ASPRS 1.0 to 1.4, COPC too), read with laspy."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns
from crosstie.storage.media.cloud_laz import require_sound_chunk_table
from crosstie.storage.media.errors import MediaUnreadable, one_line

if TYPE_CHECKING:
    import laspy
    from laspy.point.record import ScaleAwarePointRecord

Origin = tuple[float, float, float]

COLOURS: Final = ("red", "green", "blue")
BYTE: Final = 255
_NEAR_M: Final = 10_000.0
"""Up to here a float32 tells millimetres; maps count in hundreds of kilometres."""
_SKIPPED: Final = frozenset({"x", "y", "z"})
_WAVES: Final = ("wavepacket_", "return_point_wave_location", "x_t", "y_t", "z_t")
_TIME: Final = "gps_time"
_PANIC: Final = "PanicException"


def read_las(path: Path) -> Columns:
    """The points of a file in metres from its `las_origin`, with every number that it keeps of a point.

    Colours are 0 to 255, whatever depth they were written with; `gps_time` counts from the first point's
    full second, so that a float32 tells it well enough. Raises MediaUnreadable.
    """
    with _opened(path) as file:
        count = int(file.header.point_count)
        if count > MAX_POINTS:
            raise MediaUnreadable(f"{path.name}: has {count:,} points; {MAX_POINTS:,} are the limit")
        columns = _columns(file.read_points(-1), _origin(file.header), math.nan)
    _require(path, len(columns["x"]), count)
    deep = any(name in columns and columns[name].max(initial=0) > BYTE for name in COLOURS)
    return columns | ({name: columns[name] >> 8 for name in COLOURS if name in columns} if deep else {})


def las_point_count(path: Path) -> int:
    """How many points the header says there are. Raises MediaUnreadable."""
    with _opened(path) as file:
        return int(file.header.point_count)


def las_chunks(path: Path, size: int) -> Iterator[Columns]:
    """The same columns as `read_las`, `size` points at a time; colours as deep as they were written.

    Raises MediaUnreadable.
    """
    with _opened(path) as file:
        origin, first_second, read = _origin(file.header), math.nan, 0
        for points in file.chunk_iterator(size):
            if read == 0 and len(points) and _TIME in points.point_format.dimension_names:
                first_second = math.floor(points[_TIME][0])
            read += len(points)
            yield _columns(points, origin, first_second)
        _require(path, read, int(file.header.point_count))


def las_origin(path: Path) -> Origin:
    """Where the points' zero lies in the file's own coordinates, in its units (metres in most maps).

    The least x, y, z of the header, rounded down to whole metres; 0, 0, 0 where the file keeps to the
    neighbourhood of its own zero. Add it to get the coordinates of the map. Raises MediaUnreadable.
    """
    with _opened(path) as file:
        return _origin(file.header)


@contextmanager
def _opened(path: Path) -> "Iterator[laspy.LasReader]":
    import laspy

    try:
        require_sound_chunk_table(path)
        with laspy.open(path) as file:
            yield file
    except (laspy.errors.LaspyException, RuntimeError, ValueError, OSError, KeyError) as error:
        # A damaged LAZ is a RuntimeError: lazrs' own error is one.
        raise _damaged(path, error) from error
    except BaseException as error:
        # Rust code that meets what it did not expect panics; that is no Exception (PyO3's PanicException).
        if type(error).__name__ != _PANIC:
            raise
        raise _damaged(path, error) from error


def _damaged(path: Path, error: BaseException) -> MediaUnreadable:
    return MediaUnreadable(f"{path.name}: is a damaged or cut-off LAS file ({one_line(error)})")


def _require(path: Path, read: int, count: int) -> None:
    if read < count:
        raise MediaUnreadable(f"{path.name}: is cut off: {read:,} of {count:,} points are there")


def _origin(header: "laspy.LasHeader") -> Origin:
    low, high = np.asarray(header.mins, np.float64), np.asarray(header.maxs, np.float64)
    if not np.isfinite(low).all() or not np.isfinite(high).all():
        raise ValueError("its bounds are no numbers")
    if max(abs(low).max(), abs(high).max()) < _NEAR_M:
        return (0.0, 0.0, 0.0)
    x, y, z = np.floor(low).tolist()
    return (x, y, z)


def _columns(points: "ScaleAwarePointRecord", origin: Origin, first_second: float) -> Columns:
    found: Columns = {
        axis: np.asarray(getattr(points, axis), np.float64) - start
        for axis, start in zip("xyz", origin, strict=True)
    }
    for name in points.point_format.dimension_names:
        key = name.lower()
        if key in _SKIPPED or key in found or key.startswith(_WAVES):
            continue
        column = np.asarray(points[name])
        if column.ndim == 1:
            found[key] = column
    if _TIME in found and len(found[_TIME]):
        start = math.floor(found[_TIME][0]) if math.isnan(first_second) else first_second
        found[_TIME] = found[_TIME] - start
    return found
