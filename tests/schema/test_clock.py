"""Time: exact, monotonic, and back again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.clock import AssetClock, ClockInvalid, clock_text, ns_from_seconds, seconds_from_ns
from tests.schema.strategies import CENTURY_NS, clocks, times_ns

near_rates = st.builds(AssetClock, times_ns, st.integers(1000, 2000), st.integers(1000, 2000))


@given(times_ns, times_ns)
def test_at_rate_one_the_two_clocks_are_exact_inverses(offset_ns: int, at_ns: int) -> None:
    clock = AssetClock(offset_ns)
    assert clock.asset_from_sample(clock.sample_from_asset(at_ns)) == at_ns
    assert clock.sample_from_asset(clock.asset_from_sample(at_ns)) == at_ns
    assert clock.sample_from_asset(0) == offset_ns


@given(near_rates, times_ns)
def test_a_round_trip_is_off_by_one_nanosecond_at_most(clock: AssetClock, at_ns: int) -> None:
    assert abs(clock.asset_from_sample(clock.sample_from_asset(at_ns)) - at_ns) <= 1
    assert abs(clock.sample_from_asset(clock.asset_from_sample(at_ns)) - at_ns) <= 1


@given(clocks, times_ns, times_ns)
def test_time_never_runs_backwards(clock: AssetClock, one_ns: int, other_ns: int) -> None:
    earlier, later = sorted((one_ns, other_ns))
    assert clock.asset_from_sample(earlier) <= clock.asset_from_sample(later)
    assert clock.sample_from_asset(earlier) <= clock.sample_from_asset(later)


@given(clocks, times_ns)
def test_conversions_are_the_nearest_integers_to_the_exact_ratio(clock: AssetClock, at_ns: int) -> None:
    exact = Fraction((at_ns - clock.offset_ns) * clock.rate_num, clock.rate_den)
    assert abs(clock.asset_from_sample(at_ns) - exact) <= Fraction(1, 2)


def test_an_asset_that_runs_fast_gains_on_the_sample() -> None:
    clock = AssetClock(offset_ns=40_000_000, rate_num=1001, rate_den=1000)
    assert clock.asset_from_sample(40_000_000) == 0
    assert clock.asset_from_sample(1_040_000_000) == 1_001_000_000
    assert clock.sample_from_asset(1_001_000_000) == 1_040_000_000


@pytest.mark.parametrize(("num", "den"), [(0, 1), (1, 0), (-1, 1), (1, -2)])
def test_a_clock_that_stands_or_runs_backwards_is_refused(num: int, den: int) -> None:
    with pytest.raises(ClockInvalid, match="must be above zero"):
        AssetClock(0, num, den)


@given(st.integers(-(10**12), 10**12))
def test_milliseconds_that_a_person_writes_are_exact(milliseconds: int) -> None:
    assert ns_from_seconds(milliseconds / 1000) == milliseconds * 1_000_000


@pytest.mark.parametrize(
    ("seconds", "ns"), [(0.040, 40_000_000), (1e-9, 1), (0.1 + 0.2, 300_000_000), (-1.5, -(15 * 10**8))]
)
def test_seconds_become_nanoseconds_without_binary_dust(seconds: float, ns: int) -> None:
    assert ns_from_seconds(seconds) == ns


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), float("-inf")])
def test_seconds_that_are_not_finite_are_refused(seconds: float) -> None:
    with pytest.raises(ClockInvalid, match="not a finite number"):
        ns_from_seconds(seconds)


@given(st.integers(-(100 * 86400 * 10**6), 100 * 86400 * 10**6))
def test_seconds_for_libraries_are_exact_to_a_microsecond(microseconds: int) -> None:
    assert round(seconds_from_ns(microseconds * 1000) * 10**6) == microseconds


@pytest.mark.parametrize(
    ("time_ns", "text"),
    [
        (0, "00:00.000"),
        (62_345_999_999, "01:02.345"),
        (3_600_000_000_000, "1:00:00.000"),
        (-1_500_000_000, "-00:01.500"),
    ],
)
def test_times_as_the_window_writes_them(time_ns: int, text: str) -> None:
    assert clock_text(time_ns) == text
    assert time_ns < CENTURY_NS
