"""A point file as named columns, and how they become a cloud."""

from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.records import AssetKind
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, Floats, Indices

Columns = dict[str, npt.NDArray[Any]]
"""Lower-case names to one number a point."""

MAX_POINTS: Final = 50_000_000
"""So many at most are read at once; see `cloud_chunks` for more."""
_AXES: Final = ("x", "y", "z")
_INTENSITY: Final = ("intensity", "i", "reflectivity", "reflectance", "scalar_intensity")
_SPEED: Final = (
    "radial_speed",
    "radial_speed_mps",
    "radial_velocity",
    "doppler",
    "v_r",
    "vr",
    "velocity",
    "speed",
)


class Placed(msgspec.Struct, frozen=True, eq=False):
    """Points of a file that have a place: N×3 metres, N values, the file's other numbers N each.

    `kept` says of each point of the file whether it is one of them.
    """

    points: Floats
    value_name: str
    value_column: str
    values: Floats
    channels: Columns
    kept: npt.NDArray[np.bool_]

    @property
    def whole(self) -> bool:
        """Whether every point has a place."""
        return len(self.points) == len(self.kept)


def placed(columns: Columns, kind: AssetKind, name: str) -> Placed:
    """The points of a file's columns, in metres; z is 0 where a radar has none.

    Points with a coordinate that is not finite are left out. The file's other numbers stay as they are.
    Raises MediaUnreadable when x or y is missing.
    """
    if "x" not in columns or "y" not in columns:
        raise MediaUnreadable(
            f"{name}: has no columns x and y; there are {', '.join(columns)[:100] or 'none'}"
        )
    count = len(columns["x"])
    z = columns.get("z", np.zeros(count, np.float32))
    with np.errstate(over="ignore"):
        points = np.stack([np.asarray(axis, np.float32) for axis in (columns["x"], columns["y"], z)], axis=1)
    value_name, value_column, values = _value(columns, kind, points)
    channels = {other: columns[other] for other in columns if other not in _AXES}
    finite = np.isfinite(points)
    if finite.all():
        return Placed(points, value_name, value_column, values, channels, np.ones(count, np.bool_))
    kept = finite[:, 0] & finite[:, 1] & finite[:, 2]
    rest = {other: column[kept] for other, column in channels.items()}
    return Placed(points[kept], value_name, value_column, values[kept], rest, kept)


def cloud_of(columns: Columns, kind: AssetKind, at_ns: int, next_ns: int, index: int, name: str) -> Cloud:
    """The cloud of a file's columns; z is 0 where a radar has none.

    Raises MediaUnreadable when x or y is missing or there are too many points.
    """
    count = len(columns.get("x", ()))
    if count > MAX_POINTS:
        raise MediaUnreadable(f"{name}: has {count:,} points; {MAX_POINTS:,} are the limit")
    found = placed(columns, kind, name)
    return Cloud(
        at_ns=at_ns,
        next_ns=next_ns,
        index=index,
        points=found.points,
        values=found.values,
        value_name=found.value_name,
        channels={other: floats_of(column) for other, column in found.channels.items()},
        file_index=_no_indices() if found.whole else np.flatnonzero(found.kept).astype(np.uint32),
        left_out=count - len(found.points),
    )


def floats_of(column: npt.NDArray[Any]) -> Floats:
    """A channel as float32; what is outside it, or garbage, becomes infinite or no number."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.ascontiguousarray(column, np.float32)


def with_colours(columns: Columns) -> Columns:
    """Takes PCL's packed "rgb" apart into red, green and blue, 0 to 255 each."""
    packed = next((name for name in ("rgb", "rgba") if name in columns), "")
    if not packed or columns[packed].dtype.itemsize != 4:
        return columns
    bits = np.ascontiguousarray(columns[packed]).view(np.uint32)
    rest = {name: column for name, column in columns.items() if name != packed}
    shifts = {"red": 16, "green": 8, "blue": 0}
    return rest | {name: (bits >> shift & 255).astype(np.float32) for name, shift in shifts.items()}


def _value(columns: Columns, kind: AssetKind, points: Floats) -> tuple[str, str, Floats]:
    """What the points are coloured by, a radar's radial speed or a LiDAR's intensity; of which column."""
    found = {
        "intensity": next((name for name in _INTENSITY if name in columns), ""),
        "radial_speed": next((name for name in _SPEED if name in columns), ""),
    }
    for value_name in sorted(found, reverse=kind == "radar"):
        if column := found[value_name]:
            return value_name, column, _finite(floats_of(columns[column]))
    if "vx" in columns and "vy" in columns:
        return "radial_speed", "", _radial(columns, points)
    return "", "", np.zeros(len(points), np.float32)


def _finite(values: Floats) -> Floats:
    return values if np.isfinite(values).all() else np.nan_to_num(values)


def _radial(columns: Columns, points: Floats) -> Floats:
    """The part of (vx, vy) that points away from the sensor."""
    distance = np.hypot(points[:, 0], points[:, 1])
    away = points[:, 0] * columns["vx"] + points[:, 1] * columns["vy"]
    speed: Floats = np.divide(away, distance, out=np.zeros_like(distance), where=distance > 0)
    return np.nan_to_num(speed)


def _no_indices() -> Indices:
    return np.zeros(0, np.uint32)
