"""The control charts of a report: of everybody and of each pod, over batches."""

from collections.abc import Iterator

import msgspec

from crosstie.qa.charts.series import chart_of
from crosstie.qa.findings.control import charted, series_of
from crosstie.qa.findings.drift import METRIC, SAME
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import added
from crosstie.qa.findings.wording import told_of
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Chart, ChartPoint

_FEWEST: int = 2


def charts_of(evidence: Evidence) -> tuple[Chart, ...]:
    """Return the charts of links, labels, classes, attributes and consistency.

    People are charted where they are held against gold: the anchored samples. Without gold each pair of
    people is. One batch makes no chart.
    """
    made = [_chart(name, told_of(cell.metric, name).title, series_of(evidence, comparison, cell, name))
            for comparison, cell, name in charted(evidence)]  # fmt: skip
    made.append(_chart(SAME, told_of(METRIC, SAME).title, _classes(evidence)))
    return tuple(chart for some in made for chart in some)


def _chart(name: str, title: str, by_pod: dict[str, dict[str, Moments]]) -> Iterator[Chart]:
    for pod, series in by_pod.items():
        found = chart_of(series)
        if found is None or len(found.points) < _FEWEST:
            continue
        points = tuple(ChartPoint(**msgspec.structs.asdict(point)) for point in found.points)
        yield Chart(name, title, pod, found.centre, found.phase_one, points)


def _classes(evidence: Evidence) -> dict[str, dict[str, Moments]]:
    """Return the moments of classes by pod and batch, over all modalities.

    The modalities of one sample count as clusters of their own here, which makes the limits a little narrow.
    """
    parts = [
        series_of(evidence, evidence.peoples, cell, SAME)
        for cell in evidence.cells(evidence.peoples, METRIC, ("modality",))
    ]
    pods = dict.fromkeys(pod for part in parts for pod in part)
    return {
        pod: {
            batch: added(part.get(pod, {}).get(batch, Moments()) for part in parts)
            for batch in dict.fromkeys(name for part in parts for name in part.get(pod, {}))
        }
        for pod in pods
    }
