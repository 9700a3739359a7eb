"""How far two label distributions lie apart: Jensen-Shannon divergence, tested by permuting whole samples."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, sums

Floats = NDArray[np.float64]
MAX_EXACT = 20_000
_TIED = 1e-12


def jensen_shannon(p: Sequence[float], q: Sequence[float]) -> Result:
    """Return the divergence of two distributions (or counts) over the same labels, in bits (the value): [0,
    1].

    H(m) - (H(p) + H(q)) / 2 with m the mean (Lin 1991, IEEE Trans Inf Theory 37:145). The distance is its
    root; scipy's `jensenshannon` is that distance. From few labels it is biased upward. Either empty: None,
    empty.
    """
    if len(p) != len(q):
        raise QualityInvalid("two distributions need the same labels.")
    return _divergence(np.asarray(p, np.float64), np.asarray(q, np.float64), Sums({}))


def label_sums(team: str, counts: dict[str, int]) -> Sums:
    """Return ("labels", team, label) counts of one sample."""
    return sums({("labels", team, label): n for label, n in counts.items()})


def finish_divergence(parts: Sums, team_a: str, team_b: str) -> Result:
    """Finish label counts as the divergence between two teams."""
    a, b = parts.under("labels", team_a), parts.under("labels", team_b)
    labels = in_order(key[0] for key in (*a, *b))
    sides = [np.array([float(side.get((label,), 0)) for label in labels]) for side in (a, b)]
    return _divergence(sides[0], sides[1], parts)


def bits(p: Floats, q: Floats) -> Floats:
    """Return the divergence in bits of rows of counts; NaN where a row is empty."""
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = p / p.sum(-1, keepdims=True), q / q.sum(-1, keepdims=True)
    return np.asarray(_entropy((one + other) / 2) - (_entropy(one) + _entropy(other)) / 2, np.float64)


def schema_drift_permutation(
    team_a: Sequence[Sequence[int]],
    team_b: Sequence[Sequence[int]],
    strata: tuple[Sequence[str], Sequence[str]] | None = None,
    replicates: int = 9999,
    seed: int = 1,
) -> Result:
    """Return the divergence in bits of two teams' pooled labels (the value) and its p under permuted
    samples.

    Rows are samples, columns labels. Samples change sides whole, within strata (such as language and batch)
    if given. Up to 20,000 relabellings are all tried and p is exact; else p = (b + 1) / (B + 1) over B random
    ones. The mean over permutations is given too: plug-in divergence is not 0 by chance. Only overlap samples
    or random assignment make it drift; otherwise it is a difference of mix. Either team empty: None, empty.
    """
    table = np.array([*team_a, *team_b], np.float64)
    n = len(team_a)
    figures: dict[str, object] = dict.fromkeys(("jsd_bit", "p", "p_exact", "n_permutations", "null_mean"))
    if not n or not len(team_b) or not table[:n].sum() or not table[n:].sum():
        return Result("schema_drift_permutation", None, said.EMPTY, len(table), figures=figures)
    strata_of = [*strata[0], *strata[1]] if strata else [""] * len(table)
    groups = [np.array([i for i, s in enumerate(strata_of) if s == name]) for name in sorted(set(strata_of))]
    picks = [(group, int((group < n).sum())) for group in groups]
    ways = math.prod(math.comb(len(group), k) for group, k in picks)
    exact = ways <= MAX_EXACT
    sides = _all_sides(picks, len(table)) if exact else _random_sides(picks, len(table), replicates, seed)
    observed = float(bits(table[:n].sum(0), table[n:].sum(0)))
    null = _null(sides, table)
    reached = int((null >= observed - _TIED).sum())
    p = reached / ways if exact else (reached + 1) / (replicates + 1)
    figures = {
        "jsd_bit": observed,
        "p": p,
        "p_exact": p if exact else None,
        "null_mean": float(np.nanmean(null)),
    }
    figures["n_permutations"] = len(sides)
    method = "all permutations of samples" if exact else f"{replicates} permutations of samples, seed {seed}"
    return Result("schema_drift_permutation", observed, said.OK, len(table), figures=figures, method=method)


def _divergence(p: Floats, q: Floats, parts: Sums) -> Result:
    if not np.isfinite([*p, *q]).all() or (p < 0).any() or (q < 0).any():
        raise QualityInvalid("a distribution has only finite numbers, none negative.")
    names = ("divergence_bit", "divergence_nat", "distance_bit", "distance_nat", "n_a", "n_b")
    if not p.sum() or not q.sum():
        return Result("jensen_shannon", None, said.EMPTY, figures=dict.fromkeys(names), sums=parts)
    value = min(1.0, max(0.0, float(bits(p, q))))
    nat = value * math.log(2)
    numbers = (value, nat, math.sqrt(value), math.sqrt(nat), float(p.sum()), float(q.sum()))
    figures: dict[str, object] = dict(zip(names, numbers, strict=True))
    units = round(float(p.sum() + q.sum()))
    return Result(
        "jensen_shannon", value, said.OK, units, 0, 2, figures, parts, method="Lin 1991, plug-in, bits"
    )


def _entropy(p: Floats) -> Floats:
    return np.asarray(-np.sum(p * np.log2(np.where(p > 0, p, 1.0)), axis=-1), np.float64)


def _all_sides(picks: list[tuple[NDArray[np.int_], int]], n: int) -> NDArray[np.bool_]:
    """Return every way to pick team A's samples, one row of marks each."""
    choices = [[list(chosen) for chosen in itertools.combinations(group.tolist(), k)] for group, k in picks]
    ways = [list(itertools.chain.from_iterable(way)) for way in itertools.product(*choices)]
    sides = np.zeros((len(ways), n), bool)
    for row, way in zip(sides, ways, strict=True):
        row[way] = True
    return sides


def _random_sides(
    picks: list[tuple[NDArray[np.int_], int]], n: int, replicates: int, seed: int
) -> NDArray[np.bool_]:
    rng = np.random.default_rng(seed)
    sides = np.zeros((replicates, n), bool)
    for row in sides:
        for group, k in picks:
            row[rng.permutation(group)[:k]] = True
    return sides


def _null(sides: NDArray[np.bool_], table: Floats) -> Floats:
    mine = sides.astype(np.float64) @ table
    return bits(mine, table.sum(0) - mine)
