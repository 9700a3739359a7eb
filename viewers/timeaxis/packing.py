"""Stacks overlapping bars of one row into sub-rows."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
MOST_SUBROWS: Final = 24
"""Beyond this many bars at one instant, the rest overlap in the last sub-row."""


def pack(starts_ns: Times, ends_ns: Times) -> tuple[NDArray[np.int16], int]:
    """The sub-row of each bar, and how many there are (at least one).

    `starts_ns` ascends. Each bar takes the topmost sub-row that is free at its start, so bars that meet end
    to start share one. A bar of no length still needs its own instant.
    """
    if len(starts_ns) < 2 or bool(np.all(starts_ns[1:] >= _free_from(starts_ns, ends_ns)[:-1])):
        return np.zeros(len(starts_ns), np.int16), 1
    free_ns: list[int] = []
    subrows = [
        _place(free_ns, start_ns, free_after_ns)
        for start_ns, free_after_ns in zip(
            starts_ns.tolist(), _free_from(starts_ns, ends_ns).tolist(), strict=True
        )
    ]
    return np.array(subrows, np.int16), len(free_ns)


def _free_from(starts_ns: Times, ends_ns: Times) -> Times:
    return np.maximum(ends_ns, starts_ns + 1)


def _place(free_ns: list[int], start_ns: int, free_after_ns: int) -> int:
    """Takes the first free sub-row, opening one where there is room; `free_ns` says when each is free."""
    for subrow, free in enumerate(free_ns):
        if free <= start_ns:
            free_ns[subrow] = free_after_ns
            return subrow
    if len(free_ns) < MOST_SUBROWS:
        free_ns.append(free_after_ns)
    else:
        free_ns[-1] = max(free_ns[-1], free_after_ns)
    return len(free_ns) - 1
