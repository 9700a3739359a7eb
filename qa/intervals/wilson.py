"""Wilson's score interval, also by slices."""

import math
from collections.abc import Iterable

from scipy.special import ndtri

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Interval, Result


def wilson_interval(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Return the score interval of a proportion; n may be an effective number. n = 0: None, empty.

    Wilson 1927; Newcombe 1998a, Stat Med 17:857, method 3. Raises QualityInvalid for successes outside 0..n.
    """
    if not 0 <= successes <= n:
        raise QualityInvalid(f"{successes} successes of {n} is no proportion.")
    if not n:
        return Interval(None, None, confidence, "Wilson", said.EMPTY)
    low, high = score_limits(successes / n, n, float(ndtri(0.5 + confidence / 2)))
    return Interval(low, high, confidence, "Wilson", n_effective=float(n))


def score_limits(rate: float, n: float, z: float) -> tuple[float, float]:
    """Return the limits of the score interval of a rate seen in n draws."""
    centre = rate + z * z / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    low, high = (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)
    return (0.0 if rate == 0 else max(low, 0.0)), (1.0 if rate == 1 else min(high, 1.0))


def slice_rates(rows: Iterable[tuple[str, int, int]], confidence: float = 0.95) -> Result:
    """Return the rate of each slice with its interval, from rows (slice, successes, n); added up first.

    Value: None, there is one for each slice. A slice without n has rate None. Rows are taken as independent
    draws; for rows within samples use `crosstie.qa.intervals.clusters.cluster_interval`.
    """
    counts: dict[str, list[int]] = {}
    for name, successes, n in rows:
        entry = counts.setdefault(name, [0, 0])
        entry[0] += successes
        entry[1] += n
    figures: dict[str, object] = {}
    for name in sorted(counts):
        successes, n = counts[name]
        ci = wilson_interval(successes, n, confidence)
        rate = successes / n if n else None
        figures[name] = {"successes": successes, "n": n, "rate": rate, "low": ci.low, "high": ci.high}
    state = said.OK if counts else said.EMPTY
    return Result(
        "slice_rates", None, state, sum(n for _, n in counts.values()), figures=figures, method="Wilson"
    )
