"""Batches that are out of line with the other batches, of everybody or of one pod."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.charts.order import in_batch_order
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import Gap, added, gap_between
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import BATCH_GAP, MIN_SAMPLES
from crosstie.qa.findings.wording import number, told_of, with_interval
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Finding
from crosstie.qa.study.row import Cell, Comparison
from crosstie.qa.study.slices import By

Series = dict[str, Moments]
"""Moments of a share by batch."""

CHARTED: Final = (
    ("link_prf", "link_f1"),
    ("matched_f1", "label_f1"),
    ("class_agreement", "class_same"),
    ("attribute_agreement", "attribute_same"),
)
SETTLED: Final = (("cross_modal_consistency", "consistency"),)


def batches_out_of_line(evidence: Evidence) -> Iterator[Tested]:
    """Test the batch that lies furthest from the others, of each number that has a control chart.

    p is that of the furthest of so many batches: times their number (Bonferroni).
    """
    for comparison, cell, name in charted(evidence):
        for pod, series in series_of(evidence, comparison, cell, name).items():
            found = _furthest(series)
            if found is not None:
                batch, gap = found
                by: By = (("pod", pod),) if pod else ()
                rest = added(moments for other, moments in series.items() if other != batch)
                tell = _Telling(evidence, comparison, cell, name, by, batch, (series[batch], rest))
                subject = Subject(cell.metric, by=by)
                yield Tested(subject, -gap.value, BATCH_GAP, gap.p, tell)


def charted(evidence: Evidence) -> Iterator[tuple[Comparison, Cell, str]]:
    """Yield each number that has a control chart: of what people label, and of what is settled."""
    for metric, name in CHARTED:
        for cell in evidence.cells(evidence.peoples, metric, ("",)):
            yield evidence.peoples, cell, name
    for metric, name in SETTLED:
        for cell in evidence.cells("settled", metric, ("",)):
            yield "settled", cell, name


def series_of(evidence: Evidence, comparison: Comparison, cell: Cell, name: str) -> dict[str, Series]:
    """Return the moments by batch: of everybody (""), and of each pod. Batches are in their order."""
    whole = {batch: one for (batch,), one in evidence.values(comparison, cell, name, "batch").items()}
    found: dict[str, Series] = {"": {batch: whole[batch] for batch in in_batch_order(whole)}}
    by_pod = evidence.values(comparison, cell, name, "pod", "batch")
    for pod, batch in sorted(by_pod, key=lambda one: (one[0], list(found[""]).index(one[1]))):
        found.setdefault(pod, {})[batch] = by_pod[pod, batch]
    return found


def _furthest(series: Series) -> tuple[str, Gap] | None:
    """Return the batch that is worse than the others by the smallest p."""
    gaps: list[tuple[str, Gap]] = []
    for batch, moments in series.items():
        rest = added(other for name, other in series.items() if name != batch)
        if min(moments.clusters, rest.clusters) >= MIN_SAMPLES:
            gaps.append((batch, gap_between(moments, rest)))
    worse = [(batch, gap) for batch, gap in gaps if gap.value < 0]
    if not worse:
        return None
    batch, gap = min(worse, key=lambda one: (one[1].p, one[1].value))
    return batch, Gap(gap.value, min(1.0, gap.p * len(gaps)))


class _Telling:
    def __init__(
        self,
        evidence: Evidence,
        comparison: Comparison,
        cell: Cell,
        name: str,
        by: By,
        batch: str,
        sides: tuple[Moments, Moments],
    ) -> None:
        self._evidence, self._comparison, self._cell, self._name = evidence, comparison, cell, name
        self._by, self._batch, self._sides = by, batch, sides

    def __call__(self) -> Finding:
        evidence, (here, rest) = self._evidence, self._sides
        title = told_of(self._cell.metric, self._name).title
        of_pod = f" of {evidence.words.slice(self._by)}" if self._by else ""
        sentence = (
            f"Batch {self._batch}{of_pod} is out of line: {title[0].lower() + title[1:]}"
            f" {with_interval(here)}, {number(rest.rate or 0.0)} in the other batches."
        )
        detail = (
            f"In {here.clusters} samples of the batch, against {rest.clusters}. Its control chart shows"
            " whether it stands alone. Ask what was different: material, instructions, people."
        )
        by: By = (*self._by, ("batch", self._batch))
        comparison, cell = self._comparison, self._cell
        figure = evidence.figure(comparison, cell, self._name, self._by or by)
        behind = evidence.behind(comparison, cell, by)
        effect = (rest.rate or 0.0) - (here.rate or 0.0)
        return Finding("control", sentence, detail, effect, None, (figure,), behind)
