"""Colours that tell how far a point is from a camera, in even steps of what the eye tells apart."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.storage.media.queries import Cloud
from crosstie.viewers.theme import DEPTH_RAMP

Floats = NDArray[np.float32]
Colors = NDArray[np.uint32]
_STEPS: Final = 256
_SAMPLED: Final = 50_000
_NICE_M: Final = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300)


class DepthRange(msgspec.Struct, frozen=True):
    """The two ends of the colours in metres. Between them equal ratios are equal steps of colour: a metre
    more tells much close by and little far away.
    """

    near_m: float = 2.0
    far_m: float = 80.0

    @property
    def middle_m(self) -> float:
        """The depth with the colour halfway."""
        return float(np.sqrt(self.near_m * self.far_m))


def depth_range(cloud: Cloud) -> DepthRange:
    """Round ends about nearly all points of a cloud, as far as they are from where it was taken."""
    points = cloud.points if cloud.grid is None else cloud.points[:_SAMPLED]
    some = points[:: max(len(points) // _SAMPLED, 1)]
    if not len(some):
        return DepthRange()
    low, high = np.percentile(np.linalg.norm(some, axis=1), (2, 98)).tolist()
    near = max((nice for nice in _NICE_M if nice <= low), default=_NICE_M[0])
    far = min((nice for nice in _NICE_M if nice >= high), default=_NICE_M[-1])
    return DepthRange(near, max(far, 2 * near))


def depth_colors(depth_m: Floats, depths: DepthRange) -> Colors:
    """ARGB of each depth, opaque."""
    near, far = np.log(depths.near_m), np.log(depths.far_m)
    place = (np.log(np.maximum(depth_m, 1e-3)) - near) / (far - near)
    colors: Colors = RAMP[np.clip(place * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.intp)]
    return colors


def _ramp() -> Colors:
    place = np.linspace(0, len(DEPTH_RAMP) - 1, _STEPS)
    table = np.full(_STEPS, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        parts = [color >> shift & 0xFF for color in DEPTH_RAMP]
        table |= np.rint(np.interp(place, range(len(parts)), parts)).astype(np.uint32) << np.uint32(shift)
    return table


RAMP: Final[Colors] = _ramp()
"""ARGB from near to far."""
