"""Where annotations are seen in the lanes."""

from PySide6.QtCore import QRectF

from crosstie.viewers.lanes.bar_painter import rect_of
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.theme import GUTTER_PX


def spots_in(frame: Frame) -> dict[str, QRectF]:
    """Rectangles of bars and chips by annotation, cut to what is on the screen."""
    room = QRectF(GUTTER_PX, 0, frame.width - GUTTER_PX, frame.height)
    start_ns, end_ns = frame.scale.ns(GUTTER_PX), frame.scale.ns(frame.width)
    found: dict[str, QRectF] = {}
    for place in frame.rows:
        near = place.row.bars.between(start_ns, end_ns)
        for number in range(near.start, near.stop):
            shown = rect_of(frame.bar_area(place, number)) & room
            if not shown.isEmpty():
                found[place.row.bars.bars[number].id] = shown
        for chip in place.chips:
            shown = rect_of(frame.chip_area(place, chip)) & room
            if chip.chip is not None and not shown.isEmpty():
                found[chip.chip.id] = shown
    return found
