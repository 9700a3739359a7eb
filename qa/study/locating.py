"""Which label of one pass is which of another: one optimal one-to-one matching of the whole sample."""

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from crosstie.qa.matching.assign import EPSILON, sparse_pairs
from crosstie.qa.study.bounds import TRACK
from crosstie.qa.study.side import Floats, Places, Side
from crosstie.qa.study.similar import overlap_by_row, similarities
from crosstie.qa.study.track_overlap import TrackPairs

Tracks = dict[int, TrackPairs]
"""Tracks that were compared, by their group's number."""
Flags = NDArray[np.bool_]
TAU = 0.5
"""From which similarity on two labels may be the same."""
_CROWD = 5_000  # pairs of one asset and family, above which only those that touch are looked at
_SAME_CLASS = 2.0**-30  # of equal overlaps, the label of the same class
_SAME_WORDS = 2.0**-34  # and then the one that says the same
_REACH = 0.5  # shapes without area may be alike a bit beside the box around them


class Located:
    """The pairs of places that are the same label, ascending by the first, and how similar they are."""

    def __init__(
        self, first: Side, second: Side, rows: Places, columns: Places, similarity: Floats, tracks: Tracks
    ) -> None:
        self.first, self.second = first, second
        self.rows, self.columns, self.similarity = rows, columns, similarity
        self.tracks = tracks

    @cached_property
    def only_first(self) -> Places:
        """Return places of the first pass that have no partner."""
        return _without(self.first.n, self.rows)

    @cached_property
    def only_second(self) -> Places:
        """Return places of the second pass that have no partner."""
        return _without(self.second.n, self.columns)

    @cached_property
    def partner(self) -> dict[int, int]:
        """Return the place in the first pass of each label of the second that has one."""
        return dict(zip(self.columns.tolist(), self.rows.tolist(), strict=True))


def _without(n: int, places: Places) -> Places:
    """Return which of n places are not among some."""
    alone = np.ones(n, bool)
    alone[places] = False
    return np.flatnonzero(alone)


def locate(first: Side, second: Side) -> Located:
    """Match the labels of two passes, whatever their classes: within one asset and one family of anchors.

    The sum of similarity over pairs of at least TAU is the greatest there is. Of equal overlaps the label of
    the same class counts, then the one that says the same.
    """
    rows, columns = _near(first, second)
    similarity = overlap_by_row(first.boxes[rows], second.boxes[columns])
    tracks: Tracks = {}
    rough = ~(first.plain[rows] & second.plain[columns])
    if rough.any():
        similarity[rough] = _similarities(first, second, rows[rough], columns[rough], tracks)
    kept = similarity >= TAU - EPSILON
    rows, columns, similarity = rows[kept], columns[kept], similarity[kept]
    chosen = (np.bincount(rows)[rows] > 1) | (np.bincount(columns)[columns] > 1) if len(rows) else kept[:0]
    if chosen.any():
        free = ~chosen
        at = np.concatenate((np.flatnonzero(free), _best(first, second, rows, columns, similarity, chosen)))
        at = at[np.argsort(rows[at], kind="stable")]
        rows, columns, similarity = rows[at], columns[at], similarity[at]
    return Located(first, second, rows, columns, similarity, tracks)


def _best(
    first: Side, second: Side, rows: Places, columns: Places, similarity: Floats, chosen: Flags
) -> Places:
    """Return which of the pairs that share a label with others are taken."""
    at = np.flatnonzero(chosen)
    r, c = rows[at], columns[at]
    score = similarity[at] + _SAME_CLASS * (first.class_numbers[r] == second.class_numbers[c])
    mine, other = first.columns.attributes, second.columns.attributes
    said = [mine[i] == other[j] for i, j in zip(r.tolist(), c.tolist(), strict=True)]
    taken_r, taken_c = sparse_pairs(r, c, score + _SAME_WORDS * np.array(said))
    pairs = set(zip(taken_r.tolist(), taken_c.tolist(), strict=True))
    return at[[pair in pairs for pair in zip(r.tolist(), c.tolist(), strict=True)]]


def _similarities(first: Side, second: Side, rows: Places, columns: Places, tracks: Tracks) -> Floats:
    """Return the similarity of shapes that are more than the box around them, and of tracks."""
    found = np.zeros(len(rows))
    groups = first.groups[rows]
    for group in np.unique(groups).tolist():
        at = groups == group
        family = first.families[int(rows[at][0])]
        if family.startswith(TRACK):
            pairs = tracks[group] = TrackPairs(first, second, group)
            found[at] = pairs.similar(rows[at], columns[at])
        else:
            mine = [first.columns.anchors[place] for place in rows[at].tolist()]
            other = [second.columns.anchors[place] for place in columns[at].tolist()]
            found[at] = similarities(family, mine, other)
    return found


def _near(first: Side, second: Side) -> tuple[Places, Places]:
    """Return every pair of one asset and family; in crowds only those whose boxes touch."""
    order = np.argsort(second.groups, kind="stable")
    there = second.groups[order]
    start, end = (np.searchsorted(there, first.groups, side) for side in ("left", "right"))
    counts = end - start
    here = np.bincount(first.groups, minlength=1)[first.groups] if first.n else counts
    crowded = counts * here > _CROWD
    counts = np.where(crowded, 0, counts)
    rows = np.repeat(np.arange(first.n), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    columns = order[np.repeat(start, counts) + within] if len(rows) else order[:0]
    if not crowded.any():
        return rows, columns
    far_rows, far_columns = _touching(first, second, np.flatnonzero(crowded))
    return np.concatenate((rows, far_rows)), np.concatenate((columns, far_columns))


def _touching(first: Side, second: Side, places: Places) -> tuple[Places, Places]:
    others = np.flatnonzero(np.isin(second.groups, first.groups[places]))
    tree = shapely.STRtree(_outlines(second, others))
    i, j = tree.query(_outlines(first, places))
    rows, columns = places[i], others[j]
    same = first.groups[rows] == second.groups[columns]
    return rows[same], columns[same]


def _outlines(side: Side, places: Places) -> NDArray[np.object_]:
    x, y, width, height = side.boxes[places].T
    reach = np.where(side.plain[places], 0.0, _REACH * np.hypot(width, height))
    return np.asarray(shapely.box(x - reach, y - reach, x + width + reach, y + height + reach))
