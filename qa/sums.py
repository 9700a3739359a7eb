"""Mergeable statistics: exact sums under keys. Adding them is commutative and associative."""

import math
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid

_MANY = 16
_LEAST = 2.0**-8
Key = tuple[Hashable, ...]
Number = int | Fraction


class Sums(msgspec.Struct, frozen=True):
    """What a metric keeps of one sample, or of many: whole numbers and exact fractions, none of them zero.

    Sums of any split of the samples, added in any order, are equal: nothing is ever rounded before the
    finish.
    """

    cells: dict[Key, Number]

    def __add__(self, other: "Sums") -> "Sums":
        """Return the sums of both."""
        return total((self, other))

    def __getitem__(self, key: Key) -> Number:
        """Return the sum under `key`, 0 where there is none."""
        return self.cells.get(key, 0)

    def times(self, weight: int) -> "Sums":
        """Return the sums of `weight` copies of the same sample."""
        return Sums({key: value * weight for key, value in self.cells.items()} if weight else {})

    def count(self, *key: Hashable) -> int:
        """Return the sum under `key`, which only ever counted whole things."""
        return int(self.cells.get(key, 0))

    def under(self, *prefix: Hashable) -> dict[Key, Number]:
        """Return the sums whose key begins with `prefix`, by the rest of the key."""
        n = len(prefix)
        return {key[n:]: value for key, value in self.cells.items() if key[:n] == prefix}


NOTHING = Sums({})


def sums(cells: Mapping[Key, Number]) -> Sums:
    """Return `cells` as sums, without its zeros."""
    return Sums({key: value for key, value in cells.items() if value})


def total(parts: Iterable[Sums]) -> Sums:
    """Add sums; nothing gives nothing."""
    cells: dict[Key, Number] = {}
    for part in parts:
        for key, value in part.cells.items():
            cells[key] = cells.get(key, 0) + value
    return sums(cells)


def exact(value: float, what: str = "a value") -> Number:
    """Return the exact fraction that a float stands for. Raises QualityInvalid for NaN and infinity."""
    if not math.isfinite(value):
        raise QualityInvalid(f"{what} is {value}; a finite number is expected.")
    return int(value) if float(value).is_integer() else Fraction(value)


def exact_sum(values: Iterable[float], what: str = "a value") -> Number:
    """Return the exact sum of floats, much faster than adding fractions one by one.

    Raises QualityInvalid for NaN and infinity.
    """
    listed = list(values)
    if len(listed) >= _MANY and (found := _column_sum(np.array(listed, np.float64))) is not None:
        return found
    try:
        parts = [value.as_integer_ratio() for value in listed]
    except (OverflowError, ValueError) as error:
        raise QualityInvalid(f"{what} is not finite; a finite number is expected.") from error
    most = max((below for _, below in parts), default=1)
    added = Fraction(sum(above * (most // below) for above, below in parts), most)
    return int(added) if added.denominator == 1 else added


def _column_sum(values: NDArray[np.float64]) -> Number | None:
    """Return the exact sum of shares that are 0 or not tiny, each a whole number of 2^-60; else None."""
    if not ((values == 0) | ((values >= _LEAST) & (values <= 1))).all():
        return None
    units = np.ldexp(values, 60).astype(np.int64)
    # In two halves, neither of which can leave 64 bits.
    high, low = int((units >> 30).sum()), int((units & (2**30 - 1)).sum())
    added = Fraction((high << 30) + low, 1 << 60)
    return int(added) if added.denominator == 1 else added


def ratio(part: Number, whole: Number) -> float | None:
    """Return part / whole, rounded once; None where the whole is 0."""
    return float(Fraction(part) / whole) if whole else None
