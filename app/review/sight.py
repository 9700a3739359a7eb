"""Where and when to look at both ends of a link: which appearances, at which instant, what to play. No Qt."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from crosstie.schema.anchors import Box, PageRegion, Track
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.records import Annotation, Asset, AssetKind, End, Link
from crosstie.schema.sample_state import SampleState

Span = tuple[int, int]
"""Start and end in sample time."""
SpanOf = Callable[[Annotation], Span | None]

LONGEST_PLAY_NS: Final = 8_000_000_000
_MOST_TRIED: Final = 200
_BEST_SEEN: Final[tuple[AssetKind, ...]] = ("video", "image", "document", "pointcloud", "audio", "transcript")
_HEARD: Final[tuple[AssetKind, ...]] = ("audio", "transcript")
_EDGE_PX: Final = 2.0
_LARGE_PART: Final = 0.1
_WIDER_NS: Final = 1_500_000_000
"""What is played around an instant of two things that only move."""


class Sight(msgspec.Struct, frozen=True):
    """How a link is looked at.

    `shown` are the annotations that stand for its ends; empty for an entity that appears nowhere. `at_ns` is
    the instant at which both are there, None where neither has a time, and `other_ns` the second end's own
    where the two are never there at once. `play` is what there is to hear or to watch, in sample time;
    `sounds` says that it is to be heard, `spans` holds the times of both ends.
    """

    shown: tuple[str, str]
    at_ns: int | None = None
    other_ns: int | None = None
    play: Span | None = None
    sounds: bool = False
    spans: tuple[Span, ...] = ()


def sight_of(state: SampleState, link: Link, span_of: SpanOf, now_ns: int) -> Sight:
    """How to look at a link from the instant that is shown now."""
    first = _standing(state, link.from_end, None, span_of, now_ns)
    second = _standing(state, link.to_end, first, span_of, now_ns)
    if link.from_end.kind == "entity" and second is not None:
        # Now that the other end is known, the entity's appearance beside it can be chosen.
        first = _standing(state, link.from_end, second, span_of, now_ns)
    found = [one for one in (first, second) if one is not None]
    timed = [(one, span) for one in found if (span := span_of(one)) is not None]
    shown = (first.id if first else "", second.id if second else "")
    if not timed:
        return Sight(shown)
    spans = tuple(span for _, span in timed)
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    if start > end:
        return _apart(state, shown, timed)
    heard = [span for one, span in timed if state.assets[one.asset_id].kind in _HEARD]
    play = _played(heard, (start, end))
    wanted = min(max(play[0], start), end) if heard else (start + end) // 2
    instants = _instants(state, [one for one, _ in timed], (start, end), wanted, None if heard else now_ns)
    at_ns = max(instants, key=lambda instant: _seen(state, timed, instant))
    if not heard:
        play = (max(start, at_ns - _WIDER_NS), min(end, at_ns + _WIDER_NS))
    return Sight(shown, at_ns, None, play if play[0] < play[1] else None, bool(heard), spans)


def same_page(state: SampleState, sight: Sight) -> bool:
    """Whether no page has to be turned between the two ends."""
    one, other = (state.annotations.get(key) for key in sight.shown)
    if one is None or other is None or one.asset_id != other.asset_id:
        return True
    pages = {anchor.page for anchor in (one.anchor, other.anchor) if isinstance(anchor, PageRegion)}
    return len(pages) < 2


def _standing(
    state: SampleState, end: End, beside: Annotation | None, span_of: SpanOf, now_ns: int
) -> Annotation | None:
    """What stands for an end: the annotation itself, or the entity's appearance nearest to the other end."""
    if end.kind == "annotation":
        return state.annotations.get(end.id)
    near = span_of(beside) if beside is not None else None
    since, until = near or (now_ns, now_ns)

    def remoteness(one: Annotation) -> tuple[bool, bool, int, int]:
        span = span_of(one)
        gap = max(span[0] - until, since - span[1], 0) if span is not None else 0
        kind = state.assets[one.asset_id].kind
        rank = _BEST_SEEN.index(kind) if kind in _BEST_SEEN else len(_BEST_SEEN)
        same = beside is not None and one.asset_id == beside.asset_id
        # Beside what has no time of its own, what is seen best counts more than what is nearest.
        return same, near is not None and gap > 0, rank, gap

    others = (one for one in state.annotations_of(end.id) if beside is None or one.id != beside.id)
    return min(others, key=remoteness, default=None)


