"""Any number of annotators' labels of the same units, with gaps, as sparse sums that add."""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import Label, Ratings, missing
from crosstie.qa.sums import Key, Number, Sums, sums

Codes = NDArray[np.int64]
_DENSE_CELLS = 1 << 22


def rating_sums(annotator_by_unit: Ratings, annotators: Sequence[str] | None = None) -> Sums:
    """Count labels by annotator (rows) and unit (columns); None is missing, never imputed.

    Keys, each by the number m of labels that its units have: ("units", m), ("mass", m, label), ("pair", m,
    label, label) ordered pairs of different annotators in one unit, and ("annotator", name) labels given.
    Arrays of whole numbers are counted without a loop; in them a negative number is missing.
    """
    codes, names = _codes(annotator_by_unit)
    if not codes.size:
        return Sums({})
    who = annotators or [str(i) for i in range(len(codes))]
    cells: dict[Key, Number] = {
        ("annotator", name): int(n) for name, n in zip(who, (codes >= 0).sum(1), strict=True)
    }
    per_unit = (codes >= 0).sum(0)
    for m, n in enumerate(np.bincount(per_unit)):
        if m:
            cells["units", m] = int(n)
    _count(cells, codes, per_unit, names)
    return sums(cells)


def count_sums(counts: Sequence[Sequence[int]], categories: Sequence[Label] | None = None) -> Sums:
    """Return rating sums of a table of units (rows) by categories: how many annotators gave each label."""
    cells: Counter[Key] = Counter()
    for row in counts:
        m = sum(row)
        if not m:
            continue
        cells["units", m] += 1
        names: Sequence[Label] = range(len(row)) if categories is None else categories
        for i, n in enumerate(row):
            cells["mass", m, names[i]] += n
            for j, other in enumerate(row):
                cells["pair", m, names[i], names[j]] += n * (other - (i == j))
    return sums(dict(cells))


def units_by_count(ratings: Sums) -> dict[int, int]:
    """Return how many units have each number of labels."""
    return {int(str(key[0])): int(n) for key, n in ratings.under("units").items()}


def annotators_of(ratings: Sums) -> int:
    """Return how many annotators gave a label; where names are not known, the most labels of a unit."""
    return len(ratings.under("annotator")) or max(units_by_count(ratings), default=0)


def _codes(rows: Ratings) -> tuple[Codes, Sequence[Hashable]]:
    if isinstance(rows, np.ndarray) and rows.dtype.kind in "iu":
        values, codes = np.unique(rows, return_inverse=True)
        codes = codes.reshape(rows.shape).astype(np.int64)
        below = int((values < 0).sum())
        return codes - below, [int(value) for value in values[below:]]
    place: dict[Hashable, int] = {}
    listed = [[-1 if missing(v) else place.setdefault(v, len(place)) for v in row] for row in rows]
    width = len(listed[0]) if listed else 0
    if any(len(row) != width for row in listed):
        raise QualityInvalid("every annotator needs one label, or None, for each unit.")
    return np.asarray(listed, np.int64).reshape(len(listed), width), list(place)


def _count(cells: dict[Key, Number], codes: Codes, per_unit: Codes, names: Sequence[Hashable]) -> None:
    k = len(names)
    for row in codes:
        given = row >= 0
        _tally(cells, ("mass",), per_unit[given] * k + row[given], (k,), names)
    for i, row in enumerate(codes):
        for other in codes[i + 1 :]:
            both = (row >= 0) & (other >= 0)
            at, a, b = per_unit[both] * k * k, row[both], other[both]
            _tally(cells, ("pair",), at + a * k + b, (k, k), names)
            _tally(cells, ("pair",), at + b * k + a, (k, k), names)


def _tally(
    cells: dict[Key, Number], prefix: Key, flat: Codes, shape: tuple[int, ...], names: Sequence[Hashable]
) -> None:
    """Add how often each flat index (m, label, …) occurs."""
    if not flat.size:
        return
    if int(flat.max()) < _DENSE_CELLS:
        counted = np.bincount(flat)
        found = np.flatnonzero(counted)
        often = counted[found]
    else:
        found, often = np.unique(flat, return_counts=True)
    size = int(np.prod(shape))
    for at, n in zip(found.tolist(), often.tolist(), strict=True):
        places = np.unravel_index(at % size, shape)
        key = (*prefix, at // size, *(names[int(p)] for p in places))
        cells[key] = cells.get(key, 0) + n
