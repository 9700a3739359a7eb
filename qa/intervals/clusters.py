"""Intervals of rates and ratios with the sample as the cluster."""

import math
from collections.abc import Sequence

from scipy.special import ndtri, stdtrit

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.wilson import score_limits
from crosstie.qa.result import Interval, Result

MIN_CLUSTERS = 10


def cluster_se(numerators: Sequence[float], denominators: Sequence[float]) -> Result:
    """Return the ratio of sums over clusters (the value) and its standard errors CR0 and CR1.

    CR0 is Taylor linearisation, CR1 multiplies its variance by G / (G - 1); Cochran 1977, Sampling
    Techniques, 6. No denominator: None, empty. One cluster has no CR1.
    """
    rows = _rows(numerators, denominators)
    whole = math.fsum(d for _, d in rows)
    g = sum(1 for _, d in rows if d)
    figures: dict[str, object] = {"rate": None, "se_cr0": None, "se_cr1": None, "n_clusters": g}
    if not whole:
        return Result("cluster_se", None, said.EMPTY, 0, figures=figures)
    rate = math.fsum(x for x, _ in rows) / whole
    cr0 = math.sqrt(math.fsum((x - rate * d) ** 2 for x, d in rows)) / whole
    cr1 = cr0 * math.sqrt(g / (g - 1)) if g > 1 else None
    figures |= {"rate": rate, "se_cr0": cr0, "se_cr1": cr1}
    return Result("cluster_se", rate, said.OK, g, figures=figures, method="linearised ratio of cluster sums")


def cluster_interval(
    numerators: Sequence[float], denominators: Sequence[float], confidence: float = 0.95
) -> Interval:
    """Return Wilson's interval of a rate on its effective n, widened by (t / z)^2 with G - 1 degrees of
    freedom.

    n_eff = p (1 - p) / var, var the CR1 variance over clusters; the idea of Korn & Graubard 1998. The rate is
    in [0, 1]. Fewer than 10 clusters: too_few_clusters beside the interval. A rate of 0 or 1, whose variance
    says nothing, takes each cluster as one draw. One cluster: None.
    """
    found = cluster_se(numerators, denominators)
    rate, g = found.value, found.n_units
    method = "Wilson on effective n, t factor"
    if rate is None:
        return Interval(None, None, confidence, method, said.EMPTY)
    if g < 2:
        return Interval(None, None, confidence, method, said.TOO_FEW_CLUSTERS, g)
    if not 0 <= rate <= 1:
        raise QualityInvalid(f"a rate of {rate} is no proportion; take the bootstrap.")
    z, t = float(ndtri(0.5 + confidence / 2)), float(stdtrit(g - 1, 0.5 + confidence / 2))
    n = effective_n(rate, found.number("se_cr1") or 0.0, g)
    adjusted = n * (z / t) ** 2
    low, high = score_limits(rate, adjusted, z)
    state = said.TOO_FEW_CLUSTERS if g < MIN_CLUSTERS else said.OK
    return Interval(low, high, confidence, method, state, g, n)


def effective_n(rate: float, se: float, clusters: int) -> float:
    """Return how many independent draws would be as precise; each cluster is one where the variance is 0."""
    return rate * (1 - rate) / se**2 if se and 0 < rate < 1 else float(clusters)


def _rows(numerators: Sequence[float], denominators: Sequence[float]) -> list[tuple[float, float]]:
    if len(numerators) != len(denominators):
        raise QualityInvalid("one numerator and one denominator are needed for each cluster.")
    rows = [(float(x), float(d)) for x, d in zip(numerators, denominators, strict=True)]
    if not all(math.isfinite(v) for row in rows for v in row) or any(d < 0 for _, d in rows):
        raise QualityInvalid("numerators and denominators are finite, denominators never negative.")
    return rows
