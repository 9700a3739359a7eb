"""Intervals cover what they promise, with the sample as the cluster."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.bootstrap import (
    Replicates,
    bootstrap_interval,
    cluster_bootstrap,
    merged,
    poisson_weights,
    replicate_sums,
)
from crosstie.qa.intervals.clusters import cluster_interval, cluster_se
from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.intervals.wilson import slice_rates, wilson_interval
from crosstie.qa.rates import finish_counts
from crosstie.qa.sums import Sums, sums

counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts.filter(lambda c: c[1] > 0), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_holds_the_rate_and_mirrors(count: tuple[int, int], confidence: float) -> None:
    x, n = count
    here, there = wilson_interval(x, n, confidence), wilson_interval(n - x, n, confidence)
    assert here.low is not None
    assert here.high is not None
    assert 0 <= here.low <= x / n <= here.high <= 1
    assert there.high == pytest.approx(1 - here.low)


@given(st.lists(counts, max_size=12))
def test_rows_of_a_slice_add_up_before_they_are_divided(rows: list[tuple[int, int]]) -> None:
    joint = slice_rates([("th", x, n) for x, n in rows])
    whole = slice_rates([("th", sum(x for x, _ in rows), sum(n for _, n in rows))] if rows else [])
    assert joint.figures == whole.figures


def simulated(rng: np.random.Generator, clusters: int) -> tuple[list[int], list[int]]:
    """Samples with about five items each, p = .9, intraclass correlation .2."""
    rates = rng.beta(0.9 * 4, 0.1 * 4, clusters)
    sizes = 1 + rng.poisson(4, clusters)
    return rng.binomial(sizes, rates).tolist(), sizes.tolist()


@pytest.mark.parametrize("clusters", [30, 100])
def test_intervals_of_rates_cover_the_truth(clusters: int) -> None:
    rng = np.random.default_rng(7)
    runs = [cluster_interval(*simulated(rng, clusters)) for _ in range(2000)]
    held = np.mean([(r.low or 0.0) <= 0.9 <= (r.high or 0.0) for r in runs])
    assert 0.93 <= held <= 0.97


def test_items_of_one_sample_are_not_independent() -> None:
    x, n = [5, 5, 5, 5, 0, 5] * 5, [5] * 30
    naive, clustered = wilson_interval(sum(x), sum(n)), cluster_interval(x, n)
    assert clustered.n_effective == pytest.approx(29, abs=1)
    assert (clustered.high or 0) - (clustered.low or 0) > 2 * ((naive.high or 0) - (naive.low or 0))


def test_few_clusters_are_told() -> None:
    assert cluster_interval([1, 2], [2, 2]).status == "too_few_clusters"
    assert cluster_interval([1], [2]).low is None
    assert cluster_interval([], []).status == "empty"
    assert cluster_interval([1] * 10, [2] * 10).status == "ok"
    with pytest.raises(QualityInvalid, match="proportion"):
        cluster_interval([3, 4], [1, 1])


def test_clusters_of_one_item_are_single_draws() -> None:
    x = [1] * 60 + [0] * 40
    found = cluster_se(x, [1] * 100)
    assert found.number("se_cr0") == pytest.approx((0.6 * 0.4 / 100) ** 0.5)
    assert cluster_interval(x, [1] * 100).n_effective == pytest.approx(99)


def test_a_rate_of_one_keeps_an_interval() -> None:
    found = cluster_interval([3] * 20, [3] * 20)
    assert found.high == 1
    assert found.low is not None
    assert 0.8 < found.low < 0.9


def kappa_samples(rng: np.random.Generator, n: int) -> dict[str, Sums]:
    found = {}
    for i in range(n):
        truth = rng.integers(0, 3, 8)
        seen = [np.where(rng.random(8) < 0.8, truth, rng.integers(0, 3, 8)) for _ in range(2)]
        found[f"sample {i}"] = confusion_sums(seen[0], seen[1])
    return found


def test_a_bootstrap_can_be_cut_anywhere() -> None:
    samples = kappa_samples(np.random.default_rng(2), 12)
    parts = [replicate_sums(name, part, 50) for name, part in samples.items()]
    whole, turned = merged(parts, 50), merged(parts[::-1], 50)
    halves = merged(parts[:5], 50) + merged(parts[5:], 50)
    for i in range(50):
        assert whole.at(i) == turned.at(i) == halves.at(i)
    again = bootstrap_interval(dict(reversed(samples.items())), finish_cohen, replicates=50)
    assert again == bootstrap_interval(samples, finish_cohen, replicates=50)


def test_fractions_are_kept_in_a_bootstrap() -> None:
    part = sums({("x",): 7, ("y",): 3})
    weights = poisson_weights("a", 20)
    drawn = replicate_sums("a", part, 20)
    assert [drawn.at(i)["x",] for i in range(20)] == (7 * weights).tolist()


def test_weights_depend_on_the_sample_alone() -> None:
    weights = np.array([poisson_weights(f"s{i}", 500) for i in range(200)])
    assert weights.mean() == pytest.approx(1, abs=0.02)
    assert weights.var() == pytest.approx(1, abs=0.03)
    assert abs(np.corrcoef(weights[0], weights[1])[0, 1]) < 0.15
    assert (poisson_weights("s1", 500) == weights[1]).all()
    assert (poisson_weights("s1", 500, seed=1) != weights[1]).any()


def test_kappas_interval_covers_the_truth() -> None:
    rng = np.random.default_rng(11)
    truth = 0.8**2
    runs = [bootstrap_interval(kappa_samples(rng, 30), finish_cohen, replicates=200) for _ in range(150)]
    held = np.mean([(r.low or 0.0) <= truth <= (r.high or 0.0) for r in runs])
    assert 0.9 <= held <= 0.985


def test_too_few_samples_have_no_bootstrap() -> None:
    counted = {"a": sums({("tp",): 1})}
    assert bootstrap_interval(counted, lambda s: finish_counts(s, "f1"), replicates=20).low is None
    assert bootstrap_interval({}, lambda s: finish_counts(s, "f1"), replicates=20).status == "empty"
    with pytest.raises(QualityInvalid, match="7 clusters"):
        cluster_bootstrap([1] * 8, [2] * 8)
    with pytest.raises(QualityInvalid, match="replicates"):
        Replicates({}, 5) + Replicates({}, 6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.data())
def test_benjamini_hochberg_finds_the_longest_run(p: list[float], data: st.DataObject) -> None:
    ordered = sorted(p)
    passing = [i for i, value in enumerate(ordered, 1) if value * len(p) / i <= 0.05]
    assert benjamini_hochberg(p).figures["n_found"] == max(passing, default=0)
    shuffled = data.draw(st.permutations(p))
    assert benjamini_hochberg(shuffled).figures["n_found"] == benjamini_hochberg(p).figures["n_found"]


def test_an_untested_figure_is_no_member_of_the_family() -> None:
    found = benjamini_hochberg([0.01, None, 0.04])
    assert found.figures["adjusted"] == [0.02, None, 0.04]
    assert found.n_units == 2
