"""Walking the keyboard from one part of the window to the next: panes, transport, rails, title."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crosstie.app.bench.bench import Bench


class FocusWalk:
    """Knows the parts in the order in which they are walked; the panes come first."""

    def __init__(self, bench: Bench, parts: Sequence[QWidget], instead: Callable[[], bool]) -> None:
        """`instead` gives the keyboard to what stands in the panes' place, if anything does, and says so."""
        self._bench = bench
        self._parts = tuple(parts)
        self._instead = instead

    def to_pane(self) -> None:
        """Back to the current pane, where plain keys are the actions'."""
        if not self._instead():
            (self._bench.current_pane or self._bench).setFocus()

    def walk(self, step: int) -> None:
        """On (+1) or back (−1) to a part that is in sight and can take the keyboard."""
        stops: list[QWidget | None] = [None, *filter(None, map(_first_stop, self._parts))]
        place = next((place for place, stop in enumerate(stops) if _holds_keyboard(stop, self._parts)), 0)
        stop = stops[(place + step) % len(stops)]
        if stop is None:
            self.to_pane()
        else:
            stop.setFocus(Qt.FocusReason.TabFocusReason)


def _first_stop(part: QWidget) -> QWidget | None:
    """The first widget of a part that Tab would stop at."""
    if not part.isVisible():
        return None
    return next((one for one in (part, *part.findChildren(QWidget)) if _stops_at(one)), None)


def _stops_at(widget: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _holds_keyboard(stop: QWidget | None, parts: Sequence[QWidget]) -> bool:
    """Whether the part that `stop` belongs to has the keyboard now."""
    focused = QApplication.focusWidget()
    if stop is None or focused is None:
        return False
    return any(
        (stop is part or part.isAncestorOf(stop)) and (focused is part or part.isAncestorOf(focused))
        for part in parts
    )
