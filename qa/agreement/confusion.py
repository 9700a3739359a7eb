"""Two annotators' labels as a sparse table of counts."""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.agreement.codes import label_codes
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import Label, Labels, in_order, missing
from crosstie.qa.sums import Sums, sums

_MAX_CODES = 2048
_MANY = 256
"""Fewer labels are counted one by one sooner than they are made into codes."""


def confusion_sums(labels_a: Labels, labels_b: Labels) -> Sums:
    """Count pairs of labels of the same units: ("cell", label of A, label of B) and how many.

    A unit that either did not label is left out. Arrays of small whole numbers are counted without a loop;
    in them a negative number is a label that was not given. Raises QualityInvalid for unequal lengths.
    """
    if len(labels_a) != len(labels_b):
        raise QualityInvalid(
            f"annotator A labelled {len(labels_a)} units and B {len(labels_b)}; give the same units."
        )
    coded = _coded(labels_a), _coded(labels_b)
    if coded[0] is not None and coded[1] is not None:
        return _count_codes(coded[0], coded[1])
    if len(labels_a) >= _MANY:
        found = label_codes(labels_a, labels_b)
        if found is not None:
            return _count_codes(*found)
    counted = Counter(zip(labels_a, labels_b, strict=True))
    return sums({("cell", a, b): n for (a, b), n in counted.items() if not missing(a) and not missing(b)})


def table_sums(table: Sequence[Sequence[int]], categories: Sequence[Label] | None = None) -> Sums:
    """Return the sums of a table of counts, rows annotator A, columns annotator B; categories default to 0,
    1, …
    """
    names: Sequence[Label] = range(len(table)) if categories is None else categories
    if any(len(row) != len(table) for row in table) or len(names) != len(table):
        raise QualityInvalid("a table of two annotators has one row and one column for each category.")
    return sums(
        {("cell", names[i], names[j]): int(n) for i, row in enumerate(table) for j, n in enumerate(row)}
    )


def confusion_table(
    counts: Sums, order: Sequence[Hashable] | None = None
) -> tuple[list[Hashable], NDArray[np.int64]]:
    """Return the categories and their square table. `order` is the whole scale, absent categories included.

    Raises QualityInvalid for a label that is not on the scale.
    """
    cells = counts.under("cell")
    seen = {label for key in cells for label in key}
    names = in_order(seen) if order is None else list(order)
    if stray := seen - set(names):
        raise QualityInvalid(
            f"label {in_order(stray)[0]!r} is not on the scale; give every category in `order`."
        )
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names)), np.int64)
    for (a, b), n in cells.items():
        table[place[a], place[b]] = n
    return names, table


def _coded(labels: Labels) -> NDArray[np.int64] | None:
    """Return labels that are an array of small whole numbers as such, anything else as None."""
    if not isinstance(labels, np.ndarray) or labels.dtype.kind not in "iu":
        return None
    return labels.astype(np.int64) if not labels.size or labels.max() < _MAX_CODES else None


def _count_codes(a: NDArray[np.int64], b: NDArray[np.int64], names: Sequence[Hashable] | None = None) -> Sums:
    given = (a >= 0) & (b >= 0)
    if not given.all():
        a, b = a[given], b[given]
    if not a.size:
        return Sums({})
    n = int(max(a.max(), b.max())) + 1
    table = np.bincount(a * n + b, minlength=n * n)
    found = np.flatnonzero(table)
    called: Sequence[Hashable] = range(n) if names is None else names
    return Sums({("cell", called[int(at) // n], called[int(at) % n]): int(table[at]) for at in found})
