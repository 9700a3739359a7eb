"""Who speaks when, cut at every instant where somebody starts or stops."""

import itertools
from collections.abc import Hashable, Sequence
from fractions import Fraction

import msgspec
import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import in_order
from crosstie.qa.sums import Number, exact


class Turn(msgspec.Struct, frozen=True):
    """A stretch in which one speaker speaks, in seconds (or any one unit); turns of several may overlap."""

    start: float
    end: float
    speaker: Hashable


class Slice(msgspec.Struct, frozen=True):
    """A stretch in which nobody starts or stops: its length and who speaks."""

    length: Number
    reference: frozenset[Hashable]
    hypothesis: frozenset[Hashable]


def slices(
    reference: Sequence[Turn], hypothesis: Sequence[Turn], collar_per_side: float = 0.0
) -> list[Slice]:
    """Cut time where anybody starts or stops, less `collar_per_side` on each side of each reference
    boundary.
    """
    ends = [[(exact(t.start), exact(t.end), t.speaker) for t in side] for side in (reference, hypothesis)]
    if any(end < start for side in ends for start, end, _ in side):
        raise QualityInvalid("a turn ends before it starts.")
    collar = exact(collar_per_side)
    spared = (
        [(at - collar, at + collar) for start, end, _ in ends[0] for at in (start, end)] if collar else []
    )
    cuts = sorted(
        {at for side in ends for start, end, _ in side for at in (start, end)}
        | {at for s in spared for at in s}
    )
    found = []
    for start, end in itertools.pairwise(cuts):
        if any(low <= start and end <= high for low, high in spared):
            continue
        speaking = [frozenset(who for a, b, who in side if a <= start and end <= b) for side in ends]
        if speaking[0] or speaking[1]:
            found.append(Slice(end - start, speaking[0], speaking[1]))
    return found


def together(parts: Sequence[Slice]) -> dict[tuple[Hashable, Hashable], Number]:
    """Return for how long each reference speaker and each hypothesis speaker speak at once."""
    times: dict[tuple[Hashable, Hashable], Number] = {}
    for part in parts:
        for pair in ((r, h) for r in part.reference for h in part.hypothesis):
            times[pair] = times.get(pair, 0) + part.length
    return times


def best_mapping(parts: Sequence[Slice]) -> dict[Hashable, Hashable]:
    """Return hypothesis speaker -> reference speaker, one-to-one, with the greatest time in common."""
    times = together(parts)
    mine, other = in_order(r for r, _ in times), in_order(h for _, h in times)
    table = np.array([[float(Fraction(times.get((r, h), 0))) for h in other] for r in mine])
    table = table.reshape(len(mine), len(other))
    rows, columns = linear_sum_assignment(table, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return {other[j]: mine[i] for i, j in found if (mine[i], other[j]) in times}
