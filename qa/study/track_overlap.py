"""How similar tracks are: at each instant, and over the times of their keyframes."""

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.study.bounds import TRACK, rough
from crosstie.qa.study.paths import MOST_CELLS, Floats, Sampled, keyframe_times
from crosstie.qa.study.side import Places, Side
from crosstie.qa.study.similar import similarities
from crosstie.schema.anchors import Track


def tracks_at(side: Side, places: Places) -> list[Track]:
    """Return the tracks at places."""
    found = [side.columns.anchors[place] for place in places.tolist()]
    return [anchor for anchor in found if isinstance(anchor, Track)]


def track_similarities(first: Side, second: Side, rows: Places, columns: Places) -> Floats:
    """Return the similarity of pairs of tracks in one asset: the mean over the times of both's keyframes.

    Where only one of the two is there, it is 0; where neither is, the time is left out.
    """
    mine, r = np.unique(rows, return_inverse=True)
    others, c = np.unique(columns, return_inverse=True)
    tracks = [tracks_at(first, mine), tracks_at(second, others)]
    times = keyframe_times([*tracks[0], *tracks[1]])
    one, other = (Sampled(some, times) for some in tracks)
    keys = one.keyframes, other.keyframes
    family = first.families[int(rows[0])].removeprefix(TRACK)
    found = np.zeros(len(rows))
    near = _boxes_meet(first.boxes[rows], second.boxes[columns], family)
    step = max(MOST_CELLS // max(len(times), 1), 1)
    for at in np.split(np.flatnonzero(near), range(step, int(near.sum()), step)):
        i, j = r[at], c[at]
        asked = (keys[0][i] | keys[1][j]) & (one.present[i] | other.present[j])
        alike = instants_alike(one, other, i, j, family) * asked
        n = asked.sum(1)
        found[at] = np.divide(alike.sum(1), n, out=np.zeros(len(at)), where=n > 0)
    return found


def instants_alike(one: Sampled, other: Sampled, rows: Places, columns: Places, family: str) -> Floats:
    """Return the similarity of pairs of tracks (rows) at each instant (columns); 0 where one is not there."""
    both = one.present[rows] & other.present[columns]
    if one.boxes is not None and other.boxes is not None:
        return _box_overlap(one.boxes[rows], other.boxes[columns]) * both
    found = np.zeros(both.shape)
    pairs, times = np.nonzero(both)
    mine = [one.shape(i, t) for i, t in zip(rows[pairs].tolist(), times.tolist(), strict=True)]
    others = [other.shape(j, t) for j, t in zip(columns[pairs].tolist(), times.tolist(), strict=True)]
    boxes = [np.array([rough(s)[1:] for s in some], np.float64).reshape(-1, 4) for some in (mine, others)]
    near = np.flatnonzero(_boxes_meet(boxes[0], boxes[1], family)).tolist()
    if near:
        alike = similarities(family, [mine[at] for at in near], [others[at] for at in near])
        found[pairs[near], times[near]] = alike
    return found


def _box_overlap(one: Floats, other: Floats) -> Floats:
    low = np.maximum(one[..., :2], other[..., :2])
    high = np.minimum(one[..., :2] + one[..., 2:], other[..., :2] + other[..., 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=-1)
    union = np.prod(one[..., 2:], axis=-1) + np.prod(other[..., 2:], axis=-1) - common
    return np.asarray(np.divide(common, union, out=np.zeros_like(common), where=union > 0), np.float64)


def _boxes_meet(one: Floats, other: Floats, family: str) -> NDArray[np.bool_]:
    """Return which boxes touch; keypoints and lines may be alike a bit beside the box around them."""
    if family in ("keypoints", "polyline"):
        return np.ones(len(one), bool)
    low = np.maximum(one[:, :2], other[:, :2])
    high = np.minimum(one[:, :2] + one[:, 2:], other[:, :2] + other[:, 2:])
    return np.asarray((high >= low).all(axis=1))
