"""One optimal one-to-one assignment: the greatest sum of similarity over pairs that are similar enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from crosstie.qa.errors import QualityInvalid

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]
EPSILON = float(np.finfo(np.float64).eps)
_MORE_PAIRS = 2.0**-40  # of equal sums, the assignment with more pairs


def optimal_pairs(
    similarity: Sequence[Sequence[float]] | Floats, tau: float = 0.5
) -> tuple[Indexes, Indexes]:
    """Return the rows and columns of the pairs that maximise the sum of similarity over pairs >= tau.

    One-to-one, neither greedy nor of greatest number; a similarity of 0 is never a pair. Rows ascend. This is
    the rule of TrackEval. Raises QualityInvalid for a similarity that is not finite.
    """
    table = np.asarray(similarity, np.float64)
    if table.size == 0:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    if not np.isfinite(table).all():
        raise QualityInvalid("a similarity is not finite; check the geometry it was made from.")
    rows, columns = np.nonzero((table >= tau - EPSILON) & (table > 0))
    return sparse_pairs(rows, columns, table[rows, columns])


def sparse_pairs(rows: Indexes, columns: Indexes, similarity: Floats) -> tuple[Indexes, Indexes]:
    """Return the same from the pairs that are similar enough, given as places and similarities.

    Pairs that share no row and no column are apart: each connected part is assigned on its own, so that the
    work grows with the crowds, not with the square of all.
    """
    if not len(rows):
        return rows[:0], columns[:0]
    names_r, r = np.unique(rows, return_inverse=True)
    names_c, c = np.unique(columns, return_inverse=True)
    alone = (np.bincount(r)[r] == 1) & (np.bincount(c)[c] == 1)
    found = [(r[alone], c[alone])]
    if not alone.all():
        found.extend(_parts(r[~alone], c[~alone], similarity[~alone], (len(names_r), len(names_c))))
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    order = np.argsort(one)
    return names_r[one[order]], names_c[other[order]]


def _parts(
    r: Indexes, c: Indexes, similarity: Floats, shape: tuple[int, int]
) -> list[tuple[Indexes, Indexes]]:
    n = shape[0] + shape[1]
    graph = csr_array((np.ones(len(r)), (r, c + shape[0])), shape=(n, n))
    _, part = connected_components(graph, directed=False)
    order = np.argsort(part[r], kind="stable")
    edges = np.flatnonzero(np.diff(part[r][order])) + 1
    return [_dense(r[at], c[at], similarity[at]) for at in np.split(order, edges)]


def _dense(r: Indexes, c: Indexes, similarity: Floats) -> tuple[Indexes, Indexes]:
    names_r, i = np.unique(r, return_inverse=True)
    names_c, j = np.unique(c, return_inverse=True)
    table = np.zeros((len(names_r), len(names_c)))
    table[i, j] = similarity + _MORE_PAIRS
    rows, columns = linear_sum_assignment(table, maximize=True)
    real = table[rows, columns] > 0
    return names_r[rows[real]], names_c[columns[real]]
