"""The quality page: findings and headlines on top, below them figures by slice, charts, and the drift map."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crosstie.app.plain import ElidedLabel, plain_label
from crosstie.app.quality.filters import Filters
from crosstie.app.quality.findings import Findings
from crosstie.app.quality.head import Head
from crosstie.app.quality.made import Made, RowsBy
from crosstie.app.quality.maker import Maker
from crosstie.app.quality.matrix import Matrix
from crosstie.app.quality.sheet import (
    Filter,
    first_comparison,
    headlines,
    offered,
    sheet_of,
)
from crosstie.app.quality.tiles import MOST, Tiles
from crosstie.app.quality.words import missing
from crosstie.viewers.theme import DARK, Theme

if TYPE_CHECKING:
    from crosstie.app.quality.charts import ChartsPage, DriftPage

_TITLES: Final[dict[RowsBy, str]] = {
    "language": "Languages",
    "modality": "Modalities",
    "link_type": "Link types",
    "link_modalities": "Between modalities",
    "rule": "Rules",
    "annotators": "Annotators",
    "class": "Classes",
    "attribute": "Attributes",
    "batch": "Batches",
    "site": "Sites",
    "pod": "Pods",
    "anchor": "Anchors",
    "maker": "Makers",
}
_MISSING: Final = "missing"
_CHARTS: Final = "charts"
_DRIFT: Final = "drift"
_TOP_PX: Final = 166
_COUNTING: Final = (
    "The figures are being counted beside the window's other work. They stand here once they are there."
)
_GIVEN_UP: Final = "Nothing is counted yet. “Count again” begins."


class QualityPage(QWidget):
    """Shows a maker's report. `asked` carries the Figure or Finding whose samples are to be seen."""

    asked = Signal(object)

    def __init__(self, maker: Maker) -> None:
        super().__init__()
        self.setObjectName("quality_page")
        self.setAccessibleName("Quality")
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._maker = maker
        self._made: Made | None = None
        self._theme: Theme = DARK
        self._keys: list[str] = []
        self.head, self.filters, self.findings, self.tiles = Head(), Filters(), Findings(), Tiles()
        self.tabs = _tabs()
        self.matrix = Matrix()
        self.empty = plain_label(role="quiet", wrap=True)
        self.empty.setObjectName("quality_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.detail = ElidedLabel("", "small")
        self.detail.setObjectName("quality_detail")
        self._pages = QStackedWidget()
        for page in (self.matrix, self.empty):
            self._pages.addWidget(page)
        self._lay_out()
        self._connect()
        self.show_state()

    @cached_property
    def charts(self) -> "ChartsPage":
        """Figures over time. The library that draws takes a while to load: only for who looks at charts."""
        from crosstie.app.quality.charts import ChartsPage

        made = ChartsPage()
        made.pointed.connect(self.detail.setText)
        self._pages.addWidget(made)
        return made

    @cached_property
    def drift(self) -> "DriftPage":
        """How classes are called otherwise; loaded as late as the charts are."""
        from crosstie.app.quality.charts import DriftPage

        made = DriftPage()
        made.pointed.connect(self.detail.setText)
        self._pages.addWidget(made)
        return made

    def take_keyboard(self) -> None:
        """Arrows walk the figures from now on."""
        # Before there are figures the page itself waits for keys.
        (self.matrix if self.matrix.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self._theme = theme
        self.matrix.dress(theme)
        self.findings.painter_of_rows.theme = theme
        self._show_figures()

    def show_state(self) -> None:
        """The maker has something to tell."""
        self.head.show_state(self._maker)
        made = self._maker.made
        if made is not self._made and made is not None:
            first = self._made is None
            self._made = made
            self.findings.found.show_report(made.report)
            shown = Filter(first_comparison(made)) if first else self.filters.filter
            self.filters.show_report(made, shown)
            if self.hasFocus():
                self.take_keyboard()
        elif made is None:
            self._show_figures()

    def event(self, event: QEvent) -> bool:  # Qt's name
        """Plain keys are the page's own while it has the keyboard: what they do in a sample is not seen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.head.left.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(_TOP_PX)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.findings, 1)
        row.addWidget(self.tiles, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addWidget(top)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self.filters.changed.connect(lambda _filter: self._show_figures())
        self.tabs.currentChanged.connect(lambda _place: self._show_page())
        for asking in (self.matrix, self.tiles, self.findings):
            asking.asked.connect(self.asked)
        for pointed in (self.matrix.current_changed, self.tiles.pointed):
            pointed.connect(self.detail.setText)

    # Showing

    def _show_figures(self) -> None:
        made = self._made
        there = made is not None and bool(made.figures(self.filters.filter.comparison))
        for part in (self.filters, self.findings, self.tiles):
            part.setVisible(made is not None)
        if made is not None:
            self.tiles.show_figures(headlines(made, self.filters.filter, MOST), made.names, self._theme)
        self._offer_tabs(there=there)
        self._show_page()

    def _offer_tabs(self, *, there: bool) -> None:
        """Only what there are figures for; the one that was shown stays so where it can."""
        made, kept = self._made, self._key()
        keys: list[str] = []
        if made is not None:
            found = offered(made, self.filters.filter.comparison)
            keys = [key for key in _TITLES if key in found or key == "language"] if there else [_MISSING]
        if made is not None and made.report.charts:
            keys.append(_CHARTS)
        if made is not None and (made.report.confusions or made.report.divergences):
            keys.append(_DRIFT)
        if keys == self._keys:
            return
        self.tabs.blockSignals(True)  # The page is shown once, when all tabs are there.
        while self.tabs.count():
            self.tabs.removeTab(0)
        self._keys = keys
        for key in keys:
            self.tabs.addTab(_title(key))
        self.tabs.setCurrentIndex(keys.index(kept) if kept in keys else 0)
        self.tabs.blockSignals(False)

    def _key(self) -> str:
        place = self.tabs.currentIndex()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def _show_page(self) -> None:
        made, key, comparison = self._made, self._key(), self.filters.filter.comparison
        self.tabs.setVisible(bool(self._keys))
        if made is None:
            counting = self._maker.state in ("counting", "nothing")
            self._teach(_COUNTING if counting else _GIVEN_UP if self._maker.state == "given up" else "")
        elif key == _CHARTS:
            self.charts.show_charts(made.report.charts, self.filters.filter.by.get("pod", ""), self._theme)
            self._pages.setCurrentWidget(self.charts)
        elif key == _DRIFT:
            self.drift.show_drift(made.report, self._theme)
            self._pages.setCurrentWidget(self.drift)
        elif key == _MISSING:
            self._teach(missing(comparison))
        else:
            rows_by = next(one for one in _TITLES if one == key)
            sheet = sheet_of(made, self.filters.filter, rows_by)
            self.matrix.show_sheet(sheet, made.names)
            self._pages.setCurrentWidget(self.matrix)
        self._tell()

    def _teach(self, words: str) -> None:
        self.empty.setText(words)
        self._pages.setCurrentWidget(self.empty)

    def _tell(self) -> None:
        """What stands below belongs to what is shown above it."""
        self.detail.setText(self.matrix.current_words if self._pages.currentWidget() is self.matrix else "")


def _title(key: str) -> str:
    more = {_CHARTS: "Over time", _DRIFT: "Drift", _MISSING: "Figures"}
    return next((words for one, words in (*_TITLES.items(), *more.items()) if one == key), key)


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.setObjectName("quality_tabs")
    tabs.setAccessibleName("Figures by")
    tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setUsesScrollButtons(True)
    return tabs
