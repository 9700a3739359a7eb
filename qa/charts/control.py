"""Control charts over batches: is this batch as the others were."""

import math
from collections.abc import Sequence

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result

BASELINE_BATCHES = 20


def p_chart(
    defectives: Sequence[int],
    n_per_batch: int | Sequence[int],
    k: float = 3.0,
    baseline: int | None = None,
    design_effect: float = 1.0,
) -> Result:
    """Return the mean share of defectives (the value) and limits pbar +- k sqrt(pbar (1 - pbar) / n) of
    each batch.

    The lower limit is at least 0. `baseline` is how many first batches set pbar (default all); with fewer
    than 20 the chart is phase_1: limits still move. NIST/SEMATECH e-Handbook 6.3.3.2. With one batch size the
    limits are two numbers, else one for each batch. Nothing inspected: None, empty. `design_effect` is by how
    much the variance over samples exceeds that of single draws, as labels of one sample go wrong together:
    n is divided by it.
    """
    sizes = [n_per_batch] * len(defectives) if isinstance(n_per_batch, int) else list(n_per_batch)
    if not design_effect > 0 or not math.isfinite(design_effect):
        raise QualityInvalid("a design effect is a number above 0.")
    if len(sizes) != len(defectives) or any(not 0 <= x <= n for x, n in zip(defectives, sizes, strict=True)):
        raise QualityInvalid("each batch needs its size and defectives between 0 and that size.")
    first = len(sizes) if baseline is None else baseline
    inspected = sum(sizes[:first])
    figures: dict[str, object] = dict.fromkeys(("pbar", "ucl", "lcl", "out_of_control_index0"))
    if not inspected:
        return Result("p_chart", None, said.EMPTY, len(sizes), figures=figures)
    pbar = sum(defectives[:first]) / inspected
    half = [k * math.sqrt(pbar * (1 - pbar) * design_effect / n) if n else math.inf for n in sizes]
    upper, lower = [min(1.0, pbar + h) for h in half], [max(0.0, pbar - h) for h in half]
    rates = [x / n if n else None for x, n in zip(defectives, sizes, strict=True)]
    one = len(set(sizes)) == 1
    figures = {
        "pbar": pbar,
        "ucl": upper[0] if one else upper,
        "lcl": lower[0] if one else lower,
        "rates": rates,
    }
    outside = [
        r is not None and not low <= r <= high for r, low, high in zip(rates, lower, upper, strict=True)
    ]
    figures["out_of_control_index0"] = [i for i, out in enumerate(outside) if out]
    state = said.PHASE_ONE if first < BASELINE_BATCHES else said.OK
    return Result("p_chart", pbar, state, len(sizes), figures=figures, method=f"p chart, k = {k}")


def ewma_chart(
    x: Sequence[float],
    target: float,
    sigma: float,
    weight: float = 0.2,
    k: float = 3.0,
    limits: str = "exact",
) -> Result:
    """Return the exponentially weighted moving average of batches, z = weight x + (1 - weight) z, from the
    target.

    Limits target +- k sigma sqrt(weight / (2 - weight) (1 - (1 - weight)^2i)); limits="asymptotic" drops the
    last factor. The value is the newest average. Roberts 1959; Montgomery, SQC; NIST 6.3.2.4. No batch: None,
    empty.
    """
    if not 0 < weight <= 1 or sigma < 0 or limits not in ("exact", "asymptotic"):
        raise QualityInvalid("an EWMA chart needs 0 < weight <= 1, sigma >= 0, limits exact or asymptotic.")
    if not all(map(math.isfinite, x)):
        raise QualityInvalid("a batch's value is not finite.")
    at, averages, upper, lower = target, [], [], []
    for i, seen in enumerate(x, 1):
        at = weight * seen + (1 - weight) * at
        grown = 1 - (1 - weight) ** (2 * i) if limits == "exact" else 1.0
        half = k * sigma * math.sqrt(weight / (2 - weight) * grown)
        averages.append(at)
        upper.append(target + half)
        lower.append(target - half)
    outside = [not low <= z <= high for z, low, high in zip(averages, lower, upper, strict=True)]
    figures: dict[str, object] = {"ewma": averages, "ucl": upper, "lcl": lower}
    figures["out_of_control_index0"] = [i for i, out in enumerate(outside) if out]
    value = averages[-1] if averages else None
    state = said.OK if averages else said.EMPTY
    return Result(
        "ewma_chart", value, state, len(averages), figures=figures, method=f"EWMA {weight}, {limits} limits"
    )
