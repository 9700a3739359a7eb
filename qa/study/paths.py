"""Tracks at many instants at once, interpolated as the schema does."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema import anchors as a
from crosstie.schema.geometry.tracks import shape_at

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Sampled:
    """Tracks (rows) at instants (columns): where each is there, and its shape.

    `boxes` holds x, y, width, height where all tracks are boxes, of shape (tracks, instants, 4); else
    `shapes` are looked up.
    """

    def __init__(self, tracks: Sequence[a.Track], times: Times) -> None:
        self.tracks, self.times = tracks, times
        starts = np.array([[t.start_ns, t.end_ns] for t in tracks], np.int64).reshape(-1, 2)
        self.present: Flags = (starts[:, :1] <= times) & (times <= starts[:, 1:])
        self.boxes: Floats | None = None
        if all(isinstance(track.keyframes[0].shape, a.Box) for track in tracks):
            self.boxes = np.zeros((len(tracks), len(times), 4))
        for row, track in enumerate(tracks):
            place = _places(track, times)
            self.present[row] &= ~np.array([k.visibility == "out" for k in track.keyframes])[place]
            if self.boxes is not None:
                self.boxes[row] = _boxes(track, times, place)
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
        return np.array([np.isin(self.times, [k.at_ns for k in t.keyframes]) for t in self.tracks], bool)


def keyframe_times(tracks: Sequence[a.Track]) -> Times:
    """Return the times of all keyframes, ascending."""
    return np.unique(np.array([k.at_ns for track in tracks for k in track.keyframes], np.int64))


def thinned(times: Times, most: int) -> Times:
    """Return `most` of the times, evenly, the first and the last among them; all where there are fewer."""
    if len(times) <= most:
        return times
    return times[np.unique(np.linspace(0, len(times) - 1, most).round().astype(np.intp))]


def _places(track: a.Track, times: Times) -> NDArray[np.intp]:
    """Return the keyframe that governs each instant; the first one also before it."""
    starts = np.array([k.at_ns for k in track.keyframes], np.int64)
    return np.clip(np.searchsorted(starts, times, "right") - 1, 0, None)


def _boxes(track: a.Track, times: Times, place: NDArray[np.intp]) -> Floats:
    starts = np.array([k.at_ns for k in track.keyframes], np.int64)
    shapes: list[Any] = [k.shape for k in track.keyframes]
    values = np.array([(s.x, s.y, s.width, s.height) for s in shapes], np.float64)
    moves = np.array([k.interpolation == "linear" for k in track.keyframes])
    after = np.minimum(place + 1, len(starts) - 1)
    span = starts[after] - starts[place]
    going = moves[place] & (span > 0) & (times > starts[place])
    share = np.where(going, (times - starts[place]) / np.where(span > 0, span, 1), 0.0)[:, None]
    return np.asarray((1.0 - share) * values[place] + share * values[after])


MOST_CELLS: Final = 2_000_000
"""So many pairs of tracks times instants are worked out at a time."""
