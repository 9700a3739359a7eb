"""Palettes in the graphics processor."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from crosstie.viewers.pointcloud.palette import Palette
from crosstie.viewers.pointcloud.point_labels import LabelColors

_KEPT: Final = 8


class Textures:
    """Uploads each palette once; the few used last are kept."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[NDArray[np.uint8], gloo.Texture2D]] = {}

    def palette(self, palette: Palette) -> gloo.Texture2D:
        """A ramp, in which colours blend."""
        return self._have(palette, "linear")

    def labels(self, colors: LabelColors) -> gloo.Texture2D:
        """A colour for each label."""
        return self._have(colors, "nearest")

    def _have(self, rows: NDArray[np.uint8], interpolation: str) -> gloo.Texture2D:
        known = self._known.pop(id(rows), None)
        if known is None:
            # A copy: the array is kept so that its id stays its own, and is not to be read later.
            texture = gloo.Texture2D(rows[None].copy(), interpolation=interpolation, wrapping="clamp_to_edge")
            known = rows, texture
        self._known[id(rows)] = known
        while len(self._known) > _KEPT:
            self._known.pop(next(iter(self._known)))[1].delete()
        return known[1]
