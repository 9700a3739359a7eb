"""Looks whether a sample's files are what was registered, when it opens, on a thread of its own."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media_check import MediaProblem, media_problems
from crosstie.viewers.context import PaneContext


class MediaWatch(QObject):
    """Names the files that were moved or changed; the sample stays open and its labels stay as they are."""

    problems_found = Signal(object)
    _checked = Signal(str, object)

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._closing = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="media-check")
        self._checked.connect(self._on_checked, Qt.ConnectionType.QueuedConnection)
        context.sample_opened.connect(self._on_sample_opened)

    def close(self) -> None:
        """Leaves a check under way after the file it is at."""
        self._closing = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _on_sample_opened(self) -> None:
        state = self._context.state
        future = self._worker.submit(self._check, tuple(state.assets.values()))
        future.add_done_callback(partial(self._deliver, state.sample_id))

    def _check(self, assets: tuple[Asset, ...]) -> tuple[MediaProblem, ...]:
        found: list[MediaProblem] = []
        for asset in assets:
            if self._closing:
                break
            found += media_problems((asset,), self._context.media_root)
        return tuple(found)

    def _deliver(self, sample_id: str, done: "Future[tuple[MediaProblem, ...]]") -> None:
        if not done.cancelled() and not self._closing:
            self._checked.emit(sample_id, done.result())

    def _on_checked(self, sample_id: str, found: tuple[MediaProblem, ...]) -> None:
        if sample_id != self._context.state.sample_id or not found:
            return
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        self._context.say(f"{found[0].line}{more}. Its annotations are kept.", "bad")
        self.problems_found.emit(found)
