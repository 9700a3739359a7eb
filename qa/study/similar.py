"""How similar two shapes are that are more than the box around them, 0 to 1."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from crosstie.qa.matching.shapes import polygon
from crosstie.qa.study.prisms import prisms, prisms_alike
from crosstie.schema import anchors as a
from crosstie.schema.geometry.boxes import corners

Floats = NDArray[np.float64]
Shapes = Sequence[Any]
_KAPPA = 0.1  # the spread of a keypoint as a share of the body's size, as wide as COCO's hips
_SMALL = 32.0**2  # a body is taken to be at least as large as COCO's small things, in square pixels
_LINE_WIDTH = 0.05  # how far a line may lie beside another, as a share of its extent


def similarities(family: str, mine: Shapes, other: Shapes) -> Floats:
    """Return the similarity of shapes of one family, pair by pair.

    Areas, page regions, masks and point sets by intersection over union; cuboids by volume, turned about the
    vertical alone; keypoints by COCO's object keypoint similarity; lines by the overlap of the strips about
    them.
    """
    found = _SIMILAR[family.split(maxsplit=1)[0]](mine, other)
    # Cut and added areas differ in their last bits: what is equal is equal.
    return np.where([one == two for one, two in zip(mine, other, strict=True)], 1.0, found)


def overlap_by_row(one: Floats, other: Floats) -> Floats:
    """Return the intersection over union of boxes row by row, to the last bit as `box_table` has it."""
    x, y, width, height = one.T
    x2, y2, width2, height2 = other.T
    across = np.minimum(x + width, x2 + width2) - np.maximum(x, x2)
    down = np.minimum(y + height, y2 + height2) - np.maximum(y, y2)
    common = np.clip(across, 0, None) * np.clip(down, 0, None)
    union = width * height + width2 * height2 - common
    return np.asarray(np.divide(common, union, out=np.zeros_like(common), where=union > 0), np.float64)


def _areas(mine: Shapes, other: Shapes) -> Floats:
    one, two = (np.array([outline(shape) for shape in side], object) for side in (mine, other))
    common = np.asarray(shapely.area(shapely.intersection(one, two)), np.float64)
    return _over(common, shapely.area(one), shapely.area(two))


def outline(shape: a.Spatial) -> shapely.geometry.base.BaseGeometry:
    """Return the area of a box, a rotated box or a polygon."""
    if isinstance(shape, a.Polygon):
        return polygon(shape.points, shape.holes)
    assert isinstance(shape, a.Box | a.RotatedBox)
    return shapely.Polygon(corners(shape))


def _pages(mine: Shapes, other: Shapes) -> Floats:
    """Return overlaps of page regions, which are boxes on one page."""
    boxes = [[a.Box(s.x, s.y, s.width, s.height) for s in side] for side in (mine, other)]
    same = np.array([m.page == o.page for m, o in zip(mine, other, strict=True)], bool)
    return np.where(same, _areas(*boxes), 0.0)


def _cuboids(mine: Shapes, other: Shapes) -> Floats:
    return prisms_alike(prisms(mine), prisms(other))


def _sets(mine: Shapes, other: Shapes) -> Floats:
    pairs = zip(mine, other, strict=True)
    return np.array([_runs_in_common(np.array(m.ranges), np.array(o.ranges)) for m, o in pairs])


def _masks(mine: Shapes, other: Shapes) -> Floats:
    return np.array([_mask(m, o) for m, o in zip(mine, other, strict=True)])


def _mask(mine: a.Mask, other: a.Mask) -> float:
    """Return the overlap of two masks run by run; masks of two sizes have nothing in common."""
    if (mine.width, mine.height) != (other.width, other.height):
        return 0.0
    return _runs_in_common(_ones(mine), _ones(other))


def _ones(mask: a.Mask) -> NDArray[np.int64]:
    edges = np.concatenate(([0], np.cumsum(mask.counts, dtype=np.int64)))
    starts, ends = edges[1:-1:2], edges[2::2]
    return np.stack((starts, ends), axis=1)


def _runs_in_common(mine: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Return intersection over union of two sets of whole numbers, as half-open runs that ascend."""
    sizes = [int((runs[:, 1] - runs[:, 0]).sum()) for runs in (mine, other)]
    if not all(sizes):
        return 0.0
    edges = other.ravel()
    covered = np.concatenate(([0], np.cumsum(np.diff(edges) * (np.arange(len(edges) - 1) % 2 == 0))))
    below = np.interp(mine.ravel(), edges, covered).reshape(-1, 2)
    common = float((below[:, 1] - below[:, 0]).sum())
    return common / (sizes[0] + sizes[1] - common)


def _keypoints(mine: Shapes, other: Shapes) -> Floats:
    return np.array([_oks(m, o) for m, o in zip(mine, other, strict=True)])


def _oks(mine: a.Keypoints, other: a.Keypoints) -> float:
    """Return the mean of exp(-d² / (2 s² k²)) over the points that either shows; s² is the mean area.

    COCO's object keypoint similarity with one spread for every point, the same both ways round. A point
    that only one shows counts 0.
    """
    seen = [{p.name: (p.x, p.y) for p in body.points if p.visibility != "out"} for body in (mine, other)]
    names = seen[0].keys() | seen[1].keys()
    if not names:
        return 0.0
    size = max((_extent(list(seen[0].values())) + _extent(list(seen[1].values()))) / 2, _SMALL)
    both = [math.dist(seen[0][name], seen[1][name]) for name in seen[0].keys() & seen[1].keys()]
    near = [math.exp(-(d**2) / (2 * size * _KAPPA**2)) for d in both]
    return math.fsum(near) / len(names)


def _extent(points: Sequence[tuple[float, float]]) -> float:
    """Return the area about points; of points on a line the square of half its length."""
    if not points:
        return 0.0
    x, y = [point[0] for point in points], [point[1] for point in points]
    width, height = max(x) - min(x), max(y) - min(y)
    return max(width * height, max(width, height) ** 2 / 4)


def _polylines(mine: Shapes, other: Shapes) -> Floats:
    lines = [[shapely.LineString(shape.points) for shape in side] for side in (mine, other)]
    extents = [[math.hypot(*_span(line)) for line in side] for side in lines]
    reach = np.maximum(_LINE_WIDTH * np.maximum(*map(np.array, extents)), 1.0)
    one, two = (shapely.buffer(np.array(side, object), reach) for side in lines)
    common = np.asarray(shapely.area(shapely.intersection(one, two)), np.float64)
    return _over(common, shapely.area(one), shapely.area(two))


def _span(line: shapely.LineString) -> tuple[float, float]:
    left, top, right, bottom = (float(edge) for edge in line.bounds)
    return right - left, bottom - top


def _over(common: Floats, one: ArrayLike, other: ArrayLike) -> Floats:
    union = np.asarray(one, np.float64) + np.asarray(other, np.float64) - common
    return np.clip(np.divide(common, union, out=np.zeros_like(common), where=union > 0), 0.0, 1.0)


_SIMILAR: Final[dict[str, Callable[[Shapes, Shapes], Floats]]] = {
    "area": _areas,
    "page": _pages,
    "mask": _masks,
    "cuboid": _cuboids,
    "point_set": _sets,
    "keypoints": _keypoints,
    "polyline": _polylines,
}
