"""Links as curves between rows: which are shown, where they begin and end, and which is under the cursor."""

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

import msgspec

from crosstie.schema.records import End, Link, LinkStatus
from crosstie.schema.sample_state import SampleState

MOST_CURVES: Final = 1000
MOST_SPOTS: Final = 64
"""Places of one entity that are looked at; those in view come first."""
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
    """One link drawn from (x0, y0) to (x1, y1), leaving both ends upright. Colours are 0xRRGGBB."""

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


SpotOf = Callable[[str], Spot | None]


def shown_links(state: SampleState, pass_id: str, wanted: Iterable[str] | None) -> Iterator[Link]:
    """Links of a pass: those wanted, or all of them when `wanted` is None. Rejected ones only when wanted."""
    if wanted is not None:
        yield from (state.links[key] for key in wanted if key in state.links)
        return
    yield from (
        link for link in state.links.values() if link.pass_id == pass_id and link.status != "rejected"
    )


def curves(
    state: SampleState, links: Iterable[Link], spot_of: SpotOf, symmetric: Collection[str] = ()
) -> list[Curve]:
    """The curves of links whose ends are both drawn somewhere, at most MOST_CURVES.

    `symmetric` are the link types that have no direction.
    """
    found: list[Curve] = []
    for link in links:
        for here, there in _pairs(*_both_spots(state, link, spot_of)):
            if here.in_view or there.in_view:
                found.append(_curve(link, here, there, directed=link.type_id not in symmetric))
        if len(found) >= MOST_CURVES:
            break
    return found


def curve_at(drawn: Iterable[Curve], x: float, y: float, within_px: float) -> Curve | None:
    """The curve nearest to a point, no further than `within_px`."""
    nearest, best = None, within_px
    for curve in drawn:
        low, high = sorted((curve.x0, curve.x1))
        if low - within_px <= x <= high + within_px and (away := _distance(curve, x, y)) <= best:
            nearest, best = curve, away
    return nearest


def _both_spots(state: SampleState, link: Link, spot_of: SpotOf) -> tuple[list[Spot], list[Spot]]:
    """The places of both ends. An entity is not sought in the row from which an annotation points to it."""
    here, there = (_spots(state, end, spot_of) for end in link.ends)
    if link.from_end.kind == "annotation" and link.to_end.kind == "entity" and here:
        there = [spot for spot in there if spot.row != here[0].row] or there
    return here, there


def _spots(state: SampleState, end: End, spot_of: SpotOf) -> list[Spot]:
    """Where an end is drawn: an annotation at one place, an entity at each of its annotations' places."""
    if end.kind == "annotation":
        ids: Iterable[str] = (end.id,)
    else:
        ids = (annotation.id for annotation in state.annotations_of(end.id))
    spots = [spot for key in ids if (spot := spot_of(key)) is not None]
    return sorted(spots, key=lambda spot: not spot.in_view)[:MOST_SPOTS]


def _pairs(here: list[Spot], there: list[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """One pair a row of the far end, the two spots nearest to each other in time."""
    for row in sorted({spot.row for spot in there}):
        near = [
            (_gap(a, b), a, b)
            for a in here
            for b in there
            if b.row == row and a.annotation_id != b.annotation_id
        ]
        if near:
            _, a, b = min(near, key=lambda pair: pair[0])
            yield a, b


def _gap(a: Spot, b: Spot) -> float:
    return max(a.left - b.right, b.left - a.right, 0.0)


def _curve(link: Link, here: Spot, there: Spot, *, directed: bool) -> Curve:
    x0, x1 = _meeting(here, there)
    if here.row == there.row and here.top == there.top:
        y0 = y1 = here.top
    elif here.top < there.top:
        y0, y1 = here.bottom, there.top
    else:
        y0, y1 = here.top, there.bottom
    faint = not (here.in_view and there.in_view)
    return Curve(link.id, link.type_id, link.status, x0, y0, x1, y1, here.rgb, there.rgb, faint, directed)


def _meeting(here: Spot, there: Spot) -> tuple[float, float]:
    """Where a curve leaves and arrives: the middles, drawn towards each other as far as the bars reach."""
    middle_here, middle_there = (here.left + here.right) / 2, (there.left + there.right) / 2
    if here.right - here.left <= there.right - there.left:
        return middle_here, min(max(middle_here, there.left + 3), max(there.right - 3, there.left + 3))
    return min(max(middle_there, here.left + 3), max(here.right - 3, here.left + 3)), middle_there


def _distance(curve: Curve, x: float, y: float) -> float:
    points = [curve.point(step / _SAMPLES) for step in range(_SAMPLES + 1)]
    return min(_to_segment(x, y, ax, ay, bx, by) for (ax, ay), (bx, by) in itertools.pairwise(points))


def _to_segment(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    length = (bx - ax) ** 2 + (by - ay) ** 2
    part = 0.0 if length == 0 else min(max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0.0), 1.0)
    return math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay))
