"""The whole window on a real project, driven with real mouse and key events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.schema.records import Annotation
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane

WAIT_MS = 60_000


class Workstation:
    """A window and the hands on it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    @property
    def context(self) -> PaneContext:
        """What the panes know."""
        return self.window.session.context

    def pane(self, asset_id: str) -> Pane:
        """A pane by its asset."""
        return self.window.bench.panes[asset_id]

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits for a condition, the event loop running."""
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    def until_settled(self, at_ns: int | None = None) -> None:
        """Waits until every pane shows this instant."""
        sample_id = self.window.session.sample_id
        self.until(lambda: self.window.is_settled(sample_id, at_ns))

    def key(self, keys: str) -> None:
        """Presses a key sequence wherever the keyboard is."""
        focused = QApplication.focusWidget()
        QTest.keySequence(self.window if focused is None else focused, keys)

    def run(self, action_id: str) -> bool:
        """Does an action as the menu would."""
        return self.window.registry.run(action_id)

    def drawn_by(self, draw: Callable[[], None]) -> Annotation:
        """Waits for the annotation that a hand movement makes."""
        before = set(self.context.state.annotations)
        draw()
        self.until(lambda: len(set(self.context.state.annotations) - before) == 1)
        [made] = set(self.context.state.annotations) - before
        return self.context.state.annotations[made]


@contextmanager
def opened(
    qtbot: QtBot, project: Path, actor: str, sample_id: str, size: tuple[int, int]
) -> Iterator[Workstation]:
    """Opens a project's sample in a window of a size, and closes it in the end."""
    window = MainWindow(Session(Store.open(project, actor)), Settings())
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    window.session.open_sample(sample_id)
    station = Workstation(qtbot, window)
    try:
        station.until(lambda: window.session.sample_id == sample_id and bool(window.bench.panes))
        station.until_settled()
        yield station
    finally:
        window.close()
        window.deleteLater()
