"""The one view range of sample time that all rows over time share."""

from PySide6.QtCore import QObject, Signal

from crosstie.viewers.timeaxis.scale import Scale, scale_between
from crosstie.viewers.timeaxis.view_range import (
    ViewRange,
    bounded,
    centred,
    nudged,
    paged,
    panned,
    whole,
    zoomed,
)
from crosstie.viewers.timeline import Timeline


class TimeAxis(QObject):
    """Which stretch of sample time is in view. It follows the playhead and never commands the timeline.

    While time plays the view turns like a page when the playhead leaves it, so nothing drifts under the
    reader's eyes; a reader who has moved the view away from the playhead is left alone.
    """

    changed = Signal()

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._view = self._whole = whole(timeline.duration_ns)
        self._was_in_view = True
        timeline.duration_changed.connect(self._on_duration_changed)
        timeline.length_changed.connect(self._on_length_changed)
        timeline.moved.connect(self._on_timeline_moved)

    @property
    def view(self) -> ViewRange:
        """What is in view."""
        return self._view

    def scale(self, left_px: float, right_px: float) -> Scale:
        """Time to pixels for content between two edges of a widget; the name gutter lies left of it."""
        return scale_between(self._view.start_ns, self._view.end_ns, left_px, right_px)

    def fit(self) -> None:
        """Shows the whole sample."""
        self._whole = whole(self._timeline.duration_ns)
        self._show(self._whole)

    def show(self, start_ns: int, end_ns: int) -> None:
        """Shows a stretch of time, kept within the sample."""
        self._show(bounded(start_ns, end_ns - start_ns, self._timeline.duration_ns))

    def zoom(self, at_ns: int, factor: float) -> None:
        """`factor` times as much time in view (below 1: nearer), `at_ns` staying where it is."""
        self._show(zoomed(self._view, at_ns, factor, self._timeline.duration_ns))

    def pan(self, by_ns: int) -> None:
        """Moves the view later (above 0) or earlier."""
        self._show(panned(self._view, by_ns, self._timeline.duration_ns))

    def reveal(self, start_ns: int, end_ns: int) -> None:
        """Brings a span into view; nothing moves when it is there already."""
        if not (self._view.holds(start_ns) and self._view.holds(end_ns)):
            self._show(centred(self._view, start_ns, end_ns, self._timeline.duration_ns))

    def _show(self, view: ViewRange) -> None:
        if view != self._view:
            self._view = view
            self._was_in_view = view.holds(self._timeline.now_ns)
            self.changed.emit()

    def _on_duration_changed(self) -> None:
        self.fit()

    def _on_length_changed(self) -> None:
        """Assets were shifted: who looked closely goes on looking at the same stretch."""
        if self._view == self._whole:
            self.fit()
        else:
            self.show(self._view.start_ns, self._view.end_ns)

    def _on_timeline_moved(self, now_ns: int) -> None:
        was_in_view, self._was_in_view = self._was_in_view, self._view.holds(now_ns)
        if self._was_in_view:
            return
        duration_ns = self._timeline.duration_ns
        if self._timeline.playing:
            if was_in_view:
                self._show(paged(self._view, now_ns, duration_ns))
        elif self._timeline.scrubbing:
            self._show(nudged(self._view, now_ns, duration_ns))
        else:
            self._show(centred(self._view, now_ns, now_ns, duration_ns))
