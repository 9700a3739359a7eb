"""Many links as arrays: where their curves run in a frame is worked out for thousands at once.

What stands still while one pans and zooms (rows, times, colours) is gathered once; the pixels of a frame
are arithmetic on it. Where curves crowd, those of one type and status between the same two rows that begin
and end near each other become one bundle.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.records import End, Link, LinkStatus
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.lanes.frame import CHIP_HEIGHT_PX, CHIPS_LEFT_PX, LEAST_BAR_PX, Frame, bar_height
from crosstie.viewers.lanes.link_filter import STATUSES
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.stack import Stack
from crosstie.viewers.theme import GUTTER_PX

BUNDLED_FROM: Final = 120
"""So many curves in view are still told apart; more are bundled."""
MOST_DRAWN: Final = 110
_BUCKETS_PX: Final = (24, 48, 72, 108, 160, 240, 480)
_INSET_PX: Final = 3.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Place(msgspec.Struct, frozen=True):
    """Where an annotation stands in the stack: a bar from `start` to `end` ns, or a chip in pixels."""

    annotation_id: str
    row: int
    timed: bool
    start: int
    end: int
    top: float
    bottom: float
    rgb: int


class LinkField:
    """The curves of some links over one stack. An entity's links reach its nearest place in each row."""

    def __init__(
        self, state: SampleState, stack: Stack, links: Iterable[Link], symmetric: Collection[str]
    ) -> None:
        self._finder = _Places(state, stack)
        self._links: list[Link] = []
        pairs: list[tuple[Place, Place]] = []
        for link in links:
            for here, there in self._finder.pairs(link):
                self._links.append(link)
                pairs.append((here, there))
        self._directed = [link.type_id not in symmetric for link in self._links]
        self._kinds = _kinds(self._links)
        self._here, self._there = _Side(one for one, _ in pairs), _Side(one for _, one in pairs)

    def __len__(self) -> int:
        return len(self._links)

    def curves(self, frame: Frame, *, bundled_from: int = BUNDLED_FROM) -> list[Curve]:
        """What is drawn in a frame: each link that has an end in view, as far as they can be told apart."""
        if not self._links:
            return []
        drawn = _Drawn(frame, self._here, self._there)
        seen = np.flatnonzero(drawn.seen)
        if len(seen) < bundled_from:
            return [self._curve(drawn, int(place)) for place in seen]
        return list(self._bundled(drawn, seen))

    def _rows(self) -> Ints:
        return self._here.rows * 4096 + self._there.rows

    def _curve(self, drawn: "_Drawn", at: int) -> Curve:
        link = self._links[at]
        return Curve(
            link.id,
            link.type_id,
            link.status,
            float(drawn.x0[at]),
            float(drawn.y0[at]),
            float(drawn.x1[at]),
            float(drawn.y1[at]),
            int(self._here.rgb[at]),
            int(self._there.rgb[at]),
            bool(drawn.faint[at]),
            self._directed[at],
        )

    def _bundled(self, drawn: "_Drawn", seen: Ints) -> Iterator[Curve]:
        """One curve for all that begin and end near each other, at the middle of them."""
        order, firsts = _bundles(drawn, seen, self._kinds, self._rows())
        counts = np.diff(np.append(firsts, len(order)))
        middles = [
            (np.add.reduceat(one[order], firsts) / counts).tolist()
            for one in (drawn.x0, drawn.y0, drawn.x1, drawn.y1)
        ]
        faint = np.logical_and.reduceat(drawn.faint[order], firsts).tolist()
        for number, (first, count) in enumerate(zip(firsts.tolist(), counts.tolist(), strict=True)):
            curve = self._curve(drawn, int(order[first]))
            if count > 1:
                x0, y0, x1, y1 = (one[number] for one in middles)
                places = order[first : first + count].tolist()
                ids = tuple(dict.fromkeys(self._links[at].id for at in places))
                curve = msgspec.structs.replace(
                    curve, x0=x0, y0=y0, x1=x1, y1=y1, faint=faint[number], members=ids
                )
            yield curve


