"""Draws the rows of a transcript: who said when, the text, and the marks behind and around it."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from crosstie.schema.clock import clock_text
from crosstie.viewers.theme import SMALL_PX, Theme, ink_on
from crosstie.viewers.transcript.column import META_PX, PAD_PX, ROW_PAD_PX, WIDE_META_PX
from crosstie.viewers.transcript.marks import Mark
from crosstie.viewers.transcript.segment_layout import ABOVE_PX, Stretch
from crosstie.viewers.transcript.view import ShownRow, TranscriptView

CHIP_FONT_PX: Final = 9
UNDERLINE_PX: Final = 2.0
LEVELS: Final = 3
_TIME_PX: Final = 76.0
_WASH: Final = 0.20


class Lit(msgspec.Struct, frozen=True):
    """What is lit up: the row being said, what is selected, related and hovered, and what a drag reaches."""

    current: int | None
    selected: frozenset[str]
    related: frozenset[str]
    hovered: str
    tie: bool
    reach: tuple[int, int] | None


class Speakers(msgspec.Struct, frozen=True):
    """The colour of a speaker's name, where the sample knows the speaker as an entity."""

    color_of: Callable[[str], QColor | None]
    sample_from_asset: Callable[[int], int]


class RowPainter:
    """Draws one picture of the transcript."""

    def __init__(self, painter: QPainter, view: TranscriptView, theme: Theme, lit: Lit) -> None:
        self._painter = painter
        self._view = view
        self._theme = theme
        self._lit = lit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._meta_font = QFont(painter.font())
        self._meta_font.setPixelSize(SMALL_PX)
        self._meta_font.setFeature(QFont.Tag("tnum"), 1)
        self._chip_font = QFont(painter.font())
        self._chip_font.setPixelSize(CHIP_FONT_PX)
        self._chip_font.setWeight(QFont.Weight.Bold)
        self._chip_metrics = QFontMetricsF(self._chip_font)

    def draw(self, speakers: Speakers) -> None:
        """All rows on the screen."""
        for shown in self._view.rows:
            self._draw_ground(shown)
            self._draw_meta(shown, speakers)
            marks = self._view.marks.between(shown.text_start, shown.text_start + len(shown.layout.text))
            placed = [(mark, self._stretches(shown, mark.start, mark.end)) for mark in marks]
            for mark, stretches in placed:
                self._draw_mark(mark, stretches)
            if self._lit.reach is not None:
                self._draw_reach(self._stretches(shown, *self._lit.reach))
            self._painter.setPen(self._theme.color("text"))
            shown.layout.draw(self._painter, shown.text_left, shown.text_top)
            for mark, stretches in placed:
                self._draw_light(mark, stretches)
            self._draw_chips(placed)

    def draw_hint(self, hint: str) -> None:
        """One quiet line below the last row, where there is room for it."""
        top = self._view.rows[-1].bottom + 6
        if top + META_PX > self._view.height:
            return
        self._painter.setFont(self._meta_font)
        self._painter.setPen(self._theme.color("quiet"))
        room = QRectF(PAD_PX, top, self._view.column.width - 2 * PAD_PX, META_PX)
        self._painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, hint)

    def _stretches(self, shown: ShownRow, start: int, end: int) -> list[Stretch]:
        """Where characters of the whole text stand in a row, in pixels of the widget."""
        found = shown.layout.stretches(start - shown.text_start, end - shown.text_start)
        corner = QPointF(shown.text_left, shown.text_top)
        return [msgspec.structs.replace(one, rect=one.rect.translated(corner)) for one in found]

    def _draw_ground(self, shown: ShownRow) -> None:
        if shown.row != self._lit.current:
            return
        rect = QRectF(0, shown.top, self._view.column.width, shown.height)
        self._painter.fillRect(rect, self._theme.color("raised"))
        self._painter.fillRect(QRectF(0, shown.top, 3, shown.height), self._theme.color("accent"))

    def _draw_meta(self, shown: ShownRow, speakers: Speakers) -> None:
        """Time and speaker: beside the first line in a wide pane, above it in a narrow one."""
        segment = self._view.column.transcript.segments[shown.row]
        first_line = ABOVE_PX + 1 if self._view.column.wide else 0.0
        top = shown.top + ROW_PAD_PX + first_line
        left = PAD_PX
        self._painter.setFont(self._meta_font)
        if segment.end_ns > segment.start_ns:
            current = shown.row == self._lit.current
            self._painter.setPen(self._theme.color("accent" if current else "quiet"))
            at_ns = speakers.sample_from_asset(segment.start_ns)
            rect = QRectF(left, top, _TIME_PX, META_PX)
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, clock_text(at_ns))
            left += _TIME_PX
        if segment.speaker:
            right = WIDE_META_PX - 10 if self._view.column.wide else self._view.column.width - PAD_PX
            self._draw_speaker(segment.speaker, left, top, right, speakers.color_of(segment.speaker))

    def _draw_speaker(self, name: str, left: float, top: float, right: float, color: QColor | None) -> None:
        metrics = QFontMetricsF(self._meta_font)
        dot = 12.0 if color is not None else 0.0
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, right - left - 12 - dot)
        plate = QRectF(left, top + 1, metrics.horizontalAdvance(shown) + 12 + dot, META_PX - 2)
        self._painter.setPen(QPen(self._theme.color("line"), 1))
        self._painter.setBrush(self._theme.color("raised"))
        self._painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        if color is not None:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(color)
            self._painter.drawEllipse(QPointF(left + 10, plate.center().y()), 3.5, 3.5)
        self._painter.setPen(self._theme.color("text"))
        self._painter.drawText(plate.adjusted(6 + dot, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_mark(self, mark: Mark, stretches: list[Stretch]) -> None:
        """A wash behind the words and a line under them, one below the other where marks overlap."""
        color = QColor.fromRgb(mark.rgb)
        wash = QColor(color)
        wash.setAlphaF(_WASH)
        drop = min(mark.level, LEVELS - 1) * (UNDERLINE_PX + 1)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for stretch in stretches:
            rect = stretch.rect
            self._painter.setBrush(wash)
            self._painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 3, 3)
            self._painter.setBrush(color)
            line = QRectF(rect.left(), rect.bottom() - 1 + drop, rect.width(), UNDERLINE_PX)
            self._painter.drawRoundedRect(line, 1, 1)

    def _draw_reach(self, stretches: list[Stretch]) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("accent", 0.38))
        for stretch in stretches:
            self._painter.drawRoundedRect(stretch.rect.adjusted(-1, 0, 1, 2), 3, 3)

    def _draw_light(self, mark: Mark, stretches: list[Stretch]) -> None:
        """The halo of a selected mark, the glow of a related one, the ring of a hovered one."""
        key, lit, theme = mark.annotation_id, self._lit, self._theme
        if key in lit.selected or (key == lit.hovered and lit.tie):
            self._ring(stretches, theme.color("accent"), 2.0, theme.color("accent", 0.30))
            if key in lit.selected:
                self._draw_grips(stretches)
        elif key in lit.related:
            self._ring(stretches, theme.color("text", 0.85), 1.0, theme.color("text", 0.16))
        elif key == lit.hovered:
            self._ring(stretches, theme.color("text", 0.7), 1.0, None)

    def _ring(self, stretches: list[Stretch], color: QColor, width: float, glow: QColor | None) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for stretch in stretches:
            rect = stretch.rect.adjusted(-2, -1, 2, 2)
            if glow is not None:
                self._painter.setPen(QPen(glow, width + 3))
                self._painter.drawRoundedRect(rect, 4, 4)
            self._painter.setPen(QPen(color, width))
            self._painter.drawRoundedRect(rect, 4, 4)

    def _draw_grips(self, stretches: list[Stretch]) -> None:
        """A bar at each end of the selected words, where a drag moves the end."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("accent"))
        for stretch in stretches:
            rect = stretch.rect.adjusted(0, 3, 0, -3)
            for x, shown in ((rect.left() - 3.5, stretch.first), (rect.right() + 0.5, stretch.last)):
                if shown:
                    self._painter.drawRoundedRect(QRectF(x, rect.top(), 3, rect.height()), 1.5, 1.5)

    def _draw_chips(self, placed: list[tuple[Mark, list[Stretch]]]) -> None:
        """Names over the beginning of each mark, as far as there is room before the next one on the line."""
        heads = [(mark, one) for mark, stretches in placed for one in stretches if one.first]
        heads.sort(key=lambda head: (head[1].line, head[1].rect.left()))
        self._painter.setFont(self._chip_font)
        for place, (mark, stretch) in enumerate(heads):
            after = heads[place + 1][1] if place + 1 < len(heads) else None
            same_line = after is not None and after.line == stretch.line
            right = (
                after.rect.left() - 3 if after is not None and same_line else self._view.column.width - PAD_PX
            )
            self._draw_chip(mark, stretch.rect, right)

    def _draw_chip(self, mark: Mark, rect: QRectF, right: float) -> None:
        room = right - rect.left() - 8
        if room < 8:
            return
        shown = self._chip_metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, room)
        fill = QColor.fromRgb(mark.rgb)
        width = self._chip_metrics.horizontalAdvance(shown) + 8
        plate = QRectF(rect.left() - 1, rect.top() - ABOVE_PX + 1, width, ABOVE_PX)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(fill)
        self._painter.drawRoundedRect(plate, 2.5, 2.5)
        self._painter.setPen(ink_on(fill))
        self._painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
