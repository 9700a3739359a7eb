"""The one-to-one assignment is the best there is, and proposals share what is likely among rivals."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.prelabelling.assignment import best_pairs
from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.roles import CUBOID, SHAPE, sides, stands
from tests.app.prelabelling.small_jobs import document, mark

WORTHS = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


def best_by_trying(worth: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    if worth.shape[0] > worth.shape[1]:
        worth = worth.T
    rows = range(worth.shape[0])
    return max(
        sum(float(worth[row, column]) for row, column in zip(rows, columns, strict=True))
        for columns in permutations(range(worth.shape[1]), worth.shape[0])
    )


@given(WORTHS)
def test_no_other_assignment_is_worth_more(rows: list[list[int]]) -> None:
    worth = np.array(rows, np.float64)
    pairs = best_pairs(worth)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(worth[pair] for pair in pairs) == best_by_trying(worth)
    assert all(worth[pair] > 0 for pair in pairs)


def test_a_greedy_choice_is_not_taken() -> None:
    assert best_pairs(np.array([[0.9, 0.8], [0.8, 0.1]])) == [(0, 1), (1, 0)]
    assert best_pairs(np.zeros((0, 3))) == []


def test_a_large_one_is_as_good_as_known() -> None:
    random = np.random.default_rng(1)
    worth = random.random((60, 80))
    shuffled = random.permutation(80)[:60]
    worth[np.arange(60), shuffled] = 2.0
    assert best_pairs(worth) == list(enumerate(shuffled.tolist()))


def test_rivals_share_and_the_one_left_out_stays_below_the_operating_point() -> None:
    spec = document().find_link_type("l_same")
    assert spec is not None
    side = sides(document(), spec, stands(SHAPE), stands(CUBOID))
    assert side is not None
    assert side.first_has_one
    assert not side.second_has_one
    fits = {
        (mark("a"), mark("x")): Fit(0.9, "near"),
        (mark("a"), mark("y")): Fit(0.8, "nearly"),
        (mark("b"), mark("y")): Fit(0.9, "alone"),
        (mark("c"), mark("y")): Fit(0.05, "no"),
    }
    scores = {(one.from_end.id, one.to_end.id): one.score for one in proposals(side, fits)}
    assert scores == {
        ("b", "y"): 0.9,
        ("a", "x"): pytest.approx(0.9 * 9 / 13, abs=0.001),
        ("a", "y"): pytest.approx(0.8 * 4 / 13, abs=0.001),
    }
    both = {(one.from_end.id, one.to_end.id): one.score for one in proposals(side, fits, second_one=True)}
    assert both["b", "y"] < scores["b", "y"]
    assert both["a", "y"] < 0.5
