"""Keeps a report in step with the labels: made anew, in a process of its own, once the hands are at rest."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.app.quality.made import Made
from crosstie.app.quality.run import Run, Stopped
from crosstie.app.session import Session
from crosstie.schema.errors import CrosstieError

QUIET_MS: Final = 1_500
"""How long no label changes before the figures are counted again."""
_AT_THE_END_S: Final = 0.3
"""How long a window that closes waits for its process to end by itself."""

MakerState = Literal["nothing", "counting", "current", "stale", "given up", "failed"]


class Maker(QObject):
    """One run at a time. What is `made` stays the old one until the new one is there.

    Nothing is counted while nobody looks (`watch`): what has changed meanwhile is counted when somebody does.
    `changed` says that `made`, `state`, `done` or `problem` is another one.
    """

    changed = Signal()
    _told = Signal(int, object)

    def __init__(self, session: Session, make_run: Callable[[], Run], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._make_run = make_run
        self.made: Made | None = None
        self.state: MakerState = "nothing"
        self.done = 0.0
        self.problem = ""
        self._round = 0
        self._run: Run | None = None
        self._is_watched = False
        self._is_stale = True
        self._closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="quality")
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        session.saved_changed.connect(self._on_labels_changed)
        session.sample_shown.connect(self._on_sample_shown)
        self._passes: dict[str, int] = {}

    @property
    def is_stale(self) -> bool:
        """Whether labels have changed since the report was begun."""
        return self._is_stale

    @property
    def pid(self) -> int:
        """The id of the process that counts now; 0 for none."""
        return self._run.pid if self._run is not None else 0

    def watch(self, *, watched: bool) -> None:
        """Somebody looks at the figures from now on, or no longer does."""
        self._is_watched = watched
        if watched and self._is_stale and self.state not in ("counting", "given up", "failed"):
            self.count()

    def count(self) -> None:
        """Counts now, whatever is under way is given up."""
        if self._closed:
            return
        self._stop()
        self._quiet.stop()
        self._round += 1
        self._is_stale, self.state, self.done, self.problem = False, "counting", 0.0, ""
        self._run = run = self._make_run()
        number = self._round
        future = self._worker.submit(run.report, lambda done: self._told.emit(number, done))
        future.add_done_callback(partial(self._deliver, number))
        self.changed.emit()

    def give_up(self) -> None:
        """Ends the run; the figures stay as they were."""
        if self.state == "counting":
            self._stop()
            self._round += 1
            self._is_stale, self.state = True, "given up"
            self.changed.emit()

    def close(self) -> None:
        """Ends the run and waits for its process."""
        self._closed = True
        self._quiet.stop()
        if self._run is not None:
            self._run.stop(_AT_THE_END_S)
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._run = None

    def _on_labels_changed(self) -> None:
        """Not before they are on disk, where the process reads them."""
        if not self._closed:
            self._is_stale = True
            if self.state == "current":
                self.state = "stale"
            if self._is_watched:
                self._quiet.start()
            self.changed.emit()

    def _on_sample_shown(self) -> None:
        """A pass was begun in it: there is more to compare."""
        sample_id, count = self._session.sample_id, len(self._session.context.state.passes)
        before = self._passes.get(sample_id)
        self._passes[sample_id] = count
        if before is not None and before != count:
            self._on_labels_changed()

    def _on_quiet(self) -> None:
        if self._session.pending:
            self._quiet.start()
        elif self._is_watched:
            self.count()

    def _deliver(self, number: int, done: "Future[Made]") -> None:
        if not done.cancelled() and not self._closed:
            self._told.emit(number, done.exception() or done.result())

    def _on_told(self, number: int, told: object) -> None:
        if number != self._round or self._closed:
            return
        if isinstance(told, float):
            self.done = told
        elif isinstance(told, Made):
            self._run, self.made = None, told
            self.state = "stale" if self._is_stale else "current"
        elif isinstance(told, Stopped):
            self._run, self.state = None, "given up"
        elif isinstance(told, CrosstieError):
            self._run, self.state, self.problem = None, "failed", str(told)
        elif isinstance(told, BaseException):
            # Nobody foresaw it: the crash log says it in a line and keeps it in full.
            self._run, self.state, self.problem = None, "failed", "The figures could not be counted."
            self.changed.emit()
            raise told
        self.changed.emit()
