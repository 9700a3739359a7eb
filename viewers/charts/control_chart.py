"""A control chart: a rate for each batch, its limits, its moving average; what is out has another shape."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.viewers.theme import DARK, SMALL_PX, Theme

_POINT_PX: Final = 9
_OUT_PX: Final = 13
_NEAR_PX: Final = 18.0
_MOST_NAMED: Final = 14


class BatchPoint(Protocol):
    """What is known of a batch; rates and limits are parts of 1."""

    @property
    def batch(self) -> str: ...
    @property
    def x(self) -> int: ...
    @property
    def n(self) -> int: ...
    @property
    def rate(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def ewma(self) -> float: ...
    @property
    def ewma_low(self) -> float: ...
    @property
    def ewma_high(self) -> float: ...
    @property
    def out(self) -> bool: ...


class ControlChart(QWidget):
    """`pointed` carries the words for the batch under the pointer, empty where there is none."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("control_chart")
        self.setAccessibleName("Control chart")
        self.points: tuple[BatchPoint, ...] = ()
        self._plot = pg.PlotWidget()
        self._plot.setObjectName("control_chart_plot")
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.viewport().setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)

    def show_points(self, points: Sequence[BatchPoint], centre: float | None, theme: Theme = DARK) -> None:
        """Draws these batches in their order, on the theme's ground."""
        self.points = tuple(points)
        plot = self._plot
        plot.clear()
        plot.setBackground(theme.color("panel"))
        self._dress_axes(theme)
        if not self.points:
            return
        places = np.arange(len(self.points), dtype=float)
        self._draw_limits(places, theme)
        if centre is not None:
            plot.addItem(pg.InfiniteLine(centre, angle=0, pen=pg.mkPen(theme.color("quiet"), width=1)))
        average = pg.mkPen(theme.color("second"), width=2)
        plot.plot(places, np.array([one.ewma for one in self.points]), pen=average)
        rates = np.array([one.rate for one in self.points])
        plot.plot(places, rates, pen=pg.mkPen(theme.color("accent"), width=1.5))
        self._draw_points(places, rates, theme)
        self.setAccessibleDescription("; ".join(map(batch_words, self.points)))
        plot.getViewBox().setXRange(-0.5, len(self.points) - 0.5, padding=0)
        plot.enableAutoRange(axis="y")

    def place_of(self, at: int) -> QPointF:
        """Where the point of a batch stands, in the chart's own pixels."""
        scene = self._plot.getViewBox().mapViewToScene(QPointF(float(at), self.points[at].rate))
        return QPointF(self._plot.mapTo(self, self._plot.mapFromScene(scene)))

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            near = [
                (distance, at)
                for at in range(len(self.points))
                if (distance := (self.place_of(at) - event.position()).manhattanLength()) < _NEAR_PX
            ]
            self.pointed.emit(batch_words(self.points[min(near)[1]]) if near else "")
        return False

    def _draw_limits(self, places: "np.ndarray[tuple[int], np.dtype[np.float64]]", theme: Theme) -> None:
        """Steps around each batch, because each has limits at its own n; the average's are dotted."""
        edges = np.concatenate(([places[0] - 0.5], places + 0.5))
        kinds = (
            ("bad", Qt.PenStyle.DashLine, [(one.low, one.high) for one in self.points]),
            ("second", Qt.PenStyle.DotLine, [(one.ewma_low, one.ewma_high) for one in self.points]),
        )
        for token, style, limits in kinds:
            for side in (0, 1):
                heights = np.array([pair[side] for pair in limits])
                pen = pg.mkPen(theme.color(token), width=1, style=style)
                self._plot.plot(edges, heights, stepMode="center", pen=pen)

    def _draw_points(
        self, places: "np.ndarray[tuple[int], np.dtype[np.float64]]", rates: object, theme: Theme
    ) -> None:
        outs = [one.out for one in self.points]
        brushes = [pg.mkBrush(theme.color("bad" if out else "accent")) for out in outs]
        self._plot.addItem(
            pg.ScatterPlotItem(
                x=places,
                y=rates,
                symbol=["d" if out else "o" for out in outs],
                size=[_OUT_PX if out else _POINT_PX for out in outs],
                brush=brushes,
                pen=pg.mkPen(theme.color("panel"), width=1),
            )
        )

    def _dress_axes(self, theme: Theme) -> None:
        ink: QColor = theme.color("quiet")
        step = max(-(-len(self.points) // _MOST_NAMED), 1)
        names = [(at, one.batch) for at, one in enumerate(self.points) if at % step == 0]
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.color("line")))
            axis.setTextPen(pg.mkPen(ink))
            font = self.font()
            font.setPixelSize(SMALL_PX)
            axis.setTickFont(font)
        self._plot.getAxis("bottom").setTicks([names, []])
        self._plot.showGrid(x=False, y=True, alpha=0.15)


def batch_words(point: BatchPoint) -> str:
    """All that is known of a batch, on one line."""
    out = " · out of its limits" if point.out else ""
    return (
        f"{point.batch}: {point.rate:.3f} ({point.x:,} of {point.n:,}), limits {point.low:.3f} to "
        f"{point.high:.3f}, average {point.ewma:.3f}{out}"
    )
