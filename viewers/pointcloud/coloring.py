"""What the points' colours tell: the palette, its two ends, and the scale that explains them."""

from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from PySide6.QtGui import QColor, QImage

from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.legends import Scale
from crosstie.viewers.pointcloud.palette import Palette, even_ramp
from crosstie.viewers.pointcloud.scene import ColorBy, Look, Rgb
from crosstie.viewers.theme import HEIGHT_RAMPS, Theme, ThemeName

_BELOW_M: Final = 0.35
_LOWEST_TOP_M, _HIGHEST_TOP_M = 3.2, 6.0


class Ends(msgspec.Struct, frozen=True):
    """The two ends of the palette for each thing that colours can tell.

    They are taken from an asset's first cloud and kept: colours must not swim while it plays.
    """

    height: tuple[float, float]
    value: tuple[float, float]
    distance: tuple[float, float]
    value_name: str

    def of(self, color_by: ColorBy) -> tuple[float, float]:
        """The two ends for one of them."""
        return {"height": self.height, "value": self.value, "distance": self.distance}[color_by]


def ends_of(cloud: Cloud, level: float) -> Ends:
    """Ends that leave out what is rare: the few highest, brightest and farthest points."""
    points = cloud.points
    if not len(points):
        return Ends((level, level + 1), (0.0, 1.0), (0.0, 1.0), cloud.value_name)
    top = float(np.percentile(points[:, 2], 98)) - level
    height = level - _BELOW_M, level + min(max(top, _LOWEST_TOP_M), _HIGHEST_TOP_M)
    low, high = np.percentile(cloud.values, (1, 99)).tolist()
    far = float(np.percentile(np.hypot(points[:, 0], points[:, 1]), 97))
    return Ends(height, (low, max(high, low + 1e-3)), (0.0, max(far, 1.0)), cloud.value_name)


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


def scale_of(theme: Theme, color_by: ColorBy, ends: Ends, level: float) -> Scale:
    """The scale that stands beside the points; heights are told from the ground."""
    low, high = ends.of(color_by)
    match color_by:
        case "height":
            texts = f"{low - level:+.1f} m", f"{high - level:+.1f} m"
        case "distance":
            texts = f"{low:.0f} m", f"{high:.0f} m"
        case "value":
            texts = f"{low:.3g}", f"{high:.3g}"
    palette = _palette(theme.name)
    ramp = QImage(palette.data, len(palette), 1, 3 * len(palette), QImage.Format.Format_RGB888).copy()
    return Scale(ramp, *texts)


def rgb_of(color: QColor) -> Rgb:
    """Red, green and blue from 0 to 1."""
    return color.redF(), color.greenF(), color.blueF()


@lru_cache(maxsize=4)
def _palette(name: ThemeName) -> Palette:
    return even_ramp(HEIGHT_RAMPS[name])
