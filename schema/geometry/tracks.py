"""Tracks: the shape at an instant between keyframes, and tracks with one keyframe more or less."""

from bisect import bisect_right
from typing import NamedTuple

from crosstie.schema.anchors import Keyframe, Spatial, Track, Visibility
from crosstie.schema.geometry.interpolation import between


class Moment(NamedTuple):
    """A track at one instant. `exact` says that a keyframe stands there."""

    shape: Spatial
    visibility: Visibility
    exact: bool


def shape_at(track: Track, at_ns: int) -> Moment | None:
    """The track's shape at an asset time, or None before its first keyframe and after its last.

    Between two keyframes the earlier one decides: its visibility holds, and so does its shape unless its
    interpolation is linear and the two shapes can be blended.
    """
    if not track.start_ns <= at_ns <= track.end_ns:
        return None
    place = _place(track, at_ns)
    earlier = track.keyframes[place]
    if earlier.at_ns == at_ns:
        return Moment(earlier.shape, earlier.visibility, exact=True)
    if earlier.interpolation == "hold":
        return Moment(earlier.shape, earlier.visibility, exact=False)
    later = track.keyframes[place + 1]
    share = (at_ns - earlier.at_ns) / (later.at_ns - earlier.at_ns)
    return Moment(between(earlier.shape, later.shape, share), earlier.visibility, exact=False)


def keyframe_at(track: Track, at_ns: int) -> Keyframe | None:
    """The keyframe that stands exactly there, if one does."""
    place = _place(track, at_ns)
    return track.keyframes[place] if place >= 0 and track.keyframes[place].at_ns == at_ns else None


def keyframe_for(track: Track, at_ns: int, shape: Spatial) -> Keyframe:
    """The keyframe that gives a track this shape there and leaves the rest of how it goes on alone."""
    governing = track.keyframes[max(_place(track, at_ns), 0)]
    return Keyframe(at_ns, shape, governing.visibility, governing.interpolation)


def put_keyframe(track: Track, keyframe: Keyframe) -> Track:
    """The track with a keyframe put at its time, in place of the one that may stand there."""
    place = _place(track, keyframe.at_ns)
    taken = place >= 0 and track.keyframes[place].at_ns == keyframe.at_ns
    head = track.keyframes[: place if taken else place + 1]
    return Track((*head, keyframe, *track.keyframes[place + 1 :]))


def remove_keyframe(track: Track, at_ns: int) -> Track | None:
    """The track without the keyframe at this time, or None when none would be left."""
    kept = tuple(keyframe for keyframe in track.keyframes if keyframe.at_ns != at_ns)
    return Track(kept) if kept else None


def _place(track: Track, at_ns: int) -> int:
    """Where the last keyframe at or before an asset time stands; -1 when there is none."""
    return bisect_right(track.keyframes, at_ns, key=lambda keyframe: keyframe.at_ns) - 1
