"""Two sides compared: limits that hold, pairing that pays, and the power that a size has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.bias.proportions import two_proportion_gap
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.gaps import clustered_gap, mean_gap
from crosstie.qa.sampling.intraclass import finish_intraclass, intraclass_correlation, intraclass_sums
from crosstie.qa.sampling.power import clusters_for_difference, smallest_difference
from crosstie.qa.sums import total

Side = dict[str, tuple[float, float]]


def pair(rng: np.random.Generator, n: int, gap: float, both: bool = True) -> tuple[Side, Side]:
    """Samples of about five links; the sides share each sample's difficulty."""
    rates = rng.beta(0.85 * 4, 0.15 * 4, n)
    sides: list[Side] = []
    for side, less in enumerate((0.0, gap)):
        if not both and side:
            rates = rng.beta(0.85 * 4, 0.15 * 4, n)
        sizes = 1 + rng.poisson(4, n)
        right = rng.binomial(sizes, np.clip(rates - less, 0, 1))
        named = "s" if both else f"v{side}-"
        sides.append(
            {f"{named}{i}": (int(x), int(m)) for i, (x, m) in enumerate(zip(right, sizes, strict=True))}
        )
    return sides[0], sides[1]


@pytest.mark.parametrize(("clusters", "both"), [(30, True), (100, True), (100, False)])
def test_limits_of_a_difference_hold_what_they_promise(clusters: int, both: bool) -> None:
    rng = np.random.default_rng(3)
    runs = [clustered_gap(*pair(rng, clusters, 0.0, both)).ci for _ in range(1500)]
    held = np.mean([run is not None and (run.low or 0) <= 0 <= (run.high or 0) for run in runs])
    assert 0.93 <= held <= 0.975


def test_samples_that_both_worked_on_make_the_limits_narrower() -> None:
    first, second = pair(np.random.default_rng(4), 150, 0.0)
    apart = clustered_gap(first, {f"other {name}": part for name, part in second.items()})
    paired = clustered_gap(first, second)
    assert paired.value == apart.value
    assert width(paired.figures) < 0.9 * width(apart.figures)
    assert (paired.figures["n_paired"], apart.figures["n_paired"]) == (150, 0)


