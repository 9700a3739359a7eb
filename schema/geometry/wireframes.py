"""The edges of many cuboids in a camera's picture, projected all at once: a crowd is drawn on every frame."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import EDGES, corners_of
from crosstie.schema.geometry.lenses import bends, pixels_of
from crosstie.schema.geometry.projection import NEAR_M, camera_points
from crosstie.schema.records import Calibration

Array = NDArray[np.float64]

_STARTS: Final = [start for start, _ in EDGES]
_ENDS: Final = [end for _, end in EDGES]
_PIECES: Final = 16


def wireframes(calibration: Calibration, cuboids: Sequence[Cuboid], near_m: float = NEAR_M) -> list[Array]:
    """Straight pieces in pixels for each cuboid, in the order given; none for one that is not seen.

    Each is an array of shape (pieces, 2, 2): from where to where, as x and y. They are those of
    `projection.cuboid_edges`: cut at `near_m` before the camera, and bent with the lens in short pieces.
    They may run off the picture.
    """
    if not cuboids:
        return []
    points = camera_points(calibration, corners_of(cuboids).reshape(-1, 3)).reshape(-1, 8, 3)
    starts, ends = points[:, _STARTS], points[:, _ENDS]
    if calibration.model == "pinhole":
        starts, ends = _cut(starts, ends, near_m), _cut(ends, starts, near_m)
    shares = np.linspace(0.0, 1.0, _PIECES + 1 if bends(calibration) else 2)[:, None]
    lines = starts[..., None, :] * (1 - shares) + ends[..., None, :] * shares
    pixels = pixels_of(calibration, lines.reshape(-1, 3)).reshape(*lines.shape[:3], 2)
    pieces = np.stack((pixels[:, :, :-1], pixels[:, :, 1:]), axis=3).reshape(len(cuboids), -1, 2, 2)
    seen = np.asarray(~np.isnan(pieces).any(axis=(2, 3)))
    return [one[kept] for one, kept in zip(pieces, seen, strict=True)]


def _cut(points: Array, others: Array, near_m: float) -> Array:
    """Points moved along their edges to the near plane from before it; NaN for edges wholly before it."""
    depth, other = points[..., 2], others[..., 2]
    short = depth < near_m
    nowhere = np.full_like(depth, np.nan)
    share = np.divide(near_m - depth, other - depth, out=nowhere, where=short & (other >= near_m))
    crossing = points + (others - points) * share[..., None]
    # Exactly on the plane, whatever was rounded; adding keeps what is NaN as it is.
    crossing[..., 2] = near_m + 0 * share
    return np.where(short[..., None], crossing, points)
