"""Cuboids fitted to the points that they hold."""

import math
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.schema.geometry.rotations import matrix_from_quaternion, yaw_of
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.inside import in_own_axes, indices_inside
from crosstie.viewers.pointcloud.reshape import SMALLEST_M, standing, turned_to

_CLEARANCE_M: Final = 0.18
"""What lies lower above the ground than this is taken for the ground."""
_TALLEST_M: Final = 4.6
_GAP_M: Final = 0.8
"""An empty height of more than this ends a thing: what is above it is a tree or a bridge."""
_FEWEST: Final = 6
_MARGIN_M: Final = 0.05
_ANGLES: Final = np.radians(np.arange(-45, 45, 1.0))
_MOST_FOR_YAW: Final = 1500


def with_height_of_points(
    points: Points, drawn: Cuboid, ground_z: float, grid: PointGrid | None = None
) -> Cuboid:
    """A cuboid drawn on the ground, as high as the points over it reach; unchanged where there are none."""
    column = indices_inside(points, _of_height(drawn, ground_z, _TALLEST_M), grid)
    above = np.sort(points[column, 2].astype(np.float64)) - ground_z
    above = above[above > _CLEARANCE_M]
    if above.size < _FEWEST:
        return drawn
    gaps = np.flatnonzero(np.diff(above) > _GAP_M)
    connected = above[: gaps[0] + 1] if gaps.size else above
    height = max(float(np.percentile(connected, 99)) + _MARGIN_M, SMALLEST_M)
    return _of_height(drawn, ground_z, height)


def shrunk_to_points(points: Points, cuboid: Cuboid, grid: PointGrid | None = None) -> Cuboid | None:
    """Turned and shrunk to the points about an upright cuboid; None where there are too few.

    The yaw is the one of L-shape fitting by closeness, no more than 45° away from the cuboid's own:
    Zhang et al., "Efficient L-shape fitting for vehicle detection using laser scanners" (IV 2017).
    """
    turned, body = cuboid, _body(points, cuboid, grid)
    for _ in range(2):
        if len(body) < _FEWEST:
            return None
        turn = _yaw_by_closeness(in_own_axes(body, turned)[:, :2])
        # Askew, a cuboid cuts the corners off what it should hold: turned, it is asked once more.
        turned = turned_to(turned, yaw_of(turned.rotation) + turn)
        body = _body(points, turned, grid)
    if len(body) < _FEWEST:
        return None
    bottom = cuboid.center[2] - cuboid.size[2] / 2
    own = in_own_axes(body, turned)
    low, high = np.percentile(own, 0.5, axis=0) - _MARGIN_M, np.percentile(own, 99.5, axis=0) + _MARGIN_M
    # The ground's own returns were taken away: the cuboid still stands where it stood.
    low[2] = bottom - turned.center[2]
    length, width, height = np.maximum(high - low, SMALLEST_M)
    shift = (low + high) / 2
    center = np.asarray(turned.center) + _from_own_axes(turned, shift)
    return Cuboid(
        (float(center[0]), float(center[1]), float(center[2])),
        (float(length), float(width), float(height)),
        turned.rotation,
    )


def _body(points: Points, cuboid: Cuboid, grid: PointGrid | None) -> Points:
    """The points in and just about a cuboid, without those of the ground that it stands on."""
    length, width, height = cuboid.size
    reach = (length * 1.08 + 0.3, width * 1.08 + 0.3, height + 0.3)
    about = points[indices_inside(points, msgspec.structs.replace(cuboid, size=reach), grid)]
    return about[about[:, 2] > cuboid.center[2] - height / 2 + _CLEARANCE_M]


def _yaw_by_closeness(flat: Floats) -> float:
    """The turn for which points (N×2) lie closest to the sides of the rectangle about them."""
    some = flat[:: max(1, len(flat) // _MOST_FOR_YAW)]
    along = np.outer(np.cos(_ANGLES), some[:, 0]) + np.outer(np.sin(_ANGLES), some[:, 1])
    across = np.outer(np.cos(_ANGLES), some[:, 1]) - np.outer(np.sin(_ANGLES), some[:, 0])
    nearest = np.minimum(_to_nearer_side(along), _to_nearer_side(across))
    # A tenth of a radian's worth of preference for no turn at all keeps round things from spinning.
    score = (1 / np.maximum(nearest, 0.03)).sum(axis=1) * (1 - 0.1 * np.abs(_ANGLES) / math.pi)
    return float(_ANGLES[int(np.argmax(score))])


def _to_nearer_side(along: Floats) -> Floats:
    low, high = along.min(axis=1, keepdims=True), along.max(axis=1, keepdims=True)
    nearer: Floats = np.minimum(along - low, high - along)
    return nearer


def _of_height(drawn: Cuboid, ground_z: float, height_m: float) -> Cuboid:
    size = (drawn.size[0], drawn.size[1], height_m)
    return standing(drawn.center[:2], ground_z, size, yaw_of(drawn.rotation))


def _from_own_axes(cuboid: Cuboid, own: Floats) -> Floats:
    turned: Floats = matrix_from_quaternion(cuboid.rotation) @ own
    return turned
