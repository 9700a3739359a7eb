"""Takes a picture of the window once it shows what was asked for."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from crosstie.app.window import MainWindow
from crosstie.schema.errors import CrosstieError
from crosstie.viewers.canvas.notice import Notice, NoticeText

_LONGEST_SILENCE_MS: Final = 60_000
_LOOK_EVERY_MS: Final = 30
_CALM_LOOKS: Final = 3


class ScreenshotFailed(CrosstieError):
    """The window did not come to show the instant that was asked for, something went wrong in it that nobody
    foresaw, or the file cannot be written.
    """


class Screenshot(QObject):
    """Looks again and again until the window has settled, saves its picture, and closes it.

    Settled several looks in a row: the layout that a first picture led to has been drawn as well. It gives
    up once the panes have told of no progress for a minute. `failure` tells afterwards what went wrong, if
    anything did.
    """

    _erred = Signal()

    def __init__(self, window: MainWindow, sample_id: str, at_ns: int | None, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._sample_id = sample_id
        self._at_ns = at_ns
        self._path = path
        self._calm = 0
        self._told: tuple[NoticeText, ...] = ()
        self._silence = QElapsedTimer()
        self._silence.start()
        self._look = QTimer(self)
        self._look.timeout.connect(self._on_look)
        self._look.start(_LOOK_EVERY_MS)
        # Queued, because a window must not be closed from wherever in it the error was.
        self._erred.connect(lambda: self._end(""), Qt.ConnectionType.QueuedConnection)
        self.failure: ScreenshotFailed | None = None

    def fail(self, line: str) -> None:
        """Ends without a picture, because of an error that nobody foresaw. May be called from any thread."""
        self.failure = self.failure or ScreenshotFailed(line)
        self._erred.emit()

    def _on_look(self) -> None:
        settled = self._window.is_settled(self._sample_id, self._at_ns)
        self._calm = self._calm + 1 if settled else 0
        if self._calm >= _CALM_LOOKS:
            self._save()
        elif (told := self._tells()) != self._told:
            self._told = told
            self._silence.restart()
        elif self._silence.elapsed() > _LONGEST_SILENCE_MS:
            self._give_up()

    def _tells(self) -> tuple[NoticeText, ...]:
        """What the panes say now of what they wait for."""
        notices = self._window.bench.findChildren(Notice)
        return tuple(notice.text for notice in notices if notice.text is not None)

    def _give_up(self) -> None:
        slow = [key for key, pane in self._window.bench.panes.items() if not pane.is_settled()]
        what = ", ".join(slow) or f"sample {self._sample_id}"
        last = next(
            (f" after “{text.title} {text.more}”" for text in self._told if text.done is not None), ""
        )
        self._end(f"no screenshot: {what} made no progress for a minute{last}; open the window to see why")

    def _save(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            saved = self._window.grab().save(str(self._path))
        except OSError:
            saved = False
        self._end("" if saved else f"{self._path} cannot be written; name a .png file in a folder of yours")

    def _end(self, problem: str) -> None:
        self._look.stop()
        if problem and self.failure is None:
            self.failure = ScreenshotFailed(problem)
        self._window.close()
