"""Paints what explains a view of a cloud: how far the rings are, the axes, the scale of colours."""

import math

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPixmap

from crosstie.viewers.pointcloud.camera import (
    Camera,
    Viewport,
    in_clip_space,
    near_plane_m,
    screen_from_clip,
)
from crosstie.viewers.pointcloud.ground_lines import RING_COUNT, RING_STEP_M
from crosstie.viewers.pointcloud.point_labels import LabelName
from crosstie.viewers.theme import SMALL_PX, Theme

_LEFT = Qt.AlignmentFlag.AlignLeft
_NAME_PX, _NAME_WIDEST_PX, _NAMES_SHARE = 16, 150, 0.4
_MIDDLE, _BOTTOM = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignBottom


class Scale(msgspec.Struct, frozen=True, eq=False):
    """The scale of colours: the ramp, a picture one pixel high, with what its ends say; or colours' names."""

    low: str = ""
    high: str = ""
    ramp: QImage = msgspec.field(default_factory=QImage)
    names: tuple[LabelName, ...] = ()


class Legends:
    """Paints all that explains a view, and keeps its pixels while the view stands: play repaints it often."""

    def __init__(self) -> None:
        self._painted: tuple[object, ...] = ()
        self._pixels = QPixmap()

    def paint(
        self,
        painter: QPainter,
        camera: Camera,
        viewport: Viewport,
        ground_z: float,
        theme: Theme,
        scale: Scale | None,
    ) -> None:
        """Draws the ranges, the axes and, where there is one, the scale of colours."""
        ratio = painter.device().devicePixelRatioF()
        asked = (camera, viewport, ground_z, theme, scale, ratio, painter.font().key())
        if asked != self._painted:
            # A view that turns is another one on every frame: only what stands is worth keeping.
            self._painted, self._pixels = asked, QPixmap()
            _paint_all(painter, camera, viewport, ground_z, theme, scale)
            return
        if self._pixels.isNull():
            self._pixels = QPixmap(round(viewport.width * ratio), round(viewport.height * ratio))
            self._pixels.setDevicePixelRatio(ratio)
            self._pixels.fill(Qt.GlobalColor.transparent)
            keeping = QPainter(self._pixels)
            keeping.setFont(painter.font())
            _paint_all(keeping, camera, viewport, ground_z, theme, scale)
            keeping.end()
        painter.drawPixmap(0, 0, self._pixels)


def _paint_all(
    painter: QPainter,
    camera: Camera,
    viewport: Viewport,
    ground_z: float,
    theme: Theme,
    scale: Scale | None,
) -> None:
    paint_ranges(painter, camera, viewport, ground_z, theme)
    paint_axes(painter, camera, viewport, theme)
    if scale:
        paint_scale(painter, scale, viewport, theme)


def paint_ranges(
    painter: QPainter, camera: Camera, viewport: Viewport, ground_z: float, theme: Theme
) -> None:
    """Writes how far the range rings are, down the right of the look, where there is room between them."""
    if camera.slab_m:
        return
    bearing = camera.azimuth_rad - math.radians(38)
    reaches = RING_STEP_M * np.arange(1, RING_COUNT + 1)
    level = np.full(RING_COUNT, ground_z)
    places = np.column_stack([reaches * math.cos(bearing), reaches * math.sin(bearing), level])
    clip = in_clip_space(camera, viewport, places)
    seen = clip[:, 3] > (near_plane_m(camera) if camera.projection == "perspective" else 0)
    painter.setFont(_small(painter.font()))
    taken: QRectF | None = None
    for reach, (x, y) in zip(
        reaches[seen].tolist(), screen_from_clip(viewport, clip[seen]).tolist(), strict=True
    ):
        rect = QRectF(x + 3, y - 13, 40, 13)
        inside = 4 < x < viewport.width - 44 and 14 < y < viewport.height - 8
        if inside and (taken is None or not taken.intersects(rect.adjusted(0, -6, 0, 6))):
            _write(painter, rect, _LEFT | _MIDDLE, f"{reach:g} m", theme)
            taken = rect


