"""Which part of the report is shown: one comparison, and one value of each property that there is."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crosstie.app.inspector.choice_fields import Box
from crosstie.app.quality.made import Made
from crosstie.app.quality.sheet import DIMENSION_ROWS, Filter, offered
from crosstie.app.quality.words import COMPARISONS, DIMENSIONS, FACETS
from crosstie.qa.reports.report import Dimension
from crosstie.qa.study.row import Comparison, Facet

_FACETS: Final[tuple[Facet, ...]] = ("modality", "link_type")


class Filters(QWidget):
    """Drop-downs; one that has nothing to choose is hidden. `changed` carries the Filter."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality_filters")
        self.filter = Filter()
        self._made: Made | None = None
        self._is_filling = False
        self.comparison = _box("quality_comparison", "What is compared")
        for key, words in COMPARISONS.items():
            self.comparison.addItem(words, key)
        self.dimensions: dict[Dimension, Box] = {
            key: _box(f"quality_by_{key}", f"{DIMENSIONS[key]} shown") for key in DIMENSION_ROWS
        }
        self.facets: dict[Facet, Box] = {
            key: _box(f"quality_of_{key}", f"{FACETS[key]} shown") for key in _FACETS
        }
        self.clear_button = QPushButton("Show all")
        self.clear_button.setObjectName("quality_clear")
        self.clear_button.setAccessibleName("Show the figures of all samples")
        self.clear_button.clicked.connect(lambda: self.show_filter(Filter(self.filter.comparison)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.comparison, 3)
        for box in (*self.dimensions.values(), *self.facets.values()):
            row.addWidget(box, 2)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        for box in (self.comparison, *self.dimensions.values(), *self.facets.values()):
            box.currentIndexChanged.connect(lambda _place: self._on_chosen())

    def show_report(self, made: Made, shown: Filter) -> None:
        """Offers what a report has figures of; what is no longer there is not asked for any more."""
        self._made = made
        self.show_filter(shown)

    def show_filter(self, shown: Filter) -> None:
        """Chooses for the person; tells of it as if they had."""
        there = offered(self._made, shown.comparison) if self._made is not None else {}
        by = {key: value for key, value in shown.by.items() if value in there.get(key, ())}
        keeps = shown.facet in _FACETS and shown.value in there.get(shown.facet, ())
        facet, value = (shown.facet, shown.value) if keeps else ("", "")
        self.filter = Filter(shown.comparison, by, facet, value)
        self._fill(there)
        self.changed.emit(self.filter)

    def _fill(self, there: dict[Dimension | Facet, tuple[str, ...]]) -> None:
        self._is_filling = True
        shown, names = self.filter, self._made.names if self._made is not None else {}
        self.comparison.setCurrentIndex(self.comparison.findData(shown.comparison))
        for key, box in self.dimensions.items():
            _offer(box, f"{DIMENSIONS[key]}: all", there.get(key, ()), shown.by.get(key, ""), names)
        for facet, box in self.facets.items():
            chosen = shown.value if shown.facet == facet else ""
            _offer(box, f"{FACETS[facet]}: all", there.get(facet, ()), chosen, names)
        self.clear_button.setVisible(bool(shown.by or shown.facet))
        self._is_filling = False

    def _on_chosen(self) -> None:
        if self._is_filling:
            return
        comparison: Comparison = next(key for key in COMPARISONS if key == self.comparison.currentData())
        by = {key: str(box.currentData()) for key, box in self.dimensions.items() if box.currentData()}
        # One facet at a time: a label has a modality, a link a type.
        chosen = [(key, str(box.currentData())) for key, box in self.facets.items() if box.currentData()]
        others = [one for one in chosen if one != (self.filter.facet, self.filter.value)]
        facet, value = (others or chosen or [("", "")])[0]
        self.show_filter(Filter(comparison, by, facet, value))


def _offer(box: Box, everything: str, values: tuple[str, ...], chosen: str, names: dict[str, str]) -> None:
    box.clear()
    box.addItem(everything, "")
    for value in values:
        box.addItem(names.get(value, value) or "–", value)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen else 0)
    box.setVisible(len(values) > 0)


def _box(name: str, spoken: str) -> Box:
    box = Box()
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMaximumWidth(250)
    return box
