"""LAS and LAZ point files (ASPRS 1.0 to 1.4, COPC too), read with laspy."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from crosstie.storage.media.cloud_columns import MAX_POINTS, Columns
from crosstie.storage.media.errors import MediaUnreadable, one_line

if TYPE_CHECKING:
    import laspy

Origin = tuple[float, float, float]

_NEAR_M: Final = 10_000.0
"""Up to here a float32 tells millimetres; maps count in hundreds of kilometres."""
_SKIPPED: Final = frozenset({"x", "y", "z"})
_WAVES: Final = ("wavepacket_", "return_point_wave_location", "x_t", "y_t", "z_t")
_COLOURS: Final = ("red", "green", "blue")
_BYTE: Final = 255


def read_las(path: Path) -> Columns:
    """The points of a file in metres from its `las_origin`, with every number that it keeps of a point.

    Colours are 0 to 255, whatever depth they were written with. Raises MediaUnreadable.
    """
    import laspy

    try:
        with laspy.open(path) as file:
            count = int(file.header.point_count)
            if count > MAX_POINTS:
                raise MediaUnreadable(f"{path.name}: has {count:,} points; {MAX_POINTS:,} are the limit")
            origin = _origin(file.header)
            read = file.read()
    except (laspy.errors.LaspyException, RuntimeError, ValueError, OSError, KeyError) as error:
        # A damaged LAZ is a RuntimeError: lazrs' own error is one.
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off LAS file ({one_line(error)})") from error
    if len(read.points) < count:
        raise MediaUnreadable(f"{path.name}: is cut off: {len(read.points):,} of {count:,} points are there")
    placed = {
        axis: np.asarray(getattr(read, axis), np.float64) - start
        for axis, start in zip("xyz", origin, strict=True)
    }
    return {**placed, **_numbers(read)}


def las_origin(path: Path) -> Origin:
    """Where the points' zero lies in the file's own coordinates, in its units (metres in most maps).

    The least x, y, z of the header, rounded down to whole metres; 0, 0, 0 where the file keeps to the
    neighbourhood of its own zero. Add it to get the coordinates of the map. Raises MediaUnreadable.
    """
    import laspy

    try:
        with laspy.open(path) as file:
            return _origin(file.header)
    except (laspy.errors.LaspyException, ValueError, OSError) as error:
        raise MediaUnreadable(f"{path.name}: is a damaged or cut-off LAS file ({one_line(error)})") from error


def _origin(header: "laspy.LasHeader") -> Origin:
    low, high = np.asarray(header.mins, np.float64), np.asarray(header.maxs, np.float64)
    if not np.isfinite(low).all() or not np.isfinite(high).all():
        raise ValueError("its bounds are no numbers")
    if max(abs(low).max(), abs(high).max()) < _NEAR_M:
        return (0.0, 0.0, 0.0)
    x, y, z = np.floor(low).tolist()
    return (x, y, z)


def _numbers(read: "laspy.LasData") -> Columns:
    found: Columns = {}
    for name in read.point_format.dimension_names:
        key = name.lower()
        if key in _SKIPPED or key in found or key.startswith(_WAVES):
            continue
        column = np.asarray(read[name])
        if column.ndim == 1:
            found[key] = column
    deep = any(name in found and found[name].max(initial=0) > _BYTE for name in _COLOURS)
    return found | ({name: found[name] >> 8 for name in _COLOURS if name in found} if deep else {})
