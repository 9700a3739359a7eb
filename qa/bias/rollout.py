"""Difference in differences: what changed where the assistant came, less what changed where it did not."""

import math
from collections.abc import Hashable, Sequence

import msgspec
from scipy.special import stdtrit

from crosstie.qa import status as said
from crosstie.qa.result import Interval, Result

CELLS = (("treated", "post"), ("treated", "pre"), ("control", "post"), ("control", "pre"))


class Outcome(msgspec.Struct, frozen=True):
    """One outcome: its cluster (team, annotator or sample), group (treated, control), period (pre, post),
    value.
    """

    cluster: Hashable
    group: str
    period: str
    value: float


def difference_in_differences(
    treated_pre: float, treated_post: float, control_pre: float, control_post: float
) -> Result:
    """Return (treated post - pre) - (control post - pre) of four means; Card & Krueger 1994, AER 84:772."""
    treated, control = treated_post - treated_pre, control_post - control_pre
    figures: dict[str, object] = {
        "did": treated - control,
        "treated_change": treated,
        "control_change": control,
    }
    return Result("difference_in_differences", treated - control, figures=figures, method="of four means")


def did_from_outcomes(outcomes: Sequence[Outcome], confidence: float = 0.95) -> Result:
    """Return the same from single outcomes, with a standard error over clusters (CR1) and a t interval.

    A cluster that has outcomes before and after counts as one. A cell without outcome: None, empty.
    """
    cells = {cell: [o for o in outcomes if (o.group, o.period) == cell] for cell in CELLS}
    figures: dict[str, object] = dict.fromkeys(("did", "se", "low", "high"))
    if not all(cells.values()):
        return Result("difference_in_differences", None, said.EMPTY, len(outcomes), figures=figures)
    means = {cell: math.fsum(o.value for o in rows) / len(rows) for cell, rows in cells.items()}
    did = means[CELLS[0]] - means[CELLS[1]] - (means[CELLS[2]] - means[CELLS[3]])
    pull: dict[Hashable, list[float]] = {}
    for sign, cell in zip((1, -1, -1, 1), CELLS, strict=True):
        for outcome in cells[cell]:
            pull.setdefault(outcome.cluster, []).append(
                sign * (outcome.value - means[cell]) / len(cells[cell])
            )
    g = len(pull)
    se = math.sqrt(math.fsum(math.fsum(p) ** 2 for p in pull.values()) * g / (g - 1)) if g > 1 else None
    half = se * float(stdtrit(g - 1, 0.5 + confidence / 2)) if se is not None else None
    low, high = (None, None) if half is None else (did - half, did + half)
    figures = {"did": did, "se": se, "low": low, "high": high, "n_clusters": g}
    state = said.TOO_FEW_CLUSTERS if g < 10 else said.OK
    ci = Interval(low, high, confidence, "CR1 over clusters, t", state, g)
    return Result(
        "difference_in_differences", did, said.OK, len(outcomes), 0, g, figures, ci=ci, method="cluster CR1"
    )
