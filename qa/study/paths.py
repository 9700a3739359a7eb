"""Tracks at many instants at once, interpolated as the schema does."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.study.prisms import headings
from crosstie.schema import anchors as a
from crosstie.schema.geometry.tracks import shape_at

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Sampled:
    """Tracks (rows) at instants (columns): where each is there, and its shape.

    `rows` holds x, y, width, height where all tracks are boxes, prisms where all are cuboids, of shape
    (tracks, instants, numbers); else shapes are looked up. `kind` is that of the shapes, None without any.
    """

    def __init__(self, tracks: Sequence[a.Track], times: Times) -> None:
        self.tracks, self.times = tracks, times
        ends = np.array([[t.start_ns, t.end_ns] for t in tracks], np.int64).reshape(-1, 2)
        self.present: Flags = (ends[:, :1] <= times) & (times <= ends[:, 1:])
        kinds = {type(track.keyframes[0].shape) for track in tracks}
        self.kind = kinds.pop() if len(kinds) == 1 else None
        width, read = _NUMBERS.get(self.kind, (0, None))
        self.rows: Floats | None = np.zeros((len(tracks), len(times), width)) if read else None
        for at, track in enumerate(tracks):
            step = _Step(track, times)
            self.present[at] &= ~np.array([k.visibility == "out" for k in track.keyframes])[step.place]
            if self.rows is not None and read is not None:
                self.rows[at] = read(step)
        self._shapes: dict[tuple[int, int], a.Spatial] = {}

    def shape(self, row: int, column: int) -> a.Spatial:
        """Return the shape of a track at an instant at which it is there."""
        found = self._shapes.get((row, column))
        if found is None:
            moment = shape_at(self.tracks[row], int(self.times[column]))
            assert moment is not None
            found = self._shapes[row, column] = moment.shape
        return found

    @property
    def keyframes(self) -> Flags:
        """Return at which of the instants each track has a keyframe."""
        found = np.zeros(self.present.shape, bool)
        for at, track in enumerate(self.tracks):
            found[at, np.searchsorted(self.times, [k.at_ns for k in track.keyframes])] = True
        return found


def keyframe_times(tracks: Sequence[a.Track]) -> Times:
    """Return the times of all keyframes, ascending."""
    return np.unique(np.array([k.at_ns for track in tracks for k in track.keyframes], np.int64))


def thinned(n: int, most: int) -> NDArray[np.intp]:
    """Return `most` of n places, evenly, the first and the last among them; all where there are fewer."""
    if n <= most:
        return np.arange(n)
    return np.unique(np.linspace(0, n - 1, most).round().astype(np.intp))


class _Step:
    """Between which two keyframes a track is at each instant, and how far on its way."""

    def __init__(self, track: a.Track, times: Times) -> None:
        starts = np.array([keyframe.at_ns for keyframe in track.keyframes], np.int64)
        self.shapes: list[Any] = [keyframe.shape for keyframe in track.keyframes]
        # Before the first keyframe the track is not there, whatever stands here.
        self.place = np.clip(np.searchsorted(starts, times, "right") - 1, 0, None)
        self.after = np.minimum(self.place + 1, len(starts) - 1)
        moves = np.array([keyframe.interpolation == "linear" for keyframe in track.keyframes])
        span = starts[self.after] - starts[self.place]
        going = moves[self.place] & (span > 0) & (times > starts[self.place])
        share = np.where(going, (times - starts[self.place]) / np.where(span > 0, span, 1), 0.0)
        self.share: Floats = share[:, None]

    def linear(self, values: Floats) -> Floats:
        """Return numbers of the keyframes blended."""
        return np.asarray((1.0 - self.share) * values[self.place] + self.share * values[self.after])

    def turned(self, rotations: Floats) -> Floats:
        """Return unit quaternions of the keyframes blended along the shorter arc, at even speed."""
        start, end = rotations[self.place], rotations[self.after]
        cos = (start * end).sum(1, keepdims=True)
        sign, cos = np.where(cos < 0, -1.0, 1.0), np.minimum(np.abs(cos), 1.0)
        angle = np.arccos(cos)
        sine = np.where(angle < _STILL, 1.0, np.sin(angle))
        first, last = 1.0 - self.share, self.share
        p = np.where(angle < _STILL, first, np.sin(first * angle) / sine)
        q = np.where(angle < _STILL, last, np.sin(last * angle) / sine)
        found = p * start + q * sign * end
        found /= np.sqrt((found * found).sum(1, keepdims=True))
        return np.where(self.share > 0, found, start)


_STILL: Final = 1e-6


def _boxes(step: _Step) -> Floats:
    return step.linear(np.array([(s.x, s.y, s.width, s.height) for s in step.shapes], np.float64))


def _prisms(step: _Step) -> Floats:
    solid = step.linear(np.array([(*s.center, *s.size) for s in step.shapes], np.float64))
    turns = step.turned(np.array([s.rotation for s in step.shapes], np.float64))
    return np.concatenate((solid, headings(turns)), axis=1)


_NUMBERS: Final[dict[type | None, tuple[int, Callable[[_Step], Floats]]]] = {
    a.Box: (4, _boxes),
    a.Cuboid: (8, _prisms),
}
MOST_CELLS: Final = 2_000_000
"""So many pairs of tracks times instants are worked out at a time."""
