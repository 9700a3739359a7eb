"""One picture of the lanes: the rows as laid out, the time that is in view, and how far they are scrolled."""

import msgspec

from crosstie.viewers.lanes.links import Spot
from crosstie.viewers.lanes.stack import CHIP_PITCH_PX, ChipPlace, RowPlace, Stack, chip_at
from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.bars import Bar
from crosstie.viewers.timeaxis.scale import INSET_PX, Scale

CHIPS_LEFT_PX = GUTTER_PX + INSET_PX
CHIP_HEIGHT_PX = CHIP_PITCH_PX - 3.0
LEAST_BAR_PX = 3.0
GRACE_PX = 4.0


class Area(msgspec.Struct, frozen=True):
    """A rectangle in pixels of the widget."""

    left: float
    top: float
    right: float
    bottom: float


class Frame(msgspec.Struct, frozen=True, eq=False):
    """All that is needed to draw and to find things. Points and areas are in pixels of the widget."""

    stack: Stack
    scale: Scale
    width: float
    height: float
    scroll: float

    @property
    def rows(self) -> list[RowPlace]:
        """The rows of which something is on the screen."""
        bottom = self.scroll + self.height
        return [place for place in self.stack.places if place.bottom > self.scroll and place.top < bottom]

    def bar_area(self, place: RowPlace, number: int) -> Area:
        """Where the bar at `number` of a row is drawn; one too short to be seen is widened."""
        bars = place.row.bars
        bar = bars.bars[number]
        left, right = self.scale.x(bar.start_ns), self.scale.x(bar.end_ns)
        top = place.bar_top(int(bars.subrows[number])) - self.scroll
        return Area(left, top, max(right, left + LEAST_BAR_PX), top + bar_height(place.pitch))

    def chip_area(self, place: RowPlace, chip: ChipPlace) -> Area:
        """Where a chip is drawn."""
        top = place.chip_top(chip.line) - self.scroll
        return Area(CHIPS_LEFT_PX + chip.left, top, CHIPS_LEFT_PX + chip.right, top + CHIP_HEIGHT_PX)

    def area_of(self, annotation_id: str) -> Area | None:
        """Where an annotation is drawn, or would be if it were in view."""
        place = self.stack.row_of_bar(annotation_id)
        if place is not None:
            return self.bar_area(place, place.row.bars.place_of(annotation_id))
        found = self.stack.chip_of(annotation_id)
        return None if found is None else self.chip_area(*found)

    def spot_of(self, annotation_id: str) -> Spot | None:
        """Where a link may end: the part of the annotation in view, or the edge beyond which it lies."""
        place = self.stack.row_of_bar(annotation_id)
        if place is None:
            return self._chip_spot(annotation_id)
        number = place.row.bars.place_of(annotation_id)
        area = self.bar_area(place, number)
        left, right = max(area.left, GUTTER_PX), min(area.right, self.width)
        in_view = left <= right
        if not in_view:
            left = right = min(max(area.left, GUTTER_PX), self.width)
        rgb = place.row.bars.bars[number].rgb
        row = self.stack.places.index(place)
        return Spot(annotation_id, row, left, right, area.top, area.bottom, rgb, in_view)

    def bar_at(self, x: float, y: float) -> tuple[RowPlace, Bar] | None:
        """The bar under a point, with a little grace for short ones."""
        place = self.stack.row_at(y + self.scroll)
        if place is None or x < GUTTER_PX or y + self.scroll < place.bars_top:
            return None
        subrow = place.subrow_at(y + self.scroll)
        bar = place.row.bars.at(subrow, self.scale.ns(x), self.scale.length_ns(GRACE_PX))
        return None if bar is None else (place, bar)

    def chip_at(self, x: float, y: float) -> tuple[RowPlace, ChipPlace] | None:
        """The chip under a point."""
        place = self.stack.row_at(y + self.scroll)
        chip = place and chip_at(place, x - CHIPS_LEFT_PX, y + self.scroll)
        return (place, chip) if place and chip else None

    def _chip_spot(self, annotation_id: str) -> Spot | None:
        found = self.stack.chip_of(annotation_id)
        if found is None:
            return None
        place, chip = found
        area = self.chip_area(place, chip)
        rgb = self.stack.chip_rgb(annotation_id)
        row = self.stack.places.index(place)
        return Spot(annotation_id, row, area.left, area.right, area.top, area.bottom, rgb)


def bar_height(pitch: float) -> float:
    """Height of a bar in a sub-row: a gap parts it from the next."""
    return pitch - (3.0 if pitch >= 10 else 1.0)
