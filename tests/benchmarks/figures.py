"""Medians and percentiles of what was measured."""

import math
from collections.abc import Iterable
from statistics import median

__all__ = ["median", "percentile"]


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that `percent` of all values do not exceed; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
