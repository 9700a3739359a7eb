"""Draws by seed: the same everywhere, and steady when samples are added."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.sampling.selection import by_share, lot, lowest

names = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=40)


@given(names, names, st.integers(), st.floats(0, 1))
def test_what_was_chosen_by_a_share_stays_chosen(
    old: list[str], new: list[str], seed: int, share: float
) -> None:
    before = by_share(seed, "blind", old, share)
    after = by_share(seed, "blind", [*old, *(one for one in new if one not in old)], share)
    assert [one for one in after if one in old] == before


@given(names, names, st.integers(), st.integers(0, 30))
def test_of_the_lowest_lots_only_newcomers_take_places(
    old: list[str], new: list[str], seed: int, n: int
) -> None:
    before = set(lowest(seed, "review", old, n))
    after = set(lowest(seed, "review", {*old, *new}, n))
    assert after - before <= set(new)
    assert len(after) == min(n, len({*old, *new}))


@given(names, st.randoms(), st.integers(), st.integers(0, 30))
def test_the_order_of_the_samples_does_not_matter(
    samples: list[str], random: np.random.Generator, seed: int, n: int
) -> None:
    turned = list(reversed(samples))
    assert lowest(seed, "review", samples, n) == lowest(seed, "review", turned, n)
    assert set(by_share(seed, "x", samples, 0.5)) == set(by_share(seed, "x", turned, 0.5))


def test_lots_are_uniform_and_independent_of_purpose_and_seed() -> None:
    lots = np.array(
        [[lot(1, "blind", f"s{i}"), lot(1, "review", f"s{i}"), lot(2, "blind", f"s{i}")] for i in range(4000)]
    )
    assert abs(lots.mean(axis=0) - 0.5).max() < 0.02
    assert abs(lots.var(axis=0) - 1 / 12).max() < 0.005
    assert abs(np.corrcoef(lots.T) - np.eye(3)).max() < 0.05
    assert len(by_share(1, "blind", [f"s{i}" for i in range(4000)], 0.1)) in range(340, 460)


def test_a_lot_is_what_it_was_in_any_process() -> None:
    assert lot(1, "blind", "drive-0001") == lot(1, "blind", "drive-0001")
    assert round(lot(1, "blind", "drive-0001"), 6) == LOT


LOT = 0.629696
