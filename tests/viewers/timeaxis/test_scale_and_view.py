from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.timeaxis.scale import scale_between
from crosstie.viewers.timeaxis.view_range import (
    SHORTEST_VIEW_NS,
    ViewRange,
    bounded,
    centred,
    nudged,
    paged,
    panned,
    whole,
    zoomed,
)

DAY_NS = 86_400_000_000_000
durations = st.integers(min_value=10 * SHORTEST_VIEW_NS, max_value=DAY_NS)
parts = st.floats(min_value=0, max_value=1)


@st.composite
def views(draw: st.DrawFn) -> tuple[ViewRange, int]:
    duration_ns = draw(durations)
    length_ns = draw(st.integers(SHORTEST_VIEW_NS, duration_ns))
    start_ns = draw(st.integers(0, duration_ns - length_ns))
    return ViewRange(start_ns, start_ns + length_ns), duration_ns


@given(views(), st.floats(min_value=100, max_value=4000))
def test_the_instant_of_a_pixel_lies_at_that_pixel(shown: tuple[ViewRange, int], x: float) -> None:
    view, _ = shown
    scale = scale_between(view.start_ns, view.end_ns, 112, 1500)
    assert abs(scale.x(scale.ns(x)) - x) <= 1 / scale.ns_per_px + 1e-6


@given(views(), parts, st.floats(min_value=0.05, max_value=20))
def test_zoom_keeps_what_is_under_the_cursor_unless_the_sample_ends_there(
    shown: tuple[ViewRange, int], part: float, factor: float
) -> None:
    view, duration_ns = shown
    at_ns = view.start_ns + round(part * view.length_ns)
    after = zoomed(view, at_ns, factor, duration_ns)
    assert 0 <= after.start_ns < after.end_ns <= duration_ns
    assert after.length_ns >= SHORTEST_VIEW_NS
    moved = abs((at_ns - after.start_ns) / after.length_ns - part)
    at_an_end = after.start_ns == 0 or after.end_ns == duration_ns
    assert at_an_end or moved < 1e-5


@given(views(), st.integers(-DAY_NS, DAY_NS))
def test_panning_keeps_the_length_and_stays_within_the_sample(
    shown: tuple[ViewRange, int], by_ns: int
) -> None:
    view, duration_ns = shown
    after = panned(view, by_ns, duration_ns)
    assert after.length_ns == view.length_ns
    assert 0 <= after.start_ns <= after.end_ns <= duration_ns


@given(views(), parts)
def test_every_way_of_following_the_playhead_brings_it_into_view(
    shown: tuple[ViewRange, int], part: float
) -> None:
    view, duration_ns = shown
    now_ns = round(part * duration_ns)
    for follow in (paged, nudged):
        assert follow(view, now_ns, duration_ns).holds(now_ns)
    assert centred(view, now_ns, now_ns, duration_ns).holds(now_ns)


def test_a_turned_page_begins_just_before_the_playhead() -> None:
    after = paged(ViewRange(0, 10_000_000_000), 10_000_000_001, 60_000_000_000)
    assert after == ViewRange(9_200_000_001, 19_200_000_001)


def test_a_hand_at_the_edge_moves_the_view_no_further_than_needed() -> None:
    view = ViewRange(10_000_000_000, 20_000_000_000)
    assert nudged(view, 20_500_000_000, 60_000_000_000) == ViewRange(10_500_000_000, 20_500_000_000)
    assert nudged(view, 9_000_000_000, 60_000_000_000) == ViewRange(9_000_000_000, 19_000_000_000)
    assert nudged(view, 15_000_000_000, 60_000_000_000) == view


def test_a_span_wider_than_the_view_is_shown_whole() -> None:
    after = centred(ViewRange(0, 1_000_000_000), 4_000_000_000, 8_000_000_000, 60_000_000_000)
    assert after.holds(4_000_000_000)
    assert after.holds(8_000_000_000)


def test_a_sample_without_time_still_has_a_view() -> None:
    assert bounded(5, 10, 0).length_ns > 0
    assert whole(0).length_ns > 0
