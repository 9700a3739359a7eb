"""A slice against every sample outside it: the same number over the rest, and whether the two differ."""

import math

import numpy as np
from scipy.special import stdtr

from crosstie.qa.intervals.bootstrap import REPLICATES
from crosstie.qa.intervals.moments import MIN_CLUSTERS, Moments
from crosstie.qa.study.figures_intervals import Draws, draws_of_groups, draws_of_rows, groups_of
from crosstie.qa.study.resampled import Drawn
from crosstie.qa.study.tally_part import Clusters
from crosstie.qa.sums import Sums, sums


def without(whole: Sums, part: Sums) -> Sums:
    """Return the sums of the samples outside a slice, exactly."""
    cells = dict(whole.cells)
    for key, value in part.cells.items():
        cells[key] = cells.get(key, 0) - value
    return sums(cells)


def share_p(one: Moments, rest: Moments) -> float | None:
    """Return p of two rates being equal: t of their difference over CR1 standard errors of clusters.

    Degrees of freedom by Satterthwaite. A side whose clusters all agree takes the variance of the pooled
    rate, each cluster one draw. None under 10 clusters on either side, or without a rate.
    """
    sides = (one, rest)
    if any(side.clusters < MIN_CLUSTERS or side.rate is None for side in sides):
        return None
    pooled = (one + rest).rate or 0.0
    variances = []
    for side in sides:
        error = side.errors()[1] or 0.0
        variances.append(error**2 or pooled * (1 - pooled) / side.clusters)
    gap = (one.rate or 0.0) - (rest.rate or 0.0)
    return welch_p(gap, variances, [side.clusters for side in sides])


def drawn_p(metric: str, name: str, gap: float, sides: tuple[Draws, Draws]) -> float | None:
    """Return p of two numbers being equal: t of their difference over the spread of their replicates."""
    values = [side.values(metric, name) for side in sides]
    if any(side.clusters < MIN_CLUSTERS for side in sides) or any(len(found) < 2 for found in values):
        return None
    return welch_p(gap, [float(np.var(found, ddof=1)) for found in values], [side.clusters for side in sides])


def rest_draws(whole: Clusters, part: Clusters, drawn: Draws) -> Draws:
    """Return replicates of the samples outside a slice: those of all samples less those of the slice.

    `drawn` are the replicates of `whole`. Replicates are sums with a weight for each cluster, so they can be
    taken from one another; drawing the rest of each slice anew would cost as much as all else.
    """
    inside = draws_of_groups(groups_of(part)) if drawn.grouped else draws_of_rows(part.rows)
    left = {key: values - inside.drawn[key] for key, values in drawn.drawn.columns.items()}
    clusters = drawn.clusters
    if not drawn.grouped:
        clusters -= sum(whole.rows.get(name) == values for name, values in part.rows.items())
    return Draws(Drawn(left, REPLICATES), clusters, drawn.grouped)


def welch_p(gap: float, variances: list[float], clusters: list[int]) -> float | None:
    """Return the two-sided p of a difference, given each side's variance and number of clusters."""
    spread = sum(variances)
    if not spread:
        return 1.0 if not gap else None
    freedom = spread**2 / sum(v * v / (g - 1) for v, g in zip(variances, clusters, strict=True))
    return float(2 * stdtr(freedom, -abs(gap) / math.sqrt(spread)))
