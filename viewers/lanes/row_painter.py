"""Draws what stands still in the lanes while time runs: the rows, their names, the grid, bars and chips."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from crosstie.viewers.lanes.bar_painter import BarPainter, bar_font
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.stack import RowPlace
from crosstie.viewers.theme import GUTTER_PX, SMALL_PX, Theme
from crosstie.viewers.timeaxis.drawing import draw_grid

NAME_LEFT_PX: Final = 12.0
NAME_PX: Final = 12


def draw_rows(painter: QPainter, frame: Frame, theme: Theme, font: QFont) -> None:
    """All rows that are on the screen."""
    content = QRectF(GUTTER_PX, 0, frame.width - GUTTER_PX, frame.height)
    painter.fillRect(QRectF(0, 0, frame.width, frame.height), theme.color("ground"))
    painter.fillRect(QRectF(0, 0, GUTTER_PX, frame.height), theme.color("panel"))
    for place in frame.rows:
        _draw_band(painter, frame, place, theme)
    draw_grid(painter, content, frame.scale, theme)
    painter.setFont(bar_font(font))
    bars = BarPainter(painter, frame, theme)
    painter.setClipRect(content)
    for place in frame.rows:
        for chip in place.chips:
            bars.draw_chip(place, chip)
        if len(place.row.bars):
            bars.draw_bars(place)
    painter.setClipping(False)
    for place in frame.rows:
        _draw_name(painter, frame, place, theme, font)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLine(QLineF(GUTTER_PX - 0.5, 0, GUTTER_PX - 0.5, frame.height))


def _draw_band(painter: QPainter, frame: Frame, place: RowPlace, theme: Theme) -> None:
    """The stretch of time in which the asset exists; one without time has all of it."""
    top, row = place.top - frame.scroll, place.row
    left, right = float(GUTTER_PX), frame.width
    if row.end_ns > row.start_ns:
        left = max(frame.scale.x(row.start_ns), left)
        right = min(frame.scale.x(row.end_ns), right)
    if right > left:
        painter.fillRect(QRectF(left, top + 1, right - left, place.height - 2), theme.color("panel", 0.75))
    y = int(top + place.height) - 0.5
    painter.setPen(QPen(theme.color("line", 0.6), 1))
    painter.drawLine(QLineF(0, y, frame.width, y))


def _draw_name(painter: QPainter, frame: Frame, place: RowPlace, theme: Theme, font: QFont) -> None:
    """The asset's name in the gutter, and below it, where there is room, its kind."""
    top, height = place.top - frame.scroll, place.height
    roomy = height >= 44
    face = QFont(font)
    face.setPixelSize(NAME_PX)
    face.setWeight(QFont.Weight.Medium)
    painter.setFont(face)
    painter.setPen(theme.color("text"))
    rect = QRectF(NAME_LEFT_PX, top, GUTTER_PX - NAME_LEFT_PX - 6, height)
    if roomy:
        rect = QRectF(rect.left(), top + height / 2 - 17, rect.width(), 17)
    shown = QFontMetricsF(face).elidedText(place.row.asset.id, Qt.TextElideMode.ElideMiddle, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)
    if roomy:
        face.setPixelSize(SMALL_PX)
        face.setWeight(QFont.Weight.Normal)
        painter.setFont(face)
        painter.setPen(theme.color("quiet"))
        painter.drawText(rect.translated(0, 17), Qt.AlignmentFlag.AlignVCenter, place.row.asset.kind)
