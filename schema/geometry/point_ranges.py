"""Point sets and the indices that their ranges stand for."""

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import PointSet
from crosstie.schema.geometry.point_grid import Places, places_of


def point_set_of(indices: NDArray[np.integer]) -> PointSet | None:
    """The set of these indices, in any order and as often as they come; None for no index at all."""
    if not len(indices):
        return None
    ascending = np.unique(indices).astype(np.int64)
    breaks = np.flatnonzero(np.diff(ascending) != 1)
    starts = ascending[np.concatenate([[0], breaks + 1])]
    ends = ascending[np.concatenate([breaks, [len(ascending) - 1]])] + 1
    return PointSet(tuple(zip(starts.tolist(), ends.tolist(), strict=True)))


def indices_in(points: PointSet) -> Places:
    """All indices of a set, ascending."""
    edges = np.fromiter(chain.from_iterable(points.ranges), np.int64, 2 * len(points.ranges))
    return places_of(edges.reshape(-1, 2))


def point_count(points: PointSet) -> int:
    """How many points a set holds."""
    return sum(end - start for start, end in points.ranges)


def joined(points: PointSet, more: NDArray[np.integer]) -> PointSet:
    """The set with more indices."""
    both = point_set_of(np.concatenate([indices_in(points), more]))
    assert both is not None
    return both


def without(points: PointSet, fewer: NDArray[np.integer]) -> PointSet | None:
    """The set without some indices; None where no point is left."""
    return point_set_of(np.setdiff1d(indices_in(points), fewer))
