"""Plans of ISO 2859-1 against its table 2-A, as it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.plan.gate import RATES, gates
from crosstie.qa.sampling.gates import AQLS, LETTERS, iso_2859_plan


@pytest.mark.parametrize(
    ("aql", "letter", "plan"),
    [
        (0.01, "K", (125, 3)),
        (0.01, "L", (200, 5)),
        (0.01, "H", (50, 1)),
        (0.01, "G", (50, 1)),
        (0.01, "F", (13, 0)),
        (0.01, "A", (13, 0)),
        (0.01, "R", (1250, 21)),
        (0.0065, "K", (125, 2)),
        (0.025, "J", (80, 5)),
        (0.04, "K", (125, 10)),
        (0.1, "D", (8, 2)),
        (0.1, "A", (5, 1)),
        (0.0001, "A", (1250, 0)),
        (0.0001, "R", (1250, 0)),
        (0.1, "R", (125, 21)),
        (0.00015, "R", (800, 0)),
    ],
)
def test_a_plan_is_that_of_the_table(aql: float, letter: str, plan: tuple[int, int]) -> None:
    found = iso_2859_plan(aql, letter).figures
    assert (found["n"], found["c"]) == plan


@pytest.mark.parametrize(
    ("lot", "letter"),
    [(2, "A"), (8, "A"), (9, "B"), (500, "H"), (1200, "J"), (1201, "K"), (3201, "L"), (10**6, "Q")],
)
def test_a_lot_has_the_letter_of_level_two(lot: int, letter: str) -> None:
    assert iso_2859_plan(0.01, lot=lot).figures["asked_letter"] == letter


@given(st.sampled_from(AQLS), st.sampled_from(LETTERS))
def test_a_good_batch_passes_and_a_plan_never_accepts_more_than_it_checks(aql: float, letter: str) -> None:
    plan = iso_2859_plan(aql, letter).figures
    n, c = int(str(plan["n"])), int(str(plan["c"]))
    assert 0 <= c < n
    # The standard keeps a producer's risk of a few per cent at the AQL.
    assert 0.02 < n * aql / (c + 1) < 1


def test_what_is_not_in_the_tables_is_refused() -> None:
    with pytest.raises(QualityInvalid, match=r"nearest is 0\.01"):
        iso_2859_plan(0.012, "K")
    with pytest.raises(QualityInvalid, match="no code letter"):
        iso_2859_plan(0.01, "I")
    with pytest.raises(QualityInvalid, match="lot of at least 2"):
        iso_2859_plan(0.01, lot=1)


def test_gates_let_everything_good_through_and_less_the_worse_it_is() -> None:
    found = gates(0.01, 300)
    assert [(one.n, one.c) for one in found] == [(59, 0), (125, 3), (50, 1)]
    for one in found:
        assert one.accepted[0] == 1
        assert list(one.accepted) == sorted(one.accepted, reverse=True)
    assert found[0].accepted[RATES.index(0.05)] == pytest.approx(0.05, abs=0.002)


def test_a_plan_is_told_once() -> None:
    assert [one.n for one in gates(0.01, 2000)] == [59, 125]
    assert [one.n for one in gates(0.01, 1)] == [59, 125]