class _Side:
    """One end of every curve."""

    def __init__(self, places: Iterable[Place]) -> None:
        found = list(places)
        self.rows: Ints = np.array([one.row for one in found], np.int64)
        self.timed: Flags = np.array([one.timed for one in found], bool)
        self.starts: Ints = np.array([one.start for one in found], np.int64)
        self.ends: Ints = np.array([one.end for one in found], np.int64)
        self.tops: Floats = np.array([one.top for one in found], float)
        self.bottoms: Floats = np.array([one.bottom for one in found], float)
        self.rgb: Ints = np.array([one.rgb for one in found], np.int64)

    def edges(self, frame: Frame) -> tuple[Floats, Floats, Flags]:
        """Left and right in a frame, cut to it, and whether something of it is in view."""
        left = np.where(self.timed, frame.scale.xs(self.starts), self.starts.astype(float))
        right = np.where(self.timed, frame.scale.xs(self.ends), self.ends.astype(float))
        right = np.maximum(right, left + LEAST_BAR_PX)
        in_view = (right >= GUTTER_PX) & (left <= frame.width)
        return np.clip(left, GUTTER_PX, frame.width), np.clip(right, GUTTER_PX, frame.width), in_view


class _Drawn:
    """Every curve's ends in one frame."""

    def __init__(self, frame: Frame, here: _Side, there: _Side) -> None:
        left0, right0, in0 = here.edges(frame)
        left1, right1, in1 = there.edges(frame)
        self.x0, self.x1 = _meeting(left0, right0, left1, right1)
        same = (here.rows == there.rows) & (here.tops == there.tops)
        down = here.tops < there.tops
        self.y0 = np.where(same, here.tops, np.where(down, here.bottoms, here.tops)) - frame.scroll
        self.y1 = np.where(same, there.tops, np.where(down, there.tops, there.bottoms)) - frame.scroll
        self.faint = ~(in0 & in1)
        high = (np.maximum(self.y0, self.y1) >= 0) & (np.minimum(self.y0, self.y1) <= frame.height)
        self.seen = (in0 | in1) & high


class _Places:
    """Finds where ends stand in a stack, each of them once."""

    def __init__(self, state: SampleState, stack: Stack) -> None:
        self._state, self._stack = state, stack
        self._row_of = {place.row.asset.id: number for number, place in enumerate(stack.places)}
        self._known: dict[str, Place | None] = {}
        self._entities: dict[str, dict[int, list[Place]]] = {}

    def pairs(self, link: Link) -> Iterator[tuple[Place, Place]]:
        """The two places that a link is drawn between: of an entity's, the nearest in time of each row."""
        here, there = link.ends
        if here.kind == "annotation" and there.kind == "annotation":
            first, second = self._at(here.id), self._at(there.id)
            if first is not None and second is not None:
                yield first, second
        elif here.kind == "annotation":
            yield from self._to_entity(here, there)
        elif there.kind == "annotation":
            yield from ((first, second) for second, first in self._to_entity(there, here))
        else:
            yield from self._between(here, there)

    def _to_entity(self, mark: End, thing: End) -> Iterator[tuple[Place, Place]]:
        """Not in the row from which the annotation points to the entity, if that stands elsewhere too."""
        first = self._at(mark.id)
        rows = self._rows_of(thing.id)
        if first is None:
            return
        others = [row for row in rows if row != first.row] or list(rows)
        for row in others:
            second = _nearest(rows[row], first)
            if second.annotation_id != first.annotation_id:
                yield first, second

    def _between(self, here: End, there: End) -> Iterator[tuple[Place, Place]]:
        """Two entities, in each row of the second."""
        firsts = [place for places in self._rows_of(here.id).values() for place in places]
        for places in self._rows_of(there.id).values():
            if firsts:
                second = places[0]
                yield min(firsts, key=lambda one: _gap(one, second)), second

    def _rows_of(self, entity_id: str) -> dict[int, list[Place]]:
        """An entity's places by row, in order of time."""
        found = self._entities.get(entity_id)
        if found is None:
            found = {}
            for annotation in self._state.annotations_of(entity_id):
                place = self._at(annotation.id)
                if place is not None:
                    found.setdefault(place.row, []).append(place)
            for places in found.values():
                places.sort(key=lambda one: one.start)
            self._entities[entity_id] = found
        return found

    def _at(self, annotation_id: str) -> Place | None:
        if annotation_id not in self._known:
            self._known[annotation_id] = self._found(annotation_id)
        return self._known[annotation_id]

    def _found(self, annotation_id: str) -> Place | None:
        annotation = self._state.annotations.get(annotation_id)
        row = self._row_of.get(annotation.asset_id) if annotation is not None else None
        if row is None:
            return None
        place = self._stack.places[row]
        if annotation_id in place.row.bars:
            number = place.row.bars.place_of(annotation_id)
            bar = place.row.bars.bars[number]
            top = place.bar_top(int(place.row.bars.subrows[number]))
            bottom = top + bar_height(place.pitch)
            return Place(annotation_id, row, True, bar.start_ns, bar.end_ns, top, bottom, bar.rgb)
        found = self._stack.chip_of(annotation_id)
        if found is None:
            return None
        chip, top = found[1], found[0].chip_top(found[1].line)
        left, right = round(CHIPS_LEFT_PX + chip.left), round(CHIPS_LEFT_PX + chip.right)
        rgb = self._stack.chip_rgb(annotation_id)
        return Place(annotation_id, row, False, left, right, top, top + CHIP_HEIGHT_PX, rgb)


