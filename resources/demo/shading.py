"""Light and air: how bright a face is, and how far things fade into the haze."""

from typing import Final

import numpy as np

from crosstie.resources.demo.mesh import Floats
from crosstie.resources.demo.street import SUN

HAZE: Final = np.array((0.85, 0.87, 0.88))
HAZE_RANGE_M: Final = 210.0
SUN_TINT: Final = np.array((1.06, 1.0, 0.90))
SKY_TINT: Final = np.array((0.90, 0.97, 1.08))
GROUND_SHADE: Final = np.array((0.62, 0.66, 0.74))
"""What is left of the ground's colour where the sun does not reach."""
NIGHTLESS_GLOW: Final[dict[str, tuple[float, float, float]]] = {
    "brake": (1.0, 0.16, 0.12),
    "blink_right": (1.0, 0.66, 0.10),
    "blink_left": (1.0, 0.66, 0.10),
    "head": (1.0, 0.99, 0.93),
    "sign": (1.0, 0.72, 0.25),
}
"""The colours of lamps that are on."""


def lit(colours: Floats, normals: Floats, sun: Floats | float) -> Floats:
    """Colours (n, 3) of faces by their normals (n, 3); `sun` is 1 in the sun and 0 in the shade."""
    direct = np.clip(normals @ SUN, 0, None) * sun
    around = 0.57 + 0.12 * normals[:, 2]
    return np.asarray(colours * (around[:, None] * SKY_TINT + 0.62 * direct[:, None] * SUN_TINT))


def hazed(colours: Floats, distances: Floats) -> Floats:
    """Colours (n, 3) after `distances` (n,) metres of air."""
    clear = np.exp(-distances / HAZE_RANGE_M)[:, None]
    return np.asarray(colours * clear + HAZE * (1 - clear))
