"""The best alignment of annotators' units: which unit of each stands for the same thing."""

import itertools
from collections.abc import Hashable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.unitizing.spans import Span

_MAX_TUPLES = 2_000_000
_FEWER = 1e-7


class Dissimilarity(msgspec.Struct, frozen=True):
    """What two units differ by: alpha times position plus beta times category, `delta_empty` where one is
    missing.
    """

    alpha: float = 3
    beta: float = 1
    delta_empty: float = 1

    def position(self, a: Span, b: Span) -> float:
        """Return ((|start - start| + |end - end|) / (length + length))^2 * delta_empty."""
        apart = (abs(a.start - b.start) + abs(a.end - b.end)) / (a.end - a.start + b.end - b.start)
        return apart**2 * self.delta_empty

    def category(self, a: Hashable, b: Hashable) -> float:
        """Return 0 for the same label, else delta_empty."""
        return 0.0 if a == b else self.delta_empty

    def units(self, a: Span, b: Span) -> float:
        """Return what two units differ by."""
        return self.alpha * self.position(a, b) + self.beta * self.category(a.label, b.label)


class Alignment(msgspec.Struct, frozen=True):
    """A partition of all units into tuples with at most one unit of each annotator, and its disorder."""

    tuples: tuple[tuple[Span | None, ...], ...]
    disorder: float


def best_alignment(annotators: Sequence[Sequence[Span]], how: Dissimilarity) -> Alignment:
    """Return the alignment of least disorder, by an integer program over all tuples worth considering.

    Disorder is the sum over tuples of the mean over pairs of annotators, divided by the mean number of units
    of an annotator (Mathet, Widloecher & Metivier 2015, Comput Linguist 41:437). A tuple that costs more than
    leaving its units alone is never part of the best. Raises QualityInvalid where there are too many tuples
    to try.
    """
    choices = [[*units, None] for units in annotators]
    pairs = _pair_costs(choices, how)
    costs, members = _tuples([len(c) for c in choices], pairs, how.delta_empty)
    chosen = _cover(costs, members, [len(units) for units in annotators])
    picked = tuple(tuple(choices[a][i] for a, i in enumerate(members[t])) for t in chosen)
    mean_units = sum(map(len, annotators)) / len(annotators)
    return Alignment(picked, float(costs[chosen].sum()) / mean_units)


def _pair_costs(
    choices: list[list[Span | None]], how: Dissimilarity
) -> dict[tuple[int, int], NDArray[np.float64]]:
    def cost(a: Span | None, b: Span | None) -> float:
        return how.delta_empty if a is None or b is None else how.units(a, b)

    return {
        (i, j): np.array([[cost(a, b) for b in choices[j]] for a in choices[i]])
        for i, j in itertools.combinations(range(len(choices)), 2)
    }


def _tuples(
    sizes: list[int], pairs: dict[tuple[int, int], NDArray[np.float64]], empty: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the cost and the members of each tuple that is no dearer than its units alone."""
    n = len(sizes)
    limit = n * (n - 1) / 2 * n * empty
    members = np.arange(sizes[0])[:, None]
    costs = np.zeros(sizes[0])
    for b in range(1, n):
        if len(members) * sizes[b] > _MAX_TUPLES:
            raise QualityInvalid("too many units overlap to align them all; align a shorter stretch.")
        added = sum(pairs[a, b][members[:, a]] for a in range(b)) + np.zeros((len(members), sizes[b]))
        grown = costs[:, None] + added
        rows, columns = np.nonzero(grown <= limit + 1e-9)
        members, costs = np.column_stack([members[rows], columns]), grown[rows, columns]
    count = (members < np.array(sizes) - 1).sum(1)
    pairs_each = n * (n - 1) / 2
    keep = (count > 0) & (costs <= count * pairs_each * empty + 1e-9)
    return costs[keep] / pairs_each, members[keep]


def _cover(costs: NDArray[np.float64], members: NDArray[np.int64], sizes: list[int]) -> NDArray[np.int64]:
    """Return the cheapest choice of tuples in which every unit stands once."""
    first = np.concatenate([[0], np.cumsum(sizes)])
    rows = [members[:, a] + first[a] for a in range(len(sizes))]
    real = [members[:, a] < size for a, size in enumerate(sizes)]
    at = np.concatenate([row[ok] for row, ok in zip(rows, real, strict=True)])
    tuples = np.concatenate([np.flatnonzero(ok) for ok in real])
    table = csr_array((np.ones(len(at)), (at, tuples)), shape=(int(first[-1]), len(costs)))
    tied = costs + _FEWER  # of equal disorder, the alignment with fewer tuples: it leaves less alone
    found = milp(
        tied,
        integrality=np.ones(len(costs), np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(table, 1, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise QualityInvalid(f"no alignment was found: {found.message}")
    return np.flatnonzero(found.x > 0.5)
