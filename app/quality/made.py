"""A report as the window keeps it: figures by comparison, what is behind each packed until it is wanted."""

from collections.abc import Iterable

from crosstie.app.quality.wire import unpacked
from crosstie.qa.reports.report import Behind, Dimension, Figure, Report
from crosstie.qa.study.row import Comparison, Facet

RowsBy = Dimension | Facet
"""What slices are told apart by: the values of a dimension, or of a facet."""


class Made:
    """What a run has made. Put together line by line, before anybody reads it."""

    def __init__(self) -> None:
        self._report: Report | None = None
        self._of: dict[Comparison, list[Figure]] = {}
        self._packed: list[bytes] = []
        self._place: dict[str, tuple[int, int]] = {}
        self._shaped: dict[tuple[Comparison, Facet, frozenset[Dimension]], list[Figure]] = {}
        self._values: dict[Comparison, dict[RowsBy, set[str]]] = {}

    def add(self, figures: Iterable[Figure], packed: bytes = b"") -> None:
        """Figures, with what is behind them where that came packed."""
        for place, one in enumerate(figures):
            self._of.setdefault(one.comparison, []).append(one)
            self._shaped.setdefault((one.comparison, one.facet, frozenset(one.by)), []).append(one)
            values = self._values.setdefault(one.comparison, {})
            for key, value in one.by.items():
                values.setdefault(key, set()).add(value)
            if one.facet:
                values.setdefault(one.facet, set()).add(one.value)
            if packed:
                self._place[one.id] = (len(self._packed), place)
        if packed:
            self._packed.append(packed)

    def finish(self, report: Report) -> None:
        """The report itself, the last to come."""
        self._report = report
        self.add(report.figures)

    @property
    def report(self) -> Report:
        """Everything but the figures that came before it."""
        assert self._report is not None
        return self._report

    @property
    def names(self) -> dict[str, str]:
        """The words for ids."""
        return self.report.contents.names

    @property
    def comparisons(self) -> frozenset[Comparison]:
        """The comparisons that there are figures of."""
        return frozenset(self._of)

    def figures(self, comparison: Comparison) -> list[Figure]:
        """The figures of a comparison, in the report's order."""
        return self._of.get(comparison, [])

    def shaped(self, comparison: Comparison, facet: Facet, dimensions: Iterable[Dimension]) -> list[Figure]:
        """The figures of a facet that are sliced by exactly these dimensions."""
        return self._shaped.get((comparison, facet, frozenset(dimensions)), [])

    def values(self, comparison: Comparison) -> dict[RowsBy, set[str]]:
        """The values of each dimension and facet that a comparison has figures of."""
        return self._values.get(comparison, {})

    def behind(self, figure: Figure) -> tuple[Behind, ...]:
        """The samples behind a figure, worst first."""
        if figure.behind or figure.id not in self._place:
            return figure.behind
        line, place = self._place[figure.id]
        return unpacked(self._packed[line])[place]
