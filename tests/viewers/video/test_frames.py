"""Frames in time: which one is right, and which one is next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.clock import AssetClock
from crosstie.storage.media.sequence import Times
from crosstie.viewers.video.frames import Frame, first_sample_ns, is_right, neighbour_ns, phase_at

gaps = st.lists(st.integers(3, 10**9), min_size=1, max_size=20)
instants = st.integers(-(10**9), 25 * 10**9)
clocks = st.builds(AssetClock, st.integers(-(10**10), 10**10), st.integers(1, 50_000), st.integers(1, 50_000))


def times_of(found: list[int], start: int = 0) -> Times:
    starts = [start]
    for gap in found:
        starts.append(starts[-1] + gap)
    return Times(starts[:-1], starts[-1])


def frame_of(times: Times, number: int) -> Frame:
    return Frame(times.starts_ns[number], times.next_ns(number))


@given(gaps, instants)
def test_at_every_instant_exactly_one_frame_is_right(found: list[int], asset_ns: int) -> None:
    times = times_of(found)
    right = [n for n in range(len(times.starts_ns)) if is_right(frame_of(times, n), times, asset_ns)]
    assert len(right) == 1
    shown = min(max(asset_ns, 0), times.starts_ns[-1])
    assert right[0] == times.index_at(shown)


@given(gaps, st.integers(0, 10**6))
def test_steps_go_through_all_frames_in_order(found: list[int], start: int) -> None:
    times = times_of(found, start)
    seen, at_ns = [], neighbour_ns(times, start - 10, +1)
    while at_ns is not None:
        seen.append(at_ns)
        at_ns = neighbour_ns(times, at_ns, +1)
    assert seen == list(times.starts_ns)
    assert neighbour_ns(times, times.end_ns + 10, -1) == times.starts_ns[-1]
    assert neighbour_ns(times, start, -1) is None


def test_phases() -> None:
    times = Times((100, 200), 300)
    assert [phase_at(times, at) for at in (98, 99, 250, 301, 302)] == [
        "before", "live", "live", "live", "after",
    ]  # fmt: skip
    assert phase_at(Times((0,), 0), 10**9) == "live", "a still never ends"


@given(clocks, st.integers(-(10**12), 10**12))
def test_the_first_sample_instant_has_reached_the_asset_instant(clock: AssetClock, asset_ns: int) -> None:
    sample_ns = first_sample_ns(clock, asset_ns)
    assert clock.asset_from_sample(sample_ns) >= asset_ns
    assert clock.asset_from_sample(sample_ns - 1 - clock.rate_den // clock.rate_num) < asset_ns


@pytest.mark.parametrize("rate", [(1, 1), (30_000, 30_001), (2, 1), (1, 2)])
def test_at_common_rates_the_first_sample_instant_is_the_frames_own(rate: tuple[int, int]) -> None:
    clock = AssetClock(1_000_000_007, *rate)
    times = times_of([33_366_667] * 50)
    for number, start in enumerate(times.starts_ns):
        assert times.index_at(clock.asset_from_sample(first_sample_ns(clock, start))) == number
