"""Squared differences between labels, for Krippendorff's alpha."""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result

Floats = NDArray[np.float64]
Distance = Callable[[Hashable, Hashable], float]
LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi")


def squared_differences(level: str, labels: Sequence[Hashable], mass: Floats) -> Floats:
    """Return the table of squared differences of `labels` (in their order), `mass` how often each was
    given.

    nominal 0/1; ordinal the mass between two ranks; interval c-k; ratio (c-k)/(c+k); masi the set distance,
    which is used as it is. Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C to E.
    Raises QualityInvalid for a level that is not known, or labels that are no numbers where numbers are
    needed.
    """
    if level == "nominal":
        return 1 - np.eye(len(labels))
    if level == "ordinal":
        rank = np.cumsum(mass) - mass / 2
        return np.asarray((rank[:, None] - rank[None, :]) ** 2, np.float64)
    if level == "masi":
        return custom_differences(labels, lambda a, b: masi_distance(_members(a), _members(b)))
    if level not in LEVELS:
        raise QualityInvalid(f"level {level!r} is not known; give one of {', '.join(LEVELS)}.")
    values = numbers(labels, level)
    apart = values[:, None] - values[None, :]
    if level == "interval":
        return np.asarray(apart**2, np.float64)
    both = values[:, None] + values[None, :]
    return np.asarray(np.divide(apart, both, out=np.zeros_like(apart), where=both != 0) ** 2, np.float64)


def custom_differences(labels: Sequence[Hashable], distance: Distance) -> Floats:
    """Return the table of a given distance between labels, used as the squared difference."""
    return np.array([[distance(a, b) for b in labels] for a in labels], np.float64).reshape(
        len(labels), len(labels)
    )


def masi_distance(a: Iterable[Hashable], b: Iterable[Hashable]) -> float:
    """Return the distance of two sets, 1 - Jaccard * monotonicity, 0..1 (Passonneau 2006, LREC).

    Monotonicity is 1 for equal sets, 2/3 where one contains the other, 1/3 where they overlap, else 0. Two
    empty sets are equal: 0.
    """
    one, two = set(a), set(b)
    if one == two:
        return 0.0
    common = len(one & two)
    monotone = Fraction(2, 3) if one <= two or two <= one else Fraction(1, 3)
    return float(1 - Fraction(common, len(one | two)) * monotone)


def masi_distances(pairs: Sequence[tuple[Iterable[Hashable], Iterable[Hashable]]]) -> Result:
    """Return the MASI distance of each pair of sets (`distance`) and their mean (the value); no pair: None,
    empty.
    """
    found = [masi_distance(a, b) for a, b in pairs]
    mean = math.fsum(found) / len(found) if found else None
    state = said.OK if found else said.EMPTY
    figures: dict[str, object] = {"distance": found}
    return Result("masi_distance", mean, state, len(found), len(found), 2, figures, method="Passonneau 2006")


def numbers(labels: Sequence[Hashable], level: str) -> Floats:
    """Return labels that are numbers. Raises QualityInvalid for others."""
    if not all(isinstance(label, int | float) for label in labels):
        raise QualityInvalid(f"alpha at level {level} needs labels that are numbers.")
    return np.array([float(str(label)) for label in labels], np.float64)


def _members(label: Hashable) -> Iterable[Hashable]:
    return label if isinstance(label, tuple | frozenset) else (label,)
