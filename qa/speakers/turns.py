"""Who speaks when, cut at every instant where somebody starts or stops."""

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

import msgspec
import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import in_order
from crosstie.qa.sums import Number, exact

Edges = dict[Number, Counter[tuple[str, Hashable]]]


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
    reference: Sequence[Turn],
    hypothesis: Sequence[Turn],
    collar_per_side: float = 0.0,
    skip_overlap: bool = False,
) -> list[Slice]:
    """Cut time where anybody starts or stops, less `collar_per_side` on each side of each reference
    boundary.

    With `skip_overlap`, less the time in which two of the reference speak at once. Raises QualityInvalid for
    a turn that ends before it starts or is not finite.
    """
    edges: Edges = {}
    collar = exact(collar_per_side)
    for side, turns in (("reference", reference), ("hypothesis", hypothesis)):
        for turn in turns:
            start, end = exact(turn.start), exact(turn.end)
            if end < start:
                raise QualityInvalid(f"a turn ends at {turn.end} before it starts at {turn.start}.")
            _mark(edges, start, end, (side, turn.speaker))
            for at in (start, end) if side == "reference" and collar else ():
                _mark(edges, at - collar, at + collar, ("collar", ""))
    return list(_swept(edges, skip_overlap))


def _mark(edges: Edges, start: Number, end: Number, who: tuple[str, Hashable]) -> None:
    """Note that something starts at one instant and stops at another."""
    edges.setdefault(start, Counter())[who] += 1
    edges.setdefault(end, Counter())[who] -= 1


def _swept(edges: Edges, skip_overlap: bool) -> Iterator[Slice]:
    """Go through the instants in order, and yield what lies between each and the next where somebody
    speaks.
    """
    active: Counter[tuple[str, Hashable]] = Counter()
    for at, after in itertools.pairwise(sorted(edges)):
        active.update(edges[at])
        on = [who for who, n in active.items() if n > 0]
        if any(side == "collar" for side, _ in on):
            continue
        spoken, heard = (
            frozenset(who for side, who in on if side == name) for name in ("reference", "hypothesis")
        )
        if (spoken or heard) and not (skip_overlap and len(spoken) > 1):
            yield Slice(after - at, spoken, heard)


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
