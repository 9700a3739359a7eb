"""Makes a report: counts the project, finishes its figures, and says what is wrong."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crosstie import __version__
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.finding import findings_of
from crosstie.qa.findings.wording import Words
from crosstie.qa.reports.making_charts import charts_of
from crosstie.qa.reports.making_confusions import confusions_of, divergences_of
from crosstie.qa.reports.making_contents import contents_of
from crosstie.qa.reports.making_warnings import warnings_of
from crosstie.qa.reports.making_worst import samples_to_look_at
from crosstie.qa.reports.report import Contents, Dimension, Report
from crosstie.qa.result import LIBRARIES
from crosstie.qa.study.figures import figures_of
from crosstie.qa.study.pods import Pods, read_pods
from crosstie.qa.study.row import Comparison
from crosstie.qa.study.running import run_study
from crosstie.qa.study.running_part import ALL, StudyStopped
from crosstie.qa.study.slices import ALONE
from crosstie.qa.study.tally import Tally
from crosstie.storage.project import reading_project

OnProgress = Callable[[float], None]
ShouldStop = Callable[[], bool]
_COUNTED: Final = 0.7
_FINISHED: Final = 0.95
"""How much of the whole time is spent when samples are counted, and when figures are finished."""


def make_report(
    root: Path,
    asked: Collection[Comparison] = ALL,
    by: Collection[Dimension] = ALONE,
    jobs: int = 0,
    dask_address: str | None = None,
    on_progress: OnProgress = lambda _share: None,
    should_stop: ShouldStop = lambda: False,
) -> Report:
    """Return the report of a project: of the comparisons asked for, figures sliced by these dimensions.

    What is found does not depend on `by`. `on_progress` is told the share that is done, 0 to 1. Raises what
    `run_study` raises; StudyStopped when `should_stop` says so.
    """
    steps = Steps(on_progress, should_stop)
    pods = read_pods(root)
    tally = run_study(root, asked, jobs, dask_address, steps.within(0.0, _COUNTED), should_stop)
    with reading_project(root) as database:
        contents = contents_of(database, tally, pods)
    report = report_of(tally, contents, pods, by, steps.within(_COUNTED, _FINISHED), root.resolve().name)
    on_progress(1.0)
    return report


def report_of(
    tally: Tally,
    contents: Contents,
    pods: Pods,
    by: Collection[Dimension] = ALONE,
    on_progress: OnProgress = lambda _share: None,
    project: str = "",
) -> Report:
    """Return the report of what was counted already."""
    figures = figures_of(tally, by, on_progress)
    evidence = Evidence(tally, Words(contents.names), pods)
    findings = findings_of(evidence, figures)
    return Report(
        project,
        datetime.now(UTC).isoformat(timespec="seconds"),
        contents,
        findings,
        figures,
        charts_of(evidence),
        confusions_of(evidence),
        divergences_of(tally),
        samples_to_look_at(findings, figures),
        warnings_of(tally, contents, figures, pods),
        LIBRARIES | {"crosstie": __version__},
    )


class Steps:
    """Progress of steps that follow one another, each a part of the whole."""

    def __init__(self, on_progress: OnProgress, should_stop: ShouldStop) -> None:
        self._on_progress, self._should_stop = on_progress, should_stop

    def within(self, start: float, end: float) -> OnProgress:
        """Return what tells the progress of one step, 0 to 1, as that of the whole.

        It raises StudyStopped when the report is wanted no more.
        """

        def tell(share: float) -> None:
            if self._should_stop():
                raise StudyStopped("the report was stopped")
            self._on_progress(start + (end - start) * share)

        return tell