def _nearest(places: list[Place], to: Place) -> Place:
    """The one of a row, in order of time, that is nearest to another in time."""
    if not to.timed or not places[0].timed:
        return places[0]
    at = bisect_left(places, to.start, key=lambda one: one.start)
    near = places[max(at - 2, 0) : at + 2]
    return min(near, key=lambda one: _gap(one, to))


def _gap(one: Place, other: Place) -> int:
    if one.timed != other.timed:
        return 0
    return max(one.start - other.end, other.start - one.end, 0)


def _kinds(links: list[Link]) -> Ints:
    """A number for each link that is equal where type and status are."""
    types = {type_id: number for number, type_id in enumerate(dict.fromkeys(one.type_id for one in links))}
    place: dict[LinkStatus, int] = {status: number for number, status in enumerate(STATUSES)}
    return np.array([types[one.type_id] * len(STATUSES) + place[one.status] for one in links], np.int64)


def _meeting(left0: Floats, right0: Floats, left1: Floats, right1: Floats) -> tuple[Floats, Floats]:
    """Where curves leave and arrive: the middles, drawn towards each other as far as the bars reach."""
    middle0, middle1 = (left0 + right0) / 2, (left1 + right1) / 2
    towards0 = np.minimum(np.maximum(middle0, left1 + _INSET_PX), np.maximum(right1 - _INSET_PX, left1 + 3))
    towards1 = np.minimum(np.maximum(middle1, left0 + _INSET_PX), np.maximum(right0 - _INSET_PX, left0 + 3))
    shorter = right0 - left0 <= right1 - left1
    return np.where(shorter, middle0, towards1), np.where(shorter, towards0, middle1)


def _bundles(drawn: _Drawn, seen: Ints, kinds: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The curves seen, those of a bundle side by side, and where among them each bundle begins.

    Finer where that leaves few enough, else coarser.
    """
    order, firsts = seen, np.zeros(1, np.int64)
    for bucket in _BUCKETS_PX:
        starts = (drawn.x0[seen] // bucket).astype(np.int64)
        ends = (drawn.x1[seen] // bucket).astype(np.int64)
        keys = ((kinds[seen] * 2**24 + rows[seen]) * 4096 + starts) * 4096 + ends
        by_key = np.argsort(keys, kind="stable")
        order = seen[by_key]
        firsts = np.append(0, np.flatnonzero(np.diff(keys[by_key])) + 1)
        if len(firsts) <= MOST_DRAWN:
            break
    return order, firsts
