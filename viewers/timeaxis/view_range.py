"""The stretch of sample time that is in view: zooming, panning and keeping an instant inside it."""

from typing import Final

import msgspec

SHORTEST_VIEW_NS: Final = 2_000_000
"""Two milliseconds over a screen's width: about 20 pixels a sample of speech."""
EMPTY_VIEW_NS: Final = 1_000_000_000
PAGE_LEAD: Final = 0.08
"""Part of the view left of the playhead after a page was turned."""


class ViewRange(msgspec.Struct, frozen=True):
    """From `start_ns` to `end_ns` of sample time, the end later than the start."""

    start_ns: int
    end_ns: int

    @property
    def length_ns(self) -> int:
        """How much time is in view."""
        return self.end_ns - self.start_ns

    def holds(self, time_ns: int) -> bool:
        """Whether an instant is in view, both ends included."""
        return self.start_ns <= time_ns <= self.end_ns


def whole(duration_ns: int) -> ViewRange:
    """The view of the whole sample."""
    return ViewRange(0, duration_ns if duration_ns > 0 else EMPTY_VIEW_NS)


def bounded(start_ns: int, length_ns: int, duration_ns: int) -> ViewRange:
    """The nearest view that lies within the sample and is neither too short nor longer than it."""
    longest = whole(duration_ns).length_ns
    length_ns = min(max(length_ns, min(SHORTEST_VIEW_NS, longest)), longest)
    start_ns = min(max(start_ns, 0), longest - length_ns)
    return ViewRange(start_ns, start_ns + length_ns)


def zoomed(view: ViewRange, at_ns: int, factor: float, duration_ns: int) -> ViewRange:
    """`factor` times as much time in view, `at_ns` staying where it is on the screen."""
    length_ns = round(view.length_ns * factor)
    start_ns = round(at_ns - (at_ns - view.start_ns) * factor)
    inside = bounded(start_ns, length_ns, duration_ns)
    if inside.length_ns == length_ns:
        return inside
    # The zoom met its limit: what is under the cursor stays there at the factor that was possible.
    reached = inside.length_ns / view.length_ns
    return bounded(round(at_ns - (at_ns - view.start_ns) * reached), inside.length_ns, duration_ns)


def panned(view: ViewRange, by_ns: int, duration_ns: int) -> ViewRange:
    """The same length of time, `by_ns` later."""
    return bounded(view.start_ns + by_ns, view.length_ns, duration_ns)


def paged(view: ViewRange, now_ns: int, duration_ns: int) -> ViewRange:
    """The view turned like a page, so that what comes after `now_ns` is in it."""
    return bounded(now_ns - round(view.length_ns * PAGE_LEAD), view.length_ns, duration_ns)


def nudged(view: ViewRange, now_ns: int, duration_ns: int) -> ViewRange:
    """The view moved just far enough to hold `now_ns`: what a dragging hand expects at the edge."""
    if now_ns < view.start_ns:
        return panned(view, now_ns - view.start_ns, duration_ns)
    return panned(view, max(now_ns - view.end_ns, 0), duration_ns)


def centred(view: ViewRange, start_ns: int, end_ns: int, duration_ns: int) -> ViewRange:
    """The view with a span in its middle, wide enough to hold it with a little room at both sides."""
    length_ns = max(view.length_ns, round((end_ns - start_ns) * 1.25))
    middle_ns = (start_ns + end_ns) // 2
    return bounded(middle_ns - length_ns // 2, length_ns, duration_ns)
