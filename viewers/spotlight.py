"""A spotlight over a pane: the ends that are asked about stand out, all else steps back."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

import msgspec
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crosstie.viewers.theme import DARK, Theme, ink_on

Letter = Literal["A", "B"]
AreasOf = Callable[[str], Sequence[QRectF]]

RING_PX: Final = 2.5
_CASING_PX: Final = 5.5
_GAP_PX: Final = 5.0
_WIDER_PX: Final = 5.0
_RADIUS: Final = 5.0
_PLATE_PX: Final = 18.0
_TIE_PX: Final = 2.0
_BOTH: Final = 2
_LETTER_PX: Final = 12
_DIM_HERE: Final = 0.34
_DIM_ELSEWHERE: Final = 0.62
_TOKENS: Final[dict[Letter, str]] = {"A": "accent", "B": "second"}


class LitEnd(msgspec.Struct, frozen=True):
    """One end of what is asked about: its letter, and the annotation that stands for it."""

    letter: Letter
    annotation_id: str


def letter_color(letter: Letter, theme: Theme) -> QColor:
    """The colour of an end's ring and plate, the same in every pane and in words."""
    return theme.color(_TOKENS[letter])


class Spotlight(QWidget):
    """Lies over a widget, lets every event through, and paints what `areas_of` tells at each paint.

    `resized` says that the widget below has another size.
    """

    resized = Signal()

    def __init__(
        self,
        below: QWidget,
        areas_of: AreasOf,
        *,
        quiet: bool = False,
        above: bool = False,
        apart: bool = False,
    ) -> None:
        """With `quiet` it dims nothing and joins the ends by a line; with `above` letters stand over them.

        With `apart` the two may be at the same place, and are no ends of one thing: A's ring is the wider
        one, B's is broken and has its letter at the other side, and no line joins them.
        """
        super().__init__(below)
        self.setObjectName(f"spotlight_{below.objectName()}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._areas_of = areas_of
        self._quiet = quiet
        self._above = above
        self._apart = apart
        self._ends: tuple[LitEnd, ...] = ()
        self._dims = True
        self._lettered = True
        self._theme = DARK
        below.installEventFilter(self)
        self.setGeometry(below.rect())

    @property
    def ends(self) -> tuple[LitEnd, ...]:
        """The ends that stand in this pane."""
        return self._ends

    def light(
        self, ends: Sequence[LitEnd], theme: Theme, *, dims: bool = True, lettered: bool = True
    ) -> None:
        """Marks these ends from now on.

        Without `dims` the rest of the pane stays as bright as it is; without `lettered` there are rings only.
        """
        shown = (tuple(ends), theme, dims and not self._quiet, lettered)
        if shown != (self._ends, self._theme, self._dims, self._lettered) or self.isHidden():
            self._ends, self._theme, self._dims, self._lettered = shown
            self.raise_()
            self.show()
        self.update()

    def areas(self, end: LitEnd) -> list[QRectF]:
        """Where an end is to be seen in the pane: none where it is out of sight."""
        room = QRectF(self.rect())
        return [one.intersected(room) for one in self._areas_of(end.annotation_id) if one.intersects(room)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.resized.emit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        placed = [(end, [self._around(one, end) for one in self.areas(end)]) for end in self._ends]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dims:
            self._dim(painter, [rect for _, rects in placed for rect in rects])
        if self._quiet and not self._apart and len(placed) == _BOTH and all(rects for _, rects in placed):
            _tie(painter, placed[0][1][0], placed[1][1][0], self._theme)
        for end, rects in placed:
            color = letter_color(end.letter, self._theme)
            for rect in rects:
                _ring(painter, rect, color, self._theme, broken=self._apart and end.letter == "B")
        for end, rects in placed:
            if rects and self._lettered:
                at = self._plate_at(rects[0], right=self._apart and end.letter == "B")
                _plate(painter, end.letter, at, letter_color(end.letter, self._theme))
        painter.end()

    def _around(self, area: QRectF, end: LitEnd) -> QRectF:
        """A rectangle about an area with a little air, all of it within the pane."""
        gap = _GAP_PX + (_WIDER_PX if self._apart and end.letter == "A" else 0.0)
        return area.adjusted(-gap, -gap, gap, gap).intersected(QRectF(self.rect()).adjusted(3, 3, -3, -3))

    def _dim(self, painter: QPainter, bright: list[QRectF]) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRect(QRectF(self.rect()))
        for rect in bright:
            hole = QPainterPath()
            hole.addRoundedRect(rect, _RADIUS, _RADIUS)
            path = path.subtracted(hole)
        painter.fillPath(path, self._theme.color("ground", _DIM_HERE if self._ends else _DIM_ELSEWHERE))

    def _plate_at(self, ring: QRectF, *, right: bool) -> QPointF:
        """The top-left corner of a letter's plate: outside of the ring where there is room, else inside."""
        if self._above:
            above = ring.top() - _PLATE_PX + 2
            x = ring.right() - _PLATE_PX if right else ring.left()
            return QPointF(x, above if above > 0 else ring.bottom() - 2)
        outside = ring.right() + 3 if right else ring.left() - _PLATE_PX - 3
        inside = ring.right() - _PLATE_PX - 3 if right else ring.left() + 3
        x = outside if 1 <= outside <= self.width() - _PLATE_PX - 1 else inside
        y = min(max(ring.top(), 1.0), self.height() - _PLATE_PX - 1.0)
        return QPointF(x, y)


def _tie(painter: QPainter, one: QRectF, other: QRectF, theme: Theme) -> None:
    """A broken line between two ends, as of a candidate, where they are nearest to each other."""
    upper, lower = (one, other) if one.top() <= other.top() else (other, one)
    # Not in the middle of what they share, where the playhead likes to stand.
    shared = (max(upper.left(), lower.left()) * 2 + min(upper.right(), lower.right())) / 3
    start = QPointF(min(max(shared, upper.left()), upper.right()), upper.bottom())
    end = QPointF(min(max(shared, lower.left()), lower.right()), lower.top())
    reach = max((end.y() - start.y()) / 2, 8.0)
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(0, reach), end - QPointF(0, reach), end)
    pen = QPen(theme.color("text"), _TIE_PX)
    pen.setDashPattern([3.0, 2.0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("panel", 0.75), _CASING_PX))
    painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def _ring(painter: QPainter, rect: QRectF, color: QColor, theme: Theme, *, broken: bool) -> None:
    """A coloured line with an edge of the panel's colour, so that it is seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("panel", 0.75), _CASING_PX))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    pen = QPen(color, RING_PX)
    if broken:
        pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


def _plate(painter: QPainter, letter: Letter, at: QPointF, color: QColor) -> None:
    plate = QRectF(at.x(), at.y(), _PLATE_PX, _PLATE_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(plate, 4, 4)
    font = QFont(painter.font())
    font.setPixelSize(_LETTER_PX)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(ink_on(color))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, letter)
