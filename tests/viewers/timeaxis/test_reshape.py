from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track, WholeAsset
from crosstie.schema.clock import AssetClock
from crosstie.schema.geometry.tracks import shape_at
from crosstie.viewers.timeaxis.reshape import reshaped

STILL = AssetClock(offset_ns=70)
TRACK = Track(
    (
        Keyframe(100, Box(0, 0, 10, 10)),
        Keyframe(200, Box(100, 0, 10, 10), visibility="occluded"),
        Keyframe(300, Box(100, 100, 10, 10)),
    )
)


@given(st.integers(-1000, 1000), st.sampled_from([Fraction(1), Fraction(1001, 1000), Fraction(1, 2)]))
def test_a_moved_span_keeps_its_length_whatever_the_asset_clock(by_ns: int, rate: Fraction) -> None:
    clock = AssetClock(123, rate.numerator, rate.denominator)
    moved = reshaped(TimeSpan(500, 900), clock, "body", by_ns)
    assert isinstance(moved, TimeSpan)
    assert moved.end_ns - moved.start_ns == 400
    assert abs(moved.start_ns - 500 - by_ns * rate) <= 1


def test_an_edge_moves_alone() -> None:
    assert reshaped(TimeSpan(500, 900), STILL, "start", -20) == TimeSpan(480, 900)
    assert reshaped(TimeSpan(500, 900), STILL, "end", 20) == TimeSpan(500, 920)


def test_a_track_moves_with_all_its_keyframes() -> None:
    moved = reshaped(TRACK, STILL, "body", 50)
    assert isinstance(moved, Track)
    assert [frame.at_ns for frame in moved.keyframes] == [150, 250, 350]
    assert [frame.shape for frame in moved.keyframes] == [frame.shape for frame in TRACK.keyframes]


@given(st.integers(-60, 180))
def test_a_trimmed_or_extended_track_is_unchanged_where_both_live(by_ns: int) -> None:
    for after in (reshaped(TRACK, STILL, "start", by_ns), reshaped(TRACK, STILL, "end", -by_ns)):
        assert isinstance(after, Track)
        for at_ns in range(max(after.start_ns, 100), min(after.end_ns, 300)):
            before_then, after_then = shape_at(TRACK, at_ns), shape_at(after, at_ns)
            assert before_then is not None
            assert after_then is not None
            assert before_then.visibility == after_then.visibility
            assert isinstance(before_then.shape, Box)
            assert isinstance(after_then.shape, Box)
            assert abs(before_then.shape.x - after_then.shape.x) < 1e-6


def test_an_extended_track_stands_still_in_what_was_added() -> None:
    longer = reshaped(TRACK, STILL, "end", 100)
    earlier = reshaped(TRACK, STILL, "start", -100)
    assert isinstance(longer, Track)
    assert isinstance(earlier, Track)
    assert longer.end_ns == 400
    assert earlier.start_ns == 0
    late, early = shape_at(longer, 350), shape_at(earlier, 50)
    assert late is not None
    assert early is not None
    assert late.shape == Box(100, 100, 10, 10)
    assert early.shape == Box(0, 0, 10, 10)


def test_a_track_cut_down_to_nothing_keeps_one_keyframe() -> None:
    for cut in (reshaped(TRACK, STILL, "start", 5000), reshaped(TRACK, STILL, "end", -5000)):
        assert isinstance(cut, Track)
        assert len(cut.keyframes) == 1


def test_what_has_no_time_stays_as_it_is() -> None:
    assert reshaped(WholeAsset(), STILL, "body", 10) == WholeAsset()
