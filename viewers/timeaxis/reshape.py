"""An anchor after a drag along the time axis."""

import msgspec

from crosstie.schema.anchors import Anchor, Keyframe, TimeSpan, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.geometry.tracks import shape_at
from crosstie.viewers.timeaxis.span_drag import SpanPart


def reshaped(anchor: Anchor, clock: AssetClock, part: SpanPart, by_ns: int) -> Anchor:
    """The anchor with its whole body or one edge moved by `by_ns` of sample time.

    A track's body takes all its keyframes along. An edge that moves inwards cuts the track there, at the
    shape that it has at that instant; one that moves outwards lets the track stand still up to there.
    Anchors without a time come back as they are.
    """
    # Distances are turned into asset time by themselves, so that a moved span keeps its exact length.
    asset_by_ns = clock.asset_from_sample(clock.offset_ns + by_ns)
    match anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            start_by = asset_by_ns if part != "end" else 0
            end_by = asset_by_ns if part != "start" else 0
            return TimeSpan(start_ns + start_by, end_ns + end_by)
        case Track() if part == "body":
            return Track(
                tuple(
                    msgspec.structs.replace(frame, at_ns=frame.at_ns + asset_by_ns)
                    for frame in anchor.keyframes
                )
            )
        case Track() if part == "start":
            return _from(anchor, min(anchor.start_ns + asset_by_ns, anchor.end_ns))
        case Track():
            return _until(anchor, max(anchor.end_ns + asset_by_ns, anchor.start_ns))
        case _:
            return anchor


def _from(track: Track, start_ns: int) -> Track:
    """The track beginning at `start_ns`."""
    first = track.keyframes[0]
    if start_ns < first.at_ns:
        return Track((msgspec.structs.replace(first, at_ns=start_ns, interpolation="hold"), *track.keyframes))
    kept = tuple(frame for frame in track.keyframes if frame.at_ns > start_ns)
    return Track((_cut(track, start_ns), *kept))


def _until(track: Track, end_ns: int) -> Track:
    """The track ending at `end_ns`."""
    last = track.keyframes[-1]
    if end_ns > last.at_ns:
        return Track((*track.keyframes, msgspec.structs.replace(last, at_ns=end_ns)))
    kept = tuple(frame for frame in track.keyframes if frame.at_ns < end_ns)
    return Track((*kept, _cut(track, end_ns)))


def _cut(track: Track, at_ns: int) -> Keyframe:
    """The keyframe that the track would have at an instant within it."""
    moment = shape_at(track, at_ns)
    assert moment is not None
    going_on = max(
        (frame for frame in track.keyframes if frame.at_ns <= at_ns), key=lambda frame: frame.at_ns
    )
    return Keyframe(at_ns, moment.shape, moment.visibility, going_on.interpolation)
