"""A ramp of colours with steps that look even."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.viewers.pointcloud.camera import Floats

Palette = NDArray[np.uint8]

# Linear sRGB to cone response and on to OKLab: Ottosson, "A perceptual color space for image
# processing" (2020).
_LMS_FROM_RGB: Final[Floats] = np.array(
    [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
)
_LAB_FROM_LMS: Final[Floats] = np.array(
    [
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    ]
)


def even_ramp(stops: Sequence[str], count: int = 256) -> Palette:
    """`count`×3 RGB from the first stop (#RRGGBB) to the last, in steps of equal OKLab distance."""
    corners = oklab_of(np.array([_rgb(stop) for stop in stops], dtype=np.uint8))
    fine = np.linspace(0, len(stops) - 1, 64 * count)
    path = np.stack([np.interp(fine, np.arange(len(stops)), corners[:, i]) for i in range(3)], axis=1)
    length = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))))
    wanted = np.linspace(0, length[-1], count)
    return _rgb_of(np.stack([np.interp(wanted, length, path[:, i]) for i in range(3)], axis=1))


def oklab_of(rgb: Palette) -> Floats:
    """N×3 OKLab coordinates of N×3 sRGB colours."""
    encoded = rgb / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(linear @ _LMS_FROM_RGB.T) @ _LAB_FROM_LMS.T
    return lab


def _rgb_of(lab: Floats) -> Palette:
    linear = ((lab @ np.linalg.inv(_LAB_FROM_LMS).T) ** 3) @ np.linalg.inv(_LMS_FROM_RGB).T
    bounded = np.clip(linear, 0, 1)
    encoded = np.where(bounded <= 0.0031308, 12.92 * bounded, 1.055 * bounded ** (1 / 2.4) - 0.055)
    rgb: Palette = np.round(encoded * 255).astype(np.uint8)
    return rgb


def _rgb(hex_color: str) -> tuple[int, int, int]:
    red, green, blue = (int(hex_color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
