"""Figures over time and the drift between pods, as charts of a report."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crosstie.app.plain import plain_label, tip
from crosstie.app.quality.words import NONE, counted_samples, in_order, number_text, p_text
from crosstie.qa.reports.report import Chart, Confusion, Divergence, Report
from crosstie.viewers.charts.control_chart import ControlChart
from crosstie.viewers.charts.heat_map import Heat, HeatMap
from crosstie.viewers.theme import DARK, Theme

_ENOUGH: Final = 30
"""Things of a class from which on a share counts when the sides that differ most come first."""
_LIST_PX: Final = 230
_NO_CHARTS: Final = "No control chart of this pod."
_PHASE_ONE: Final = "Limits are provisional: a baseline takes 20 batches."
_WHOLE: Final = "all batches"


class ChartsPage(QWidget):
    """One control chart, chosen in the list at its left; those with a batch that is out come first."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._charts: tuple[Chart, ...] = ()
        self._theme: Theme = DARK
        self.list = _list("quality_charts", "Control charts")
        self.chart = ControlChart()
        self.note = plain_label(role="quiet", wrap=True)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.note)
        right.addWidget(self.chart, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.chart.pointed.connect(self.pointed)
        self.list.currentRowChanged.connect(self._on_chosen)

    def show_charts(self, charts: tuple[Chart, ...], pod: str, theme: Theme) -> None:
        """Shows the charts of a pod, of all where it is empty."""
        kept = self.list.currentItem().text() if self.list.currentItem() is not None else ""
        shown = [one for one in charts if not pod or one.pod in ("", pod)]
        shown.sort(key=lambda one: not any(point.out for point in one.points))
        self._charts, self._theme = tuple(shown), theme
        _fill(self.list, map(_chart_title, shown), kept)
        self._on_chosen(self.list.currentRow())

    def _on_chosen(self, place: int) -> None:
        chosen = self._charts[place] if 0 <= place < len(self._charts) else None
        self.chart.setVisible(chosen is not None)
        self.note.setText(_NO_CHARTS)
        if chosen is not None:
            outs = [point.batch for point in chosen.points if point.out]
            words = [f"{_chart_title(chosen)}.", *([_PHASE_ONE] if chosen.phase_one else [])]
            words.append(
                f"Out of limits: {', '.join(outs)}." if outs else "Every batch is within its limits."
            )
            words.append("Dashed: limits of each batch. Orange: moving average, dotted its limits. ◆: out.")
            self.note.setText("  ".join(words))
            self.chart.show_points(chosen.points, chosen.centre, self._theme)


class DriftPage(QWidget):
    """How often one side calls what the other does not, by class and batch; two sides at a time."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._theme: Theme = DARK
        self._pairs: list[tuple[str, str]] = []
        self.list = _list("quality_pairs", "Two sides")
        self.map = HeatMap()
        self.note = plain_label(role="quiet", wrap=True)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.note)
        right.addWidget(self.map, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.map.pointed.connect(self.pointed)
        self.list.currentRowChanged.connect(self._on_chosen)

    def show_drift(self, report: Report, theme: Theme) -> None:
        """Shows what two sides call otherwise."""
        kept = self.list.currentItem().text() if self.list.currentItem() is not None else ""
        self._report, self._theme = report, theme
        told = [(one.first, one.second) for one in report.confusions]
        # A divergence has no direction: it adds two sides that no confusion is told of.
        told += [(one.first, one.second) for one in report.divergences if (one.second, one.first) not in told]
        worst: dict[tuple[str, str], float] = {}
        for one in report.confusions:
            if one.share is not None and one.n >= _ENOUGH:
                pair = one.first, one.second
                worst[pair] = max(worst.get(pair, 0.0), one.share)
        self._pairs = sorted(dict.fromkeys(told), key=lambda pair: -worst.get(pair, 0.0))
        _fill(self.list, (f"{first} → {second}" for first, second in self._pairs), kept)
        self._on_chosen(self.list.currentRow())

    def _on_chosen(self, place: int) -> None:
        report = self._report
        if report is None or not 0 <= place < len(self._pairs):
            return
        pair = self._pairs[place]
        mine = [one for one in report.confusions if (one.first, one.second) == pair]
        found = [one for one in report.divergences if {one.first, one.second} == set(pair)]
        told = [_divergence_words(one) for one in found]
        self.note.setText(
            "  ".join([*told, f"Part of what {pair[0]} calls a class that {pair[1]} calls another."])
        )
        names = report.contents.names
        classes = list(dict.fromkeys(one.class_id for one in mine))
        batches = sorted({one.batch for one in mine}, key=in_order)
        by_place = {(one.class_id, one.batch): one for one in mine}
        cells = [[_heat(by_place.get((key, batch)), names) for batch in batches] for key in classes]
        self.map.setVisible(bool(cells))
        columns = [batch or _WHOLE for batch in batches]
        self.map.show_cells([names.get(key, key) for key in classes], columns, cells, self._theme)


def _heat(cell: Confusion | None, names: dict[str, str]) -> Heat:
    if cell is None:
        return Heat(None, "not compared here")
    name, batch = names.get(cell.class_id, cell.class_id), cell.batch or _WHOLE
    if cell.share is None:
        return Heat(None, f"{name}, {batch}: {NONE}, nothing compared")
    instead = f", most often {names.get(cell.instead, cell.instead)}" if cell.instead else ""
    words = f"{name}, {batch}: {cell.share:.1%} of {cell.n:,} have another class with {cell.second}{instead}"
    return Heat(cell.share, words)


def _divergence_words(one: Divergence) -> str:
    what = "Drift" if one.drift else "Difference of mix"
    if one.jsd_bit is None:
        return f"{what}: {NONE}."
    p = f", p {p_text(one.p)}" if one.p is not None else ""
    null = f" (by chance {number_text(one.null_mean, 3)})" if one.null_mean is not None else ""
    return f"{what}: {number_text(one.jsd_bit, 3)} bit{null}{p}, n = {counted_samples(one.n_samples)}."


def _chart_title(chart: Chart) -> str:
    mark = "◆ " if any(point.out for point in chart.points) else ""
    return f"{mark}{chart.title}{f' · {chart.pod}' if chart.pod else ''}"


def _fill(shown: QListWidget, titles: Iterable[str], kept: str) -> None:
    shown.blockSignals(True)  # What is chosen is shown once, when all are there.
    shown.clear()
    for title in titles:
        item = QListWidgetItem(title, shown)
        item.setToolTip(tip(title))
    found = shown.findItems(kept, Qt.MatchFlag.MatchExactly) if kept else []
    shown.setCurrentRow(shown.row(found[0]) if found else 0)
    shown.blockSignals(False)


def _list(name: str, spoken: str) -> QListWidget:
    shown = QListWidget()
    shown.setObjectName(name)
    shown.setAccessibleName(spoken)
    shown.setFixedWidth(_LIST_PX)
    shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return shown
