"""The strip of time below the panes: transport, waves and lanes on one axis."""

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.view import LanesView
from crosstie.viewers.pane import Pane
from crosstie.viewers.registry import make_pane
from crosstie.viewers.transport import TransportBar

_TRANSPORT_PX = 36
_WAVE_PX = 64
_LANE_PX = 24
_SPECTRUM_PX = 120
_LEAST_LANES = 3


class TimeStrip(QWidget):
    """Transport on top, one wave for each sound, the lanes below; all times stand in line."""

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("time_strip")
        self._context = context
        self.panes: dict[str, Pane] = {}
        self.transport = TransportBar(context)
        self.lanes = LanesView(context)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setObjectName("time_splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.lanes)
        context.sound_looks.changed.connect(self._make_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self._splitter, 1)

    def sizeHint(self) -> QSize:  # Qt's name
        """High enough for every wave and about eight lanes."""
        lanes = min(max(len(self._context.state.assets), 3), 8)
        return QSize(800, _TRANSPORT_PX + _WAVE_PX * len(self.panes) + _LANE_PX * (lanes + 1))

    def show_assets(self) -> None:
        """Makes a wave for each sound of the sample that was opened."""
        for asset in self._context.state.assets.values():
            if asset.kind == "audio":
                pane = make_pane(self._context, asset)
                assert pane is not None
                pane.setMinimumHeight(40)
                self._splitter.insertWidget(len(self.panes), pane)
                self.panes[asset.id] = pane
        waves = len(self.panes)
        self._splitter.setSizes([_WAVE_PX] * waves + [max(self.height() - waves * _WAVE_PX, _LANE_PX * 5)])

    def _make_room(self, asset_id: str) -> None:
        """A spectrogram as low as a wave tells nothing: it gets what it needs from the lanes."""
        pane = self.panes.get(asset_id)
        if pane is None or self._context.sound_looks.of(asset_id).view != "spectrogram":
            return
        sizes, place = self._splitter.sizes(), self._splitter.indexOf(pane)
        spare = max(sizes[-1] - _LANE_PX * _LEAST_LANES, 0)
        more = min(max(_SPECTRUM_PX - sizes[place], 0), spare)
        sizes[place], sizes[-1] = sizes[place] + more, sizes[-1] - more
        self._splitter.setSizes(sizes)

    def close_panes(self) -> None:
        """Frees the waves."""
        for pane in self.panes.values():
            pane.close_media()
            shiboken6.delete(pane)
        self.panes.clear()
