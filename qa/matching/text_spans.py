"""Text spans scored four ways: strict, exact boundaries, partial, and type (SemEval-2013 task 9.1)."""

from collections.abc import Hashable, Sequence

import msgspec
import numpy as np

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.matching.assign import optimal_pairs
from crosstie.qa.result import Result
from crosstie.qa.sums import NOTHING, Sums, ratio, sums

SCHEMES = ("strict", "partial", "ent_type", "exact")
_SAME_TYPE = 2.0**-30  # of equal overlaps, the span of the same type


class TextSpan(msgspec.Struct, frozen=True):
    """A labelled stretch of text: one part (start, end) or several, ends exclusive, in code points."""

    label: Hashable
    parts: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse a part that ends before it starts."""
        if any(end < start for start, end in self.parts):
            raise QualityInvalid("a part of a text span ends before it starts.")


def matched_f1_text_spans(gold: Sequence[TextSpan], pred: Sequence[TextSpan]) -> Result:
    """Return precision, recall and F1 under each scheme; the value is strict F1.

    strict: boundaries and type; exact: boundaries; partial: boundaries, half for any overlap; ent_type: type
    with any overlap. Spans are paired once, by the greatest sum of overlap (intersection over union of their
    characters), so that the order in which they are listed does not matter. A discontinuous span is the set
    of its parts. Segura-Bedmar, Martinez & Herrero-Zazo 2013, SemEval.
    """
    return finish_text_spans(text_span_sums(gold, pred))


def text_span_sums(gold: Sequence[TextSpan], pred: Sequence[TextSpan]) -> Sums:
    """Return (scheme, outcome) counts; outcomes correct, incorrect, partial, missed, spurious."""
    overlap = np.array([[_overlap(a, b) for b in pred] for a in gold], np.float64).reshape(
        len(gold), len(pred)
    )
    same = np.array([[a.label == b.label for b in pred] for a in gold], bool).reshape(overlap.shape)
    rows, columns = optimal_pairs(overlap + np.where((overlap > 0) & same, _SAME_TYPE, 0.0), 0.0)
    parts = NOTHING
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        parts += _outcomes(gold[i], pred[j])
    lone = {"missed": len(gold) - len(rows), "spurious": len(pred) - len(rows)}
    return parts + sums({(scheme, name): n for scheme in SCHEMES for name, n in lone.items()})


def finish_text_spans(parts: Sums) -> Result:
    """Finish the counts of the four schemes. No span on either side: None, no_instances."""
    figures: dict[str, object] = {scheme: _scheme(parts, scheme) for scheme in SCHEMES}
    strict = _scheme(parts, "strict")
    value = strict["f1"]
    units = sum(int(n) for n in parts.under("strict").values())
    pairs = units - parts.count("strict", "missed") - parts.count("strict", "spurious")
    state = said.NO_INSTANCES if value is None else said.OK
    method = "SemEval-2013 task 9.1, optimal pairs"
    return Result("matched_f1_text_spans", value, state, units, pairs, 2, figures, parts, method=method)


def _scheme(parts: Sums, scheme: str) -> dict[str, float | None]:
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    counts = {name: parts.count(scheme, name) for name in names}
    right = 2 * counts["correct"] + counts["partial"]
    both = counts["correct"] + counts["incorrect"] + counts["partial"]
    predicted, possible = 2 * (both + counts["spurious"]), 2 * (both + counts["missed"])
    scores = {
        "precision": ratio(right, predicted),
        "recall": ratio(right, possible),
        "f1": ratio(2 * right, predicted + possible),
    }
    return {**counts, **scores}


def _outcomes(gold: TextSpan, pred: TextSpan) -> Sums:
    placed = sorted(gold.parts) == sorted(pred.parts)
    named = gold.label == pred.label
    return sums(
        {
            ("strict", "correct" if placed and named else "incorrect"): 1,
            ("exact", "correct" if placed else "incorrect"): 1,
            ("partial", "correct" if placed else "partial"): 1,
            ("ent_type", "correct" if named else "incorrect"): 1,
        }
    )


def _overlap(a: TextSpan, b: TextSpan) -> float:
    """Return intersection over union of the characters; spans without characters overlap where they are
    equal.
    """
    if sorted(a.parts) == sorted(b.parts):
        return 1.0
    mine, other = (frozenset(i for start, end in span.parts for i in range(start, end)) for span in (a, b))
    union = len(mine | other)
    return len(mine & other) / union if union else 0.0
