"""The bench: docks with the panes of the sample that is open, arranged by template or as last left."""

from collections.abc import Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from crosstie.app.actions.control_keys import is_typing
from crosstie.app.bench.arrangement import PICTURES, Row, arrange, row_heights_px, strip_height_px
from crosstie.app.bench.header import HEADER_PX, PaneHeader
from crosstie.app.bench.time_strip import TimeStrip
from crosstie.app.bench.together import bring_together, show_only
from crosstie.app.plain import button_text
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.registry import make_pane

_USUAL_SHAPE = 9 / 16
_FIXED = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable


class Bench(QMainWindow):
    """An inner window of docks; it makes the panes when a sample opens and frees them when it goes."""

    pane_changed = Signal(object)
    picture_shown = Signal(object)
    """A pane has painted another frame; carries the sample time from which it is due."""

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A main window makes itself a window of its own, whatever its constructor is told.
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("bench")
        self.setDockNestingEnabled(True)
        self.setDockOptions(self.dockOptions() & ~QMainWindow.DockOption.AnimatedDocks)
        self._context = context
        self._docks: dict[str, QDockWidget] = {}
        self._panes: dict[str, Pane] = {}
        self._rows: list[list[QDockWidget]] = []
        self._behind: set[str] = set()
        self._began_ns: dict[str, int] = {}
        self._current: Pane | None = None
        self._before_maximise: QByteArray | None = None
        self._laid_by: tuple[QByteArray, QByteArray | None] | None = None
        self._maximise_hint = ""
        self._as_arranged = False
        self.time_strip = TimeStrip(context)
        self._time_dock = QDockWidget("Time", self)
        self._time_dock.setObjectName("dock_time")
        self._time_dock.setTitleBarWidget(QWidget(self._time_dock))
        self._time_dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self._time_dock.setWidget(self.time_strip)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self._time_dock)
        context.sample_closing.connect(self.close_panes)
        context.sample_opened.connect(self._on_sample_opened)

    def showEvent(self, event: QShowEvent) -> None:
        """Shares the room out once it is known: docks that were laid before were laid in no room."""
        super().showEvent(event)
        QTimer.singleShot(0, self._balance)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares a room of another size out anew, unless a hand has set sizes of its own."""
        super().resizeEvent(event)
        if self._as_arranged and self._laid_by is None and not self.maximised:
            QTimer.singleShot(0, self._balance)

    def event(self, event: QEvent) -> bool:
        """A press that reaches the bench itself is on the gap between two panes: their sizes are set."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._as_arranged = False
        return super().event(event)

    @property
    def panes(self) -> dict[str, Pane]:
        """Panes by asset id, those on the time strip included."""
        return {**self._panes, **self.time_strip.panes}

    @property
    def dock_ids(self) -> frozenset[str]:
        """Ids of the assets whose panes are docks: all but those on the time strip."""
        return frozenset(self._docks)

    @property
    def current_pane(self) -> Pane | None:
        """The pane that was pressed last: keys such as step and fit speak to it."""
        return self._current

    @property
    def maximised(self) -> bool:
        """Whether one pane fills the bench."""
        return self._before_maximise is not None

    def is_settled(self) -> bool:
        """Whether every pane in sight shows the timeline's instant, or says why it cannot."""
        return self.time_strip.lanes.is_settled() and all(pane.is_settled() for pane in self.panes_in_sight())

    def panes_in_sight(self) -> list[Pane]:
        """The panes that are not behind the tab of another."""
        # Such a pane is visible to Qt all the same; only its dock was told.
        return [pane for key, pane in self.panes.items() if pane.isVisible() and key not in self._behind]

    def raise_pane(self, asset_id: str) -> None:
        """Brings a pane out from behind the tabs of others."""
        if asset_id in self._docks:
            self._docks[asset_id].raise_()

    def toggle_maximise(self, asset_id: str = "") -> None:
        """One pane alone, or all of them back."""
        if self._before_maximise is not None:
            self.restoreState(self._before_maximise)
            self._before_maximise = None
            return
        wanted = asset_id or (self._current.asset_id if self._current else "")
        if wanted in self._docks:
            self._before_maximise = self.saveState()
            for key, dock in self._docks.items():
                dock.setVisible(key == wanted)

    def lay_by(self) -> None:
        """Remembers the arrangement: what is brought together from now on is for the moment only."""
        self._laid_by = (self.saveState(), self._before_maximise)

    def take_up(self) -> None:
        """Puts the panes where they stood when the arrangement was laid by."""
        if self._laid_by is not None:
            state, self._before_maximise = self._laid_by
            self._laid_by = None
            self.restoreState(state)

    def bring_together(self, asset_ids: Sequence[str], *, alone: bool = False) -> None:
        """Brings panes into sight at once, and lays them out before it returns.

        With `alone` they stand side by side and all others are hidden; else a maximised pane gives way.
        """
        if alone:
            self._before_maximise = self._before_maximise or self.saveState()
            show_only(self, self._docks, asset_ids)
        else:
            if self._before_maximise is not None:
                self.toggle_maximise()
            bring_together(self, self._docks, asset_ids)
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def set_maximise_hint(self, hint: str) -> None:
        """What the tooltips of the panes' maximise buttons say."""
        self._maximise_hint = hint
        for dock in self._docks.values():
            _header_of(dock).maximise_button.setToolTip(hint)

    def walk_panes(self, step: int) -> None:
        """Makes the next (+1) or the previous (−1) pane the current one."""
        panes = list(self.panes.values())
        if panes:
            place = panes.index(self._current) if self._current in panes else -step
            pane = panes[(place + step) % len(panes)]
            self.raise_pane(pane.asset_id)
            pane.setFocus()
            self._set_current(pane)

    def layout_state(self) -> QByteArray:
        """The arrangement as it stands, to be kept for this template."""
        if self._laid_by is not None:
            return self._laid_by[1] or self._laid_by[0]
        return self._before_maximise or self.saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """Puts the panes where they stood. All are shown: of a sample that was left again before its panes
        were on the screen, what is kept says that they were not.
        """
        self._as_arranged = False
        self.restoreState(state)
        for dock in self._docks.values():
            if dock.isHidden():
                dock.show()

    def close_panes(self) -> None:
        """Frees all panes and their decoders, at once: a pane outlives its asset by no signal."""
        self._before_maximise = self._laid_by = None
        self._set_current(None)
        self.time_strip.close_panes()
        for pane in self._panes.values():
            pane.close_media()
        for dock in self._docks.values():
            self.removeDockWidget(dock)
            shiboken6.delete(dock)
        self._panes.clear()
        self._docks.clear()
        self._rows = []
        self._behind.clear()

    def arrange_afresh(self) -> None:
        """Forgets moved docks and puts every pane where its template has it."""
        self._before_maximise = None
        self._as_arranged = True
        self._rows = [self._lay_row(row) for row in arrange(self._context.state.assets.values())]
        # The room is known once the event loop has laid the new docks.
        QTimer.singleShot(0, self._balance)

    def _lay_row(self, row: Row) -> list[QDockWidget]:
        """Puts a row's stacks side by side in the top area; returns the dock that leads each."""
        leaders: list[QDockWidget] = []
        for stack in row.stacks:
            docks = [self._docks[key] for key in stack if key in self._docks]
            if not docks:
                continue
            leader = docks[0]
            if leaders:
                self.splitDockWidget(leaders[-1], leader, Qt.Orientation.Horizontal)
            else:
                self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, leader, Qt.Orientation.Vertical)
            for other in docks[1:]:
                self.tabifyDockWidget(leader, other)
            leader.raise_()
            leaders.append(leader)
        return leaders

    def _balance(self) -> None:
        """Shares the room out: equal panes in a row, rows as high as what they show; the strip of time."""
        rows = [row for row in self._rows if row]
        if not rows or self.maximised or self._laid_by is not None:
            return
        strip = strip_height_px(self.time_strip.sizeHint().height(), self.height())
        self.resizeDocks([self._time_dock], [strip], Qt.Orientation.Vertical)
        for row in rows:
            self.resizeDocks(row, [self.width() // len(row)] * len(row), Qt.Orientation.Horizontal)
        heights = row_heights_px([self._asked_px(row) for row in rows], self.height() - strip)
        self.resizeDocks([row[0] for row in rows], heights, Qt.Orientation.Vertical)

    def _asked_px(self, row: list[QDockWidget]) -> int | None:
        """The height at which the pictures of a row take its width; None for a row of something else."""
        panes = [dock.widget() for dock in row]
        facts = [pane.asset.facts for pane in panes if isinstance(pane, Pane) and pane.asset.kind in PICTURES]
        if not facts:
            return None
        tallest = max(one.height / one.width if one.width else _USUAL_SHAPE for one in facts)
        return round(self.width() / len(row) * tallest) + HEADER_PX

    def _on_sample_opened(self) -> None:
        assets = self._context.state.assets
        for row in arrange(assets.values()):
            for stack in row.stacks:
                for asset_id in stack:
                    pane = make_pane(self._context, assets[asset_id])
                    if pane is not None:
                        self._add(pane)
        self.time_strip.show_assets()
        for pane in self.time_strip.panes.values():
            pane.focused.connect(lambda one=pane: self._set_current(one))
        self.arrange_afresh()
        self._set_current(next(iter(self.panes.values()), None))
        # A dock takes the keyboard once it is on the screen.
        QTimer.singleShot(0, self._take_keyboard)

    def _take_keyboard(self) -> None:
        """So that plain keys are the actions' from the start, and no button's."""
        if not is_typing(QApplication.focusWidget()):
            (self._current or self).setFocus()

    def _add(self, pane: Pane) -> None:
        dock = QDockWidget(button_text(pane.asset_id), self)
        dock.setObjectName(f"dock_{pane.asset_id}")
        dock.setFeatures(_FIXED)
        header = PaneHeader(pane, dock)
        header.maximise_button.setToolTip(self._maximise_hint)
        header.maximise_asked.connect(lambda key=pane.asset_id: self.toggle_maximise(key))
        dock.setTitleBarWidget(header)
        dock.setWidget(pane)
        pane.setMinimumSize(160, 90)
        pane.focused.connect(lambda: self._set_current(pane))
        pane.detail_changed.connect(self._on_detail_changed)
        pane.drawn.connect(partial(self._on_drawn, pane))
        dock.topLevelChanged.connect(self._on_moved_by_hand)
        dock.visibilityChanged.connect(partial(self._on_visibility_changed, pane.asset_id))
        self._docks[pane.asset_id] = dock
        self._panes[pane.asset_id] = pane

    def _on_moved_by_hand(self) -> None:
        self._as_arranged = False

    def _on_detail_changed(self) -> None:
        """A pane that has just learnt when its frames are presented can number them."""
        if not self._context.timeline.playing and self._current is not None:
            self.time_strip.transport.use_frames_of(self._frame_at)

    def _on_drawn(self, pane: Pane, now_ns: int) -> None:
        if not self._context.timeline.playing:
            return
        after_ns = pane.step_instant(now_ns, +1)
        began_ns = pane.step_instant(after_ns, -1) if after_ns is not None else None
        if began_ns is not None and began_ns != self._began_ns.get(pane.asset_id):
            self._began_ns[pane.asset_id] = began_ns
            self.picture_shown.emit(began_ns)

    def _on_visibility_changed(self, asset_id: str, seen: bool) -> None:
        if seen:
            self._behind.discard(asset_id)
        else:
            self._behind.add(asset_id)

    def _set_current(self, pane: Pane | None) -> None:
        if pane is self._current:
            return
        self._current = pane
        self._context.timeline.use_frames_of(self._next_instant if pane else None)
        self.time_strip.transport.use_frames_of(self._frame_at if pane else None)
        for key, dock in self._docks.items():
            _header_of(dock).set_current(pane is not None and key == pane.asset_id)
        self.pane_changed.emit(pane)

    def _frame_at(self, now_ns: int) -> int | None:
        """The frame's number in the pane that steps are counted in."""
        for pane in self._stepping_first():
            if pane.step_instant(now_ns, 1) is not None:
                return pane.frame_at(now_ns)
        return None

    def _stepping_first(self) -> list[Pane]:
        """The current pane, then the others."""
        return [*([self._current] if self._current else []), *self._panes.values()]

    def _next_instant(self, now_ns: int, direction: int) -> int:
        """The neighbouring frame of the current pane, else of the first pane that has frames."""
        for pane in self._stepping_first():
            instant = pane.step_instant(now_ns, direction)
            if instant is not None:
                return instant
        return now_ns + direction * 25_000_000


def _header_of(dock: QDockWidget) -> PaneHeader:
    header = dock.titleBarWidget()
    assert isinstance(header, PaneHeader)
    return header
