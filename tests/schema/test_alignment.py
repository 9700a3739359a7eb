"""Matched points give the clock that goes through them, and what no clock fits is told."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crosstie.schema.alignment import AlignmentInvalid, MatchedPoint, drift_ppm, fitted, shifted
from crosstie.schema.clock import AssetClock

SECOND = 1_000_000_000
times = st.integers(-3_600 * SECOND, 36_000 * SECOND)
clocks = st.builds(AssetClock, times, st.integers(900, 1100), st.integers(900, 1100))


@given(clocks, times, times)
def test_one_point_shifts_the_asset_and_leaves_its_rate(
    clock: AssetClock, asset_ns: int, sample_ns: int
) -> None:
    found = fitted(clock, [MatchedPoint(asset_ns, sample_ns)])
    assert found.sample_from_asset(asset_ns) == sample_ns
    assert (found.rate_num, found.rate_den) == (clock.rate_num, clock.rate_den)


@given(clocks, times, times, st.integers(SECOND, 30_000 * SECOND), st.integers(SECOND, 30_000 * SECOND))
def test_two_points_fit_offset_and_rate(
    clock: AssetClock, asset_ns: int, sample_ns: int, asset_apart: int, sample_apart: int
) -> None:
    assume(0.5 <= asset_apart / sample_apart <= 2)
    points = [
        MatchedPoint(asset_ns + asset_apart, sample_ns + sample_apart),
        MatchedPoint(asset_ns, sample_ns),
    ]
    found = fitted(clock, points)
    for point in points:
        assert abs(found.sample_from_asset(point.asset_ns) - point.sample_ns) <= 1
    assert found == fitted(clock, points[::-1])


@given(clocks, times, times)
def test_shifting_there_and_back_changes_nothing(clock: AssetClock, by_ns: int, asset_ns: int) -> None:
    later = shifted(clock, by_ns)
    assert later.sample_from_asset(asset_ns) == clock.sample_from_asset(asset_ns) + by_ns
    assert shifted(later, -by_ns) == clock


def test_drift_is_told_in_parts_per_million() -> None:
    an_hour = [MatchedPoint(0, 0), MatchedPoint(3_600 * SECOND + SECOND // 10, 3_600 * SECOND)]
    assert drift_ppm(fitted(AssetClock(), an_hour)) == pytest.approx(27.78, abs=0.01)


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([], "0 were given"),
        ([(0, 0), (SECOND // 2, SECOND // 2)], "0.500 s apart"),
        ([(2 * SECOND, 0), (0, 5 * SECOND)], "in the same order"),
        ([(0, 0), (30 * SECOND, 10 * SECOND)], "3.00 times as fast"),
        ([(0, 0), (SECOND, SECOND), (2 * SECOND, 2 * SECOND)], "3 were given"),
    ],
)
def test_what_no_clock_fits_is_told_in_one_line(points: list[tuple[int, int]], why: str) -> None:
    with pytest.raises(AlignmentInvalid, match=why):
        fitted(AssetClock(), [MatchedPoint(*point) for point in points])
