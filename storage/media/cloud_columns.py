"""A point file as named columns, and how they become a cloud."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from crosstie.schema.records import AssetKind
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, Floats, Indices

Columns = dict[str, npt.NDArray[Any]]
"""Lower-case names to one number a point."""

MAX_POINTS: Final = 50_000_000
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


def cloud_of(columns: Columns, kind: AssetKind, at_ns: int, next_ns: int, index: int, name: str) -> Cloud:
    """The cloud of a file's columns; z is 0 where a radar has none.

    Raises MediaUnreadable when x or y is missing or there are too many points.
    """
    if "x" not in columns or "y" not in columns:
        raise MediaUnreadable(
            f"{name}: has no columns x and y; there are {', '.join(columns)[:100] or 'none'}"
        )
    count = len(columns["x"])
    if count > MAX_POINTS:
        raise MediaUnreadable(f"{name}: has {count:,} points; {MAX_POINTS:,} are the limit")
    z = columns.get("z", np.zeros(count, np.float32))
    points = np.stack([np.asarray(axis, np.float32) for axis in (columns["x"], columns["y"], z)], axis=1)
    value_name, values = _value(columns, kind, points)
    kept = np.logical_and.reduce([np.isfinite(points[:, axis]) for axis in range(3)])
    whole = bool(kept.all())
    others = [other for other in columns if other not in ("x", "y", "z")]
    return Cloud(
        at_ns=at_ns,
        next_ns=next_ns,
        index=index,
        points=points if whole else points[kept],
        values=values if whole else values[kept],
        value_name=value_name,
        channels={other: _floats(columns[other], kept, whole) for other in others},
        file_index=_no_indices() if whole else np.flatnonzero(kept).astype(np.uint32),
        left_out=count - int(np.count_nonzero(kept)),
    )


def with_colours(columns: Columns) -> Columns:
    """Takes PCL's packed "rgb" apart into red, green and blue, 0 to 255 each."""
    packed = next((name for name in ("rgb", "rgba") if name in columns), "")
    if not packed or columns[packed].dtype.itemsize != 4:
        return columns
    bits = np.ascontiguousarray(columns[packed]).view(np.uint32)
    rest = {name: column for name, column in columns.items() if name != packed}
    shifts = {"red": 16, "green": 8, "blue": 0}
    return rest | {name: (bits >> shift & 255).astype(np.float32) for name, shift in shifts.items()}


def _value(columns: Columns, kind: AssetKind, points: Floats) -> tuple[str, Floats]:
    """What the points are coloured by: a radar's radial speed, a LiDAR's intensity."""
    found = {
        "intensity": next((name for name in _INTENSITY if name in columns), ""),
        "radial_speed": next((name for name in _SPEED if name in columns), ""),
    }
    for value_name in sorted(found, reverse=kind == "radar"):
        if found[value_name]:
            return value_name, np.nan_to_num(np.asarray(columns[found[value_name]], np.float32))
    if "vx" in columns and "vy" in columns:
        return "radial_speed", _radial(columns, points)
    return "", np.zeros(len(points), np.float32)


def _radial(columns: Columns, points: Floats) -> Floats:
    """The part of (vx, vy) that points away from the sensor."""
    distance = np.hypot(points[:, 0], points[:, 1])
    away = points[:, 0] * columns["vx"] + points[:, 1] * columns["vy"]
    speed: Floats = np.divide(away, distance, out=np.zeros_like(distance), where=distance > 0)
    return np.nan_to_num(speed)


def _floats(column: npt.NDArray[Any], kept: npt.NDArray[np.bool_], whole: bool) -> Floats:
    # A column outside float32, or one that is garbage, becomes infinite or no number: it is only colour.
    with np.errstate(over="ignore", invalid="ignore"):
        floats = np.asarray(column, np.float32)
    return np.ascontiguousarray(floats) if whole else floats[kept]


def _no_indices() -> Indices:
    return np.zeros(0, np.uint32)
