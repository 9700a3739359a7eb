"""Opens the window on a project, and with a screenshot asked for takes it and leaves."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication

from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.schema.errors import CrosstieError
from crosstie.storage.store import Store

_LONGEST_WAIT_MS: Final = 60_000
_LOOK_EVERY_MS: Final = 30


class NoDisplay(CrosstieError):
    """There is no screen to open a window on; Qt would end the process without a word of use."""


class ScreenshotFailed(CrosstieError):
    """The window did not come to show the instant that was asked for."""


def application() -> QApplication:
    """The process's one QApplication, made at first use. Raises NoDisplay where there is no screen."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise NoDisplay(
            "no screen: DISPLAY is not set, so start Crosstie in a desktop session or under xvfb-run"
        )
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Crosstie")
    app.setDesktopFileName("crosstie")
    return app


def open_window(
    project_dir: Path, sample_id: str | None = None, at_ns: int | None = None, screenshot: Path | None = None
) -> int:
    """Shows the window on a project until it is closed; returns the exit code.

    With `screenshot`, waits until every pane has drawn `at_ns`, saves the picture of the window and
    leaves. Raises ProjectUnusable or StoreFailed, and ScreenshotFailed when a pane does not
    settle within a minute.
    """
    app = application()
    store = Store.open(project_dir)
    session = Session(store)
    window = MainWindow(session, Settings())
    first = sample_id or next((one.id for one in store.samples()), "")
    failure: list[CrosstieError] = []
    if first:
        session.sample_shown.connect(lambda: _go(window, at_ns))
        session.open_sample(first)
    else:
        session.context.say(
            "This project has no samples yet. Add some with: crosstie add DIR MANIFEST", "info"
        )
    if screenshot is not None:
        _when_settled(window, first, at_ns, lambda: _save(window, screenshot), failure)
    window.show()
    code = app.exec()
    if failure:
        raise failure[0]
    return code


def _go(window: MainWindow, at_ns: int | None) -> None:
    if at_ns is not None:
        window.session.context.timeline.seek(at_ns)


def _when_settled(
    window: MainWindow,
    sample_id: str,
    at_ns: int | None,
    then: Callable[[], None],
    failure: list[CrosstieError],
) -> None:
    """Looks again and again until the window shows what was asked for, then acts and closes it."""
    waited = QElapsedTimer()
    waited.start()
    look = QTimer(window)
    look.setInterval(_LOOK_EVERY_MS)
    calm = 0

    def on_look() -> None:
        nonlocal calm
        settled = window.is_settled(sample_id, at_ns)
        calm = calm + 1 if settled else 0
        # Two looks in a row: the layout that the first settled picture led to has been drawn as well.
        if calm > 1:
            look.stop()
            then()
            window.close()
        elif waited.elapsed() > _LONGEST_WAIT_MS:
            look.stop()
            slow = ", ".join(key for key, pane in window.bench.panes.items() if not pane.is_settled())
            failure.append(
                ScreenshotFailed(f"no screenshot: {slow or 'the sample'} was not drawn within a minute")
            )
            window.close()

    look.timeout.connect(on_look)
    look.start()


def _save(window: MainWindow, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(path)):
        window.session.context.say(f"{path} cannot be written.", "bad")
