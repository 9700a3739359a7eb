"""The headline figures: large, with interval and n, each a button that shows the samples behind it."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from crosstie.app.plain import tip
from crosstie.app.quality.cells import mark_of
from crosstie.app.quality.words import (
    figure_words,
    interval_text,
    is_thin,
    number_text,
    why_none,
)
from crosstie.qa.reports.report import Figure
from crosstie.viewers.theme import DARK, SMALL_PX, Theme

MOST: Final = 6
_TILE_PX: Final = 78
_ACROSS: Final = 3
_PAD_PX: Final = 12.0
_LARGE_PX: Final = 22


class Tile(QAbstractButton):
    """One figure. Undefined it is a dash, and says why."""

    pointed = Signal(str)

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setObjectName(f"quality_tile_{place}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.figure: Figure | None = None
        self._theme: Theme = DARK
        self._words = ""

    def show_figure(self, figure: Figure, names: dict[str, str], theme: Theme) -> None:
        """Shows a figure from now on."""
        self.figure, self._theme, self._words = figure, theme, figure_words(figure, names)
        self.setAccessibleName(self._words)
        self.setToolTip(tip(self._words))
        self.update()

    def sizeHint(self) -> QSize:  # Qt's name
        return QSize(150, _TILE_PX)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(96, _TILE_PX)

    def enterEvent(self, event: QEnterEvent) -> None:  # Qt's name
        super().enterEvent(event)
        self.pointed.emit(self._words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        figure = self.figure
        if figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = "accent" if self.hasFocus() else "quiet" if self.underMouse() else "line"
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(area, 6, 6)
        if figure.number is not None and is_thin(figure):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("line"))
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)
        self._draw_words(painter, area.adjusted(_PAD_PX, 5, -4, -5), figure)
        painter.end()

    def _draw_words(self, painter: QPainter, area: QRectF, figure: Figure) -> None:
        small, large = _sized(self.font(), SMALL_PX), _sized(self.font(), _LARGE_PX)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        line = QFontMetricsF(small).height()
        _write(painter, QRectF(area.left(), area.top(), area.width(), line), figure.title, small, quiet)
        mark = mark_of(figure)
        ink = self._theme.color({"worse": "bad", "better": "good"}.get(mark, "text"))
        place = QRectF(area.left(), area.top() + line, area.width(), QFontMetricsF(large).height())
        sign = {"worse": " ▼", "better": " ▲"}.get(mark, "")
        _write(painter, place, number_text(figure.number) + sign, large, ink)
        below = QRectF(area.left(), area.bottom() - line, area.width(), line)
        interval = interval_text(figure.ci)
        count = f"n {figure.n_samples:,}"
        _write(
            painter, below, f"{interval} · {count}" if interval else why_none(figure) or count, small, quiet
        )


class Tiles(QWidget):
    """As many as there are figures to begin with."""

    asked = Signal(object)
    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality_tiles")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.tiles = [Tile(place) for place in range(MOST)]
        for place, tile in enumerate(self.tiles):
            grid.addWidget(tile, place // _ACROSS, place % _ACROSS)
            # A few tiles are as wide as many are, and stand where they always do.
            kept = tile.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            tile.setSizePolicy(kept)
            tile.hide()
            tile.pointed.connect(self.pointed)
            tile.clicked.connect(lambda _checked=False, one=tile: self._ask(one))

    def show_figures(self, figures: tuple[Figure, ...], names: dict[str, str], theme: Theme) -> None:
        """Shows these, in this order."""
        for place, tile in enumerate(self.tiles):
            if place < len(figures):
                tile.show_figure(figures[place], names, theme)
            tile.setVisible(place < len(figures))

    def _ask(self, tile: Tile) -> None:
        if tile.figure is not None:
            self.asked.emit(tile.figure)


def _write(painter: QPainter, area: QRectF, text: str, font: QFont, ink: QColor) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def _sized(font: QFont, size_px: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(size_px)
    return sized
