import pytest

from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.bars import Bar, Bars
from crosstie.viewers.timeaxis.scale import Scale
from crosstie.viewers.waveform.spans import Hit, SpanView
from tests.viewers.lanes.records import SECOND, span

SPANS = {"a": (1, 4), "b": (4, 6), "c": (2, 9)}


@pytest.fixture
def view() -> SpanView:
    """1 s is 100 px, sample time 0 at x = 200."""
    bars = [Bar(span(key, *ends), ends[0] * SECOND, ends[1] * SECOND, 0, key) for key, ends in SPANS.items()]
    return SpanView(Bars(bars), Scale(0, 10 * SECOND, 200.0, 1000.0), 1300.0, 120.0, 20.0)


def wave_y(view: SpanView) -> float:
    return view.wave_top + 20


def test_bars_stand_in_a_strip_above_the_wave(view: SpanView) -> None:
    left, top, right, bottom = view.bar_rect(view.bars.place_of("a"))
    assert (left, right) == (300, 600)
    assert view.top <= top < bottom <= view.wave_top
    assert view.hit(450, (top + bottom) / 2, ()) == Hit("bar", "a", "body")
    assert view.hit(302, (top + bottom) / 2, ()) == Hit("bar", "a", "start")
    assert view.hit(598, (top + bottom) / 2, ()) == Hit("bar", "a", "end")


def test_where_two_spans_meet_the_side_of_the_hand_decides(view: SpanView) -> None:
    y = wave_y(view)
    assert view.hit(598, y, ()) == Hit("edge", "a", "end")
    assert view.hit(602, y, ()) == Hit("edge", "b", "start")


def test_a_selected_spans_edge_comes_before_any_other(view: SpanView) -> None:
    assert view.hit(602, wave_y(view), ("a",)) == Hit("edge", "a", "end")


def test_inside_the_wave_the_shortest_span_is_meant_unless_one_is_selected(view: SpanView) -> None:
    y = wave_y(view)
    assert view.hit(500, y, ()) == Hit("wave", "a")
    assert view.hit(500, y, ("c",)) == Hit("wave", "c")
    assert view.hit(1150, y, ()) == Hit("wave")


def test_the_names_are_no_part_of_the_wave(view: SpanView) -> None:
    assert view.hit(GUTTER_PX - 5, 60, ()) == Hit("gutter")


def test_the_first_span_does_not_move_the_wave(view: SpanView) -> None:
    empty = SpanView(Bars(), view.scale, view.width, view.height, view.top)
    one = SpanView(Bars(view.bars.bars[:1]), view.scale, view.width, view.height, view.top)
    assert empty.wave_top == one.wave_top
    assert empty.hit(500, empty.top + 1, ()) == Hit("wave")


def test_many_overlapping_spans_never_take_the_wave_away(view: SpanView) -> None:
    crowd = Bars([Bar(span(f"x{i}", 0, 9), 0, 9 * SECOND, 0, "x") for i in range(8)])
    crowded = SpanView(crowd, view.scale, view.width, view.height, view.top)
    assert crowded.wave_top < view.height * 0.75
