"""The reduce of a study: what samples were counted as, added up exactly for every slice at once."""

import heapq
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Behind
from crosstie.qa.study.row import Cell, Comparison, Counted, Facet, Row
from crosstie.qa.study.slices import By, Leaf, SliceKey, leaves_of, slices_of
from crosstie.qa.study.tally_part import MOST_BEHIND, Clusters, Part
from crosstie.qa.study.tally_sample import DIVERGENCE, SWAPS, Preparer
from crosstie.qa.sums import Sums

Ints = NDArray[np.int64]
Place = tuple[Comparison, Cell]
Slices = dict[By, Part]

AT_ONCE: Final = 256
"""Samples that are added to leaves before the leaves are added to slices."""
SOME: Final = 20
"""Ids that are kept of the samples refused for one reason."""
_FEWER_BEHIND: Final = 25
_DRAWN_FACETS: Final[frozenset[Facet]] = frozenset(("", "modality"))


class RefusedFor(msgspec.Struct, frozen=True, order=True):
    """Why something of samples was not compared: of how many samples, and the ids of some, in order."""

    reason: str
    samples: int
    some: tuple[str, ...]


class Swapped(msgspec.Struct, frozen=True):
    """Label counts of two pods under every replicate of swaps within samples: (replicates, labels) each."""

    labels: tuple[str, ...]
    first: Ints
    second: Ints


