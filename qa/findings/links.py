"""Links that are wrong where labels are right: in general, and not in one slice alone."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import below, rate
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import LINKS_BEHIND, LINKS_RIGHT
from crosstie.qa.findings.wording import number, with_interval
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Dimension, Finding
from crosstie.qa.study.row import Cell

METRIC: Final = "link_prf"
F1: Final = "link_f1_conditional"
FOUND: Final = "endpoint_recall"
_DIMENSIONS: Final[tuple[Dimension, ...]] = ("language", "site", "pod", "annotators", "batch")


def broken_links(evidence: Evidence) -> Iterator[Tested]:
    """Test each type of link: its F1 where both ends were found, without the slice that is worst.

    What one slice alone has wrong is left to the finder of slices.
    """
    for cell in evidence.cells(evidence.peoples, METRIC, ("link_type",)):
        right = evidence.moments(evidence.peoples, cell, F1)
        ends = evidence.moments(evidence.peoples, cell, FOUND)
        if right.rate is not None:
            without = _without_worst(evidence, cell, right)
            behind = rate(ends) - rate(without)
            effect = behind if rate(without) < LINKS_RIGHT else 0.0
            tell = _Telling(evidence, cell, right, ends)
            yield Tested(
                Subject(METRIC, "link_type", cell.value),
                effect,
                LINKS_BEHIND,
                below(without, LINKS_RIGHT),
                tell,
            )


class _Telling:
    def __init__(self, evidence: Evidence, cell: Cell, right: Moments, ends: Moments) -> None:
        self._evidence, self._cell, self._right, self._ends = evidence, cell, right, ends

    def __call__(self) -> Finding:
        evidence, cell = self._evidence, self._cell
        said = evidence.words.part("link_type", cell.value)
        sentence = (
            f"Links are wrong where labels are right: {said} have F1 {with_interval(self._right)}"
            f" where both ends were found, and {number(rate(self._ends))} of the ends were found."
        )
        detail = (
            f"{_against(evidence)}, in {self._right.clusters} samples; it is so without any one language,"
            " site, pod, person or batch. Look at what these links tie, and write down which end goes where."
        )
        comparison = evidence.peoples
        return Finding(
            "links",
            sentence,
            detail,
            rate(self._ends) - rate(self._right),
            None,
            tuple(evidence.figure(comparison, cell, name) for name in (F1, FOUND)),
            evidence.behind(comparison, cell),
        )


def _against(evidence: Evidence) -> str:
    return "Against gold" if evidence.peoples == "accuracy" else "Between independent passes"


def _without_worst(evidence: Evidence, cell: Cell, whole: Moments) -> Moments:
    """Return the moments of all slices but one, where that leaves the best rate."""
    left = [whole]
    for dimension in _DIMENSIONS:
        values = evidence.values(evidence.peoples, cell, F1, dimension)
        if len(values) > 1:
            left += [evidence.rest_of(values, value) for value in values]
    return max((one for one in left if one.rate is not None), key=rate)
