"""Rates of shares compared, told from their moments over samples."""

import math
from collections.abc import Iterable

import msgspec
from scipy.special import ndtr

from crosstie.qa.intervals.moments import Moments, share_interval

_Z = 1.959963984540054


class Gap(msgspec.Struct, frozen=True):
    """A difference of rates with its two-sided p."""

    value: float
    p: float


def added(parts: Iterable[Moments]) -> Moments:
    """Return the moments of all clusters."""
    whole = Moments()
    for part in parts:
        whole += part
    return whole


def rate(moments: Moments) -> float:
    """Return a rate; NaN without a denominator, which is greater and less than nothing."""
    found = moments.rate
    return math.nan if found is None else found


def spread(moments: Moments) -> float:
    """Return a standard error of a rate over its clusters: the wider half of its 95 % interval, over 1.96.

    So a rate of 0 or 1, whose plain standard error is 0, has one too. NaN where there is no interval.
    """
    ci, at = share_interval(moments), rate(moments)
    if ci.low is None or ci.high is None:
        return math.nan
    return max(at - ci.low, ci.high - at) / _Z


def two_sided(gap: float, se: float) -> float:
    """Return p of a gap with a standard error; 1 where there is none."""
    return 2 * float(ndtr(-abs(gap) / se)) if se > 0 else 1.0


def gap_between(one: Moments, other: Moments) -> Gap:
    """Return the rate of one less that of the other; NaN and p 1 where either has none.

    The two may share samples: what those have in common makes p larger than it could be, never smaller.
    """
    value = rate(one) - rate(other)
    return Gap(value, two_sided(value, math.hypot(spread(one), spread(other))))


def gap_of_changes(after: Moments, before: Moments, others: tuple[Moments, Moments] | None) -> Gap:
    """Return how a rate changed, less how that of others did (after, before): difference in differences."""
    sides = (after, before) if others is None else (after, before, *others)
    value = rate(after) - rate(before)
    if others is not None:
        value -= rate(others[0]) - rate(others[1])
    return Gap(value, two_sided(value, math.sqrt(math.fsum(spread(one) ** 2 for one in sides))))


def below(moments: Moments, wanted: float) -> float:
    """Return the one-sided p that a rate is below what is wanted only by chance."""
    se = spread(moments)
    return float(ndtr((rate(moments) - wanted) / se)) if se > 0 else 1.0
