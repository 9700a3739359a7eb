"""Intersection over union of polygons, masks and cuboids, all pairs at once."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.matching.boxes import over_union

Floats = NDArray[np.float64]
Ring = Sequence[Sequence[float]]


class Cuboid(msgspec.Struct, frozen=True):
    """A box that turns about the vertical only: centre and size in metres, yaw in radians."""

    cx: float
    cy: float
    cz: float
    length: float
    width: float
    height: float
    yaw: float = 0.0


def polygon(outline: Ring, holes: Sequence[Ring] = ()) -> BaseGeometry:
    """Return the area within an outline, less its holes; one that crosses itself is read by even-odd parts.

    Raises QualityInvalid for fewer than three points or a number that is not finite.
    """
    for ring in (outline, *holes):
        if len(ring) < 3 or not np.isfinite(np.asarray(ring, np.float64)).all():
            raise QualityInvalid("a polygon needs three points or more, all finite.")
    made = shapely.Polygon(outline, holes)
    return made if made.is_valid else shapely.make_valid(made)


def polygon_table(gold: Sequence[BaseGeometry], pred: Sequence[BaseGeometry]) -> Floats:
    """Return the table of intersection over union of areas, gold by predicted; see `polygon`."""
    a, b = np.array(gold, object), np.array(pred, object)
    common = np.zeros((len(a), len(b)))
    if len(a) and len(b):
        i, j = shapely.STRtree(a).query(b)[::-1]
        common[i, j] = shapely.area(shapely.intersection(a[i], b[j]))
    return over_union(
        common, np.asarray(shapely.area(a), np.float64), np.asarray(shapely.area(b), np.float64)
    )


def mask_table(gold: Sequence[ArrayLike], pred: Sequence[ArrayLike]) -> Floats:
    """Return the table of intersection over union of masks, gold by predicted; two empty ones have 0."""
    a = np.array([np.asarray(mask, bool).ravel() for mask in gold], np.float64)
    b = np.array([np.asarray(mask, bool).ravel() for mask in pred], np.float64)
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    if a.shape[1] != b.shape[1]:
        raise QualityInvalid("masks of different sizes cannot be compared.")
    return over_union(a @ b.T, a.sum(1), b.sum(1))


def cuboid_table(gold: Sequence[Cuboid], pred: Sequence[Cuboid]) -> Floats:
    """Return the table of volume in common over volume of either: footprint seen from above times overlap
    in z.

    Yaw only, as KITTI 3D and nuScenes have it; pitch and roll are not supported. Raises QualityInvalid for a
    number that is not finite or a negative size.
    """
    common = np.zeros((len(gold), len(pred)))
    if len(gold) and len(pred):
        a, b = np.array([footprint(c) for c in gold]), np.array([footprint(c) for c in pred])
        area = shapely.area(shapely.intersection(a[:, None], b[None, :]))
        top = np.minimum(_column(gold, 0.5)[:, None], _column(pred, 0.5)[None, :])
        bottom = np.maximum(_column(gold, -0.5)[:, None], _column(pred, -0.5)[None, :])
        common = np.asarray(area * np.clip(top - bottom, 0, None), np.float64)
    volumes = [np.array([c.length * c.width * c.height for c in side], np.float64) for side in (gold, pred)]
    return over_union(common, volumes[0], volumes[1])


def centre_distances(gold: Sequence[Cuboid], pred: Sequence[Cuboid]) -> Floats:
    """Return the table of distances of centres on the ground, in metres, as nuScenes matches."""
    a = np.array([(c.cx, c.cy) for c in gold], np.float64).reshape(-1, 2)
    b = np.array([(c.cx, c.cy) for c in pred], np.float64).reshape(-1, 2)
    return np.asarray(np.hypot(*(a[:, None] - b[None, :]).transpose(2, 0, 1)), np.float64)


def footprint(cuboid: Cuboid) -> shapely.Polygon:
    """Return the outline seen from above."""
    if (
        not all(map(math.isfinite, msgspec.structs.astuple(cuboid)))
        or min(cuboid.length, cuboid.width, cuboid.height) < 0
    ):
        raise QualityInvalid("a cuboid has a number that is not finite, or a negative size.")
    c, s = math.cos(cuboid.yaw), math.sin(cuboid.yaw)
    corners = [(x * cuboid.length / 2, y * cuboid.width / 2) for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    return shapely.Polygon([(cuboid.cx + c * x - s * y, cuboid.cy + s * x + c * y) for x, y in corners])


def _column(cuboids: Sequence[Cuboid], share: float) -> Floats:
    return np.array([c.cz + share * c.height for c in cuboids], np.float64)
