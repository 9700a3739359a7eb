"""When annotations and entities are there, on the sample's clock."""

from collections.abc import Iterable
from itertools import pairwise

from crosstie.schema.anchors import TimeSpan, Track, WholeAsset
from crosstie.schema.records import Annotation, Asset, End
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import asset_span_ns

Span = tuple[int, int]
"""Start and end in sample time, in nanoseconds; equal for an instant."""


def spans_of(state: SampleState, end: End) -> tuple[Span, ...]:
    """When what stands at a link's end is there; an entity whenever one of its annotations is.

    Ascending and apart from each other; empty for what has no time: text, a page, a still.
    """
    if end.kind == "annotation":
        annotation = state.annotations[end.id]
        return _merged(_annotation_spans(annotation, state.assets[annotation.asset_id]))
    mentions = state.annotations_of(end.id)
    return _merged(span for one in mentions for span in _annotation_spans(one, state.assets[one.asset_id]))


def shared_ns(first: tuple[Span, ...], second: tuple[Span, ...]) -> int:
    """How long both are there at once."""
    pairs = ((min(a[1], b[1]), max(a[0], b[0])) for a in first for b in second)
    return sum(max(end - start, 0) for end, start in pairs)


def meet(first: tuple[Span, ...], second: tuple[Span, ...]) -> bool:
    """Whether both are there at one instant at least."""
    return any(max(a[0], b[0]) <= min(a[1], b[1]) for a in first for b in second)


def length_ns(spans: tuple[Span, ...]) -> int:
    """How long the spans last together."""
    return sum(end - start for start, end in spans)


def _annotation_spans(annotation: Annotation, asset: Asset) -> list[Span]:
    clock = asset.clock
    match annotation.anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            found = [(start_ns, end_ns)]
        case Track() as track:
            found = _seen(track)
        case WholeAsset() if asset.facts.duration_ns:
            return [asset_span_ns(asset)]
        case _:
            return []
    return [(clock.sample_from_asset(start), clock.sample_from_asset(end)) for start, end in found]


def _seen(track: Track) -> list[Span]:
    """The stretches of a track in which it is not out of the picture, in asset time."""
    last = track.keyframes[-1]
    spans = [(a.at_ns, b.at_ns) for a, b in pairwise(track.keyframes) if a.visibility != "out"]
    return spans if last.visibility == "out" else [*spans, (last.at_ns, last.at_ns)]


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
