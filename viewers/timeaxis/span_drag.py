"""Dragging spans along the time axis: how far a drag may go, where it snaps, where each span ends up."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

SpanPart = Literal["body", "start", "end"]
SHORTEST_SPAN_NS: Final = 1_000_000


class MovingSpan(msgspec.Struct, frozen=True):
    """A span as it stood when the drag began, and which part of it the hand moves. All in sample time.

    It may not leave `low_ns` … `high_ns` nor become shorter than `shortest_ns`.
    """

    annotation_id: str
    part: SpanPart
    start_ns: int
    end_ns: int
    low_ns: int
    high_ns: int
    shortest_ns: int = SHORTEST_SPAN_NS

    @property
    def freedom_ns(self) -> tuple[int, int]:
        """The smallest and largest distance that its part may move; not moving is always allowed."""
        start_ns, end_ns = self.start_ns, self.end_ns
        match self.part:
            case "body":
                least, most = self.low_ns - start_ns, self.high_ns - end_ns
            case "start":
                least, most = self.low_ns - start_ns, end_ns - self.shortest_ns - start_ns
            case "end":
                least, most = start_ns + self.shortest_ns - end_ns, self.high_ns - end_ns
        return min(least, 0), max(most, 0)

    @property
    def edges_ns(self) -> tuple[int, ...]:
        """The edges that move, which are what snaps."""
        match self.part:
            case "body":
                return self.start_ns, self.end_ns
            case "start":
                return (self.start_ns,)
            case "end":
                return (self.end_ns,)

    def moved(self, by_ns: int) -> tuple[int, int]:
        """Start and end after moving the part."""
        start_by = by_ns if self.part != "end" else 0
        end_by = by_ns if self.part != "start" else 0
        return self.start_ns + start_by, self.end_ns + end_by


def allowed_ns(moving: Sequence[MovingSpan], by_ns: int) -> int:
    """The distance nearest to `by_ns` that all spans moving together may go."""
    least = max(span.freedom_ns[0] for span in moving)
    most = min(span.freedom_ns[1] for span in moving)
    return min(max(by_ns, least), most)


def snapped_ns(moving: MovingSpan, by_ns: int, targets_ns: NDArray[np.int64], reach_ns: int) -> int:
    """The distance at which a moving edge meets the nearest of `targets_ns`, if within `reach_ns`.

    `targets_ns` ascends: the edges of other spans and the playhead.
    """
    best = by_ns
    best_away = reach_ns + 1
    for edge_ns in moving.edges_ns:
        target = nearest_ns(targets_ns, edge_ns + by_ns)
        if target is not None and abs(target - edge_ns - by_ns) < best_away:
            best, best_away = target - edge_ns, abs(target - edge_ns - by_ns)
    return best


def nearest_ns(targets_ns: NDArray[np.int64], time_ns: int) -> int | None:
    """The target nearest to an instant; None when there is none."""
    place = int(np.searchsorted(targets_ns, time_ns))
    near = targets_ns[max(place - 1, 0) : place + 1]
    if not len(near):
        return None
    return int(near[int(np.argmin(np.abs(near - time_ns)))])
