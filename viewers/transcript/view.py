"""The rows of a transcript that are on the screen, and what a point among them means."""

from collections.abc import Collection, Iterator
from typing import Final, Literal

import msgspec
from PySide6.QtCore import QRectF

from crosstie.viewers.transcript.column import META_PX, ROW_PAD_PX, Column
from crosstie.viewers.transcript.marks import Mark, Marks
from crosstie.viewers.transcript.segment_layout import SegmentLayout

EDGE_PX: Final = 5.0


class ShownRow(msgspec.Struct, frozen=True, eq=False):
    """One row on the screen; `top` and the layout's corner are in pixels of the widget."""

    row: int
    top: float
    height: float
    layout: SegmentLayout
    text_left: float
    text_top: float
    text_start: int
    """The segment's first character in the whole text."""

    @property
    def bottom(self) -> float:
        """Where the next row begins."""
        return self.top + self.height


class Hit(msgspec.Struct, frozen=True):
    """What a point means. `offset` is the nearest place between characters of the whole text."""

    kind: Literal["time", "text", "start", "end", "nothing"]
    row: int = -1
    offset: int = 0
    annotation_id: str = ""


class TranscriptView:
    """The column scrolled to a place.

    Laying out what comes into view may correct guessed heights; `scroll` then moves along, so that what is
    on the screen stays.
    """

    def __init__(self, column: Column, marks: Marks, scroll: float, height: float) -> None:
        self.column = column
        self.marks = marks
        self.height = height
        self.scroll = min(max(scroll, 0.0), max(column.heights.total - height, 0.0))
        self.rows = tuple(self._lay_out())

    def row(self, number: int) -> ShownRow | None:
        """A row, where it is on the screen."""
        return next((shown for shown in self.rows if shown.row == number), None)

    def hit(self, x: float, y: float, selected: Collection[str]) -> Hit:
        """An edge of a selected mark, a time, or a place in the text with the mark around it."""
        shown = next((shown for shown in self.rows if shown.top <= y < shown.bottom), None)
        if shown is None:
            return Hit("nothing")
        edge = self._edge_hit(x, y, selected)
        if edge is not None:
            return edge
        if self._is_meta(shown, x, y):
            return Hit("time", shown.row)
        inside_x, inside_y = x - shown.text_left, y - shown.text_top
        offset = shown.text_start + shown.layout.offset_at(inside_x, inside_y)
        character = shown.layout.character_at(inside_x, inside_y)
        mark = None if character is None else self._mark_at(shown.text_start + character, selected)
        return Hit("text", shown.row, offset, mark.annotation_id if mark else "")

    def spots(self) -> Iterator[tuple[str, QRectF]]:
        """Where each mark on the screen begins, in pixels of the widget."""
        seen: set[str] = set()
        for shown in self.rows:
            end = shown.text_start + len(shown.layout.text)
            for mark in self.marks.between(shown.text_start, end):
                pieces = shown.layout.stretches(mark.start - shown.text_start, mark.end - shown.text_start)
                if pieces and mark.annotation_id not in seen:
                    seen.add(mark.annotation_id)
                    yield mark.annotation_id, pieces[0].rect.translated(shown.text_left, shown.text_top)

    def _lay_out(self) -> Iterator[ShownRow]:
        heights = self.column.heights
        if not len(heights):
            return
        row = heights.row_at(self.scroll)
        while row < len(heights) and heights.top(row) < self.scroll + self.height:
            before = heights.top(row)
            layout, grown = self.column.layout(row)
            if before < self.scroll:
                self.scroll = max(self.scroll + grown, before)
            yield self._shown(row, layout)
            row += 1

    def _shown(self, row: int, layout: SegmentLayout) -> ShownRow:
        top = self.column.heights.top(row) - self.scroll
        start = self.column.transcript.segments[row].text_start
        text_top = top + self.column.text_above
        return ShownRow(
            row, top, self.column.heights.height(row), layout, self.column.text_left, text_top, start
        )

    def _is_meta(self, shown: ShownRow, x: float, y: float) -> bool:
        if self.column.wide:
            return x < self.column.text_left - 8
        return y < shown.top + ROW_PAD_PX + META_PX

    def _mark_at(self, offset: int, selected: Collection[str]) -> Mark | None:
        """The mark meant: a further click on a selected one reaches the next around it."""
        return self.marks.at(offset, tuple(selected))

    def _edge_hit(self, x: float, y: float, selected: Collection[str]) -> Hit | None:
        for annotation_id in selected:
            mark = self.marks.get(annotation_id)
            if mark is None:
                continue
            for offset, kind in ((mark.start, "start"), (mark.end, "end")):
                shown = self.row(self.column.row_of(offset if kind == "start" else offset - 1))
                if shown is not None and self._near_edge(shown, offset, x, y, end=kind == "end"):
                    return Hit("start" if kind == "start" else "end", shown.row, offset, annotation_id)
        return None

    def _near_edge(self, shown: ShownRow, offset: int, x: float, y: float, *, end: bool) -> bool:
        edge_x, top, bottom = shown.layout.edge(offset - shown.text_start, end=end)
        inside = top - 2 <= y - shown.text_top <= bottom + 4
        return inside and abs(x - shown.text_left - edge_x) <= EDGE_PX
