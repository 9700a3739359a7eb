"""Cluster bootstrap with weights that depend on nothing but the sample's id and the replicate."""

import hashlib
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.moments import MIN_CLUSTERS
from crosstie.qa.result import Interval, Result
from crosstie.qa.sums import Key, Number, Sums, sums

REPLICATES = 1000
_SCALE = 1 << 32
_MAX_RESAMPLES = 1_000_000
_POISSON = np.cumsum([math.exp(-1) / math.factorial(k) for k in range(20)])


def poisson_weights(sample_id: str, replicates: int = REPLICATES, seed: int = 0) -> NDArray[np.int64]:
    """Return how often a sample is drawn in each replicate: Poisson(1), from a hash of id, replicate and
    seed.

    The same on every machine and in every order, so a bootstrap can be cut into parts that run anywhere.
    """
    digest = hashlib.blake2b(f"{seed}:{sample_id}".encode(), digest_size=8).digest()
    start = np.uint64(int.from_bytes(digest, "big"))
    state = start + np.arange(1, replicates + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    uniform = ((state ^ (state >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53
    return np.searchsorted(_POISSON, uniform, side="right").astype(np.int64)


class Replicates(msgspec.Struct, frozen=True):
    """Sums of samples, each weighted as its replicate drew it: for each key, one number a replicate.

    Kept as whole numbers (first row) and multiples of 2^-32 (second row), so adding in any order gives the
    same bits.
    """

    cells: dict[Key, NDArray[np.int64]]
    n: int = REPLICATES

    def __add__(self, other: "Replicates") -> "Replicates":
        """Return the replicates of both sets of samples."""
        if self.n != other.n:
            raise QualityInvalid("bootstraps with different numbers of replicates cannot be added.")
        return merged((self, other), self.n)

    def at(self, replicate: int) -> Sums:
        """Return the sums of one replicate."""
        return sums(
            {key: _number(int(row[0, replicate]), int(row[1, replicate])) for key, row in self.cells.items()}
        )


def replicate_sums(sample_id: str, parts: Sums, replicates: int = REPLICATES, seed: int = 0) -> Replicates:
    """Return the replicates of one sample."""
    weights = poisson_weights(sample_id, replicates, seed)
    return Replicates({key: _fixed(value) * weights for key, value in parts.cells.items()}, replicates)


def merged(parts: Iterable[Replicates], replicates: int = REPLICATES) -> Replicates:
    """Add replicates of different samples."""
    cells: dict[Key, NDArray[np.int64]] = {}
    for part in parts:
        for key, row in part.cells.items():
            cells[key] = cells[key] + row if key in cells else row
    return Replicates(cells, replicates)


def bootstrap_interval(
    by_sample: Mapping[str, Sums],
    finish: Callable[[Sums], Result],
    confidence: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the expanded percentile interval of a figure over resamples of whole samples.

    Davison & Hinkley 1997; Poisson weights: Chamandy et al. 2012. Replicates in which the figure is undefined
    are left out. Fewer than 10 samples: too_few_clusters beside the interval.
    """
    drawn = merged(
        (replicate_sums(name, part, replicates, seed) for name, part in by_sample.items()), replicates
    )
    values = [finish(drawn.at(i)).value for i in range(replicates)]
    return percentile_interval([v for v in values if v is not None], len(by_sample), confidence)


def percentile_interval(values: Sequence[float], clusters: int, confidence: float = 0.95) -> Interval:
    """Return the interval between percentiles, by linear interpolation, widened for few clusters.

    The expanded percentile of Hesterberg 2015, Am Stat 69:371: the normal quantile z becomes sqrt(G / (G -
    1)) t.
    """
    method = "cluster bootstrap, Poisson weights, expanded percentile"
    if not values or clusters < 2:
        state = said.TOO_FEW_CLUSTERS if clusters else said.EMPTY
        return Interval(None, None, confidence, method, state, clusters)
    tail = float(ndtr(-math.sqrt(clusters / (clusters - 1)) * stdtrit(clusters - 1, 0.5 + confidence / 2)))
    low, high = np.quantile(np.sort(values), [tail, 1 - tail])
    state = said.TOO_FEW_CLUSTERS if clusters < MIN_CLUSTERS else said.OK
    return Interval(float(low), float(high), confidence, method, state, clusters)


def cluster_bootstrap(numerators: Sequence[float], denominators: Sequence[float]) -> Result:
    """Return the ratio of sums (the value) with every resample of few clusters: their mean, sd and
    percentiles.

    All G^G equally likely resamples, for G up to 7: what a Monte-Carlo cluster bootstrap converges to.
    Resamples without a denominator are left out. Raises QualityInvalid for more clusters.
    """
    g = len(numerators)
    if g != len(denominators) or g**g > _MAX_RESAMPLES:
        raise QualityInvalid("every resample can be tried for 7 clusters at most; take `bootstrap_interval`.")
    figures: dict[str, object] = dict.fromkeys(
        ("rate", "n_resamples", "boot_mean", "boot_sd", "p2_5", "p97_5")
    )
    if not sum(denominators):
        return Result("cluster_bootstrap", None, said.EMPTY, g, figures=figures)
    drawn = np.array(list(itertools.product(range(g), repeat=g)), np.intp)
    x, d = (
        np.asarray(numerators, np.float64)[drawn].sum(1),
        np.asarray(denominators, np.float64)[drawn].sum(1),
    )
    values = np.sort(x[d > 0] / d[d > 0])
    rate = math.fsum(numerators) / math.fsum(denominators)
    mean = math.fsum(values) / len(values)
    sd = math.sqrt(math.fsum((values - mean) ** 2) / len(values))
    low, high = (float(v) for v in np.quantile(values, [0.025, 0.975]))
    figures = {
        "rate": rate,
        "n_resamples": len(drawn),
        "boot_mean": mean,
        "boot_sd": sd,
        "p2_5": low,
        "p97_5": high,
    }
    state = said.TOO_FEW_CLUSTERS if g < MIN_CLUSTERS else said.OK
    return Result("cluster_bootstrap", rate, state, g, figures=figures, method="all resamples of clusters")


def _fixed(value: Number) -> NDArray[np.int64]:
    """Return the whole part and the rest in 2^-32, as a column."""
    whole = math.floor(value)
    return np.array([[whole], [round((value - whole) * _SCALE)]], np.int64)


def _number(whole: int, rest: int) -> Number:
    return whole + Fraction(rest, _SCALE) if rest else whole
