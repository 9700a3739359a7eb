"""Labels as metrics take them: text, numbers, or sets of either; None is a label that was not given."""

import math
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Label = str | int | float | tuple[str | int, ...]
Labels = Sequence[Label | None] | NDArray[np.integer]
Ratings = Sequence[Sequence[Label | None]] | NDArray[np.integer]


def label_set(members: Iterable[str | int]) -> tuple[str | int, ...]:
    """Return a set-valued label: its members once each, in one order, so that equal sets are equal labels."""
    return tuple(sorted(set(members), key=label_order))


def label_order(label: Hashable) -> tuple[int, float, str]:
    """Return the key that sorts any labels: numbers by size, then everything else by how it is written."""
    if isinstance(label, int | float):
        return (0, float(label), "")
    return (1, 0.0, f"{type(label).__name__} {label}")


def in_order(labels: Iterable[Hashable]) -> list[Hashable]:
    """Return distinct labels in one order that does not depend on where they were counted."""
    return sorted(set(labels), key=label_order)


def missing(label: object) -> bool:
    """Tell whether no label was given: None, or the NaN that tables hold instead."""
    return label is None or (isinstance(label, float) and math.isnan(label))
