"""Pairs that have anything in common, without a table of all pairs."""

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from crosstie.qa.matching.assign import EPSILON, Indexes, sparse_pairs
from crosstie.qa.matching.boxes import boxes

Floats = NDArray[np.float64]


class Overlaps(msgspec.Struct, frozen=True):
    """How many gold and predicted things there are, and which pairs have anything in common."""

    shape: tuple[int, int]
    rows: Indexes
    columns: Indexes
    similarity: Floats

    def matched(self, tau: float) -> "Overlaps":
        """Return the pairs of the optimal assignment at threshold `tau`."""
        near = (self.similarity >= tau - EPSILON) & (self.similarity > 0)
        rows, columns, similarity = self.rows[near], self.columns[near], self.similarity[near]
        r, c = sparse_pairs(rows, columns, similarity)
        places = rows * self.shape[1] + columns
        order = np.argsort(places)
        at = order[np.searchsorted(places[order], r * self.shape[1] + c)] if len(r) else order[:0]
        return Overlaps(self.shape, r, c, similarity[at])


def from_table(similarity: Floats) -> Overlaps:
    """Return the pairs of a table of gold by predicted that are not 0."""
    rows, columns = np.nonzero(similarity)
    return Overlaps((similarity.shape[0], similarity.shape[1]), rows, columns, similarity[rows, columns])


def box_overlaps(gold_xywh: Sequence[Sequence[float]], pred_xywh: Sequence[Sequence[float]]) -> Overlaps:
    """Return the pairs of boxes x, y, width, height that touch, with their intersection over union.

    Found by a tree of boxes, so thousands in one picture cost no table of all pairs. The same numbers, to
    the last bit, as `box_table` has.
    """
    a, b = boxes(gold_xywh), boxes(pred_xywh)
    trees = [shapely.box(t[:, 0], t[:, 1], t[:, 0] + t[:, 2], t[:, 1] + t[:, 3]) for t in (a, b)]
    columns, rows = shapely.STRtree(trees[0]).query(trees[1])
    one, other = a[rows], b[columns]
    low = np.maximum(one[:, :2], other[:, :2])
    high = np.minimum(one[:, :2] + one[:, 2:], other[:, :2] + other[:, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=1)
    union = np.prod(one[:, 2:], axis=1) + np.prod(other[:, 2:], axis=1) - common
    similarity = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    return Overlaps((len(a), len(b)), rows, columns, similarity)
