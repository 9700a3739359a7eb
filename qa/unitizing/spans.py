"""Labelled stretches of a continuum, as unitizing metrics take them."""

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

import msgspec

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import in_order
from crosstie.qa.sums import Number, exact

GAP = ("gap",)


class Span(msgspec.Struct, frozen=True, order=True):
    """A labelled stretch, `start` inclusive to `end` exclusive, in the units of the continuum (ns,
    characters).
    """

    start: float
    end: float
    label: Hashable = ""

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it starts, or is not finite."""
        exact(self.start, "the start of a span"), exact(self.end, "the end of a span")
        if self.end < self.start:
            raise QualityInvalid(f"a span ends at {self.end} before it starts at {self.start}.")

    @property
    def length(self) -> Number:
        """Return its exact length."""
        return exact(self.end) - exact(self.start)


class Stretch(msgspec.Struct, frozen=True):
    """A unit or a gap of one annotator, with exact ends."""

    start: Number
    end: Number
    label: Hashable

    @property
    def length(self) -> Number:
        """Return its exact length."""
        return self.end - self.start


def labels_of(annotators: Sequence[Sequence[Span]]) -> list[Hashable]:
    """Return the labels of all annotators in one order."""
    return in_order(span.label for spans in annotators for span in spans)


def partition(spans: Sequence[Span], begin: float, end: float) -> list[Stretch]:
    """Cut the continuum into units and the gaps between them; units of length 0 have no mass and are left
    out.

    Adjacent units of one label stay two. Raises QualityInvalid for units that overlap or leave the continuum.
    """
    parts: list[Stretch] = []
    at = exact(begin)
    for span in sorted((s for s in spans if s.length), key=lambda s: (s.start, s.end)):
        start, stop = exact(span.start), exact(span.end)
        if start < at:
            what = "overlaps the unit before it" if start >= begin else "begins before the continuum"
            raise QualityInvalid(
                f"the unit from {span.start} to {span.end} {what}; put it on a tier of its own."
            )
        if start > at:
            parts.append(Stretch(at, start, GAP))
        parts.append(Stretch(start, stop, span.label))
        at = stop
    if at > exact(end):
        raise QualityInvalid(f"a unit ends at {float(Fraction(at))}, after the continuum at {end}.")
    return [*parts, Stretch(at, exact(end), GAP)] if at < exact(end) else parts


def meetings(one: Sequence[Stretch], other: Sequence[Stretch]) -> Iterator[tuple[Stretch, Stretch, Number]]:
    """Yield the stretches of two sorted rows that overlap, with the length in common; one walk through
    both.
    """
    i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        common = min(a.end, b.end) - max(a.start, b.start)
        if common > 0:
            yield a, b, common
        if a.end <= b.end:
            i += 1
        else:
            j += 1
