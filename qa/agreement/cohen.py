"""Cohen's kappa, plain and weighted, with both standard errors."""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa import status as said
from crosstie.qa.agreement.confusion import confusion_sums, confusion_table
from crosstie.qa.agreement.weights import Weights, disagreement_weights
from crosstie.qa.labels import Labels
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio

Table = NDArray[np.int64]


def cohen_kappa(labels_a: Labels, labels_b: Labels) -> Result:
    """Return Cohen's kappa of two annotators over the same units; None where either gave no label.

    kappa = (po - pe) / (1 - pe), pe = sum of p_i. p_.i (Cohen 1960, Educ Psychol Meas 20:37). -1..1, 0 =
    chance. Both gave one and the same label throughout: None, undefined_no_variation, with po beside it.
    """
    return finish_cohen(confusion_sums(labels_a, labels_b))


def finish_cohen(counts: Sums) -> Result:
    """Finish confusion sums as Cohen's kappa. `se` is for an interval, `se_null` for testing kappa = 0.

    Standard errors: Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323.
    """
    _, table = confusion_table(counts)
    n = int(table.sum())
    if not n:
        return Result("cohen_kappa", None, said.INSUFFICIENT, figures={"kappa": None, "po": None, "pe": None})
    agreed = int(np.trace(table)) * n
    chance = sum(int(r) * int(c) for r, c in zip(table.sum(1), table.sum(0), strict=True))
    kappa = ratio(agreed - chance, n * n - chance)
    se, se_null = (None, None) if kappa is None else _errors(table, np.eye(len(table)), kappa)
    figures: dict[str, object] = {
        "po": agreed / n**2,
        "pe": chance / n**2,
        "kappa": kappa,
        "se": se,
        "se_null": se_null,
    }
    return _result("cohen_kappa", kappa, n, figures, counts, "Cohen 1960; SE Fleiss, Cohen & Everitt 1969")


def weighted_kappa(
    labels_a: Labels,
    labels_b: Labels,
    order: Sequence[Hashable],
    weights: Weights = "linear",
) -> Result:
    """Return weighted kappa. `order` is the whole scale: categories that nobody used stay on it.

    kappa_w = 1 - sum(w o) / sum(w e), w the disagreement weights: "linear" |i-j|, "quadratic" (i-j)^2, or a
    square table with 0 on the diagonal (Cohen 1968, Psychol Bull 70:213). No expected disagreement: None.
    """
    return finish_weighted(confusion_sums(labels_a, labels_b), order, weights)


def finish_weighted(counts: Sums, order: Sequence[Hashable], weights: Weights = "linear") -> Result:
    """Finish confusion sums as weighted kappa on the scale `order`."""
    _, table = confusion_table(counts, order)
    n = int(table.sum())
    figures: dict[str, object] = {
        "kappa": None,
        "se": None,
        "se_null": None,
        "observed": None,
        "expected": None,
    }
    if not n:
        return Result("weighted_kappa", None, said.INSUFFICIENT, figures=figures)
    w = disagreement_weights(len(table), weights)
    expected = np.outer(table.sum(1), table.sum(0))
    observed_sum, expected_sum = math.fsum((w * table).ravel()) * n, math.fsum((w * expected).ravel())
    kappa = 1 - observed_sum / expected_sum if expected_sum else None
    se, se_null = (None, None) if kappa is None else _errors(table, 1 - w / w.max(), kappa)
    figures = {"kappa": kappa, "se": se, "se_null": se_null}
    figures |= {"observed": observed_sum / n**2, "expected": expected_sum / n**2}
    named = weights if isinstance(weights, str) else "custom"
    return _result("weighted_kappa", kappa, n, figures, counts, f"Cohen 1968, {named} weights")


def _errors(table: Table, agreement: NDArray[np.float64], kappa: float) -> tuple[float | None, float | None]:
    """Return the standard errors of kappa and of kappa = 0, for agreement weights (1 on the diagonal)."""
    n = int(table.sum())
    p = table / n
    rows, columns = p.sum(1), p.sum(0)
    chance = math.fsum((np.outer(rows, columns) * agreement).ravel())
    mean = (agreement @ columns)[:, None] + (rows @ agreement)[None, :]
    scale = (1 - chance) ** 2 * n
    if scale <= 0:
        return None, None
    spread = math.fsum((p * (agreement - mean * (1 - kappa)) ** 2).ravel())
    null = math.fsum((np.outer(rows, columns) * (agreement - mean) ** 2).ravel())
    variances = spread - (kappa - chance * (1 - kappa)) ** 2, null - chance**2
    return math.sqrt(max(variances[0], 0.0) / scale), math.sqrt(max(variances[1], 0.0) / scale)


def _result(
    metric: str, kappa: float | None, n: int, figures: dict[str, object], counts: Sums, method: str
) -> Result:
    state = said.NO_VARIATION if kappa is None else said.OK
    return Result(metric, kappa, state, n, n, 2, figures, counts, method=method)
