"""Classes that a pod calls by another name since some batch: the change point, and what instead."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

from crosstie.qa.charts.order import in_batch_order
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import Gap, added, gap_of_changes, rate
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import DRIFT_GAP, MIN_SAMPLES
from crosstie.qa.findings.wording import percent, percent_with_interval
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Behind, Finding
from crosstie.qa.study.row import Cell
from crosstie.qa.study.slices import By, SliceKey

METRIC: Final = "class_agreement"
SAME: Final = "class_same"
_ALL: Final = ""
Series = dict[str, Moments]
"""Moments of the share of things that keep their class, by batch."""


class Change(msgspec.Struct, frozen=True):
    """From which batch on a rate is another, and by how much."""

    batch: str
    gap: Gap
    after: Moments
    before: Moments


def drifting_classes(evidence: Evidence) -> Iterator[Tested]:
    """Test each pod and class for a change from some batch on that other pods have no part in.

    Against gold; without enough of it, each pair of pods against each other. Besides, all pods together.
    """
    for cell in evidence.cells(evidence.peoples, METRIC, ("class",)):
        together = evidence.values(evidence.peoples, cell, SAME, "batch")
        series: dict[str, Series] = {_ALL: {batch: moments for (batch,), moments in together.items()}}
        for (pod, batch), moments in evidence.values(evidence.peoples, cell, SAME, "pod", "batch").items():
            series.setdefault(pod, {})[batch] = moments
        for pod, own in series.items():
            change = change_point(own, _others(series, pod))
            if change is not None:
                by: By = (("pod", pod),) if pod else ()
                subject = Subject(METRIC, "class", cell.value, by)
                tell = _Telling(evidence, cell, pod, change, own)
                # A class of which more is right than before is no fault.
                yield Tested(subject, -change.gap.value, DRIFT_GAP, change.gap.p, tell)


def change_point(own: Series, others: Series | None) -> Change | None:
    """Return the batch with the greatest change, in standard errors over samples; None with too few samples.

    p is that of the greatest of so many gaps: times their number (Bonferroni).
    """
    batches = in_batch_order(own)
    found: list[Change] = []
    for at in range(1, len(batches)):
        before, after = (added(own[name] for name in some) for some in (batches[:at], batches[at:]))
        if min(before.clusters, after.clusters) < MIN_SAMPLES:
            continue
        sides = _sides(others, batches[at:])
        found.append(Change(batches[at], gap_of_changes(after, before, sides), after, before))
    if not found:
        return None
    greatest = min(found, key=lambda one: (one.gap.p, -abs(one.gap.value)))
    p = min(1.0, greatest.gap.p * len(found))
    return msgspec.structs.replace(greatest, gap=Gap(greatest.gap.value, p))


def _sides(others: Series | None, later: list[str]) -> tuple[Moments, Moments] | None:
    """Return the others' moments since a batch and before it, where there are enough of both."""
    if others is None:
        return None
    after = added(moments for batch, moments in others.items() if batch in later)
    before = added(moments for batch, moments in others.items() if batch not in later)
    return (after, before) if min(after.clusters, before.clusters) >= MIN_SAMPLES else None


def _others(series: dict[str, Series], pod: str) -> Series | None:
    """Return the series of all other single pods; None where there is nobody to compare with."""
    if not pod or " × " in pod:
        return None
    found: Series = {}
    for name, one in series.items():
        if name not in (_ALL, pod):
            for batch, moments in one.items():
                found[batch] = found.get(batch, Moments()) + moments
    return found or None


class _Telling:
    def __init__(self, evidence: Evidence, cell: Cell, pod: str, change: Change, own: Series) -> None:
        self._evidence, self._cell, self._pod, self._change = evidence, cell, pod, change
        batches = in_batch_order(own)
        self._later = batches[batches.index(change.batch) :]

    def __call__(self) -> Finding:
        evidence, change = self._evidence, self._change
        words, instead = evidence.words, self._instead()
        what = words.name(self._cell.value)
        said = f"{words.name(instead[0])} instead of {what}" if instead else f"{what} something else"
        who = self._pod or "Everybody"
        sentence = (
            f"{who} says {said} since {change.batch}: {percent_with_interval(_wrong(change.after))} of"
            f" {what} labels have another class, {percent(1 - rate(change.before))} before."
        )
        counted = f" {instead[1]} of them are {words.name(instead[0])}." if instead else ""
        detail = (
            f"In {change.after.clusters} samples since {change.batch}, {change.before.clusters}"
            f" before.{counted} Settle what a {what} is, and look at these again."
        )
        by: By = (("pod", self._pod),) if self._pod else ()
        figure = evidence.figure(evidence.peoples, self._cell, SAME, by)
        return Finding("drift", sentence, detail, -change.gap.value, None, (figure,), self._behind())

    def _instead(self) -> tuple[str, int] | None:
        """Return the class that is said most often instead, and how often, since the change."""
        counts: Counter[str] = Counter()
        for by in self._slices():
            cells = self._evidence.tally.sums(SliceKey(self._evidence.peoples, self._cell, by)).under("cell")
            for pair, n in cells.items():
                counts.update({str(label): int(n) for label in pair if label != self._cell.value})
        return counts.most_common(1)[0] if counts else None

    def _behind(self) -> tuple[Behind, ...]:
        evidence = self._evidence
        found = [one for by in self._slices() for one in evidence.behind(evidence.peoples, self._cell, by)]
        return tuple(sorted(found, key=lambda one: (-one.badness, one.sample_id))[:30])

    def _slices(self) -> list[By]:
        pod: By = (("pod", self._pod),) if self._pod else ()
        return [(*pod, ("batch", batch)) for batch in self._later]


def _wrong(moments: Moments) -> Moments:
    """Return the moments of what is not in the share."""
    return Moments(
        moments.clusters,
        moments.d - moments.x,
        moments.d,
        moments.dd - 2 * moments.xd + moments.xx,
        moments.dd - moments.xd,
        moments.dd,
    )
