"""Intervals of rates and ratios with the sample as the cluster."""

import math
from collections.abc import Sequence
from functools import reduce
from operator import add

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.moments import Moments, of_cluster, share_interval
from crosstie.qa.result import Interval, Result
from crosstie.qa.sums import exact


def cluster_se(numerators: Sequence[float], denominators: Sequence[float]) -> Result:
    """Return the ratio of sums over clusters (the value) and its standard errors CR0 and CR1.

    See `crosstie.qa.intervals.moments.Moments.errors`. No denominator: None, empty. One cluster has no CR1.
    """
    moments = cluster_moments(numerators, denominators)
    g = moments.clusters
    figures: dict[str, object] = {"rate": None, "se_cr0": None, "se_cr1": None, "n_clusters": g}
    rate = moments.rate
    if rate is None:
        return Result("cluster_se", None, said.EMPTY, 0, figures=figures)
    cr0, cr1 = moments.errors()
    figures |= {"rate": rate, "se_cr0": cr0, "se_cr1": cr1}
    return Result("cluster_se", rate, said.OK, g, figures=figures, method="linearised ratio of cluster sums")


def cluster_interval(
    numerators: Sequence[float], denominators: Sequence[float], confidence: float = 0.95
) -> Interval:
    """Return the interval of the ratio of sums over clusters; see `share_interval`."""
    return share_interval(cluster_moments(numerators, denominators), confidence)


def cluster_moments(numerators: Sequence[float], denominators: Sequence[float]) -> Moments:
    """Return the exact moments of clusters. Raises QualityInvalid for what is no finite number."""
    if len(numerators) != len(denominators):
        raise QualityInvalid("one numerator and one denominator are needed for each cluster.")
    rows = [(float(x), float(d)) for x, d in zip(numerators, denominators, strict=True)]
    if not all(math.isfinite(v) for row in rows for v in row) or any(d < 0 for _, d in rows):
        raise QualityInvalid("numerators and denominators are finite, denominators never negative.")
    return reduce(add, (of_cluster(exact(x), exact(d)) for x, d in rows), Moments())
