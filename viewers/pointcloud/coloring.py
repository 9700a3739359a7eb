"""What the points' colours tell: the palette, its two ends, and the scale that explains them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from PySide6.QtGui import QColor, QImage

from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.channels import Numbers, channel_of, has_colors, some_of
from crosstie.viewers.pointcloud.legends import Scale
from crosstie.viewers.pointcloud.palette import Palette, even_ramp
from crosstie.viewers.pointcloud.point_labels import LabelName
from crosstie.viewers.pointcloud.scene import ColorBy, Look, Rgb
from crosstie.viewers.theme import HEIGHT_RAMPS, Theme, ThemeName

_BELOW_M: Final = 0.35
_MAP_TOP_M: Final = 25.0
"""What stands higher than this is land, not a street: all of it is told apart."""
_RANGED: Final[tuple[ColorBy, ...]] = ("ring", "time")
_LOWEST_TOP_M, _HIGHEST_TOP_M = 3.2, 6.0


class Ends(msgspec.Struct, frozen=True):
    """The two ends of the palette for each thing that colours can tell; it has those that the cloud tells.

    They are taken from an asset's first cloud and kept: colours must not swim while it plays.
    """

    height: tuple[float, float]
    value: tuple[float, float]
    distance: tuple[float, float]
    value_name: str
    ring: tuple[float, float] | None = None
    time: tuple[float, float] | None = None
    colored: bool = False

    def of(self, color_by: ColorBy) -> tuple[float, float]:
        """The two ends for one of them."""
        found = {
            "height": self.height,
            "value": self.value,
            "distance": self.distance,
            "ring": self.ring,
            "time": self.time,
        }.get(color_by)
        return found or (0.0, 1.0)

    def offered(self) -> dict[ColorBy, str]:
        """What colours can tell of the cloud, with its name."""
        value_name = self.value_name.replace("_", " ").capitalize()
        names: dict[ColorBy, tuple[str, bool]] = {
            "height": ("Height", True),
            "rgb": ("Colour", self.colored),
            "value": (value_name, bool(value_name)),
            "distance": ("Distance", True),
            "ring": ("Ring", self.ring is not None),
            "time": ("Time", self.time is not None),
        }
        return {color_by: name for color_by, (name, known) in names.items() if known}


def ends_of(cloud: Cloud, level: float, *, ordered: bool = False) -> Ends:
    """Ends that leave out what is rare: the few highest, brightest and farthest points.

    A fair sample tells them; of a cloud that is `ordered` the first points.
    """
    points = some_of(cloud.points, ordered=ordered)
    if not len(points):
        return Ends((level, level + 1), (0.0, 1.0), (0.0, 1.0), cloud.value_name)
    top = float(np.percentile(points[:, 2], 98)) - level
    tallest = top if top > _MAP_TOP_M else _HIGHEST_TOP_M
    height = level - _BELOW_M, level + min(max(top, _LOWEST_TOP_M), tallest)
    low, high = np.percentile(some_of(cloud.values, ordered=ordered), (1, 99)).tolist()
    far = float(np.percentile(np.hypot(points[:, 0], points[:, 1]), 97))
    ring, time = (_span(channel_of(cloud.channels, name), ordered=ordered) for name in _RANGED)
    return Ends(
        height,
        (low, max(high, low + 1e-3)),
        (0.0, max(far, 1.0)),
        cloud.value_name,
        ring,
        (0.0, time[1] - time[0]) if time else None,
        has_colors(cloud.channels),
    )


def _span(numbers: Numbers | None, *, ordered: bool) -> tuple[float, float] | None:
    """The least and the greatest; None where they are all one, and tell nothing."""
    if numbers is None:
        return None
    some = some_of(numbers, ordered=ordered)
    known = some[np.isfinite(some)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    return (low, high) if high > low else None


def look_of(theme: Theme, color_by: ColorBy, ends: Ends) -> Look:
    """Colours for the drawing thread."""
    low, high = ends.of(color_by)
    return Look(
        palette=_palette(theme.name),
        ground=rgb_of(theme.color("ground")),
        line=rgb_of(theme.color("quiet")),
        returns=rgb_of(theme.color("warn")),
        shade=rgb_of(theme.color("shade")),
        plain=rgb_of(theme.color("faint")),
        color_by=color_by,
        low=low,
        high=high,
    )


def scale_of(
    theme: Theme, color_by: ColorBy, ends: Ends, level: float, names: Sequence[LabelName] = ()
) -> Scale | None:
    """What explains the colours; heights are told from the ground, labels by their `names`.

    None for colours that speak for themselves.
    """
    low, high = ends.of(color_by)
    match color_by:
        case "rgb":
            return None
        case "label":
            return Scale(names=tuple(names)) if names else None
        case "height":
            texts = f"{low - level:+.1f} m", f"{high - level:+.1f} m"
        case "distance":
            texts = f"{low:.0f} m", f"{high:.0f} m"
        case "ring":
            texts = f"ring {low:.0f}", f"{high:.0f}"
        case "time":
            texts = "first", f"+{high:.3g}"
        case "value":
            texts = f"{low:.3g}", f"{high:.3g}"
    palette = _palette(theme.name)
    ramp = QImage(palette.data, len(palette), 1, 3 * len(palette), QImage.Format.Format_RGB888).copy()
    return Scale(*texts, ramp)


def rgb_of(color: QColor) -> Rgb:
    """Red, green and blue from 0 to 1."""
    return color.redF(), color.greenF(), color.blueF()


@lru_cache(maxsize=4)
def _palette(name: ThemeName) -> Palette:
    return even_ramp(HEIGHT_RAMPS[name])
