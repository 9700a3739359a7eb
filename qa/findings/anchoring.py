"""People who let wrong suggestions stand that they would not have made themselves."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.bias.anchoring import finish_anchoring
from crosstie.qa.bias.proportions import exact_p
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import ANCHORING_GAP, MIN_SAMPLES
from crosstie.qa.findings.wording import p_value, percent
from crosstie.qa.reports.report import Figure, Finding
from crosstie.qa.study.row import Cell
from crosstie.qa.study.slices import SliceKey
from crosstie.qa.sums import Sums

METRIC: Final = "anchoring_bias"
NAME: Final = "anchoring_wrong"


def anchored(evidence: Evidence, figures: dict[str, Figure]) -> Iterator[Tested]:
    """Test the gap on wrong suggestions: how much more often assisted passes keep them than blind ones do.

    McNemar's exact p; besides, the interval over samples must lie above 0.
    """
    for cell in evidence.cells("bias", METRIC, ("",)):
        key = SliceKey("bias", cell)
        sums = evidence.tally.sums(key)
        gap = finish_anchoring(sums).number("gap_when_suggestion_wrong")
        figure = figures.get(evidence.figure("bias", cell, NAME))
        ci = figure.ci if figure is not None else None
        if gap is None or ci is None or ci.low is None or evidence.tally.n_samples(key) < MIN_SAMPLES:
            continue
        p = exact_p(sums.count("wrong", False, True), sums.count("wrong", True, False))
        effect = gap if ci.low > 0 else 0.0
        interval = f" [{100 * ci.low:.0f}, {100 * (ci.high or 1):.0f}]"
        tell = _Telling(evidence, cell, sums, gap, p, interval)
        yield Tested(Subject(METRIC), effect, ANCHORING_GAP, p, tell)


class _Telling:
    def __init__(
        self, evidence: Evidence, cell: Cell, sums: Sums, gap: float, p: float, interval: str
    ) -> None:
        self._evidence, self._cell, self._sums = evidence, cell, sums
        self._gap, self._p, self._interval = gap, p, interval

    def __call__(self) -> Finding:
        shown, blind, n = _kept(self._sums)
        sentence = (
            f"People keep wrong suggestions: {percent(shown / n)} stand where they were shown,"
            f" {percent(blind / n)} in blind passes of the same samples"
            f" (gap {percent(self._gap)}{self._interval}, exact {p_value(self._p)})."
        )
        right = finish_anchoring(self._sums).number("gap_when_suggestion_right")
        benefit = (
            ""
            if right is None
            else f" On right suggestions the gap, which is a benefit, is {percent(right)}."
        )
        samples = self._evidence.tally.n_samples(SliceKey("bias", self._cell))
        detail = (
            f"{n} wrong suggestions in {samples} samples with a blind and an assisted pass.{benefit}"
            " Let more samples be labelled blind first, or show suggestions later."
        )
        figure = self._evidence.figure("bias", self._cell, NAME)
        behind = self._evidence.behind("bias", self._cell)
        return Finding("anchoring", sentence, detail, self._gap, None, (figure,), behind)


def _kept(sums: Sums) -> tuple[int, int, int]:
    """Return how many wrong suggestions stand where shown, how many in blind passes, and all of them."""
    both, shown, blind, neither = (
        sums.count("wrong", *way) for way in ((True, True), (False, True), (True, False), (False, False))
    )
    return both + shown, both + blind, both + shown + blind + neither
