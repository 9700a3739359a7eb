"""What a cloud's file tells of each point, as numbers that the shaders colour by."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosstie.viewers.pointcloud.arrangement import Chosen
from crosstie.viewers.pointcloud.scene import CloudPoints, ColorBy

Numbers = NDArray[np.float32]
COLORS: Final = ("red", "green", "blue")
_NAMES: Final[dict[ColorBy, tuple[str, ...]]] = {
    "ring": ("ring", "laser_id", "laser", "beam"),
    "time": ("time", "timestamp", "gps_time", "t"),
}
_LOOKED_AT: Final = 200_000
_DEEPEST: Final = 255.0


def has_colors(channels: Mapping[str, NDArray[Any]]) -> bool:
    """Whether red, green and blue are told."""
    return all(name in channels for name in COLORS)


def channel_of(channels: Mapping[str, NDArray[Any]], color_by: ColorBy) -> Numbers | None:
    """The numbers under one of the usual names for a ring or a time."""
    name = next((name for name in _NAMES.get(color_by, ()) if name in channels), None)
    return None if name is None else channels[name]


def some_of(numbers: Numbers, *, ordered: bool) -> Numbers:
    """A fair sample of a cloud's points or of their numbers, small enough to look at in no time.

    The first ones where they stand in such an order, as in a file from which little should be read.
    """
    if ordered:
        return numbers[:_LOOKED_AT]
    return numbers[:: max(1, -(-len(numbers) // _LOOKED_AT)) | 1]


def told_by(cloud: CloudPoints, color_by: ColorBy, chosen: Chosen) -> Numbers:
    """The number that each of some points is coloured by; a colour is one number, 8 bits a part.

    What the cloud does not tell is 0. Times are seconds (or the file's unit) from the cloud's first.
    """
    match color_by:
        case "rgb" if has_colors(cloud.channels):
            return _packed(cloud, chosen)
        case "value":
            return _floats(cloud.values[chosen])
        case "ring" | "time":
            numbers = channel_of(cloud.channels, color_by)
            if numbers is not None:
                return _floats(numbers[chosen]) - (_start_of(cloud, numbers) if color_by == "time" else 0)
    return np.zeros(len(cloud.points[chosen]), dtype=np.float32)


def _packed(cloud: CloudPoints, chosen: Chosen) -> Numbers:
    """24 bits, which a float32 holds exactly."""
    parts = [cloud.channels[name] for name in COLORS]
    top = max(float(np.nanmax(some_of(part, ordered=cloud.ordered), initial=0)) for part in parts)
    scale = _scale_of(top)
    packed = np.zeros(len(parts[0][chosen]), dtype=np.float32)
    for part in parts:
        packed = packed * 256 + np.clip(np.nan_to_num(part[chosen] * scale), 0, _DEEPEST).astype(np.uint8)
    return packed.astype(np.float32)


def _scale_of(top: float) -> float:
    """Colours are kept as 0 to 1, in bytes, or in 16 bits."""
    if 0 < top <= 1:
        return _DEEPEST
    return 1.0 if top <= _DEEPEST else 1 / 257


def _start_of(cloud: CloudPoints, numbers: Numbers) -> np.float32:
    some = some_of(numbers, ordered=cloud.ordered) if cloud.ordered else numbers
    return np.float32(np.nan_to_num(np.nanmin(some)) if len(some) else 0)


def _floats(numbers: NDArray[Any]) -> Numbers:
    return np.ascontiguousarray(numbers, dtype=np.float32)
