"""The whole window on a real project, driven with real mouse and key events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.schema.records import Annotation
from crosstie.schema.sample_state import SampleState
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.selection import Ref

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

    @property
    def state(self) -> SampleState:
        """The sample as the window holds it."""
        return self.context.state

    @property
    def message(self) -> str:
        """What the message line says."""
        return self.window.parts.messages.text

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

    def until_saved(self) -> None:
        """Waits until every edit handed over is committed."""
        self.until(lambda: self.window.session.pending == 0)

    def key(self, keys: str) -> None:
        """Presses a key sequence wherever the keyboard is."""
        sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
        QTest.keySequence(QApplication.focusWidget() or self.window, sequence)

    def type(self, text: str) -> None:
        """Types into whatever has the keyboard; what no plain key writes comes as from an input method."""
        focused = QApplication.focusWidget() or self.window
        if text.isascii():
            QTest.keyClicks(focused, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(focused, composed)

    def run(self, action_id: str) -> bool:
        """Does an action as the menu would."""
        return self.window.registry.run(action_id)

    def select(self, *ids: str) -> None:
        """Selects annotations, entities or links by id."""
        self.context.selection.set(*(self.ref(key) for key in ids))

    def ref(self, key: str) -> Ref:
        """What names the annotation, entity or link with an id."""
        if key in self.state.annotations:
            return Ref("annotation", key)
        return Ref("entity", key) if key in self.state.entities else Ref("link", key)

    def selected(self) -> tuple[str, ...]:
        """Ids of what is selected, in order."""
        return tuple(ref.id for ref in self.context.selection.refs)

    def drawn_by(self, draw: Callable[[], None]) -> Annotation:
        """Waits for the annotation that a hand movement makes."""
        before = set(self.state.annotations)
        draw()
        self.until(lambda: len(set(self.state.annotations) - before) == 1)
        [made] = set(self.state.annotations) - before
        return self.state.annotations[made]

    def open(self, sample_id: str) -> None:
        """Opens another sample, and waits until it is drawn."""
        self.window.session.open_sample(sample_id)
        self.until(lambda: self.window.session.sample_id == sample_id)
        self.until_settled()

    def on_screen(self, name: str) -> QWidget:
        """The visible widget with an object name."""
        [found] = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        return found


@contextmanager
def opened(
    qtbot: QtBot, project: Path, actor: str, sample_id: str, size: tuple[int, int]
) -> Iterator[Workstation]:
    """Opens a project's sample in a window of a size, and closes it in the end."""
    window = MainWindow(Session(Store.open(project, actor)), Settings())
    window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
        # Without a window manager nobody else gives it the keyboard.
        window.activateWindow()
    window.session.open_sample(sample_id)
    station = Workstation(qtbot, window)
    try:
        station.until(lambda: window.session.sample_id == sample_id and bool(window.bench.panes))
        station.until_settled()
        yield station
    finally:
        window.close()
        window.deleteLater()
