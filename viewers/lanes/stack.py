"""The rows laid out below each other in pixels: their heights, and what lies at a point."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from crosstie.viewers.lanes.rows import Chip, Row

ROW_PAD_PX: Final = 5.0
PITCH_PX: Final = 19.0
LEAST_PITCH_PX: Final = 8.0
MOST_PITCH_PX: Final = 28.0
FULL_PITCH_SUBROWS: Final = 4
CHIP_PITCH_PX: Final = 22.0
CHIP_GAP_PX: Final = 6.0
CHIP_LINES: Final = 2
EXPANDED_LINES: Final = 8


class ChipPlace(msgspec.Struct, frozen=True):
    """One chip in a line of its row's strip, in pixels from the strip's left; `more` stands for many."""

    chip: Chip | None
    line: int
    left: float
    right: float
    more: int = 0


class RowPlace(msgspec.Struct, frozen=True, eq=False):
    """Where a row lies: its strip of chips first, its bars below. Pixels from the top of the content."""

    row: Row
    top: float
    height: float
    bars_top: float
    pitch: float
    chips: tuple[ChipPlace, ...]
    chip_lines: int

    @property
    def bottom(self) -> float:
        """Where the next row begins."""
        return self.top + self.height

    def bar_top(self, subrow: int) -> float:
        """Upper edge of a sub-row."""
        return self.bars_top + subrow * self.pitch

    def chip_top(self, line: int) -> float:
        """Upper edge of a line of chips."""
        return self.top + ROW_PAD_PX + line * CHIP_PITCH_PX

    def subrow_at(self, y: float) -> int:
        """The sub-row at a height, the nearest one outside of them."""
        return min(max(int((y - self.bars_top) // self.pitch), 0), self.row.bars.subrow_count - 1)


class Stack:
    """All rows at one width. `measure` gives a chip's width in pixels by its name; `zoom` heightens bars."""

    def __init__(
        self,
        rows: Sequence[Row],
        width_px: float,
        measure: Callable[[str], float],
        expanded: frozenset[str] = frozenset(),
        zoom: float = 1.0,
    ) -> None:
        places: list[RowPlace] = []
        top = 0.0
        for row in rows:
            lines = EXPANDED_LINES if row.asset.id in expanded else CHIP_LINES
            place = _place_row(row, top, _place_chips(row.chips, width_px, measure, lines), zoom)
            places.append(place)
            top = place.bottom
        self.places = tuple(places)
        self.height = top
        self._tops = [place.top for place in places]
        self._chip_of = {
            chip.id: (place, place.chips[-1])
            for place in places
            if place.chips and place.chips[-1].more
            for chip in place.row.chips
        } | {chip.chip.id: (place, chip) for place in places for chip in place.chips if chip.chip is not None}
        self._chip_rgb = {chip.id: chip.rgb for place in places for chip in place.row.chips}

    def row_at(self, y: float) -> RowPlace | None:
        """The row at a height."""
        if not 0 <= y < self.height:
            return None
        return self.places[bisect_right(self._tops, y) - 1]

    def row_of_bar(self, annotation_id: str) -> RowPlace | None:
        """The row in which an annotation is a bar."""
        return next((place for place in self.places if annotation_id in place.row.bars), None)

    def chip_of(self, annotation_id: str) -> tuple[RowPlace, ChipPlace] | None:
        """The row and the place in it where an annotation is a chip, or where "more" chips stand for it."""
        return self._chip_of.get(annotation_id)

    def chip_rgb(self, annotation_id: str) -> int:
        """The colour of an annotation that is a chip, 0xRRGGBB. Raises KeyError for one that is none."""
        return self._chip_rgb[annotation_id]


def chip_at(place: RowPlace, x: float, y: float) -> ChipPlace | None:
    """The chip at a point of a row."""
    for chip in place.chips:
        top = place.chip_top(chip.line)
        if chip.left <= x <= chip.right and top <= y <= top + CHIP_PITCH_PX:
            return chip
    return None


def pitch_for(subrow_count: int, zoom: float = 1.0) -> float:
    """Height of a sub-row: full for a few, then shrinking, so that a crowded row does not fill the lanes.

    With a `zoom` above 1 crowded rows grow first, up to where names are read.
    """
    pitch = max(min(PITCH_PX, FULL_PITCH_SUBROWS * PITCH_PX / subrow_count), LEAST_PITCH_PX)
    return min(max(pitch * zoom, LEAST_PITCH_PX), MOST_PITCH_PX)


def _place_row(row: Row, top: float, chips: tuple[ChipPlace, ...], zoom: float) -> RowPlace:
    lines = max((chip.line + 1 for chip in chips), default=0)
    pitch = pitch_for(row.bars.subrow_count, zoom)
    bars_top = top + ROW_PAD_PX + lines * CHIP_PITCH_PX
    shows_bars = row.timed or not chips
    height = bars_top - top + (row.bars.subrow_count * pitch if shows_bars else 0.0) + ROW_PAD_PX
    return RowPlace(row, top, height, bars_top, pitch, chips, lines)


def _place_chips(
    chips: Sequence[Chip], width_px: float, measure: Callable[[str], float], most_lines: int
) -> tuple[ChipPlace, ...]:
    """Chips from left to right over at most `most_lines` lines; what is left over becomes one "more" chip."""
    placed: list[ChipPlace] = []
    line, left = 0, 0.0
    for index, chip in enumerate(chips):
        chip_width = min(measure(chip.name), width_px)
        if left and left + chip_width > width_px:
            line, left = line + 1, 0.0
        if line == most_lines:
            return _with_more(placed, len(chips) - index, width_px, measure)
        placed.append(ChipPlace(chip, line, left, left + chip_width))
        left += chip_width + CHIP_GAP_PX
    return tuple(placed)


def _with_more(
    placed: list[ChipPlace], more: int, width_px: float, measure: Callable[[str], float]
) -> tuple[ChipPlace, ...]:
    """Ends the last line with a chip "+n", taking chips away until it fits."""
    while True:
        last = placed[-1]
        left = last.right + CHIP_GAP_PX
        more_width = measure(f"+{more}")
        if left + more_width <= width_px or last.left == 0.0:
            return (*placed, ChipPlace(None, last.line, left, left + more_width, more))
        placed.pop()
        more += 1
