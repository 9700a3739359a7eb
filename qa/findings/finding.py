"""Everything that is looked for, tested as one family: what is left after chance and trifles."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from crosstie.qa.findings.anchoring import anchored
from crosstie.qa.findings.control import batches_out_of_line
from crosstie.qa.findings.drift import drifting_classes
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.explained import Kept, unexplained
from crosstie.qa.findings.links import broken_links
from crosstie.qa.findings.rules import broken_rules
from crosstie.qa.findings.slices import worse_slices
from crosstie.qa.findings.tested import Tested
from crosstie.qa.findings.thresholds import FALSE_SHARE
from crosstie.qa.findings.wording import several
from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.reports.report import Figure, Finding

_FINDERS: Final[tuple[tuple[str, Callable[[Evidence], Iterator[Tested]]], ...]] = (
    ("links", broken_links),
    ("slice", worse_slices),
    ("drift", drifting_classes),
    ("consistency", broken_rules),
    ("control", batches_out_of_line),
)
_ALSO: Final = 3


def findings_of(evidence: Evidence, figures: Sequence[Figure]) -> tuple[Finding, ...]:
    """Return what is at fault, the greatest effect first.

    Of everything tested, what is large enough and, over all tests together, not to be had by chance.
    """
    by_id = {figure.id: figure for figure in figures}
    tested = [(kind, one) for kind, finder in _FINDERS for one in finder(evidence)]
    tested += [("anchoring", one) for one in anchored(evidence, by_id)]
    return told(tested, evidence)


def told(tested: Sequence[tuple[str, Tested]], evidence: Evidence) -> tuple[Finding, ...]:
    """Return the findings among tests (kind, test), which are one family."""
    adjusted = benjamini_hochberg([one.p for _, one in tested], FALSE_SHARE).figures["adjusted"]
    assert isinstance(adjusted, list)
    family = list(zip(tested, adjusted, strict=True))
    p_of: dict[int, float | None] = {id(one): p for (_, one), p in family}
    found = [one for one, p in family if p is not None and p <= FALSE_SHARE and one[1].matters]
    kept = unexplained(found, evidence.pods)
    return tuple(_finding(one, p_of[id(one.one)], evidence) for one in kept)


def _finding(kept: Kept, p_adjusted: float | None, evidence: Evidence) -> Finding:
    finding = kept.one.tell()
    figures, detail = finding.figures, finding.detail
    if kept.also:
        others = [one.tell() for one in kept.also[:_ALSO]]
        subjects = [one.subject for one in kept.also[:_ALSO]]
        parts = [evidence.words.part(one.facet, one.value) or "labels" for one in subjects]
        detail = f"{detail} Also behind there: {several(list(dict.fromkeys(parts)))}."
        figures = (*figures, *(figure for other in others for figure in other.figures))
    return msgspec.structs.replace(finding, p_adjusted=p_adjusted, figures=figures, detail=detail)
