"""The samples to look at first: behind the findings, and behind what is worst in all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crosstie.qa.reports.report import Behind, Figure, Finding

MOST: Final = 50
_FINDING: Final = 4.0
"""A finding counts as much as so many of the figures that are always there."""


def samples_to_look_at(findings: Sequence[Finding], figures: Iterable[Figure]) -> tuple[Behind, ...]:
    """Return the samples that are most often among the worst, worst first.

    `badness` adds up, over findings (with their effect) and over figures of all samples, how bad a sample is
    there against the worst one: 1 for the worst of one figure.
    """
    scores: dict[str, float] = {}
    passes: dict[str, tuple[str, ...]] = {}
    for weight, behind in _lists(findings, figures):
        most = max((one.badness for one in behind), default=0.0)
        for one in behind:
            if one.badness > 0:
                scores[one.sample_id] = scores.get(one.sample_id, 0.0) + weight * one.badness / most
                passes.setdefault(one.sample_id, one.passes)
    worst = sorted(scores, key=lambda name: (-scores[name], name))[:MOST]
    return tuple(Behind(round(scores[name], 6), name, passes[name]) for name in worst)


def _lists(
    findings: Sequence[Finding], figures: Iterable[Figure]
) -> Iterator[tuple[float, tuple[Behind, ...]]]:
    for finding in findings:
        yield _FINDING * finding.effect, finding.behind
    seen: set[tuple[str, str]] = set()
    for figure in figures:
        place = (figure.comparison, figure.metric)
        # The numbers of one metric have the same samples behind them.
        if not figure.by and not figure.facet and figure.comparison != "model" and place not in seen:
            seen.add(place)
            yield 1.0, figure.behind
