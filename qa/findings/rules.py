"""Rules that are broken in many samples."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import below, rate
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import MIN_SAMPLES, RULE_BROKEN
from crosstie.qa.findings.wording import percent
from crosstie.qa.intervals.moments import Moments, share_interval
from crosstie.qa.reports.report import Finding
from crosstie.qa.study.row import Cell

METRIC: Final = "cross_modal_consistency"
NAME: Final = "consistency"


def broken_rules(evidence: Evidence) -> Iterator[Tested]:
    """Test each rule: in how many of the samples that it applies to it is broken."""
    for cell in evidence.cells("settled", METRIC, ("rule",)):
        kept = evidence.moments("settled", cell, NAME)
        if kept.clusters >= MIN_SAMPLES:
            subject = Subject(METRIC, "rule", cell.value)
            p = below(kept, 1 - RULE_BROKEN)
            yield Tested(subject, 1 - rate(kept), RULE_BROKEN, p, _Telling(evidence, cell, kept))


class _Telling:
    def __init__(self, evidence: Evidence, cell: Cell, kept: Moments) -> None:
        self._evidence, self._cell, self._kept = evidence, cell, kept

    def __call__(self) -> Finding:
        evidence, cell, kept = self._evidence, self._cell, self._kept
        ci, broken = share_interval(kept), kept.d - kept.x
        limits = f" [{100 * (1 - (ci.high or 1)):.0f}, {100 * (1 - (ci.low or 0)):.0f}]"
        sentence = (
            f"Rule {evidence.words.name(cell.value)} is broken in {percent(1 - rate(kept))}{limits}"
            f" of the samples that it applies to: {int(broken)} of {int(kept.d)}."
        )
        return Finding(
            "consistency",
            sentence,
            "In the most settled pass of each sample. Put these right, or the rule, if it asks too much.",
            1 - rate(kept),
            None,
            (evidence.figure("settled", cell, NAME),),
            evidence.behind("settled", cell),
        )
