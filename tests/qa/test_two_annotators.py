"""u-alpha of two annotators in columns gives what the general way gives, and refuses what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.sums import NOTHING
from crosstie.qa.unitizing.spans import Span
from crosstie.qa.unitizing.two import Row, pair_sums
from crosstie.qa.unitizing.u_alpha import u_alpha_sums

SCALE = 10**9


@st.composite
def units(draw: st.DrawFn) -> list[Span]:
    """Units that do not overlap, some of them touching."""
    found, at = [], 0
    for gap, length, label in draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from("ab")))
    ):
        found.append(Span((at + gap) * SCALE, (at + gap + length) * SCALE, label))
        at += gap + length
    return found


def row(spans: list[Span]) -> Row:
    return Row([int(s.start) for s in spans], [int(s.end) for s in spans], [s.label for s in spans])


@given(units(), units(), st.integers(0, 30))
def test_columns_give_the_same_sums(one: list[Span], other: list[Span], rest: int) -> None:
    length = int(max((span.end for span in (*one, *other)), default=0)) + rest * SCALE
    assert pair_sums(row(one[::-1]), row(other), length) == u_alpha_sums([one, other], length)


def test_nothing_to_cover_is_nothing() -> None:
    assert pair_sums(row([]), row([]), 0) == NOTHING


@pytest.mark.parametrize("spans", [[Span(0, 5), Span(4, 9)], [Span(5, 11)], [Span(-1, 3)]])
def test_units_that_overlap_or_leave_the_continuum_are_refused(spans: list[Span]) -> None:
    with pytest.raises(QualityInvalid, match="overlap, are empty, or leave the continuum"):
        pair_sums(row([]), row(spans), 10)