class Tally:
    """Grows with each sample, in memory that depends on the number of slices and never on that of samples.

    Exactly the same, to the last bit of `encode()`, in whichever order and in however many parts the samples
    came. A sample is counted once: two tallies that are added have none in common.
    """

    def __init__(self) -> None:
        self.samples = 0
        self.places: dict[Place, Slices] = {}
        self.reasons: dict[str, tuple[int, list[str]]] = {}
        self._leaves: dict[Place, dict[Leaf, Part]] = {}
        self._waiting = 0
        self._preparer = Preparer()

    def add(self, counted: Counted) -> None:
        """One more sample."""
        self.samples += 1
        for reason, sample_id in sorted({(one.reason, one.sample_id) for one in counted.refused}):
            self._refuse(reason, 1, [sample_id])
        by_comparison: dict[Comparison, list[Row]] = {}
        for row in counted.rows:
            by_comparison.setdefault(row.comparison, []).append(row)
        for comparison, rows in by_comparison.items():
            for leaf, some in leaves_of(rows):
                self._add(comparison, leaf, some)
        self._preparer.forget()
        self._waiting += 1
        if self._waiting >= AT_ONCE:
            self.settle()

    def _add(self, comparison: Comparison, leaf: Leaf, rows: list[Row]) -> None:
        of_sample = leaf[0] == "sample"
        for cell, prepared in self._preparer.prepared(leaf[0], rows):
            leaves = self._leaves.setdefault((comparison, cell), {})
            part = leaves.get(leaf)
            if part is None:
                part = leaves[leaf] = Part()
            part.add(prepared, drawn=of_sample or cell.facet in _DRAWN_FACETS)

    def merge(self, other: "Tally") -> None:
        """The samples of another tally, which has none of the same. The other one stays what it is."""
        self.settle()
        other.settle()
        self.samples += other.samples
        for reason, (n, some) in other.reasons.items():
            self._refuse(reason, n, some)
        for place, theirs in other.places.items():
            mine = self.places.setdefault(place, {})
            for by, part in theirs.items():
                _into(mine, by, part, place[1])

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both sets of samples."""
        both = Tally()
        both.merge(self)
        both.merge(other)
        return both

    def settle(self) -> None:
        """Adds leaves that wait to their slices. Everything that is asked of a tally does this first."""
        waiting, self._leaves, self._waiting = self._leaves, {}, 0
        for place, leaves in waiting.items():
            slices = self.places.setdefault(place, {})
            for leaf, part in leaves.items():
                for by in slices_of(leaf):
                    _into(slices, by, part, place[1])

    def slices(self) -> Iterator[SliceKey]:
        """Every slice that holds a sample, in order; those of no value (no pod, no batch) are left out."""
        self.settle()
        for comparison, cell in sorted(self.places):
            for by in sorted(self.places[comparison, cell]):
                if all(value for _, value in by):
                    yield SliceKey(comparison, cell, by)

    def sums(self, key: SliceKey) -> Sums:
        """The exact sums of a slice; nothing of one that holds no sample."""
        return self.part(key).sums()

    def n_samples(self, key: SliceKey) -> int:
        """How many samples a slice holds."""
        return self.part(key).n

    def moments(self, key: SliceKey, name: str) -> Moments:
        """The moments of a share of a slice, over samples; `name` as in `crosstie.qa.study.numbers.Told`."""
        return self.part(key).of_share(name)

    def clusters(self, key: SliceKey) -> Clusters | None:
        """What the bootstrap of a slice draws from; None where it is not kept (see `is_drawn`)."""
        return self.part(key).clusters

    def behind(self, key: SliceKey, most: int = MOST_BEHIND) -> tuple[Behind, ...]:
        """The worst samples of a slice, worst first; not more than are kept."""
        worst = self.part(key).worst(min(most, most_behind(key.by)))
        return tuple(Behind(-bad or 0.0, sample_id, passes) for bad, sample_id, passes in worst)

    def swapped(self, key: SliceKey) -> Swapped | None:
        """The counts of two pods under random swaps; None where the slice is not of one pair of pods."""
        pods = next((name.split(" × ") for dimension, name in key.by if dimension == "pod"), [])
        if len(key.by) != 1 or len(pods) != 2 or key.cell.metric != DIVERGENCE:
            return None
        return _swapped(self.part(key), pods)

    def refused(self) -> tuple[RefusedFor, ...]:
        """What was not compared, by reason; the most frequent first."""
        found = (RefusedFor(reason, n, tuple(some)) for reason, (n, some) in self.reasons.items())
        return tuple(sorted(found, key=lambda one: (-one.samples, one.reason)))

    def part(self, key: SliceKey) -> Part:
        """All that is kept of a slice. Not to be changed."""
        self.settle()
        return self.places.get((key.comparison, key.cell), {}).get(key.by) or Part()

    def _refuse(self, reason: str, n: int, some: Iterable[str]) -> None:
        before = self.reasons.get(reason, (0, []))
        self.reasons[reason] = (before[0] + n, heapq.nsmallest(SOME, (*before[1], *some)))


def is_drawn(cell: Cell, by: By) -> bool:
    """Whether the bootstrap is kept for a slice: over all samples always, by one dimension for whole
    samples and modalities. Elsewhere only shares have an interval, which costs six numbers and no clusters.
    """
    return not by or (len(by) == 1 and (cell.facet in _DRAWN_FACETS or by[0][0] == "language"))


def most_behind(by: By) -> int:
    """How many of the worst samples are kept for a slice."""
    return MOST_BEHIND if len(by) < 2 else _FEWER_BEHIND


def _into(slices: Slices, by: By, part: Part, cell: Cell) -> None:
    mine = slices.get(by)
    if mine is None:
        mine = slices[by] = Part()
    swapped = len(by) == 1 and by[0][0] == "pod"
    mine.merge(part, is_drawn(cell, by), swapped, most_behind(by))


def _swapped(part: Part, pods: list[str]) -> Swapped:
    counts = part.sums().under("labels")
    labels = tuple(sorted({str(label) for _, label in counts}))
    first, second = (
        np.array([int(counts.get((pod, label), 0)) for label in labels], np.int64) for pod in pods
    )
    change = np.zeros((SWAPS, len(labels)), np.int64)
    for column, label in enumerate(labels):
        change[:, column] += part.swaps.get((label,), 0)
    return Swapped(labels, first + change, second - change)
