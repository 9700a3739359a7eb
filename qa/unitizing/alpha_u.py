"""Krippendorff's alpha_U of 2004: squared distances of boundaries, one tier a label."""

import bisect
import itertools
from collections.abc import Hashable, Sequence
from fractions import Fraction

from crosstie.qa import status as said
from crosstie.qa.labels import in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import NOTHING, Key, Number, Sums, ratio, sums
from crosstie.qa.unitizing.spans import GAP, Span, Stretch, labels_of, meetings, partition


def alpha_u_2004(annotators: Sequence[Sequence[Span]], begin: float, end: float) -> Result:
    """Return alpha_U of annotators who cut the continuum `begin`..`end` into labelled units.

    Units of one label by one annotator must not overlap; other labels are other tiers. Overall is
    1 - mean Do / mean De over labels. No units: None, no_units. Krippendorff 2004, Content Analysis, 251-256.
    """
    return finish_alpha_u(alpha_u_sums(annotators, begin, end))


def alpha_u_sums(annotators: Sequence[Sequence[Span]], begin: float, end: float) -> Sums:
    """Return ("do", label), ("de", label), ("units",) and ("documents",) of one continuum; lengths are
    exact.
    """
    if len(annotators) < 2 or end <= begin:
        return NOTHING
    cells: dict[Key, Number] = {("documents",): 1, ("units",): sum(map(len, annotators))}
    cells["annotators", len(annotators)] = 1
    for label in labels_of(annotators):
        tiers = [partition([s for s in spans if s.label == label], begin, end) for spans in annotators]
        cells["do", label] = _observed(tiers)
        cells["de", label] = _expected(tiers)
    return sums(cells)


def finish_alpha_u(parts: Sums) -> Result:
    """Finish sums of documents: observed and expected disagreement are added up (pooled) before they are
    divided.
    """
    labels = in_order(key[0] for name in ("do", "de") for key in parts.under(name))
    documents = parts.count("documents")
    per_label = {_text(label): _one(parts, label, documents) for label in labels}
    observed, expected = (sum(parts.under(name).values()) for name in ("do", "de"))
    agreement = ratio(expected - observed, expected)
    state = said.OK if agreement is not None else said.NO_UNITS if not labels else said.NO_VARIATION
    if not documents:
        state = said.INSUFFICIENT
    annotators = max((int(str(key[0])) for key in parts.under("annotators")), default=0)
    figures: dict[str, object] = {"overall": agreement, "per_label": per_label}
    method = "Krippendorff 2004, pooled over documents"
    return Result(
        "alpha_u_2004", agreement, state, parts.count("units"), 0, annotators, figures, parts, method=method
    )


def _one(parts: Sums, label: Hashable, documents: int) -> dict[str, float | None]:
    observed, expected = Fraction(parts["do", label]), Fraction(parts["de", label])
    return {
        "do": float(observed / documents),
        "de": float(expected / documents),
        "alpha": ratio(expected - observed, expected),
    }


def _text(label: Hashable) -> str:
    return label if isinstance(label, str) else repr(label)


def _observed(tiers: list[list[Stretch]]) -> Fraction:
    """Return the mean squared distance of boundaries between all ordered pairs of annotators."""
    apart: Number = 0
    for i, mine in enumerate(tiers):
        for other in (tier for j, tier in enumerate(tiers) if j != i):
            apart += sum(_distance(a, b) for a, b, _ in meetings(mine, other) if a.label != GAP)
    m, length = len(tiers), _length(tiers)
    return Fraction(apart) / (m * (m - 1) * length**2)


def _distance(unit: Stretch, other: Stretch) -> Number:
    """Return the squared distance of a unit to a unit that it overlaps, or to a gap that swallows it (both
    ways).
    """
    if other.label == GAP:
        return 2 * unit.length**2 if other.start <= unit.start and unit.end <= other.end else 0
    return (unit.start - other.start) ** 2 + (unit.end - other.end) ** 2


def _expected(tiers: list[list[Stretch]]) -> Fraction:
    """Return what chance placement of the same units and gaps would differ by."""
    units = [s.length for tier in tiers for s in tier if s.label != GAP]
    gaps = sorted(s.length for tier in tiers for s in tier if s.label == GAP)
    beyond = [*itertools.accumulate(reversed(gaps), initial=0)]
    m, length = len(tiers), _length(tiers)
    apart = Fraction(0)
    for size in units:
        apart += Fraction(len(units) - 1, 3) * (2 * size**3 - 3 * size**2 + size)
        n = len(gaps) - bisect.bisect_left(gaps, size)
        apart += size**2 * (beyond[n] - n * (size - 1))
    pairs = m * length * (m * length - 1) - sum(size * (size - 1) for size in units)
    return Fraction(2, 1) / length * apart / pairs if pairs > 0 else Fraction(0)


def _length(tiers: list[list[Stretch]]) -> Number:
    return tiers[0][-1].end - tiers[0][0].start
