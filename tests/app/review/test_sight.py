"""Where and when one looks at a link: instants at which both ends are there, and what is played."""

from crosstie.app.review.sight import LONGEST_PLAY_NS, Sight, Span, same_page, sight_of
from crosstie.schema.anchors import Anchor, Box, Keyframe, PageRegion, TimeSpan, Track, Visibility
from crosstie.schema.records import Annotation, Asset, AssetKind, End, Entity, Link, MediaFacts
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import annotation_span_ns

SECOND = 1_000_000_000
KINDS: dict[str, AssetKind] = {"cam": "video", "mic": "audio", "report": "document", "side": "video"}


def state(*annotations: Annotation) -> SampleState:
    facts = MediaFacts(width=1000, height=1000)
    assets = (Asset(key, "s", kind, (), facts=facts) for key, kind in KINDS.items())
    return SampleState("s", [*assets, Entity("e", "s", "p", "e_thing", "E"), *annotations])


def label(key: str, asset_id: str, anchor: Anchor, entity_id: str = "") -> Annotation:
    return Annotation(key, "s", "p", asset_id, "c", anchor, {}, entity_id)


def track(*moments: tuple[float, Visibility]) -> Track:
    box = Box(200, 200, 300, 300)
    return Track(tuple(Keyframe(round(at * SECOND), box, seen) for at, seen in moments))


def span(start: float, end: float) -> TimeSpan:
    return TimeSpan(round(start * SECOND), round(end * SECOND))


def link(first: End, second: End) -> Link:
    return Link("l", "s", "m", "t", first, second, "candidate")


def look(held: SampleState, first: str, second: str, now_s: float = 0.0) -> Sight:
    """How the link between two is looked at; "e" is the entity."""
    ends = [End("entity" if key == "e" else "annotation", key) for key in (first, second)]

    def span_of(annotation: Annotation) -> Span | None:
        return annotation_span_ns(annotation, held.assets[annotation.asset_id])

    return sight_of(held, link(ends[0], ends[1]), span_of, round(now_s * SECOND))


MOVING = label("box", "cam", track((1, "visible"), (9, "visible")))
TURN = label("turn", "mic", span(4, 6))


def test_a_turn_is_played_whole_and_looked_at_where_it_begins() -> None:
    found = look(state(MOVING, TURN), "turn", "box", now_s=8)
    assert found == Sight(
        ("turn", "box"),
        4 * SECOND,
        None,
        (4 * SECOND, 6 * SECOND),
        sounds=True,
        spans=((4 * SECOND, 6 * SECOND), (SECOND, 9 * SECOND)),
    )


def test_a_long_turn_is_played_for_a_while_only() -> None:
    found = look(state(MOVING, label("turn", "mic", span(2, 60))), "turn", "box")
    assert found.play == (2 * SECOND, 2 * SECOND + LONGEST_PLAY_NS)


def test_where_both_are_seen_now_nothing_moves() -> None:
    other = label("other", "side", track((0, "visible"), (5, "visible")))
    assert look(state(MOVING, other), "box", "other", now_s=2).at_ns == 2 * SECOND
    assert look(state(MOVING, other), "box", "other", now_s=7).at_ns == 3 * SECOND


def test_an_instant_at_which_one_is_hidden_is_avoided() -> None:
    hidden = label("other", "side", track((1, "out"), (6, "occluded"), (8, "visible"), (9, "visible")))
    assert look(state(MOVING, hidden), "box", "other", now_s=2).at_ns == 8 * SECOND


def test_what_never_meets_is_looked_at_one_after_the_other_at_the_nearest_edges() -> None:
    late = label("late", "side", track((12, "visible"), (15, "visible")))
    found = look(state(MOVING, late), "box", "late")
    assert (found.at_ns, found.other_ns) == (9 * SECOND - 1, 12 * SECOND)


def test_what_has_no_time_leaves_the_playhead_alone() -> None:
    first, second = (
        label(key, "report", PageRegion(page, 0, 0, 10, 10)) for key, page in (("p", 0), ("q", 1))
    )
    held = state(first, second)
    found = look(held, "p", "q", now_s=3)
    assert (found.at_ns, found.play) == (None, None)
    assert not same_page(held, found)


def test_an_entity_is_seen_where_it_appears_beside_the_other_end() -> None:
    early = label("early", "cam", track((1, "visible"), (2, "visible")), "e")
    beside = label("beside", "side", track((5, "visible"), (9, "visible")), "e")
    heard = label("heard", "mic", span(4, 6), "e")
    held = state(early, beside, heard, TURN)
    assert look(held, "turn", "e").shown == ("turn", "beside")
    assert look(held, "e", "turn").shown == ("beside", "turn")


def test_an_entity_that_appears_nowhere_has_no_place() -> None:
    found = look(state(TURN), "turn", "e")
    assert found.shown == ("turn", "")
    assert found.at_ns == 4 * SECOND


def boxes(*moments: tuple[float, float, float]) -> Track:
    """Square boxes in a picture of 1000 × 1000 pixels: second, left edge, size."""
    return Track(
        tuple(
            Keyframe(round(at * SECOND), Box(x, 100, size, size), interpolation="hold")
            for at, x, size in moments
        )
    )


def test_a_box_that_is_cut_off_or_tiny_is_looked_at_where_it_is_whole_and_large() -> None:
    cut_then_tiny = boxes((1, 0, 300), (3, 200, 20), (5, 200, 250), (8, 200, 20))
    row = label("row", "report", PageRegion(0, 0, 0, 10, 10))
    held = state(label("car", "cam", cut_then_tiny), row)
    assert look(held, "row", "car", now_s=1.5).at_ns == 5 * SECOND
    assert look(held, "row", "car", now_s=5.5).at_ns == round(5.5 * SECOND), "good enough as it is"