def paint_axes(painter: QPainter, camera: Camera, viewport: Viewport, theme: Theme) -> None:
    """Draws which way x, y and z go, in the lower left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setFont(_small(painter.font()))
    middle = QPointF(30, viewport.height - 28)
    right, up, look = camera.right.tolist(), camera.up.tolist(), camera.look.tolist()
    # The arm that points away from the eye is drawn first.
    for axis in sorted(range(3), key=lambda axis: -look[axis]):
        along = QPointF(right[axis], -up[axis])
        if math.hypot(along.x(), along.y()) < 0.2:
            continue
        painter.setPen(QPen(theme.color(("bad", "good", "accent")[axis]), 1.8))
        painter.drawLine(QLineF(middle, middle + along * 17))
        if math.hypot(along.x(), along.y()) < 0.5:
            continue
        tip = middle + along * 24
        painter.drawText(QRectF(tip.x() - 8, tip.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, "xyz"[axis])


def paint_scale(painter: QPainter, scale: Scale, viewport: Viewport, theme: Theme) -> None:
    """Explains the colours in the lower right corner: the ramp with its two ends, or each one's name."""
    if scale.names:
        _paint_names(painter, scale.names, viewport, theme)
        return
    bar = QRectF(viewport.width - 106, viewport.height - 14, 96, 4)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.fillRect(bar.adjusted(-6, -20, 6, 5), theme.color("ground", 0.85))
    painter.drawImage(bar, scale.ramp)
    painter.setFont(_small(painter.font()))
    above = bar.adjusted(0, -17, 0, -5)
    _write(painter, above, _LEFT | _BOTTOM, scale.low, theme)
    _write(painter, above, Qt.AlignmentFlag.AlignRight | _BOTTOM, scale.high, theme)


def _paint_names(painter: QPainter, names: tuple[LabelName, ...], viewport: Viewport, theme: Theme) -> None:
    """One line each, as many as there is room for; a last line counts the others."""
    painter.setFont(_small(painter.font()))
    metrics = painter.fontMetrics()
    room = max(1, int(viewport.height * _NAMES_SHARE / _NAME_PX))
    shown = names if len(names) <= room else names[: room - 1]
    lines = [(name.color, name.name) for name in shown]
    if len(shown) < len(names):
        lines.append(("", f"{len(names) - len(shown)} more"))
    width = min(max(metrics.horizontalAdvance(text) for _, text in lines), _NAME_WIDEST_PX)
    height = _NAME_PX * len(lines)
    box = QRectF(viewport.width - width - 34, viewport.height - height - 10, width + 26, height + 6)
    painter.fillRect(box, theme.color("ground", 0.85))
    for place, (color, text) in enumerate(lines):
        row = QRectF(box.left() + 6, box.top() + 3 + place * _NAME_PX, width + 14, _NAME_PX)
        if color:
            painter.fillRect(QRectF(row.left(), row.center().y() - 4, 8, 8), QColor(color))
        painter.setPen(theme.color("quiet"))
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(row.adjusted(14, 0, 2, 0), _LEFT | _MIDDLE, fitting)


def paint_title(painter: QPainter, title: str, within: QRect, theme: Theme) -> None:
    """Names a small view in its upper left corner, and sets it off by a line around it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(within).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(_small(painter.font()))
    _write(painter, QRectF(within).adjusted(8, 5, 0, 0), _LEFT | Qt.AlignmentFlag.AlignTop, title, theme)


def _write(painter: QPainter, within: QRectF, where: Qt.AlignmentFlag, text: str, theme: Theme) -> None:
    """Quiet text that stays legible over points: it stands on a little of the ground."""
    taken = painter.boundingRect(within, where, text)
    painter.fillRect(taken.adjusted(-2, 0, 2, 0), theme.color("ground", 0.72))
    painter.setPen(theme.color("quiet"))
    painter.drawText(within, where, text)


def _small(base: QFont) -> QFont:
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    return font
