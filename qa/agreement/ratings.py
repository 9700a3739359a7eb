"""Any number of annotators' labels of the same units, with gaps, as sparse sums that add."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import Label, Ratings, missing
from crosstie.qa.sums import Key, Number, Sums, sums

Codes = NDArray[np.integer]
_DENSE_CELLS = 1 << 22
_SMALL = 256
_FEW = 24


def rating_sums(annotator_by_unit: Ratings, annotators: Sequence[str] | None = None) -> Sums:
    """Count labels by annotator (rows) and unit (columns); None is missing, never imputed.

    Keys, each by the number m of labels that its units have: ("units", m), ("mass", m, label), ("pair", m,
    label, label) ordered pairs of different annotators in one unit, and ("annotator", name) labels given.
    Arrays of whole numbers are counted without a loop; in them a negative number is missing.
    """
    codes, names = _codes(annotator_by_unit)
    if not codes.size:
        return Sums({})
    few = len(names) <= _FEW and len(codes) < _SMALL
    codes = codes.astype(np.int8) if few else codes
    who = annotators or [str(i) for i in range(len(codes))]
    cells: dict[Key, Number] = {
        ("annotator", name): int(np.count_nonzero(row >= 0)) for name, row in zip(who, codes, strict=True)
    }
    if few:
        _count_few(cells, codes, names)
    else:
        _count_many(cells, codes, names)
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
        return _array_codes(np.atleast_2d(rows))
    place: dict[Hashable, int] = {}
    listed = [[-1 if missing(v) else place.setdefault(v, len(place)) for v in row] for row in rows]
    width = len(listed[0]) if listed else 0
    if any(len(row) != width for row in listed):
        raise QualityInvalid("every annotator needs one label, or None, for each unit.")
    return np.asarray(listed, np.int64).reshape(len(listed), width), list(place)


def _array_codes(rows: NDArray[np.integer]) -> tuple[Codes, Sequence[Hashable]]:
    """Return codes and labels of an array; small numbers are their own codes, sorting the rest costs most."""
    codes = rows.astype(np.int64, copy=False)
    top = int(codes.max(initial=-1))
    if top < _SMALL:
        return codes, range(top + 1)
    values, places = np.unique(codes, return_inverse=True)
    below = int((values < 0).sum())
    return places.reshape(codes.shape).astype(np.int64) - below, [int(value) for value in values[below:]]


def _count_few(cells: dict[Key, Number], codes: Codes, names: Sequence[Hashable]) -> None:
    """Count each label's annotators unit by unit, then pairs as products of counts, all in whole bytes."""
    given = np.zeros((len(names), codes.shape[1]), np.uint8)
    for row in codes:
        for c in range(len(names)):
            given[c] += (row == c).view(np.uint8)
    per_unit = given.sum(0, dtype=np.uint8)
    for m in np.flatnonzero(np.bincount(per_unit)).tolist():
        units = per_unit == m
        n = int(np.count_nonzero(units))
        part = (given if n == len(units) else given[:, units]).astype(np.float64)
        if m:
            cells["units", m] = n
            _products(cells, m, part, names)


def _products(
    cells: dict[Key, Number], m: int, given: NDArray[np.float64], names: Sequence[Hashable]
) -> None:
    """Add mass and pairs of units with m labels; products are whole numbers, which floats hold exactly."""
    mass, together = given.sum(1), given @ given.T
    for i, label in enumerate(names):
        cells["mass", m, label] = int(mass[i])
        for j, other in enumerate(names):
            cells["pair", m, label, other] = int(together[i, j] - (mass[i] if i == j else 0))


def _count_many(cells: dict[Key, Number], codes: Codes, names: Sequence[Hashable]) -> None:
    """Count each pair of annotators: the work does not grow with the number of categories."""
    per_unit = np.count_nonzero(codes >= 0, axis=0)
    for m in range(1, int(per_unit.max(initial=0)) + 1):
        units = per_unit == m
        n = int(np.count_nonzero(units))
        if not n:
            continue
        cells["units", m] = n
        rows = codes if n == len(units) else codes[:, units]
        full = m == len(rows)
        _tally(cells, ("mass", m), [row if full else row[row >= 0] for row in rows], (len(names),), names)
        _tally(cells, ("pair", m), _pairs(rows, len(names), full), (len(names), len(names)), names)


def _pairs(rows: Codes, k: int, full: bool) -> Iterator[Codes]:
    """Yield the flat index of each pair of labels of two annotators, in the annotators' order."""
    for i, row in enumerate(rows):
        for other in rows[i + 1 :]:
            both = slice(None) if full else (row >= 0) & (other >= 0)
            yield row[both] * k + other[both]


def _tally(
    cells: dict[Key, Number],
    prefix: Key,
    flat: Iterable[Codes],
    shape: tuple[int, ...],
    names: Sequence[Hashable],
) -> None:
    """Add how often each flat index occurs; a pair of labels counts in both orders."""
    size = int(np.prod(shape))
    if size <= _DENSE_CELLS:
        counted = np.zeros(size, np.int64)
        for part in flat:
            counted += np.bincount(part, minlength=size)
        found = np.flatnonzero(counted)
        often = counted[found]
    else:
        parts = list(flat)
        found, often = np.unique(
            np.concatenate(parts) if parts else np.empty(0, np.int64), return_counts=True
        )
    for at, n in zip(found.tolist(), often.tolist(), strict=True):
        labels = [names[int(p)] for p in np.unravel_index(at, shape)]
        for ordered in (labels, labels[::-1])[: len(shape)]:
            key = (*prefix, *ordered)
            cells[key] = cells.get(key, 0) + n
