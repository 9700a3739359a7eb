"""When annotations are there, on the sample's clock, and arithmetic with stretches of time."""

from collections.abc import Iterable
from itertools import pairwise

from crosstie.schema.anchors import TimeSpan, Track, WholeAsset
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.rules.span_grid import Span
from crosstie.schema.timing import asset_span_ns

Spans = tuple[Span, ...]


def annotation_spans(annotation: Annotation, asset: Asset) -> Spans:
    """When an annotation is there: ascending and apart; empty for what has no time: text, a page, a still."""
    clock = asset.clock
    match annotation.anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            return ((clock.sample_from_asset(start_ns), clock.sample_from_asset(end_ns)),)
        case Track() as track:
            return merged((clock.sample_from_asset(a), clock.sample_from_asset(b)) for a, b in _seen(track))
        case WholeAsset() if asset.facts.duration_ns:
            return (asset_span_ns(asset),)
        case _:
            return ()


def shared_ns(first: Spans, second: Spans) -> int:
    """How long both are there at once."""
    return sum(max(min(a[1], b[1]) - max(a[0], b[0]), 0) for a in first for b in second)


def meet(first: Spans, second: Spans) -> bool:
    """Whether both are there at one instant at least."""
    return any(max(a[0], b[0]) <= min(a[1], b[1]) for a in first for b in second)


def length_ns(spans: Spans) -> int:
    """How long the spans last together."""
    return sum(end - start for start, end in spans)


def merged(spans: Iterable[Span]) -> Spans:
    """Spans in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def within(spans: Spans, whole: Spans) -> Spans:
    """The parts of merged `spans` that lie in merged `whole`."""
    found: list[Span] = []
    for start, end in whole:
        found += [(max(a, start), min(b, end)) for a, b in spans if max(a, start) < min(b, end)]
    return tuple(found)


def first_gap(spans: Spans, whole: Spans) -> int | None:
    """The first instant of `whole` that merged `spans` do not cover; None when they cover it all."""
    for start, end in whole:
        at_ns = start
        for a, b in spans:
            if a <= at_ns < b:
                at_ns = b
        if at_ns < end:
            return at_ns
    return None


def _seen(track: Track) -> list[Span]:
    """The stretches of a track in which it is not out of the picture, in asset time."""
    last = track.keyframes[-1]
    spans = [(a.at_ns, b.at_ns) for a, b in pairwise(track.keyframes) if a.visibility != "out"]
    return spans if last.visibility == "out" else [*spans, (last.at_ns, last.at_ns)]
