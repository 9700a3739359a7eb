"""Point sets and the indices that their ranges stand for.

Sets of a million points are worked on while a window is in use: what goes range by range is done in parts,
so that other threads get their turn in between.
"""

from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import PointSet
from crosstie.schema.geometry.point_grid import Places, places_of

_AT_ONCE: Final = 1 << 13


def point_set_of(indices: NDArray[np.integer]) -> PointSet | None:
    """The set of these indices, in any order and as often as they come; None for no index at all."""
    if not len(indices):
        return None
    ascending = np.sort(indices.astype(np.int64))
    breaks = np.flatnonzero(np.diff(ascending) > 1)
    starts = np.concatenate([ascending[:1], ascending[breaks + 1]])
    ends = np.concatenate([ascending[breaks], ascending[-1:]]) + 1
    ranges: list[tuple[int, int]] = []
    for first in range(0, len(starts), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        ranges.extend(zip(starts[part].tolist(), ends[part].tolist(), strict=True))
    return PointSet(tuple(ranges))


def indices_in(points: PointSet) -> Places:
    """All indices of a set, ascending."""
    edges = np.empty((len(points.ranges), 2), dtype=np.int64)
    for first in range(0, len(edges), _AT_ONCE):
        part = points.ranges[first : first + _AT_ONCE]
        flat = np.fromiter(chain.from_iterable(part), np.int64, 2 * len(part))
        edges[first : first + len(part)] = flat.reshape(-1, 2)
    return places_of(edges)


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
    held, gone = indices_in(points), np.sort(fewer)
    if not len(gone):
        return points
    at = np.minimum(np.searchsorted(gone, held), len(gone) - 1)
    return point_set_of(held[gone[at] != held])
