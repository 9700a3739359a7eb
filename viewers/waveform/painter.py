"""Draws a waveform pane: the wave, the spans over it, and what changes at every turn of the hand."""

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from crosstie.viewers.context import PaneContext
from crosstie.viewers.theme import GUTTER_PX, SMALL_PX, Theme, ink_on
from crosstie.viewers.timeaxis.bars import Bar
from crosstie.viewers.timeaxis.drawing import crisp, draw_grid
from crosstie.viewers.timeaxis.raster import Pixels, Places, crowded, narrow_bars
from crosstie.viewers.timeaxis.span_hand import Ghost
from crosstie.viewers.waveform.spans import Hit, SpanView
from crosstie.viewers.waveform.spectrum_image import row_of
from crosstie.viewers.waveform.wave import Wave

RADIUS_PX: Final = 3.0
NAME_PX: Final = 12
_NAME_FROM_PX: Final = 30.0
_ELIDED_FROM_PX: Final = 40.0
"""Less room shows a name whole or not at all: two letters tell nothing."""
_WASH: Final = 0.13
_LIT_WASH: Final = 0.24
_REGION_FROM_PX: Final = 3.0
_FREQUENCIES_FROM_PX: Final = 34.0
_FREQUENCIES_HZ: Final = (100, 200, 500, 1000, 2000, 3000, 4000, 5000, 8000, 10_000, 15_000, 20_000)
_LABEL_PX: Final = 16.0


def label_font(base: QFont) -> QFont:
    """The face of names on bars and of notes in the gutter."""
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    font.setWeight(QFont.Weight.Medium)
    return font


def draw_still(painter: QPainter, view: SpanView, wave: Wave | None, theme: Theme, notes: list[str]) -> None:
    """What stands while time runs: ground, names, grid, spans behind the wave, the wave, bars above it."""
    whole = QRectF(0, view.top, view.width, view.height - view.top)
    content = QRectF(GUTTER_PX, view.top, view.width - GUTTER_PX, view.height - view.top)
    painter.fillRect(whole, theme.color("ground"))
    painter.fillRect(QRectF(0, view.top, GUTTER_PX, view.height), theme.color("panel"))
    painter.fillRect(content, theme.color("panel", 0.75))
    painter.setClipRect(content)
    draw_grid(painter, content, view.scale, theme)
    narrow, wide = crowded(view.bars, view.scale, GUTTER_PX, view.width)
    crowd = _crowd(painter, view, narrow)
    opaque = wave is not None and wave.query.spectrum is not None
    if wave is not None and opaque:
        _draw_wave(painter, view, wave, theme)
    else:
        _draw_crowd_washes(painter, view, crowd)
    _draw_washes(painter, view, wide, edges_only=opaque)
    if wave is not None and not opaque:
        _draw_wave(painter, view, wave, theme)
    _draw_crowd(painter, view, crowd)
    _draw_bars(painter, view, wide)
    painter.setClipping(False)
    _draw_gutter(painter, view, theme, notes)


def draw_hint(painter: QPainter, view: SpanView, hint: str, theme: Theme) -> None:
    """One quiet line in the empty strip above the wave."""
    painter.setPen(theme.color("quiet"))
    room = QRectF(GUTTER_PX + 12, view.top + 2, view.width - GUTTER_PX - 24, max(view.pitch, 12.0))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, hint)


