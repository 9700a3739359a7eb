"""Where an annotation lies on the sample's clock, text included."""

from bisect import bisect_left, bisect_right

from crosstie.schema.anchors import TextSpan
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.timing import annotation_span_ns
from crosstie.storage.media.queries import Transcript


def extent_ns(annotation: Annotation, asset: Asset, transcript: Transcript | None) -> tuple[int, int] | None:
    """Start and end in sample time, or None where the annotation belongs to the whole asset.

    A text span has the time of the segments that it touches: nothing finer is known of when its words
    were said. Until its transcript is read (`transcript` None) it has no time.
    """
    anchor = annotation.anchor
    if not isinstance(anchor, TextSpan):
        return annotation_span_ns(annotation, asset)
    times = None if transcript is None else text_times_ns(transcript, anchor.start, anchor.end)
    if times is None:
        return None
    return asset.clock.sample_from_asset(times[0]), asset.clock.sample_from_asset(times[1])


def text_times_ns(transcript: Transcript, start: int, end: int) -> tuple[int, int] | None:
    """Asset time of the segments that hold code points `start` to `end`; None where they have no times."""
    segments = transcript.segments
    first = bisect_right(segments, start, key=lambda segment: segment.text_end)
    last = bisect_left(segments, end, key=lambda segment: segment.text_start)
    timed = [segment for segment in segments[first:last] if segment.end_ns > segment.start_ns]
    if not timed:
        return None
    return min(segment.start_ns for segment in timed), max(segment.end_ns for segment in timed)
