"""Draws the bars and chips of a row."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from crosstie.schema.anchors import Track
from crosstie.viewers.lanes.frame import Area, Frame, bar_height
from crosstie.viewers.lanes.stack import ChipPlace, RowPlace
from crosstie.viewers.lanes.track_marks import keyframes_ns, room_for_name, unseen_ns
from crosstie.viewers.theme import GUTTER_PX, SMALL_PX, Theme, ink_on
from crosstie.viewers.timeaxis.bars import Bar
from crosstie.viewers.timeaxis.raster import Places, narrow_bars, split_by_width, stretched

RADIUS_PX: Final = 3.0
_NAME_PAD_PX: Final = 10.0
_NAME_FROM_PX: Final = 34.0
_ELIDED_FROM_PX: Final = 40.0
"""Less room shows a name whole or not at all: two letters tell nothing."""
_NAME_FROM_HEIGHT_PX: Final = 13.0
_TICK_GAP_PX: Final = 7.0
_TICKS_FROM_PX: Final = 44.0
_TICKS_FROM_HEIGHT_PX: Final = 9.0
_DIAMOND_PX: Final = 2.2
_UNSEEN_ALPHA: Final = 0.30


def rect_of(area: Area) -> QRectF:
    """An area as Qt wants it."""
    return QRectF(area.left, area.top, area.right - area.left, area.bottom - area.top)


def bar_font(base: QFont) -> QFont:
    """The face of names on bars and chips."""
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    font.setWeight(QFont.Weight.Medium)
    return font


class BarPainter:
    """Draws one frame's bars: thousands of narrow ones as one picture, wide ones one by one."""

    def __init__(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        self._painter = painter
        self._frame = frame
        self._theme = theme
        self._metrics = QFontMetricsF(painter.font())
        self._inks: dict[int, tuple[QColor, QColor]] = {}
        self._widths: dict[str, float] = {}
        self._diamonds: dict[int, QPixmap] = {}

    def draw_bars(self, place: RowPlace) -> None:
        """All bars of a row that are in view."""
        frame, bars = self._frame, place.row.bars
        narrow, wide = split_by_width(bars, frame.scale, GUTTER_PX, frame.width)
        if len(narrow):
            self._draw_narrow(place, narrow)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in wide.tolist():
            area = frame.bar_area(place, number)
            if area.bottom > 0 and area.top < frame.height:
                self.draw_bar(bars.bars[number], self._clipped(area), place)

    def draw_bar(self, bar: Bar, area: Area, place: RowPlace) -> None:
        """One bar that is wide enough to be looked at."""
        fill, ink = self._colors(bar.rgb)
        anchor = bar.annotation.anchor
        clock = place.row.asset.clock
        spans = unseen_ns(anchor, clock) if isinstance(anchor, Track) else []
        unseen = [(self._frame.scale.x(start), self._frame.scale.x(end)) for start, end in spans]
        self._draw_plate(area, fill, unseen)
        if isinstance(anchor, Track) and area.right - area.left >= _TICKS_FROM_PX:
            self._draw_ticks([self._frame.scale.x(at) for at in keyframes_ns(anchor, clock)], area, ink)
        wanted = self._width(bar.name) + _NAME_PAD_PX
        room = room_for_name(area.left, area.right, unseen, _NAME_FROM_PX, wanted)
        if room is not None:
            self._draw_name(bar.name, Area(room[0], area.top, room[1], area.bottom), ink)

    def draw_chip(self, place: RowPlace, chip: ChipPlace) -> None:
        """A pill with a dot of colour and a name, or the count of those that found no room."""
        painter, theme, area = self._painter, self._theme, self._frame.chip_area(place, chip)
        rect = rect_of(area).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        left = area.left + 9
        if chip.chip is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colors(chip.chip.rgb)[0])
            painter.drawEllipse(QPointF(area.left + 11, rect.center().y()), 4, 4)
            left = area.left + 19
        room = QRectF(left, area.top, area.right - 8 - left, area.bottom - area.top)
        painter.setPen(theme.color("text" if chip.chip else "quiet"))
        name = chip.chip.name if chip.chip else f"+{chip.more}"
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._elided(name, room.width() + 1))

    def _draw_narrow(self, place: RowPlace, narrow: Places) -> None:
        frame, painter = self._frame, self._painter
        ratio = painter.device().devicePixelRatioF()
        columns = int((frame.width - GUTTER_PX) * ratio)
        if columns <= 0:
            return
        pitch = max(round(place.pitch * ratio), 2)
        gap = max(round((place.pitch - bar_height(place.pitch)) * ratio), 1)
        pixels = stretched(
            narrow_bars(place.row.bars, narrow, frame.scale, GUTTER_PX, columns, ratio), pitch, gap
        )
        image = QImage(pixels.data, columns, len(pixels), QImage.Format.Format_ARGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        top = place.bars_top - frame.scroll
        height = place.row.bars.subrow_count * place.pitch
        painter.drawImage(QRectF(GUTTER_PX, top, columns / ratio, height), image)

    def _draw_plate(self, area: Area, fill: QColor, unseen: list[tuple[float, float]]) -> None:
        painter, rect = self._painter, rect_of(area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        radius = min(RADIUS_PX, rect.height() / 2)
        if not unseen:
            painter.drawRoundedRect(rect, radius, radius)
            return
        self._draw_unseen(rect, fill, unseen)

    def _draw_unseen(self, rect: QRectF, fill: QColor, unseen: list[tuple[float, float]]) -> None:
        """A bar that is hollow and dashed where the thing is not to be seen."""
        painter, outline = self._painter, QPainterPath()
        outline.addRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        faint = QColor(fill)
        faint.setAlphaF(_UNSEEN_ALPHA)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        seen_from = rect.left()
        for left, right in unseen:
            painter.fillRect(QRectF(seen_from, rect.top(), left - seen_from, rect.height()), fill)
            painter.fillRect(QRectF(left, rect.top(), right - left, rect.height()), faint)
            painter.setPen(QPen(fill, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(left, rect.top() + 0.75, right, rect.top() + 0.75))
            painter.drawLine(QLineF(left, rect.bottom() - 0.75, right, rect.bottom() - 0.75))
            seen_from = right
        painter.fillRect(QRectF(seen_from, rect.top(), rect.right() - seen_from, rect.height()), fill)
        painter.restore()

    def _draw_ticks(self, xs: list[float], area: Area, ink: QColor) -> None:
        """Keyframes as small diamonds on the bar's lower edge; where they crowd, as thin lines."""
        shown = [x for x in xs if area.left - 1 <= x <= area.right + 1]
        if not shown or area.bottom - area.top < _TICKS_FROM_HEIGHT_PX:
            return
        painter = self._painter
        if len(shown) > 1 and (shown[-1] - shown[0]) / (len(shown) - 1) < _TICK_GAP_PX:
            columns = sorted({int(x) for x in shown})
            painter.setPen(QPen(_faded(ink), 1))
            painter.drawLines([QLineF(x + 0.5, area.bottom - 3, x + 0.5, area.bottom) for x in columns])
            return
        diamond = self._diamond(ink)
        top = area.bottom - 2 * _DIAMOND_PX - 0.5
        for x in shown:
            left = min(max(x - _DIAMOND_PX, area.left), area.right - 2 * _DIAMOND_PX)
            painter.drawPixmap(QPointF(left, top), diamond)

    def _diamond(self, ink: QColor) -> QPixmap:
        """One keyframe's mark, kept as pixels: there may be thousands."""
        found = self._diamonds.get(ink.rgba())
        if found is None:
            ratio, side = self._painter.device().devicePixelRatioF(), 2 * _DIAMOND_PX
            found = QPixmap(round(side * ratio), round(side * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faded(ink))
            corners = ((_DIAMOND_PX, 0.0), (side, _DIAMOND_PX), (_DIAMOND_PX, side), (0.0, _DIAMOND_PX))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            painter.end()
            self._diamonds[ink.rgba()] = found
        return found

    def _draw_name(self, name: str, area: Area, ink: QColor) -> None:
        if area.right - area.left < _NAME_FROM_PX or area.bottom - area.top < _NAME_FROM_HEIGHT_PX:
            return
        rect = rect_of(area).adjusted(0.6 * _NAME_PAD_PX, -1, -0.4 * _NAME_PAD_PX, -1)
        shown = self._elided(name, rect.width())
        if shown != name and rect.width() < _ELIDED_FROM_PX:
            return
        self._painter.setPen(ink)
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _width(self, name: str) -> float:
        """A name's width; the same few names come back again and again."""
        full = self._widths.get(name)
        if full is None:
            full = self._widths[name] = self._metrics.horizontalAdvance(name)
        return full

    def _elided(self, name: str, width: float) -> str:
        """The name as far as there is room; most have it, and measuring costs more than drawing."""
        if self._width(name) <= width:
            return name
        return self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)

    def _clipped(self, area: Area) -> Area:
        """The bar cut off just outside of the view, so that its name is read though it starts earlier."""
        return Area(
            max(area.left, GUTTER_PX - 4.0), area.top, min(area.right, self._frame.width + 4.0), area.bottom
        )

    def _colors(self, rgb: int) -> tuple[QColor, QColor]:
        found = self._inks.get(rgb)
        if found is None:
            fill = QColor.fromRgb(rgb)
            found = self._inks[rgb] = (fill, ink_on(fill))
        return found


def _faded(ink: QColor) -> QColor:
    faded = QColor(ink)
    faded.setAlphaF(0.55)
    return faded
