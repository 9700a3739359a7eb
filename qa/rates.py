"""Precision, recall and F1 from counts."""

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Number, Sums, ratio, sums


def precision_recall(tp: Number, fp: Number, fn: Number) -> dict[str, object]:
    """Return the three counts with precision tp/(tp+fp), recall tp/(tp+fn) and F1 2tp/(2tp+fp+fn).

    Each is None where its denominator is 0: nothing predicted has no precision, nothing at all has no F1.
    """
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "f1": ratio(2 * tp, 2 * tp + fp + fn),
    }


def matched_f1_counts(tp: int, only_a: int, only_b: int) -> Result:
    """F1 of two annotators from counts: `tp` found by both, `only_a` and `only_b` by one. Symmetric in the
    two.

    With unbounded negatives it is what kappa tends to: Hripcsak & Rothschild 2005, J Am Med Inform Assoc
    12:296.
    """
    return finish_counts(sums({("tp",): tp, ("fp",): only_b, ("fn",): only_a}), "matched_f1_counts")


def finish_counts(counts: Sums, metric: str, method: str = "F1 = 2TP / (2TP + FP + FN)") -> Result:
    """Finish sums under ("tp",), ("fp",), ("fn",). Nothing on either side: no value, status no_instances."""
    tp, fp, fn = (counts.count(name) for name in ("tp", "fp", "fn"))
    figures = precision_recall(tp, fp, fn)
    value = ratio(2 * tp, 2 * tp + fp + fn)
    return Result(
        metric,
        value,
        said.NO_INSTANCES if value is None else said.OK,
        n_units=tp + fp + fn,
        n_pairs=tp,
        n_annotators=2,
        figures=figures,
        sums=counts,
        method=method,
    )