def _apart(state: SampleState, shown: tuple[str, str], timed: list[tuple[Annotation, Span]]) -> Sight:
    """Two that are never there at once: first the one, at its edge towards the other, then the other."""
    (first, one), (second, other) = timed
    before = one[1] < other[0]
    ends = (one[1] - 1, other[0]) if before else (one[0], other[1] - 1)
    instants = (_best_of(state, first, one, ends[0]), _best_of(state, second, other, ends[1]))
    heard = [span for which, span in timed if state.assets[which.asset_id].kind in _HEARD]
    play = _played(heard, one) if heard else None
    return Sight(shown, instants[0], instants[1], play, bool(heard), (one, other))


def _best_of(state: SampleState, annotation: Annotation, span: Span, wanted: int) -> int:
    """The instant at which one thing is seen best, near the wanted one."""
    instants = _instants(state, [annotation], span, wanted, None)
    return max(instants, key=lambda instant: _seen(state, [(annotation, span)], instant))


def _played(heard: list[Span], common: Span) -> Span:
    """The shorter of what is heard, and no more than one listens to in one go."""
    start, end = min(heard, key=lambda span: span[1] - span[0], default=common)
    return start, min(end, start + LONGEST_PLAY_NS)


def _instants(
    state: SampleState, shown: Iterable[Annotation], span: Span, wanted: int, now_ns: int | None
) -> list[int]:
    """Instants of a span worth trying, the best liked first: now, the wanted one, then keyframes near it."""
    keyframes = {at for one in shown for at in _keyframes(state, one) if span[0] <= at <= span[1]}
    near = sorted(keyframes, key=lambda at: abs(at - wanted))[:_MOST_TRIED]
    now = [now_ns] if now_ns is not None and span[0] <= now_ns < max(span[1], span[0] + 1) else []
    return [*now, wanted, *near]


def _keyframes(state: SampleState, annotation: Annotation) -> Iterator[int]:
    if isinstance(annotation.anchor, Track):
        clock = state.assets[annotation.asset_id].clock
        yield from (clock.sample_from_asset(one.at_ns) for one in annotation.anchor.keyframes)


def _seen(state: SampleState, timed: Iterable[tuple[Annotation, Span]], instant: int) -> int:
    """How well the worse seen one is seen: 3 in full, 2 small, 1 occluded or cut off, 0 not at all."""
    return min(_seen_at(state, one, span, instant) for one, span in timed)


def _seen_at(state: SampleState, annotation: Annotation, span: Span, instant: int) -> int:
    anchor, asset = annotation.anchor, state.assets[annotation.asset_id]
    if not isinstance(anchor, Track):
        return 3 if span[0] <= instant <= span[1] else 0
    moment = shape_at(anchor, asset.clock.asset_from_sample(instant))
    if moment is None or moment.visibility == "out":
        return 0
    if moment.visibility == "occluded":
        return 1
    return _box_seen(moment.shape, asset) if isinstance(moment.shape, Box) and asset.facts.width else 3


def _box_seen(box: Box, asset: Asset) -> int:
    """A box at the edge of its picture is cut off there: the thing goes on beyond."""
    width, height = asset.facts.width, asset.facts.height
    inside_x = box.x > _EDGE_PX and box.x + box.width < width - _EDGE_PX
    if not (inside_x and box.y > _EDGE_PX and box.y + box.height < height - _EDGE_PX):
        return 1
    return 3 if max(box.width / width, box.height / height) >= _LARGE_PART else 2
