"""Plays a stretch of time once and goes back to the instant that is looked at."""

from PySide6.QtCore import QObject, Signal

from crosstie.app.review.sight import Span
from crosstie.viewers.timeline import Timeline


class Replay(QObject):
    """One playing of one span. A person who pauses, or goes elsewhere, ends it where they are."""

    ended = Signal()

    def __init__(self, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._span: Span | None = None
        self._back_ns = 0
        timeline.moved.connect(self._on_moved)
        timeline.play_changed.connect(self._on_play_changed)

    @property
    def running(self) -> bool:
        """Whether it plays."""
        return self._span is not None

    def play(self, span: Span, back_ns: int) -> None:
        """Plays from the beginning of the span, whatever played before, and comes to rest at `back_ns`."""
        timeline = self._timeline
        self.stop()
        timeline.set_loop(None)
        timeline.seek(span[0])
        self._span, self._back_ns = span, back_ns
        timeline.play()

    def stop(self) -> None:
        """Ends it where it is."""
        self._span = None
        self._timeline.pause()

    def _on_moved(self, now_ns: int) -> None:
        if self._span is not None and now_ns >= self._span[1]:
            self._span = None
            self._timeline.pause()
            self._timeline.seek(self._back_ns)
            self.ended.emit()

    def _on_play_changed(self, playing: bool) -> None:
        if not playing:
            self._span = None
