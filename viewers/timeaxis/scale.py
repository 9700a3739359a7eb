"""Sample time to horizontal pixels and back, for one widget at one moment."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

INSET_PX: Final = 12
"""Room left of the first and right of the last instant shown, so that an edge there can still be grabbed."""


class Scale(msgspec.Struct, frozen=True):
    """`start_ns` lies at `left_px` of the widget and `end_ns` at `left_px + width_px`; linear beyond both."""

    start_ns: int
    end_ns: int
    left_px: float
    width_px: float

    @property
    def ns_per_px(self) -> float:
        """Sample time that one logical pixel covers."""
        return (self.end_ns - self.start_ns) / self.width_px

    def x(self, time_ns: int) -> float:
        """Pixel of an instant."""
        # The difference is taken as integers: hours in nanoseconds are too long for a float's 53 bits.
        return self.left_px + (time_ns - self.start_ns) / self.ns_per_px

    def xs(self, times_ns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Pixels of many instants."""
        offsets: NDArray[np.float64] = (times_ns - self.start_ns) / self.ns_per_px
        return offsets + self.left_px

    def ns(self, x_px: float) -> int:
        """Instant at a pixel, rounded to the nearest nanosecond."""
        return self.start_ns + round((x_px - self.left_px) * self.ns_per_px)

    def length_ns(self, length_px: float) -> int:
        """Sample time that a horizontal distance covers."""
        return round(length_px * self.ns_per_px)


def scale_between(start_ns: int, end_ns: int, left_px: float, right_px: float) -> Scale:
    """The scale of a widget's content from `left_px` to `right_px`, insets taken off.

    A widget that is too narrow to draw in gets a scale one pixel wide, so nothing divides by zero.
    """
    width = max(right_px - left_px - 2 * INSET_PX, 1.0)
    return Scale(start_ns, max(end_ns, start_ns + 1), left_px + INSET_PX, width)