def width(figures: dict[str, object]) -> float:
    low, high = figures["low"], figures["high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    return high - low


def test_one_item_a_sample_on_either_side_is_newcombe_but_for_t() -> None:
    first = {f"a{i}": (int(i < 56), 1) for i in range(70)}
    second = {f"b{i}": (int(i < 48), 1) for i in range(80)}
    mine, his = clustered_gap(first, second), two_proportion_gap(56, 70, 48, 80)
    assert mine.value == pytest.approx(his.value)
    assert mine.number("low") == pytest.approx(his.number("low") or 0, abs=0.01)
    assert mine.number("high") == pytest.approx(his.number("high") or 0, abs=0.01)


def test_two_sides_without_a_fault_are_not_proven_equal() -> None:
    clean: Side = {f"s{i}": (4, 4) for i in range(120)}
    found = clustered_gap(clean, clean)
    assert (found.value, found.figures["p"]) == (0, 1)
    assert found.number("low") == pytest.approx(-0.0317, abs=0.002)
    assert smallest_difference(found.number("se"), 120).status == "undefined_no_variation"


@given(st.integers(2, 12), st.integers(0, 10**6))
def test_turning_the_sides_turns_the_difference(n: int, seed: int) -> None:
    first, second = pair(np.random.default_rng(seed), n, 0.1)
    forth, back = clustered_gap(first, second), clustered_gap(second, first)
    assert forth.value == pytest.approx(-(back.value or 0))
    assert forth.figures["p"] == pytest.approx(back.figures["p"])
    if forth.figures["low"] is not None:
        assert forth.number("low") == pytest.approx(-(back.number("high") or 0), abs=1e-12)


def test_a_side_without_samples_has_no_difference() -> None:
    assert clustered_gap({}, {"s": (1, 1)}).status == "empty"
    assert clustered_gap({"s": (0, 0)}, {"s": (1, 1)}).value is None
    assert mean_gap({}, {"s": 1.0}).status == "empty"
    assert mean_gap({"s": 2.0}, {"s": 1.0}).figures["low"] is None
    with pytest.raises(QualityInvalid, match="finite"):
        mean_gap({"s": float("nan")}, {"s": 1.0})


def test_a_difference_of_means_is_the_paired_t_test() -> None:
    rng = np.random.default_rng(5)
    first = {f"s{i}": float(v) for i, v in enumerate(rng.lognormal(4, 0.5, 40))}
    second = {name: value * 0.9 + float(rng.normal(0, 3)) for name, value in first.items()}
    found = mean_gap(first, second)
    gaps = np.array([first[name] - second[name] for name in first])
    assert found.value == pytest.approx(gaps.mean())
    assert found.number("se") == pytest.approx(gaps.std(ddof=1) / 40**0.5)
    # t at 0.975 with 39 degrees of freedom.
    assert found.number("high") == pytest.approx(gaps.mean() + 2.0227 * gaps.std(ddof=1) / 40**0.5, rel=1e-4)


def test_the_smallest_difference_is_found_four_times_in_five() -> None:
    rng = np.random.default_rng(6)
    noise = rng.normal(0, 1, (4000, 60))
    se = 60**-0.5
    smallest = smallest_difference(se, 60).value or 0
    shifted = noise + smallest
    t = shifted.mean(axis=1) / (shifted.std(axis=1, ddof=1) / 60**0.5)
    assert np.mean(abs(t) > 2.0010) == pytest.approx(0.8, abs=0.02)


@given(st.floats(0.001, 0.2), st.integers(5, 500), st.floats(0.005, 0.3))
def test_as_many_samples_as_said_are_needed_and_no_more(se: float, clusters: int, difference: float) -> None:
    n = clusters_for_difference(se, clusters, difference).value or 0
    spread = se * clusters**0.5
    assert (smallest_difference(spread / n**0.5, int(n)).value or 0) <= difference * (1 + 1e-9)
    if n > 2:
        fewer = smallest_difference(spread / (n - 1) ** 0.5, int(n) - 1).value or 0
        assert fewer > difference or n <= 3


def test_power_without_a_comparison_has_a_reason() -> None:
    assert smallest_difference(None, 1).status == "insufficient_pairable"
    assert clusters_for_difference(0.0, 50, 0.1).value is None
    with pytest.raises(QualityInvalid, match="above 0"):
        clusters_for_difference(0.1, 50, 0.0)
    with pytest.raises(QualityInvalid, match="between 0 and 1"):
        smallest_difference(0.1, 50, power=1.0)


def test_intraclass_correlation_finds_what_samples_share() -> None:
    rng = np.random.default_rng(7)
    # Beta(a, b) rates have an intraclass correlation of 1 / (a + b + 1).
    rates, sizes = rng.beta(0.9 * 4, 0.1 * 4, 6000), 2 + rng.poisson(4, 6000)
    found = intraclass_correlation(rng.binomial(sizes, rates).tolist(), sizes.tolist())
    assert found.value == pytest.approx(0.2, abs=0.02)
    alone = intraclass_correlation(rng.binomial(sizes, 0.9).tolist(), sizes.tolist())
    assert alone.value == pytest.approx(0, abs=0.02)


@given(
    st.lists(st.integers(0, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=12),
    st.data(),
)
def test_intraclass_sums_add_in_any_order(samples: list[tuple[int, int]], data: st.DataObject) -> None:
    whole = intraclass_correlation([x for x, _ in samples], [n for _, n in samples])
    shuffled = data.draw(st.permutations(samples))
    assert finish_intraclass(total(intraclass_sums(x, n) for x, n in shuffled)) == whole


def test_samples_that_say_nothing_of_each_other_have_no_correlation() -> None:
    assert intraclass_correlation([1, 0], [1, 1]).status == "insufficient_pairable"
    assert intraclass_correlation([3, 3], [3, 3]).status == "undefined_no_variation"
    assert intraclass_correlation([3, 0], [3, 3]).value == 1
    with pytest.raises(QualityInvalid, match="no share"):
        intraclass_correlation([4], [3])
    with pytest.raises(QualityInvalid, match="right ones"):
        intraclass_correlation([4], [])
