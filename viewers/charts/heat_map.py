"""A heat map of parts from 0 to 1: the number stands in each cell, so that colour is never all there is."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.viewers.theme import DARK, HEIGHT_RAMPS, SMALL_PX, Theme, ink_on

_NAME_PX: Final = 170
_TOP_PX: Final = 28
_ROW_PX: Final = 34
_MOST_NUMBERS: Final = 600
_STRETCH: Final = 2.0
"""Parts are small where things are well: from half on a cell is as bright as can be."""


class Heat(msgspec.Struct, frozen=True):
    """A cell: its part of 1, None where there is nothing to tell, and all that is to be said of it."""

    part: float | None
    words: str


class HeatMap(QWidget):
    """Rows and columns with names. `pointed` carries the words of the cell under the pointer."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("heat_map")
        self.setAccessibleName("Heat map")
        self.cells: tuple[tuple[Heat, ...], ...] = ()
        self._plot = pg.PlotWidget()
        self._plot.setObjectName("heat_map_plot")
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.viewport().setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        self._plot.invertY()
        self._plot.showAxis("top")
        self._plot.hideAxis("bottom")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        column.addStretch(1)

    def show_cells(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Sequence[Sequence[Heat]],
        theme: Theme = DARK,
    ) -> None:
        """Draws a table; `cells` holds a row for each of `rows`, a cell for each of `columns`."""
        self.cells = tuple(map(tuple, cells))
        plot = self._plot
        plot.clear()
        plot.setBackground(theme.color("panel"))
        plot.setFixedHeight(_TOP_PX + _ROW_PX * max(len(rows), 1))
        if not self.cells or not columns:
            return
        colors = _colors(self.cells, theme)
        image = pg.ImageItem(colors, axisOrder="row-major", autoLevels=False, levels=(0, 255))
        plot.addItem(image)
        if len(rows) * len(columns) <= _MOST_NUMBERS:
            self._write_numbers(colors, theme)
        self._dress_axes(rows, columns, theme)
        plot.getViewBox().setXRange(0, len(columns), padding=0)
        plot.getViewBox().setYRange(0, len(rows), padding=0)
        spoken = (
            f"{row}: {', '.join(one.words for one in line)}" for row, line in zip(rows, cells, strict=True)
        )
        self.setAccessibleDescription("; ".join(spoken))

    def cell_at(self, at: QPointF) -> Heat | None:
        """The cell at a place, in the map's own pixels."""
        box = self._plot.getViewBox()
        place = box.mapSceneToView(self._plot.mapToScene(self._plot.mapFrom(self, at.toPoint())))
        row, column = int(np.floor(place.y())), int(np.floor(place.x()))
        if 0 <= row < len(self.cells) and 0 <= column < len(self.cells[row]):
            return self.cells[row][column]
        return None

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            found = self.cell_at(event.position())
            self.pointed.emit(found.words if found is not None else "")
        return False

    def _write_numbers(
        self, colors: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]", theme: Theme
    ) -> None:
        font = self.font()
        font.setPixelSize(SMALL_PX)
        for row, line in enumerate(self.cells):
            for column, cell in enumerate(line):
                fill = QColor(*(int(part) for part in colors[row, column, :3]))
                ink = ink_on(fill) if cell.part is not None else theme.color("quiet")
                text = pg.TextItem(
                    f"{cell.part:.0%}" if cell.part is not None else "–", ink, anchor=(0.5, 0.5)
                )
                text.setFont(font)
                text.setPos(column + 0.5, row + 0.5)
                self._plot.addItem(text)

    def _dress_axes(self, rows: Sequence[str], columns: Sequence[str], theme: Theme) -> None:
        font = self.font()
        font.setPixelSize(SMALL_PX)
        for side, names in (("left", rows), ("top", columns)):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.color("panel")))
            axis.setTextPen(pg.mkPen(theme.color("text")))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0)
            shown = [(at + 0.5, _shortened(name)) for at, name in enumerate(names)]
            axis.setTicks([shown, []])
        self._plot.getAxis("left").setWidth(_NAME_PX)


def _colors(
    cells: Sequence[Sequence[Heat]], theme: Theme
) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    """RGBA of each cell, shape (rows, columns, 4)."""
    ramp = [QColor(one) for one in HEIGHT_RAMPS[theme.name]]
    table = np.array([(one.red(), one.green(), one.blue(), 255) for one in ramp], dtype=float)
    empty = theme.color("raised")
    nothing = np.array((empty.red(), empty.green(), empty.blue(), 255))
    made = np.zeros((len(cells), len(cells[0]), 4), np.uint8)
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if cell.part is None:
                made[row, column] = nothing
            else:
                at = min(max(cell.part * _STRETCH, 0.0), 1.0) * (len(ramp) - 1)
                made[row, column] = [np.interp(at, np.arange(len(ramp)), table[:, part]) for part in range(4)]
    return made


def _shortened(name: str, most: int = 26) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
