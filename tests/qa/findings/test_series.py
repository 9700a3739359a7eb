"""Control charts of shares over batches, and the order of batches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.charts.order import in_batch_order
from crosstie.qa.charts.series import chart_of, design_effect
from crosstie.qa.intervals.moments import Moments, of_cluster


def batch(*shares: tuple[int, int]) -> Moments:
    """Return the moments of samples."""
    found = Moments()
    for x, n in shares:
        found += of_cluster(x, n)
    return found


def test_batches_are_in_the_order_of_their_numbers() -> None:
    names = ["b10", "b2", "b1", "pilot", "b02", "2026-9", "2026-11"]
    assert in_batch_order([*names, "b1"]) == ["2026-9", "2026-11", "b1", "b02", "b2", "b10", "pilot"]


@given(st.permutations(["b1", "b2", "b10", "c", "1", ""]))
def test_the_order_does_not_depend_on_what_came_first(names: list[str]) -> None:
    assert in_batch_order(names) == ["", "1", "b1", "b2", "b10", "c"]


def test_a_batch_that_falls_is_out_and_the_others_are_not() -> None:
    usual = batch(*[(19, 20), (20, 20), (18, 20)] * 10)
    series = {f"b{i}": usual for i in range(1, 8)} | {"b8": batch(*[(12, 20), (15, 20), (13, 20)] * 10)}
    chart = chart_of(series)
    assert chart is not None
    assert chart.phase_one
    assert [point.batch for point in chart.points] == list(series)
    assert [point.batch for point in chart.points if point.rate < point.low] == ["b8"]
    assert all(point.low <= point.rate <= point.high for point in chart.points[:7])


def test_samples_that_fail_whole_widen_the_limits() -> None:
    together = {f"b{i}": batch(*[(20, 20)] * 27, *[(0, 20)] * 3) for i in range(4)}
    apart = {f"b{i}": batch(*[(18, 20)] * 30) for i in range(4)}
    wide, narrow = chart_of(together), chart_of(apart)
    assert wide is not None
    assert narrow is not None
    assert wide.centre == narrow.centre == pytest.approx(0.9)
    assert wide.points[0].low < narrow.points[0].low - 0.05
    assert design_effect(list(together.values())) == pytest.approx(20, rel=0.05)
    assert design_effect(list(apart.values())) == 1.0


def test_limits_stand_still_from_twenty_batches_on() -> None:
    series = {f"b{i}": batch(*[(19, 20), (18, 20)] * 10) for i in range(20)}
    later = series | {"b20": batch(*[(5, 20), (4, 20)] * 10)}
    before, after = chart_of(series), chart_of(later)
    assert before is not None
    assert after is not None
    assert not after.phase_one
    assert after.centre == before.centre
    assert after.points[-1].out


def test_nothing_makes_no_chart() -> None:
    assert chart_of({}) is None
    assert chart_of({"b1": Moments()}) is None
