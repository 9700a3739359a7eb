"""What the interval of a share needs of all its clusters: six exact sums, so that no cluster need be kept."""

import math
from fractions import Fraction

import msgspec
from scipy.special import ndtri, stdtrit

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.wilson import score_limits
from crosstie.qa.result import Interval
from crosstie.qa.sums import Number

MIN_CLUSTERS = 10
METHOD = "Wilson on effective n, t factor"


class Moments(msgspec.Struct, frozen=True, array_like=True):
    """Sums over clusters of x, d and their products; `clusters` are those with a d. They add exactly."""

    clusters: int = 0
    x: Number = 0
    d: Number = 0
    xx: Number = 0
    xd: Number = 0
    dd: Number = 0

    def __add__(self, other: "Moments") -> "Moments":
        """Return the moments of both sets of clusters."""
        return Moments(
            self.clusters + other.clusters,
            self.x + other.x,
            self.d + other.d,
            self.xx + other.xx,
            self.xd + other.xd,
            self.dd + other.dd,
        )

    def __sub__(self, other: "Moments") -> "Moments":
        """Return the moments of the clusters that are not among the other ones."""
        return Moments(
            self.clusters - other.clusters,
            self.x - other.x,
            self.d - other.d,
            self.xx - other.xx,
            self.xd - other.xd,
            self.dd - other.dd,
        )

    @property
    def rate(self) -> float | None:
        """The ratio of sums, rounded once; None without a denominator."""
        return float(Fraction(self.x) / self.d) if self.d else None

    def errors(self) -> tuple[float, float | None]:
        """Return the standard errors CR0 and CR1 of the rate; one cluster has no CR1.

        CR0 is Taylor linearisation, CR1 multiplies its variance by G / (G - 1); Cochran 1977, Sampling
        Techniques, 6. Raises ZeroDivisionError without a denominator.
        """
        rate = Fraction(self.x) / self.d
        spread = self.xx - 2 * rate * self.xd + rate**2 * self.dd
        cr0 = math.sqrt(spread / Fraction(self.d) ** 2)
        g = self.clusters
        return cr0, math.sqrt(spread * g / ((g - 1) * Fraction(self.d) ** 2)) if g > 1 else None


def of_cluster(x: Number, d: Number) -> Moments:
    """Return the moments of one cluster."""
    return Moments(int(bool(d)), x, d, x * x, x * d, d * d)


def share_interval(moments: Moments, confidence: float = 0.95) -> Interval:
    """Return Wilson's interval of a rate on its effective n, widened by (t / z)^2 with G - 1 degrees of
    freedom.

    n_eff = p (1 - p) / var, var the CR1 variance over clusters; the idea of Korn & Graubard 1998. The rate is
    in [0, 1]. Fewer than 10 clusters: too_few_clusters beside the interval. A rate of 0 or 1, whose variance
    says nothing, takes each cluster as one draw. One cluster: None.
    """
    rate, g = moments.rate, moments.clusters
    if rate is None:
        return Interval(None, None, confidence, METHOD, said.EMPTY)
    if g < 2:
        return Interval(None, None, confidence, METHOD, said.TOO_FEW_CLUSTERS, g)
    if not 0 <= rate <= 1:
        raise QualityInvalid(f"a rate of {rate} is no proportion; take the bootstrap.")
    z, t = float(ndtri(0.5 + confidence / 2)), float(stdtrit(g - 1, 0.5 + confidence / 2))
    n = _effective_n(rate, moments.errors()[1] or 0.0, g)
    low, high = score_limits(rate, n * (z / t) ** 2, z)
    state = said.TOO_FEW_CLUSTERS if g < MIN_CLUSTERS else said.OK
    return Interval(low, high, confidence, METHOD, state, g, n)


def _effective_n(rate: float, se: float, clusters: int) -> float:
    """Return how many independent draws would be as precise; each cluster is one where the variance is 0."""
    return rate * (1 - rate) / se**2 if se and 0 < rate < 1 else float(clusters)
