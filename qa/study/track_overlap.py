"""How similar tracks are: at each instant, and over the times of their keyframes."""

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.study.bounds import TRACK, rough
from crosstie.qa.study.paths import MOST_CELLS, Floats, Sampled, keyframe_times
from crosstie.qa.study.prisms import prisms_alike
from crosstie.qa.study.side import Places, Side
from crosstie.qa.study.similar import overlap_by_row, similarities
from crosstie.schema.anchors import Box, Track


class TrackPairs:
    """The tracks of one asset and family in two passes, at the times of all their keyframes."""

    def __init__(self, first: Side, second: Side, group: int) -> None:
        self.places = [np.array(side.track_groups.get(group, ()), np.intp) for side in (first, second)]
        tracks = [_tracks(side, some) for side, some in zip((first, second), self.places, strict=True)]
        holder, place = (first, self.places[0]) if len(self.places[0]) else (second, self.places[1])
        self.modality = holder.modalities[int(place[0])]
        self._family = holder.families[int(place[0])].removeprefix(TRACK)
        times = keyframe_times([*tracks[0], *tracks[1]])
        self.sides = [Sampled(some, times) for some in tracks]
        self._table: Floats | None = None

    def similar(self, rows: Places, columns: Places) -> Floats:
        """Return the similarity of pairs of labels, by place: the mean over the times of both's keyframes.

        Where only one of the two is there, it is 0; where neither is, the time is left out.
        """
        r, c = np.searchsorted(self.places[0], rows), np.searchsorted(self.places[1], columns)
        found = np.zeros(len(rows))
        one, other = self.sides
        keys = one.keyframes, other.keyframes
        step = max(MOST_CELLS // len(one.times), 1)
        for start in range(0, len(rows), step):
            i, j = r[start : start + step], c[start : start + step]
            asked = (keys[0][i] | keys[1][j]) & (one.present[i] | other.present[j])
            alike, n = self._instants(i, j) * asked, asked.sum(1)
            found[start : start + step] = np.divide(alike.sum(1), n, out=np.zeros(len(i)), where=n > 0)
        return found

    def at(self, instants: Places) -> Floats:
        """Return the similarity of each track of the first pass to each of the second at some instants."""
        one, other = self.sides
        n, m = len(one.tracks), len(other.tracks)
        i, j = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
        table = self._table
        if table is None:
            return _alike(one, other, i, j, instants, self._family).reshape(n, m, len(instants))
        return table[:, :, instants]

    def _instants(self, i: Places, j: Places) -> Floats:
        """Return the similarity of pairs at every instant; kept whole where that is not much."""
        one, other = self.sides
        every = np.arange(len(one.times))
        if self._table is None and len(one.tracks) * len(other.tracks) * len(every) <= MOST_CELLS:
            self._table = self.at(every)
        if self._table is not None:
            return self._table[i, j]
        return _alike(one, other, i, j, every, self._family)


def _tracks(side: Side, places: Places) -> list[Track]:
    found = [side.columns.anchors[place] for place in places.tolist()]
    return [anchor for anchor in found if isinstance(anchor, Track)]


def _alike(
    one: Sampled, other: Sampled, rows: Places, columns: Places, instants: Places, family: str
) -> Floats:
    """Return the similarity of pairs of tracks (rows) at instants (columns); 0 where one is not there."""
    both = one.present[rows][:, instants] & other.present[columns][:, instants]
    found = np.zeros(both.shape)
    pair, at = np.nonzero(both)
    i, j, t = rows[pair], columns[pair], instants[at]
    if one.kind is other.kind and one.rows is not None and other.rows is not None:
        near = overlap_by_row if one.kind is Box else prisms_alike
        found[pair, at] = near(one.rows[i, t], other.rows[j, t])
        return found
    mine = [one.shape(*key) for key in zip(i.tolist(), t.tolist(), strict=True)]
    others = [other.shape(*key) for key in zip(j.tolist(), t.tolist(), strict=True)]
    boxes = [np.array([rough(s)[1:] for s in some], np.float64).reshape(-1, 4) for some in (mine, others)]
    close = np.flatnonzero(_boxes_meet(boxes[0], boxes[1], family))
    if len(close):
        near_ones = [[some[k] for k in close.tolist()] for some in (mine, others)]
        found[pair[close], at[close]] = similarities(family, near_ones[0], near_ones[1])
    return found


def _boxes_meet(one: Floats, other: Floats, family: str) -> NDArray[np.bool_]:
    """Return which boxes touch; keypoints and lines may be alike a bit beside the box around them."""
    if family in ("keypoints", "polyline"):
        return np.ones(len(one), bool)
    low = np.maximum(one[:, :2], other[:, :2])
    high = np.minimum(one[:, :2] + one[:, 2:], other[:, :2] + other[:, 2:])
    return np.asarray((high >= low).all(axis=1))
