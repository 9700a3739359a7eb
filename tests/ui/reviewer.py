"""A person who reviews links, in the real window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosstie.app.review.review import Review
from crosstie.app.review.strip import ReviewStrip
from crosstie.schema.decisions import decisions
from crosstie.schema.records import Link
from tests.ui.candidates import OWN
from tests.ui.small_project import ACTOR, STREET
from tests.ui.workstation import Workstation, opened

_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)
SIZE: Final = (1400, 860)


class Reviewer:
    """A person who reviews."""

    def __init__(self, station: Workstation) -> None:
        self.station = station

    @property
    def review(self) -> Review:
        return self.station.window.review.review

    @property
    def strip(self) -> ReviewStrip:
        return self.station.window.review.strip

    @property
    def asked(self) -> str:
        """The id of the link that is asked about; empty for none."""
        found = self.review.candidate
        return found.link.id if found is not None else ""

    @property
    def made(self) -> dict[str, Link]:
        """The decisions by the candidate that they are about; of one that was re-aimed the certain one."""
        found = sorted(decisions(self.station.state, OWN), key=lambda link: link.status == "certain")
        return {link.provenance.origin_id or link.id: link for link in found}

    def aims(self) -> bool:
        return self.review.aiming

    def plays(self) -> bool:
        return self.station.context.timeline.playing

    def decided_as(self) -> str:
        return self.review.decided_as or ""

    def enter(self) -> None:
        self.station.key("Ctrl+L")
        self.until_drawn()

    def key(self, keys: str) -> None:
        """Presses a key, and waits until what it leads to stands on the screen."""
        self.station.key(keys)
        self.until_drawn()

    def until_drawn(self) -> None:
        self.station.until(self.review.is_settled)
        self.review.replay.stop()


@contextmanager
def reviewing(qtbot: QtBot, project: Path, sample_id: str = STREET) -> Iterator[Reviewer]:
    with opened(qtbot, project, ACTOR, sample_id, SIZE) as station:
        yield Reviewer(station)


class Counted(QObject):
    """Counts the keys and the pointer's presses that reach the application."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.pointer = 0
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        # A key that is pressed is offered to the shortcuts once, whatever it sets off.
        focused = QApplication.focusWidget()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and watched is focused
        ):
            self.keys.append(event.text())
        if isinstance(event, QMouseEvent) and event.type() in _PRESSES:
            self.pointer += 1
        return False


def arrangement(station: Workstation) -> dict[str, tuple[bool, QRect]]:
    """Where each pane stands."""
    panes = station.window.bench.panes
    return {
        key: (pane.isVisible(), QRect(pane.mapTo(station.window, QPoint()), pane.size()))
        for key, pane in panes.items()
    }
