"""A control chart of a share over batches, told from each batch's moments over its samples."""

from collections.abc import Mapping
from typing import cast

import msgspec

from crosstie.qa.charts.control import BASELINE_BATCHES, ewma_chart, p_chart
from crosstie.qa.intervals.moments import Moments

Limits = list[float]


class ChartPoint(msgspec.Struct, frozen=True):
    """A batch: x of n, its rate and limits, the moving average and its limits, and whether either is out."""

    batch: str
    x: int
    n: int
    rate: float
    low: float
    high: float
    ewma: float
    ewma_low: float
    ewma_high: float
    out: bool


class Charted(msgspec.Struct, frozen=True):
    """The points of a chart and its centre; `phase_one` while the limits still move."""

    centre: float
    phase_one: bool
    points: tuple[ChartPoint, ...]


def chart_of(series: Mapping[str, Moments]) -> Charted | None:
    """Return the p chart and the EWMA of batches that stand in their order; None where none has anything.

    Labels of one sample go wrong together, so limits are those of the effective n: n over the design effect,
    the same for every batch, estimated from all. Limits are frozen with the first 20 batches; fewer are
    phase I.
    """
    held = {batch: moments for batch, moments in series.items() if moments.d}
    if not held:
        return None
    baseline = list(held.values())[:BASELINE_BATCHES]
    effect = design_effect(baseline)
    counts = [(int(moments.x), int(moments.d)) for moments in held.values()]
    chart = p_chart(
        [x for x, _ in counts], [n for _, n in counts], baseline=len(baseline), design_effect=effect
    )
    centre = chart.value or 0.0
    rates = [x / n for x, n in counts]
    mean_n = sum(n for _, n in counts[: len(baseline)]) / len(baseline)
    sigma = (centre * (1 - centre) * effect / mean_n) ** 0.5
    moving = ewma_chart(rates, centre, sigma)
    outside = {
        *cast("list[int]", chart.figures["out_of_control_index0"]),
        *cast("list[int]", moving.figures["out_of_control_index0"]),
    }
    low, high = (_each(chart.figures[name], len(counts)) for name in ("lcl", "ucl"))
    average, under, over = (_each(moving.figures[name], len(counts)) for name in ("ewma", "lcl", "ucl"))
    points = (
        ChartPoint(batch, *counts[i], rates[i], low[i], high[i], average[i],
                   max(under[i], 0.0), min(over[i], 1.0), i in outside)
        for i, batch in enumerate(held)
    )  # fmt: skip
    return Charted(centre, len(baseline) < BASELINE_BATCHES, tuple(points))


def design_effect(series: list[Moments]) -> float:
    """Return by how much the variance of a rate over samples exceeds that of single draws; at least 1."""
    whole = Moments()
    for moments in series:
        whole += moments
    rate = whole.rate
    # A rate of 0 or 1 has no variance to compare.
    if rate is None or not 0 < rate < 1:
        return 1.0
    error = whole.errors()[1] or 0.0
    return max(1.0, error**2 * float(whole.d) / (rate * (1 - rate)))


def _each(limits: object, n: int) -> Limits:
    """Return a limit for each batch, where one may stand for all."""
    return [float(one) for one in limits] if isinstance(limits, list) else [float(cast("float", limits))] * n