def draw_lights(painter: QPainter, view: SpanView, context: PaneContext, hovered: Hit) -> None:
    """What is selected, related or under the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    theme, lit = context.theme, context.highlight
    for annotation_id in lit.related:
        if annotation_id in view.bars:
            _draw_ring(
                painter, view, annotation_id, theme.color("text", 0.85), 1.0, theme.color("text", 0.16)
            )
    for annotation_id in lit.selected:
        if annotation_id in view.bars:
            _draw_selected(painter, view, annotation_id, theme)
    if hovered.annotation_id in view.bars and hovered.annotation_id not in lit.selected:
        tie = context.tie_from is not None
        ring = theme.color("accent") if tie else theme.color("text", 0.7)
        glow = theme.color("accent", 0.3) if tie else QColor(Qt.GlobalColor.transparent)
        _draw_ring(painter, view, hovered.annotation_id, ring, 2.0 if tie else 1.0, glow)


def draw_ghost(painter: QPainter, view: SpanView, ghost: Ghost, fill: QColor, theme: Theme) -> None:
    """Where a span will be once the hand lets go, with its times."""
    left, right = view.scale.x(ghost.start_ns), view.scale.x(ghost.end_ns)
    top, bottom = view.top, view.height
    painter.fillRect(QRectF(left, top, right - left, bottom - top), _faded(fill, 0.30))
    painter.setPen(QPen(theme.color("accent"), 1.5))
    painter.drawLines([QLineF(crisp(x), top, crisp(x), bottom) for x in (left, right)])
    width = painter.fontMetrics().horizontalAdvance(ghost.text) + 12.0
    plate_left = min(max(left + 4, GUTTER_PX + 4.0), max(view.width - width - 4, GUTTER_PX))
    plate = QRectF(plate_left, bottom - 23, width, 18)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(plate, RADIUS_PX, RADIUS_PX)
    painter.setPen(theme.color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, ghost.text)


def _crowd(painter: QPainter, view: SpanView, narrow: Places) -> Pixels:
    """Spans too many and too narrow to be drawn one by one: a line of device pixels for each sub-row."""
    columns = int((view.width - GUTTER_PX) * painter.device().devicePixelRatioF())
    if not len(narrow) or columns <= 0:
        return np.zeros((0, 0), np.uint32)
    ratio = painter.device().devicePixelRatioF()
    return narrow_bars(view.bars, narrow, view.scale, GUTTER_PX, columns, ratio)


def _draw_crowd(painter: QPainter, view: SpanView, crowd: Pixels) -> None:
    for subrow, line in enumerate(crowd):
        _draw_line(painter, line, view.top + 3 + subrow * view.pitch, view.pitch - 2)


def _draw_crowd_washes(painter: QPainter, view: SpanView, crowd: Pixels) -> None:
    painter.setOpacity(_WASH)
    for line in crowd:
        _draw_line(painter, line, view.wave_top, view.height - view.wave_top)
    painter.setOpacity(1.0)


def _draw_line(painter: QPainter, line: Pixels, top: float, height: float) -> None:
    ratio = painter.device().devicePixelRatioF()
    image = QImage(line.data, len(line), 1, QImage.Format.Format_ARGB32)
    painter.drawImage(QRectF(GUTTER_PX, top, len(line) / ratio, height), image)


def _draw_washes(painter: QPainter, view: SpanView, places: Places, *, edges_only: bool) -> None:
    """Each span's colour, thin, through the wave; where spans overlap their colours do too.

    In a spectrogram colours mean loudness: there spans have their edges alone.
    """
    for place in places.tolist():
        bar = view.bars.bars[place]
        left, right = view.edges(bar)
        if right - left < _REGION_FROM_PX:
            continue
        color = QColor.fromRgb(bar.rgb)
        if not edges_only:
            room = QRectF(left, view.wave_top, right - left, view.height - view.wave_top)
            painter.fillRect(room, _faded(color, _WASH))
        painter.setPen(QPen(_faded(color, 0.75), 1))
        painter.drawLines([QLineF(crisp(x), view.wave_top, crisp(x), view.height) for x in (left, right - 1)])


def _draw_wave(painter: QPainter, view: SpanView, wave: Wave, theme: Theme) -> None:
    """The wave at its own place in time: until a newer one comes, an old one is moved and stretched."""
    query = wave.query
    height, width = wave.pixels.shape
    image = QImage(wave.pixels.data, width, height, QImage.Format.Format_ARGB32_Premultiplied)
    left, right = view.scale.x(query.start_ns), view.scale.x(query.end_ns)
    painter.drawImage(QRectF(left, view.wave_top, right - left, view.height - view.wave_top), image)
    _draw_frequencies(painter, view, wave, theme)
    row_px = (view.height - view.wave_top) / query.rows
    painter.setPen(QPen(theme.color("line"), 1))
    for row in range(1, query.rows):
        border = crisp(view.wave_top + row * row_px)
        painter.drawLine(QLineF(GUTTER_PX, border, view.width, border))


def _draw_frequencies(painter: QPainter, view: SpanView, wave: Wave, theme: Theme) -> None:
    """A few frequencies at the left edge of a spectrogram, edged so that they can be read over it."""
    spectrum, rows, highest_hz = wave.query.spectrum, wave.query.rows, wave.highest_hz
    row_px = (view.height - view.wave_top) / rows
    if spectrum is None or row_px < _FREQUENCIES_FROM_PX:
        return
    last = -_LABEL_PX
    for hz in sorted((one for one in _FREQUENCIES_HZ if one < highest_hz * 0.97), reverse=True):
        y = row_of(spectrum.scale, hz, highest_hz) * row_px
        if y - last < _LABEL_PX or not 6 <= y <= row_px - 6:
            continue
        last = y
        text = f"{hz / 1000:g} kHz" if hz >= 1000 else f"{hz} Hz"
        for row in range(rows):
            _draw_frequency(painter, view.wave_top + row * row_px + y, text, theme)


def _draw_frequency(painter: QPainter, y: float, text: str, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("text", 0.5), 1))
    painter.drawLine(QLineF(GUTTER_PX, crisp(y), GUTTER_PX + 4, crisp(y)))
    place = QPointF(GUTTER_PX + 7, y + painter.fontMetrics().ascent() / 2 - 1)
    painter.setPen(theme.color("panel", 0.85))
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawText(place + QPointF(dx, dy), text)
    painter.setPen(theme.color("text"))
    painter.drawText(place, text)


def _draw_bars(painter: QPainter, view: SpanView, places: Places) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    metrics = QFontMetricsF(painter.font())
    for place in places.tolist():
        bar = view.bars.bars[place]
        rect = _bar_rect(view, place)
        fill = QColor.fromRgb(bar.rgb)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        _draw_name(painter, metrics, bar, rect, fill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_name(painter: QPainter, metrics: QFontMetricsF, bar: Bar, rect: QRectF, fill: QColor) -> None:
    if rect.width() < _NAME_FROM_PX or rect.height() < metrics.ascent():
        return
    # The bar may begin left of the view: its name stands where it can be read.
    room = QRectF(max(rect.left(), GUTTER_PX) + 6, rect.top() - 1, 0, rect.height())
    room.setRight(rect.right() - 4)
    if room.width() < _ELIDED_FROM_PX and metrics.horizontalAdvance(bar.name) > room.width():
        return
    painter.setPen(ink_on(fill))
    shown = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_gutter(painter: QPainter, view: SpanView, theme: Theme, notes: list[str]) -> None:
    """The asset's name and, quieter, how its sound is drawn."""
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLine(QLineF(GUTTER_PX - 0.5, view.top, GUTTER_PX - 0.5, view.height))
    face = QFont(painter.font())
    metrics = QFontMetricsF(face)
    y = view.top + (view.height - view.top) / 2 - (len(notes) - 1) * 8 + metrics.ascent() / 2 - 1
    for number, note in enumerate(notes):
        face.setPixelSize(SMALL_PX if number else NAME_PX)
        painter.setFont(face)
        painter.setPen(theme.color("quiet" if number else "text"))
        shown = metrics.elidedText(note, Qt.TextElideMode.ElideMiddle, GUTTER_PX - 20)
        painter.drawText(QPointF(12, y + number * 16), shown)


