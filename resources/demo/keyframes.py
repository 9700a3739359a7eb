"""Choosing the few instants between which a track may be drawn straight."""

from itertools import pairwise

import numpy as np

from crosstie.resources.demo.mesh import Floats


def chosen(values: Floats, tolerance: Floats, every: int, forced: set[int]) -> list[int]:
    """Indices of the rows of `values` (n, k) to keep as keyframes.

    First and last, each `every`-th, the `forced` ones, and as many more as it takes for every row to lie
    within `tolerance` (k,) of the straight line between the keyframes about it (the way of Ramer, Douglas and
    Peucker).
    """
    last = len(values) - 1
    kept = sorted({0, last, *range(0, last, every), *(i for i in forced if 0 <= i <= last)})
    full = [kept[0]]
    for start, end in pairwise(kept):
        full += [*_between(values, tolerance, start, end), end]
    return full


def _between(values: Floats, tolerance: Floats, start: int, end: int) -> list[int]:
    if end - start < 2:
        return []
    share = np.linspace(0, 1, end - start + 1)[1:-1, None]
    straight = (1 - share) * values[start] + share * values[end]
    errors = (np.abs(values[start + 1 : end] - straight) / tolerance).max(axis=1)
    worst = int(np.argmax(errors))
    if errors[worst] <= 1.0:
        return []
    middle = start + 1 + worst
    return [*_between(values, tolerance, start, middle), middle, *_between(values, tolerance, middle, end)]
