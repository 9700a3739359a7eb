"""Classes that a pod calls by another name since some batch: the change point, and what instead."""

import math
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
                tell = _Telling(evidence, cell, pod, change, series)
                # A class of which more is right than before is no fault.
                yield Tested(subject, -change.gap.value, DRIFT_GAP, change.gap.p, tell)


def change_point(own: Series, others: Series | None) -> Change | None:
    """Return the batch since which the rate is another: the one that makes the batches likeliest, as two
    rates. None with too few samples.

    p is that of the gap there, times the number of batches that it was chosen from (Bonferroni).
    """
    batches = in_batch_order(own)
    found: list[tuple[float, int, Moments, Moments]] = []
    for at in range(1, len(batches)):
        before, after = (added(own[name] for name in some) for some in (batches[:at], batches[at:]))
        if min(before.clusters, after.clusters) >= MIN_SAMPLES:
            found.append((_likelihood(before) + _likelihood(after), -at, before, after))
    if not found:
        return None
    _, at, before, after = max(found, key=lambda one: one[:2])
    since = batches[-at:]
    gap = gap_of_changes(after, before, _sides(others, since))
    return Change(since[0], Gap(gap.value, min(1.0, gap.p * len(found))), after, before)


def _likelihood(moments: Moments) -> float:
    """Return the log-likelihood of a segment of batches at its own rate, each thing a draw.

    That things of one sample go wrong together scales all splits alike.
    """
    n, wrong = float(moments.d), float(moments.d - moments.x)
    return sum(count * math.log(count / n) for count in (wrong, n - wrong) if count)


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
    def __init__(
        self, evidence: Evidence, cell: Cell, pod: str, change: Change, series: dict[str, Series]
    ) -> None:
        self._evidence, self._cell, self._pod, self._change = evidence, cell, pod, change
        batches = in_batch_order(series[pod])
        self._later = batches[batches.index(change.batch) :]
        self._sides = _sides(_others(series, pod), self._later)

    def __call__(self) -> Finding:
        evidence, change = self._evidence, self._change
        words, instead = evidence.words, self._instead()
        what = words.name(self._cell.value)
        said = f"{words.name(instead[0]) if instead else 'something else'} instead of {what}"
        who = f"Pod {self._pod} says" if self._pod else "Everybody says"
        others = f"; other pods {percent(1 - rate(self._sides[0]))}" if self._sides else ""
        sentence = (
            f"{who} {said} since {change.batch}: {percent_with_interval(_wrong(change.after))} of {what}"
            f" labels have another class, {percent(1 - rate(change.before))} before{others}."
        )
        detail = (
            f"{_reference(evidence)}, in {change.after.clusters} samples since {change.batch} and"
            f" {change.before.clusters} before.{self._counted(instead)} Agree on what a {what} is, and look"
            " at these again."
        )
        by: By = (("pod", self._pod),) if self._pod else ()
        figure = evidence.figure(evidence.peoples, self._cell, SAME, by)
        return Finding("drift", sentence, detail, -change.gap.value, None, (figure,), self._behind())

    def _counted(self, instead: tuple[str, int] | None) -> str:
        if instead is None:
            return ""
        wrong = int(_wrong(self._change.after).x)
        return f" {instead[1]} of {wrong} are called {self._evidence.words.name(instead[0])}."

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


def _reference(evidence: Evidence) -> str:
    return "Against gold" if evidence.peoples == "accuracy" else "Between independent passes"
