"""Links as curves between rows, and which is under the cursor."""

import itertools
import math
from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.schema.records import LinkStatus

_BEND: Final = 0.5
_SAMPLES: Final = 16


class Spot(msgspec.Struct, frozen=True):
    """Where an annotation is drawn, in pixels of the lanes' content. `row` is its row's number from the top.

    `in_view` says that some of it lies within the stretch of time on the screen.
    """

    annotation_id: str
    row: int
    left: float
    right: float
    top: float
    bottom: float
    rgb: int
    in_view: bool = True


class Curve(msgspec.Struct, frozen=True):
    """One link drawn from (x0, y0) to (x1, y1), leaving both ends upright. Colours are 0xRRGGBB.

    A bundle stands for several links of one type and status: `members` are their ids, its own the first.
    """

    link_id: str
    type_id: str
    status: LinkStatus
    x0: float
    y0: float
    x1: float
    y1: float
    from_rgb: int
    to_rgb: int
    faint: bool
    directed: bool = True
    members: tuple[str, ...] = ()

    @property
    def controls(self) -> tuple[float, float]:
        """Heights of the two control points of the cubic; they stand above or below their ends."""
        reach = max(abs(self.y1 - self.y0) * _BEND, 14.0)
        if self.y0 == self.y1:
            return self.y0 - reach, self.y1 - reach
        down = math.copysign(reach, self.y1 - self.y0)
        return self.y0 + down, self.y1 - down

    def point(self, part: float) -> tuple[float, float]:
        """The point at `part` from 0 to 1 of the curve's parameter (Bernstein form of the cubic)."""
        rest = 1.0 - part
        a, b, c, d = rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3
        above, below = self.controls
        return (a + b) * self.x0 + (c + d) * self.x1, a * self.y0 + b * above + c * below + d * self.y1


def curve_at(drawn: Iterable[Curve], x: float, y: float, within_px: float) -> Curve | None:
    """The curve nearest to a point, no further than `within_px`."""
    nearest, best = None, within_px
    for curve in drawn:
        if _is_near(curve, x, y, within_px) and (away := _distance(curve, x, y)) <= best:
            nearest, best = curve, away
    return nearest


def _is_near(curve: Curve, x: float, y: float, within_px: float) -> bool:
    """Whether a point lies within the rectangle of a curve's control points, which holds the curve."""
    left, right = sorted((curve.x0, curve.x1))
    heights = (curve.y0, curve.y1, *curve.controls)
    beside = left - within_px <= x <= right + within_px
    return beside and min(heights) - within_px <= y <= max(heights) + within_px


def _distance(curve: Curve, x: float, y: float) -> float:
    points = [curve.point(step / _SAMPLES) for step in range(_SAMPLES + 1)]
    return min(_to_segment(x, y, ax, ay, bx, by) for (ax, ay), (bx, by) in itertools.pairwise(points))


def _to_segment(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    length = (bx - ax) ** 2 + (by - ay) ** 2
    part = 0.0 if length == 0 else min(max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0.0), 1.0)
    return math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay))