def _draw_selected(painter: QPainter, view: SpanView, annotation_id: str, theme: Theme) -> None:
    """Accent around its bar, more of its colour in the wave, and grips on its two edges."""
    bar = view.bars.bars[view.bars.place_of(annotation_id)]
    left, right = view.edges(bar)
    wave = QRectF(left, view.wave_top, right - left, view.height - view.wave_top)
    painter.fillRect(wave, _faded(QColor.fromRgb(bar.rgb), _LIT_WASH))
    _draw_ring(painter, view, annotation_id, theme.color("accent"), 2.0, theme.color("accent", 0.30))
    painter.setPen(QPen(theme.color("accent"), 1.5))
    painter.drawLines([QLineF(x, view.wave_top, x, view.height) for x in (left, right)])
    painter.setPen(QPen(theme.color("ground"), 1))
    painter.setBrush(theme.color("accent"))
    middle = wave.center().y()
    for x in (left, right):
        painter.drawRoundedRect(QRectF(x - 3, middle - 8, 6, 16), RADIUS_PX, RADIUS_PX)


def _draw_ring(
    painter: QPainter, view: SpanView, annotation_id: str, color: QColor, width: float, glow: QColor
) -> None:
    rect = _bar_rect(view, view.bars.place_of(annotation_id))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(glow, width + 4))
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), RADIUS_PX + 2, RADIUS_PX + 2)
    painter.setPen(QPen(color, width))
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), RADIUS_PX + 1, RADIUS_PX + 1)


def _bar_rect(view: SpanView, place: int) -> QRectF:
    left, top, right, bottom = view.bar_rect(place)
    left, right = max(left, GUTTER_PX - 6.0), min(right, view.width + 6.0)
    return QRectF(left, top, max(right - left, 0.0), bottom - top)


def _faded(color: QColor, alpha: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(alpha)
    return faded
