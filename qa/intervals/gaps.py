"""Two sides compared over samples that both, or only one of them, worked on."""

import math
from collections.abc import Mapping, Sequence
from statistics import median

from scipy.special import stdtr, stdtrit

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.clusters import cluster_interval
from crosstie.qa.intervals.moments import MIN_CLUSTERS
from crosstie.qa.result import Interval, Result

Parts = Mapping[str, tuple[float, float]]
"""By sample what is divided: a numerator and a denominator above 0."""


def clustered_gap(first: Parts, second: Parts, confidence: float = 0.95) -> Result:
    """Return the rate of `first` less that of `second`, samples as clusters, in [-1, 1].

    A sample in both pairs them; one without denominator is left out. Limits by MOVER (Zou & Donner 2008, Stat
    Med 27:1693) from each side's `cluster_interval` and the correlation of their linearised residuals:
    Newcombe's hybrid score method for clusters. The standard error is CR1 over samples, p two-sided from t
    with G - 1. A side without samples: None, empty. Fewer than 10: too_few_clusters beside the interval.
    """
    sides = [{name: part for name, part in side.items() if part[1]} for side in (first, second)]
    found = _compared(sides, "clustered_gap", "difference of rates, CR1 over samples")
    if found.value is None:
        return found
    ends = [_interval(side, confidence) for side in sides]
    low, high = _mover(sides, ends, found.value)
    state = said.TOO_FEW_CLUSTERS if min(end.n_clusters for end in ends) < MIN_CLUSTERS else said.OK
    method = "MOVER on cluster intervals, Zou & Donner 2008"
    return _with_limits(found, Interval(low, high, confidence, method, state, found.n_units))


def mean_gap(first: Mapping[str, float], second: Mapping[str, float], confidence: float = 0.95) -> Result:
    """Return the mean of `first` less that of `second` over samples, in their unit.

    A sample in both pairs them; CR1 over samples and t with G - 1. A side without samples: None, empty.
    """
    sides = [{name: (value, 1.0) for name, value in side.items()} for side in (first, second)]
    found = _compared(sides, "mean_gap", "difference of means, CR1 over samples")
    if found.value is None:
        return found
    se, g = found.number("se"), found.n_units
    state = said.TOO_FEW_CLUSTERS if min(map(len, sides)) < MIN_CLUSTERS else said.OK
    if se is None:
        return _with_limits(found, Interval(None, None, confidence, "", state, g))
    half = se * float(stdtrit(g - 1, 0.5 + confidence / 2))
    low, high = found.value - half, found.value + half
    return _with_limits(found, Interval(low, high, confidence, "CR1 over samples, t", state, g))


def mean_interval(by_sample: Mapping[str, float], confidence: float = 0.95) -> Result:
    """Return the mean over samples in their unit, with its t interval. No sample: None, empty."""
    values, g = list(by_sample.values()), len(by_sample)
    if not all(map(math.isfinite, values)):
        raise QualityInvalid("a mean needs finite numbers.")
    if not values:
        return Result("mean_interval", None, said.EMPTY)
    mean = math.fsum(values) / g
    state = said.TOO_FEW_CLUSTERS if g < MIN_CLUSTERS else said.OK
    low = high = None
    if g > 1:
        se = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (g - 1) / g)
        half = se * float(stdtrit(g - 1, 0.5 + confidence / 2))
        low, high = mean - half, mean + half
    ci = Interval(low, high, confidence, "t over samples", state, g)
    figures: dict[str, object] = {"mean": mean, "low": low, "high": high, "median": median(values)}
    return Result("mean_interval", mean, said.OK, g, figures=figures, ci=ci, method="mean over samples")


def _compared(sides: Sequence[Parts], metric: str, method: str) -> Result:
    """The difference with its standard error and p, limits yet to come."""
    clusters = list(dict.fromkeys(name for side in sides for name in side))
    figures: dict[str, object] = dict.fromkeys(("difference", "low", "high", "se", "p", "first", "second"))
    figures |= {"n_clusters": len(clusters), "n_paired": len(sides[0].keys() & sides[1].keys())}
    if not all(sides):
        return Result(metric, None, said.EMPTY, len(clusters), figures=figures, method=method)
    one, other = (_rate(side) for side in sides)
    pulls = zip(*(_pulls(side, clusters) for side in sides), strict=True)
    g, squares = len(clusters), math.fsum((a - b) ** 2 for a, b in pulls)
    se = math.sqrt(squares * g / (g - 1)) if g > 1 else None
    figures |= {"difference": one - other, "se": se, "first": one, "second": other}
    figures["p"] = _p(one - other, se, g)
    return Result(metric, one - other, said.OK, g, 0, 2, figures, method=method)


def _with_limits(found: Result, ci: Interval) -> Result:
    return Result(
        found.metric,
        found.value,
        n_units=found.n_units,
        n_annotators=2,
        figures={**found.figures, "low": ci.low, "high": ci.high},
        ci=ci,
        method=found.method,
    )


def _rate(side: Parts) -> float:
    if not all(math.isfinite(value) for part in side.values() for value in part):
        raise QualityInvalid("a comparison needs finite numbers.")
    return math.fsum(x for x, _ in side.values()) / math.fsum(n for _, n in side.values())


def _interval(side: Parts, confidence: float) -> Interval:
    numerators, denominators = zip(*side.values(), strict=True)
    return cluster_interval(numerators, denominators, confidence)


def _pulls(side: Parts, clusters: Sequence[str]) -> list[float]:
    """How much each sample moves the side's rate: its linearised residual."""
    rate, whole = _rate(side), math.fsum(n for _, n in side.values())
    return [(x - rate * n) / whole for x, n in (side.get(name, (0.0, 0.0)) for name in clusters)]


def _mover(
    sides: Sequence[Parts], ends: Sequence[Interval], difference: float
) -> tuple[float | None, float | None]:
    if any(end.low is None or end.high is None for end in ends):
        return None, None
    correlation = _correlation(sides)
    (down, up), (other_down, other_up) = (
        (_rate(side) - (end.low or 0.0), (end.high or 0.0) - _rate(side))
        for side, end in zip(sides, ends, strict=True)
    )
    below = math.sqrt(max(down**2 - 2 * correlation * down * other_up + other_up**2, 0.0))
    above = math.sqrt(max(up**2 - 2 * correlation * up * other_down + other_down**2, 0.0))
    return max(difference - below, -1.0), min(difference + above, 1.0)


def _correlation(sides: Sequence[Parts]) -> float:
    clusters = list(dict.fromkeys(name for side in sides for name in side))
    first, second = (_pulls(side, clusters) for side in sides)
    spread = math.sqrt(math.fsum(a * a for a in first) * math.fsum(b * b for b in second))
    return math.fsum(a * b for a, b in zip(first, second, strict=True)) / spread if spread else 0.0


def _p(difference: float, se: float | None, clusters: int) -> float | None:
    if not se:
        return None if difference or se is None else 1.0
    return float(2 * stdtr(clusters - 1, -abs(difference) / se))
