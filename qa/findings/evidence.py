"""A study as the finders ask it: slices by cell and dimension, their moments, and the samples behind them."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from crosstie.qa.findings.gaps import added
from crosstie.qa.findings.thresholds import MIN_SAMPLES
from crosstie.qa.findings.wording import Words
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Behind, Dimension
from crosstie.qa.study.figures import figure_id
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.row import Cell, Comparison
from crosstie.qa.study.slices import WHOLE, By, SliceKey
from crosstie.qa.study.tally import Tally

MOST_BEHIND = 30


class Evidence:
    """What is known of a project, and the words to say it in."""

    def __init__(self, tally: Tally, words: Words, pods: Pods) -> None:
        self.tally, self.words, self.pods = tally, words, pods

    @cached_property
    def _slices(self) -> dict[tuple[Comparison, Cell], list[By]]:
        found: dict[tuple[Comparison, Cell], list[By]] = {}
        for key in self.tally.slices():
            found.setdefault((key.comparison, key.cell), []).append(key.by)
        return found

    @cached_property
    def peoples(self) -> Comparison:
        """What people's labels are judged by: gold where enough samples have it, else each other."""
        samples = (
            self.tally.n_samples(SliceKey(comparison, cell))
            for comparison, cell in self._slices
            if comparison == "accuracy"
        )
        return "accuracy" if max(samples, default=0) >= MIN_SAMPLES else "agreement"

    def cells(self, comparison: Comparison, metric: str, facets: Iterable[str]) -> Iterator[Cell]:
        """Yield the cells of a metric that a study has."""
        wanted = set(facets)
        for place, cell in sorted(self._slices):
            if place == comparison and cell.metric == metric and cell.facet in wanted:
                yield cell

    def moments(self, comparison: Comparison, cell: Cell, name: str, by: By = WHOLE) -> Moments:
        """Return the moments of a share of a slice."""
        return self.tally.moments(SliceKey(comparison, cell, by), name)

    def values(
        self, comparison: Comparison, cell: Cell, name: str, *dimensions: Dimension
    ) -> dict[tuple[str, ...], Moments]:
        """Return the moments of each slice by these dimensions, by its values."""
        return {
            tuple(value for _, value in by): self.moments(comparison, cell, name, by)
            for by in self._slices.get((comparison, cell), ())
            if by and tuple(dimension for dimension, _ in by) == dimensions
        }

    def behind(self, comparison: Comparison, cell: Cell, by: By = WHOLE) -> tuple[Behind, ...]:
        """Return the worst samples of a slice that have anything wrong."""
        found = self.tally.behind(SliceKey(comparison, cell, by), MOST_BEHIND)
        return tuple(one for one in found if one.badness > 0)

    @staticmethod
    def figure(comparison: Comparison, cell: Cell, name: str, by: By = WHOLE) -> str:
        """Return the id of a figure of the report."""
        return figure_id(SliceKey(comparison, cell, by), name)

    @staticmethod
    def rest_of(values: dict[tuple[str, ...], Moments], but: tuple[str, ...]) -> Moments:
        """Return the moments of every slice but one."""
        return added(part for value, part in values.items() if value != but)
