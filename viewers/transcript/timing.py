"""Which segment is being said at an instant."""

from bisect import bisect_right

from crosstie.storage.media.queries import Segment


class SegmentTimes:
    """Segments in order of their start, those without times left out. Times are the asset's own."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        timed = [
            (one.start_ns, one.end_ns, row) for row, one in enumerate(segments) if one.end_ns > one.start_ns
        ]
        timed.sort()
        self._starts = [start for start, _, _ in timed]
        self._ends = [end for _, end, _ in timed]
        self._rows = [row for _, _, row in timed]
        self._longest = max((end - start for start, end, _ in timed), default=0)

    def current(self, at_ns: int) -> int | None:
        """The row being said, the one that began last where two speak at once; None in a silence."""
        place = bisect_right(self._starts, at_ns) - 1
        while place >= 0 and self._starts[place] + self._longest > at_ns:
            if self._ends[place] > at_ns:
                return self._rows[place]
            place -= 1
        return None
