import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.timeaxis.ticks import STEPS, tick_text, ticks

SECOND = 1_000_000_000


@given(
    st.integers(0, 7200 * SECOND),
    st.floats(min_value=1e3, max_value=1e11),
    st.floats(min_value=300, max_value=4000),
)
def test_labels_never_run_into_each_other_and_ticks_stand_on_round_times(
    start_ns: int, ns_per_px: float, width_px: float
) -> None:
    found = ticks(start_ns, start_ns + round(ns_per_px * width_px), ns_per_px, label_px=80)
    labelled = [tick.at_ns for tick in found if tick.major]
    gaps = {b - a for a, b in itertools.pairwise(labelled)}
    assert all(gap >= 80 * ns_per_px for gap in gaps)
    assert gaps <= {step for step, _ in STEPS}
    assert len(found) <= 6 * (width_px / 80 + 2)


@pytest.mark.parametrize(
    ("at_ns", "step_ns", "text"),
    [
        (6 * SECOND, SECOND, "00:06"),
        (6_240_000_000, 20_000_000, "00:06.24"),
        (6_200_000_000, 200_000_000, "00:06.2"),
        (6_241_000_000, 1_000_000, "00:06.241"),
        (6_241_500_000, 500_000, "00:06.2415"),
        (3_600 * SECOND, 60 * SECOND, "1:00:00"),
    ],
)
def test_a_label_has_as_many_digits_as_its_neighbours_need(at_ns: int, step_ns: int, text: str) -> None:
    assert tick_text(at_ns, step_ns) == text


def test_no_tick_stands_before_the_sample() -> None:
    assert ticks(-5 * SECOND, SECOND, 1e7)[0].at_ns == 0
