"""One segment's text laid out as a whole, in any script, and where its characters lie.

The text is never cut into runs of its own: right-to-left order, Khmer and Thai clusters and Arabic joining
stay as they are, and highlights are drawn behind it.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextLine, QTextOption

from crosstie.schema.text import offset_from_utf16, utf16_from_offset

ABOVE_PX: Final = 11.0
"""Room over each line for the names of marks."""
BELOW_PX: Final = 6.0
"""Room under each line for underlines."""
_MOST_KNOWN: Final = 256
"""Places in one text that are remembered: its marks, and those that a drag has just passed."""


class Stretch(msgspec.Struct, frozen=True, eq=False):
    """A part of marked text that stands in one piece: `rect` is as high as its line without the extra room.

    `first` and `last` say that the text's marked part begins or ends in it.
    """

    rect: QRectF
    line: int
    first: bool = False
    last: bool = False


class SegmentLayout:
    """Positions are pixels from the layout's top-left corner, offsets code points of the segment's text."""

    def __init__(self, text: str, font: QFont, width_px: float) -> None:
        self.text = text
        self._wide = any(character > "\uffff" for character in text)
        self._layout = QTextLayout(text, font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(_option(text))
        self._known: dict[tuple[int, int], tuple[Stretch, ...]] = {}
        self.height = self._lay_out(max(width_px, 40.0))

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        """Draws the text in the painter's pen."""
        self._layout.draw(painter, QPointF(left, top))

    def offset_at(self, x: float, y: float) -> int:
        """The place between characters nearest to a point, never within a cluster."""
        line = self._line_at(y)
        return (
            0
            if line is None
            else self._offset(line.xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters))
        )

    def character_at(self, x: float, y: float) -> int | None:
        """The character under a point; None beside the text."""
        line = self._line_at(y)
        if line is None or not line.naturalTextRect().adjusted(0, -ABOVE_PX, 0, BELOW_PX).contains(x, y):
            return None
        return self._offset(line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter))

    def stretches(self, start: int, end: int) -> tuple[Stretch, ...]:
        """Where the characters `start` to `end` stand: one piece a line and direction of writing."""
        known = self._known.get((start, end))
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[start, end] = tuple(self._worked_out(start, end))
        return known

    def _worked_out(self, start: int, end: int) -> list[Stretch]:
        first, last = self._units(max(start, 0)), self._units(min(end, len(self.text)))
        found: list[Stretch] = []
        for number, line in enumerate(self._lines()):
            begin = max(first, line.textStart())
            stop = min(last, line.textStart() + line.textLength())
            pieces = list(_pieces(self._layout, line, begin, stop)) if begin < stop else []
            for left, right, from_unit, to_unit in pieces:
                rect = QRectF(left, line.y(), right - left, line.height())
                starts, ends = from_unit <= first and start >= 0, to_unit >= last and end <= len(self.text)
                found.append(Stretch(rect, number, starts, ends))
        return found

    def edge(self, offset: int, *, end: bool) -> tuple[float, float, float]:
        """x, top and bottom where the character at `offset` begins; with `end`, where the one before ends."""
        unit = self._units(offset)
        before = self._layout.previousCursorPosition(unit) if end else unit
        line = self._layout.lineForTextPosition(before)
        side = QTextLine.Edge.Trailing if end else QTextLine.Edge.Leading
        return _x_of(line, before, side), line.y(), line.y() + line.height()

    def _lay_out(self, width_px: float) -> float:
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width_px)
            line.setPosition(QPointF(0.0, top + ABOVE_PX))
            top += ABOVE_PX + line.height() + BELOW_PX
        self._layout.endLayout()
        return top

    def _lines(self) -> Iterator[QTextLine]:
        return (self._layout.lineAt(number) for number in range(self._layout.lineCount()))

    def _line_at(self, y: float) -> QTextLine | None:
        lines = list(self._lines())
        return next(
            (line for line in lines if y < line.y() + line.height() + BELOW_PX), lines[-1] if lines else None
        )

    def _units(self, offset: int) -> int:
        return utf16_from_offset(self.text, offset) if self._wide else offset

    def _offset(self, units: int) -> int:
        return offset_from_utf16(self.text, units) if self._wide else units


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph runs from the right: by its first strongly directed letter (UAX #9, P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _option(text: str) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    from_right = is_right_to_left(text)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if from_right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _pieces(
    layout: QTextLayout, line: QTextLine, begin: int, stop: int
) -> Iterator[tuple[float, float, int, int]]:
    """(left, right, first unit, end unit) of each run of neighbouring clusters that stand side by side."""
    piece: tuple[float, float, int, int] | None = None
    unit = begin
    while unit < stop:
        after = max(layout.nextCursorPosition(unit), unit + 1)
        lead, trail = _x_of(line, unit, QTextLine.Edge.Leading), _x_of(line, unit, QTextLine.Edge.Trailing)
        left, right = min(lead, trail), max(lead, trail)
        if piece is not None and (abs(left - piece[1]) < 0.5 or abs(right - piece[0]) < 0.5):
            piece = (min(piece[0], left), max(piece[1], right), piece[2], after)
        else:
            if piece is not None:
                yield piece
            piece = (left, right, unit, after)
        unit = after
    if piece is not None:
        yield piece


def _x_of(line: QTextLine, unit: int, side: QTextLine.Edge) -> float:
    found = line.cursorToX(unit, side)
    assert isinstance(found, tuple)
    return float(found[0])
