"""In which order a cloud's points stand in the graphics processor: any first part is a fair sample of all.

A `place` is a position in that order, an `index` one in the cloud's own. Points are uploaded in pieces, each
when it is drawn first: neither the first picture nor a hand waits for the others.
"""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.viewers.pointcloud.point_labels import Indices
from crosstie.viewers.pointcloud.scene import CloudPoints

Places = NDArray[np.int64]
Chosen = slice | NDArray[np.uint32] | NDArray[np.int64]
MOST_POINTS: Final = 50_000_000
"""Of a larger cloud so many are drawn: the graphics memory of a usual machine holds them."""
SMALL: Final = 200_000
"""Up to here all points are drawn while the camera moves, too: a grid would gain nothing."""
_STRIDED, _GATHERED, _GIVEN = 1 << 18, 1 << 19, 1 << 21


class Arrangement(Protocol):
    """An order of points, cut into pieces: piece i has the places from `starts[i]` until `starts[i + 1]`."""

    starts: Places

    def chosen(self, piece: int) -> Chosen:
        """What of the cloud's own arrays stands in a piece."""

    def places_of(self, indices: Indices) -> Places:
        """Where points stand; there may be places beyond the last piece."""


class Shuffled:
    """All by lot, in one piece."""

    def __init__(self, count: int) -> None:
        self.starts: Places = np.array((0, count))
        self._order = np.random.default_rng(7).permutation(count)
        self._place: Places | None = None

    def chosen(self, piece: int) -> Chosen:
        """All of them."""
        assert piece == 0
        return self._order

    def places_of(self, indices: Indices) -> Places:
        """By the order turned about, which is made when it is asked for."""
        if self._place is None:
            self._place = _inverse(self._order, len(self._order))
        return self._place[indices]


class Strided:
    """Every n-th point makes a piece. It costs nothing, so it is there before a grid is.

    The step is a prime: a sensor's rows and rings, which repeat after some round number, do not show.
    """

    def __init__(self, count: int) -> None:
        self._step = _prime_from(-(-count // _STRIDED))
        lengths = (count - np.arange(self._step) + self._step - 1) // self._step
        self._all_starts: Places = np.concatenate(([0], np.cumsum(lengths)))
        self.starts = self._all_starts[self._all_starts <= MOST_POINTS]

    def chosen(self, piece: int) -> Chosen:
        """From one of the first on, in steps."""
        return slice(piece, None, self._step)

    def places_of(self, indices: Indices) -> Places:
        """Worked out from the step."""
        whole = np.asarray(indices, dtype=np.int64)
        return self._all_starts[whole % self._step] + whole // self._step


class InGrid:
    """In the order of a point grid."""

    def __init__(self, grid: PointGrid) -> None:
        self._order = grid.order
        self.starts: Places = _even_starts(len(grid.order), _GATHERED)
        self._place: NDArray[np.uint32] | None = None

    def chosen(self, piece: int) -> Chosen:
        """The indices that the grid gives."""
        return self._order[self.starts[piece] : self.starts[piece + 1]]

    def places_of(self, indices: Indices) -> Places:
        """By the grid's order turned about, which is made when it is asked for."""
        if self._place is None:
            self._place = _inverse(self._order, len(self._order)).astype(np.uint32)
        return self._place[indices].astype(np.int64)


class AsGiven:
    """As the points stand."""

    def __init__(self, count: int) -> None:
        self.starts: Places = _even_starts(count, _GIVEN)

    def chosen(self, piece: int) -> Chosen:
        """A stretch of them."""
        return slice(int(self.starts[piece]), int(self.starts[piece + 1]))

    def places_of(self, indices: Indices) -> Places:
        """The same."""
        return np.asarray(indices, dtype=np.int64)


def arrangement_of(cloud: CloudPoints, grid: PointGrid | None) -> Arrangement:
    """The best order that there is for a cloud, with its grid or before that is there."""
    count = len(cloud.points)
    if cloud.ordered:
        return AsGiven(count)
    if count <= SMALL:
        return Shuffled(count)
    return Strided(count) if grid is None else InGrid(grid)


def shown_count(count: int) -> int:
    """How many of a cloud's points are drawn at most."""
    return min(count, MOST_POINTS)


def _even_starts(count: int, step: int) -> Places:
    count = shown_count(count)
    return np.append(np.arange(0, count, step, dtype=np.int64), count)


def _inverse(order: NDArray[np.integer], count: int) -> Places:
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    return place


def _prime_from(number: int) -> int:
    """The first odd prime that is not smaller."""
    found = max(3, number | 1)
    while any(found % divisor == 0 for divisor in range(3, int(found**0.5) + 1, 2)):
        found += 2
    return found
