"""The control charts of a report: of everybody and of each pod, over batches."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.charts.series import chart_of
from crosstie.qa.findings.control import charted, series_of
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.wording import told_of
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Chart

_FEWEST: Final = 2


def charts_of(evidence: Evidence) -> tuple[Chart, ...]:
    """Return the charts of links, labels, classes, attributes and consistency.

    People are charted where they are held against gold: the anchored samples. Without gold each pair of
    people is. One batch makes no chart.
    """
    made = [_chart(name, told_of(cell.metric, name).title, series_of(evidence, comparison, cell, name))
            for comparison, cell, name in charted(evidence)]  # fmt: skip
    return tuple(chart for some in made for chart in some)


def _chart(name: str, title: str, by_pod: dict[str, dict[str, Moments]]) -> Iterator[Chart]:
    for pod, series in by_pod.items():
        found = chart_of(series)
        if found is None or len(found.points) < _FEWEST:
            continue
        points = found.points
        yield Chart(name, title, pod, found.centre, found.phase_one, points)
