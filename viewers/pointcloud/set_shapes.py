"""Point sets as they lie in a cloud: their points, the box about them and their outermost points."""

import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid, PointSet
from crosstie.schema.geometry.point_grid import Places
from crosstie.schema.geometry.point_ranges import indices_in
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.file_points import FilePoints
from crosstie.viewers.pointcloud.ground import Points

_DIRECTIONS: Final = 96
_LOOKED_AT: Final = 40_000
_THINNEST_M: Final = 0.05


class SetShape(msgspec.Struct, frozen=True, eq=False):
    """A point set in a cloud. `indices` are its points as the cloud is shown, ascending.

    `box` is the upright cuboid about them, `rim` (M×3) are those that reach farthest to one side or another.
    """

    indices: Places
    box: Cuboid
    rim: Floats


def shapes_of(points: Points, files: FilePoints, sets: Sequence[PointSet]) -> list[SetShape | None]:
    """The shapes of point sets; None for one of which no point is shown."""
    return [
        _shape(points, shown) if len(shown) else None
        for shown in files.shown([indices_in(one) for one in sets])
    ]


def _shape(points: Points, indices: Places) -> SetShape:
    held = np.take(points, indices, axis=0)
    low, high = held.min(axis=0).astype(np.float64), held.max(axis=0).astype(np.float64)
    x, y, z = ((low + high) / 2).tolist()
    length, width, height = np.maximum(high - low, _THINNEST_M).tolist()
    return SetShape(indices, Cuboid((x, y, z), (length, width, height)), _rim(held))


def _rim(held: Points) -> Floats:
    """The points that reach farthest in directions spread over the sphere; of a large set nearly those."""
    some = held[:: max(1, len(held) // _LOOKED_AT)]
    farthest = some[np.unique((_SPREAD @ some.T).argmax(axis=1))]
    # Those along the axes are exact, because the rectangle about a set hangs on them.
    ends = held[np.concatenate([held.argmin(axis=0), held.argmax(axis=0)])]
    return np.concatenate([farthest, ends]).astype(np.float64)


def _spread() -> Points:
    """Directions spread evenly over the sphere (a Fibonacci lattice)."""
    at = np.arange(_DIRECTIONS) + 0.5
    z = 1 - 2 * at / _DIRECTIONS
    turn = at * math.pi * (3 - math.sqrt(5))
    flat = np.sqrt(1 - z * z)
    return np.column_stack([flat * np.cos(turn), flat * np.sin(turn), z]).astype(np.float32)


_SPREAD: Final = _spread()
