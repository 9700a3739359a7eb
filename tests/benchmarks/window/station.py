"""The window on the demo sample, with an event loop to wait in."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from crosstie.app.demo_project import SAMPLE_ID
from crosstie.app.launch import application
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.schema.clock import NS_PER_SECOND
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.pointcloud.pane import PointCloudPane
from crosstie.viewers.pointcloud.surface import CloudSurface
from tests.benchmarks.demo import demo

SIZE: Final = (1680, 1000)
_LONGEST_WAIT_S: Final = 120.0


class TooSlow(Exception):
    """The window did not come to show what it was asked for."""


class Station:
    """A shown window."""

    def __init__(self, app: QApplication, window: MainWindow, sample_id: str) -> None:
        self._app = app
        self._sample_id = sample_id
        self.window = window

    @property
    def context(self) -> PaneContext:
        """What the panes know."""
        return self.window.session.context

    @property
    def panes(self) -> dict[str, Pane]:
        """The panes in sight, by asset id."""
        return {key: pane for key, pane in self.window.bench.panes.items() if pane.isVisible()}

    def until(self, holds: Callable[[], bool]) -> None:
        """Turns the event loop until a condition holds. Raises TooSlow after two minutes."""
        # Something has to happen now and then, or waiting for the next event might take for ever.
        heartbeat = QTimer()
        heartbeat.start(100)
        deadline = time.monotonic() + _LONGEST_WAIT_S
        while not holds():
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > deadline:
                unsettled = [key for key, pane in self.panes.items() if not pane.is_settled()]
                raise TooSlow(f"the window waits for: {', '.join(unsettled) or 'something else'}")
        heartbeat.stop()

    def turn_for(self, seconds: float) -> None:
        """Turns the event loop for a while."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def settle(self, at_ns: int | None = None) -> None:
        """Waits until every pane in sight has painted an instant."""
        self.until(lambda: self.window.is_settled(self._sample_id, at_ns))

    def seek(self, at_ns: int) -> float:
        """Seconds from the command until every pane in sight has painted the instant."""
        began = time.perf_counter()
        self.context.timeline.seek(at_ns)
        self.settle(at_ns)
        return time.perf_counter() - began

    def play(self) -> None:
        """Plays from the start, round and round, and waits until sound is heard."""
        timeline = self.context.timeline
        timeline.seek(0)
        timeline.play()
        self.until(lambda: timeline.now_ns > NS_PER_SECOND // 2)


def cloud_surface(pane: PointCloudPane) -> CloudSurface:
    """The widget of a cloud's pane that shows all of the cloud."""
    surface = pane.findChild(CloudSurface, f"cloud_surface_{pane.asset_id}")
    assert isinstance(surface, CloudSurface)
    return surface


@contextmanager
def demo_window(place: Path) -> Iterator[Station]:
    """Opens the demo in a window and closes it in the end. Nothing that the person has set is read."""
    with window_on(demo(place)) as station:
        yield station


@contextmanager
def window_on(project: Path, sample_id: str = SAMPLE_ID) -> Iterator[Station]:
    """Opens a sample, the demo's unless it is said otherwise, of whatever project holds it."""
    app = application()
    window = MainWindow(Session(Store.open(project)), Settings())
    window.resize(*SIZE)
    window.show()
    station = Station(app, window, sample_id)
    window.session.open_sample(sample_id)
    try:
        station.until(lambda: window.session.sample_id == sample_id and bool(window.bench.panes))
        station.settle()
        station.until(lambda: window.parts.playback.has_sound)
        yield station
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()
