"""Opens the window on a project, and with a screenshot asked for takes it and leaves."""

import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crosstie.app.crash_log import tell_crashes
from crosstie.app.screenshot import Screenshot
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.schema.errors import CrosstieError
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref, RefKind, exists

_EMPTY = "This project has no samples yet. Add some with: crosstie add DIR MANIFEST"


class NoDisplay(CrosstieError):
    """There is no screen to open a window on; Qt would end the process without a word of use."""


def application() -> QApplication:
    """The process's one QApplication, made at first use. Raises NoDisplay where there is no screen."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise NoDisplay(
            "no screen: DISPLAY is not set; start Crosstie in a desktop session or under xvfb-run"
        )
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Crosstie")
    app.setDesktopFileName("crosstie")
    return app


def open_window(
    project_dir: Path,
    sample_id: str | None = None,
    at_ns: int | None = None,
    screenshot: Path | None = None,
    select: str = "",
) -> int:
    """Shows the window on a project until it is closed; returns the exit code.

    `select` is the id of an annotation, entity or link, or an entity's name, to be selected at once.

    With `screenshot`, waits until every pane has drawn `at_ns`, saves the picture of the window and
    leaves. Raises NoDisplay, ProjectUnusable or StoreFailed before there is a window, and ScreenshotFailed.
    """
    app = application()
    store = Store.open(project_dir)
    window = MainWindow(Session(store), Settings())
    first = sample_id or next((one.id for one in store.samples(1)), "")
    if first:
        _open_at(window, first, at_ns, select)
    else:
        window.session.context.say(_EMPTY, "info")
    shot = Screenshot(window, first, at_ns, screenshot) if screenshot is not None else None
    tell_crashes(partial(_tell, window.session.context, shot))
    window.show()
    code = app.exec()
    if shot is not None and shot.failure is not None:
        raise shot.failure
    return code


def _tell(context: PaneContext, shot: Screenshot | None, line: str) -> None:
    """Says what nobody foresaw. A signal, because it may have gone wrong on another thread."""
    context.said.emit(line, "bad")
    if shot is not None:
        shot.fail(line)


def _open_at(window: MainWindow, sample_id: str, at_ns: int | None, select: str) -> None:
    """Opens the first sample; once it is shown, goes to an instant and selects a thing."""
    session = window.session

    def on_shown() -> None:
        if at_ns is not None:
            session.context.timeline.seek(at_ns)
        if select:
            _select(session.context, select)

    session.sample_shown.connect(on_shown, Qt.ConnectionType.SingleShotConnection)
    session.open_sample(sample_id)


def _select(context: PaneContext, wanted: str) -> None:
    state = context.state
    named = (
        one.id for one in state.entities.values() if one.name == wanted and one.pass_id == context.pass_id
    )
    key = next(named, wanted)
    kinds: tuple[RefKind, ...] = ("annotation", "entity", "link")
    found = [Ref(kind, key) for kind in kinds if exists(state, Ref(kind, key))]
    if found:
        context.selection.set(*found)
    else:
        context.say(f"Nothing in this sample has the id or name {wanted!r}.", "warn")
