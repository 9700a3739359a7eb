import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.timeaxis.bars import Bar, Bars
from crosstie.viewers.timeaxis.packing import MOST_SUBROWS
from crosstie.viewers.timeaxis.raster import narrow_bars, split_by_width, stretched
from crosstie.viewers.timeaxis.scale import Scale
from tests.viewers.lanes.records import SECOND, span

times = st.integers(0, 400)
extents = st.lists(st.tuples(times, st.integers(1, 60)), max_size=60)


def bars_of(spans: list[tuple[int, int]]) -> Bars:
    return Bars(
        [
            Bar(span(f"a{i}", s, s + n), s * SECOND, (s + n) * SECOND, 0x112233 + i, "x")
            for i, (s, n) in enumerate(spans)
        ]
    )


@given(extents)
def test_no_two_bars_of_a_subrow_overlap_while_there_is_room(spans: list[tuple[int, int]]) -> None:
    bars = bars_of(spans)
    assert bars.subrow_count <= MOST_SUBROWS
    for subrow in range(min(bars.subrow_count, MOST_SUBROWS - 1)):
        mine = bars.subrows == subrow
        assert np.all(bars.starts_ns[mine][1:] >= bars.ends_ns[mine][:-1])


@given(extents)
def test_as_many_subrows_as_bars_at_the_busiest_instant(spans: list[tuple[int, int]]) -> None:
    busiest = max((sum(s <= at < s + n for s, n in spans) for at in range(460)), default=1)
    assert bars_of(spans).subrow_count == min(max(busiest, 1), MOST_SUBROWS)


@given(extents, times, times)
def test_what_touches_a_stretch_is_found(spans: list[tuple[int, int]], a: int, b: int) -> None:
    low, high = sorted((a * SECOND, b * SECOND))
    bars = bars_of(spans)
    found = {bar.id for bar in bars.bars[bars.between(low, high)]}
    assert {bar.id for bar in bars.bars if bar.start_ns <= high and bar.end_ns >= low} <= found


def test_bars_in_view_are_found_without_reading_the_rest() -> None:
    bars = bars_of([(i, 1) for i in range(20_000)])
    assert bars.between(5_000 * SECOND, 5_010 * SECOND) == slice(4_999, 5_011)


def test_the_bar_under_the_cursor_is_found_in_its_subrow_and_with_grace() -> None:
    bars = bars_of([(10, 5), (12, 10)])
    assert getattr(bars.at(0, 13 * SECOND, 0), "id", None) == "a0"
    assert getattr(bars.at(1, 13 * SECOND, 0), "id", None) == "a1"
    assert getattr(bars.at(0, 16 * SECOND, SECOND), "id", None) == "a0"
    assert bars.at(0, 17 * SECOND, SECOND) is None


def test_every_narrow_bar_colours_at_least_one_pixel_and_none_outside_the_view() -> None:
    bars = bars_of([(i * 10, 1) for i in range(40)])
    scale = Scale(0, 200 * SECOND, 0.0, 100.0)
    narrow, wide = split_by_width(bars, scale, 0.0, 100.0)
    pixels = narrow_bars(bars, narrow, scale, 0.0, 100, 1.0)
    assert not len(wide)
    assert np.flatnonzero(pixels[0]).tolist() == [i * 5 for i in range(20)]
    assert pixels[0, 10] == 0xFF112235


def test_touching_bars_stay_apart_on_the_screen() -> None:
    bars = bars_of([(0, 10), (10, 10)])
    scale = Scale(0, 20 * SECOND, 0.0, 20.0)
    pixels = narrow_bars(bars, np.arange(2), scale, 0.0, 20, 1.0)
    assert np.flatnonzero(pixels[0] == 0).tolist() == [9, 19]


def test_subrows_are_stretched_with_a_gap_between_them() -> None:
    tall = stretched(np.array([[1, 0], [2, 2]], np.uint32), pitch_px=4, gap_px=1)
    assert tall[:, 0].tolist() == [1, 1, 1, 0, 2, 2, 2, 0]


@given(extents, st.data())
def test_a_change_leaves_all_other_bars_in_their_subrows(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    bars = bars_of(spans)
    gone = data.draw(st.sets(st.sampled_from([bar.id for bar in bars.bars]))) if spans else set()
    come = bars_of(data.draw(extents)).bars[:3]
    come = [Bar(span(f"new{i}", 0, 1), bar.start_ns, bar.end_ns, 1, "") for i, bar in enumerate(come)]
    after = bars.with_changes(gone, come)
    assert {bar.id for bar in after.bars} == {bar.id for bar in bars.bars} - gone | {bar.id for bar in come}
    assert after.starts_ns.tolist() == sorted(bar.start_ns for bar in after.bars)
    for bar in after.bars:
        place = after.place_of(bar.id)
        assert after.bars[place] is bar
        if bar.id in bars:
            assert after.subrows[place] == bars.subrows[bars.place_of(bar.id)]
    for subrow in range(min(after.subrow_count, MOST_SUBROWS - 1)):
        mine = after.subrows == subrow
        assert np.all(after.starts_ns[mine][1:] >= after.ends_ns[mine][:-1])


def test_a_bar_that_was_moved_in_time_keeps_its_subrow_while_it_is_free() -> None:
    bars = bars_of([(0, 10), (5, 10), (40, 5)])
    moved = Bar(span("a1", 20, 30), 20 * SECOND, 30 * SECOND, 1, "")
    after = bars.with_changes(["a1"], [moved])
    assert after.subrows[after.place_of("a1")] == 1
    onto = after.with_changes(["a2"], [Bar(span("a2", 2, 8), 2 * SECOND, 8 * SECOND, 1, "")])
    assert onto.subrows[onto.place_of("a2")] == 1
