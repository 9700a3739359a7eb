"""Tracks under a hand: what a drawn box begins, and what moving a shape at an instant changes.

A box that is drawn lasts for a second (NEW_TRACK_NS), so that there is something to see and to go on from:
its last keyframe repeats its first. As long as that tail stands still, moving the shape takes it along;
beyond the tail, moving the shape there lengthens the track.
"""

from bisect import bisect_left
from typing import Final

import msgspec

from crosstie.schema.anchors import Keyframe, Spatial, Track
from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.edits import SetKeyframe
from crosstie.schema.geometry.tracks import Moment, shape_at
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation
from crosstie.schema.shaping import set_shape
from crosstie.storage.media.sequence import Times
from crosstie.viewers.video.frames import Frame

NEW_TRACK_NS: Final = NS_PER_SECOND


def new_track(shape: Spatial, frame: Frame, times: Times) -> Track:
    """A track from a frame on, to the frame a second later, or to the last one where that comes first."""
    tail_ns = times.starts_ns[times.index_at(frame.start_ns + NEW_TRACK_NS)]
    first = Keyframe(frame.start_ns, shape)
    if tail_ns <= frame.start_ns:
        return Track((first,))
    return Track((first, Keyframe(tail_ns, shape)))


def moment_in(track: Track, frame: Frame) -> Moment | None:
    """The track as a frame shows it; None when it does not live while the frame is presented.

    Labels that came from elsewhere may begin or end between two frames: they belong to the frame that is
    presented then.
    """
    return shape_at(track, instant_in(track, frame))


def instant_in(track: Track, frame: Frame) -> int:
    """The asset time within a frame at which a track is read and set: the frame's start where it can be.

    It is that of a keyframe which stands within the frame, lest there be two in one frame.
    """
    place = bisect_left(track.keyframes, frame.start_ns, key=lambda keyframe: keyframe.at_ns)
    found = track.keyframes[place].at_ns if place < len(track.keyframes) else frame.end_ns
    return found if found < frame.end_ns else frame.start_ns


def reshape(annotation: Annotation, track: Track, frame: Frame, shape: Spatial) -> Edits:
    """Puts a keyframe at a frame, and takes a tail that stands still along with it."""
    at_ns = instant_in(track, frame)
    edits = set_shape(annotation, at_ns, shape)
    tail = _still_tail(track)
    if tail is None or not track.keyframes[-2].at_ns <= at_ns < tail.at_ns:
        return edits
    after = msgspec.structs.replace(tail, shape=shape)
    return (*edits, SetKeyframe(annotation.sample_id, annotation.id, tail.at_ns, tail, after))


def _still_tail(track: Track) -> Keyframe | None:
    """The last keyframe, if nothing moves between the one before and it."""
    if len(track.keyframes) < 2 or track.keyframes[-1].shape != track.keyframes[-2].shape:
        return None
    return track.keyframes[-1]
