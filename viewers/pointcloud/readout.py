"""What the file says of the point under the pointer."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from crosstie.viewers.canvas.look import soft_pen
from crosstie.viewers.pointcloud.camera import Camera, Viewport, project
from crosstie.viewers.pointcloud.terrain import Terrain
from crosstie.viewers.theme import SMALL_PX, Theme

_LEFT_PX, _RIGHT_PX, _HEIGHT_PX = 62, 124, 16
_NARROWEST_PX: Final = 150
_RING_PX: Final = 4.5


def readout_text(terrain: Terrain, index: int) -> str:
    """Its place in the file, its coordinates in metres, and the file's other numbers."""
    place = terrain.files.in_file(np.array([index]))
    name = f"point {int(place[0]):,}" if len(place) else "point of another sweep"
    x, y, z = terrain.points[index].tolist()
    parts = [name, f"{x:.2f} {y:.2f} {z:.2f} m"]
    cloud = terrain.cloud
    if cloud is not None:
        numbers = {cloud.value_name: cloud.values} if cloud.value_name else {}
        for channel, values in (numbers | cloud.channels).items():
            if index < len(values):
                parts.append(f"{channel.replace('_', ' ')} {float(values[index]):.6g}")
    return " · ".join(parts)


def paint_readout(
    painter: QPainter, terrain: Terrain, index: int, camera: Camera, viewport: Viewport, theme: Theme
) -> None:
    """Rings the point and writes what is said of it at the foot, between the axes and the scale."""
    at = project(camera, viewport, terrain.points[index].astype(np.float64))
    if at is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(soft_pen(theme.color("text"), 1.3, 0.9))
        painter.drawEllipse(QPointF(*at), _RING_PX, _RING_PX)
    room = viewport.width - _LEFT_PX - _RIGHT_PX
    if room < _NARROWEST_PX:
        return
    font = QFont(painter.font())
    font.setPixelSize(SMALL_PX)
    painter.setFont(font)
    text = painter.fontMetrics().elidedText(
        readout_text(terrain, index), Qt.TextElideMode.ElideRight, round(room)
    )
    line = QRectF(_LEFT_PX, viewport.height - _HEIGHT_PX - 6, room, _HEIGHT_PX)
    where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    taken = painter.boundingRect(line, where, text)
    painter.fillRect(taken.adjusted(-4, 0, 4, 0), theme.color("ground", 0.85))
    painter.setPen(theme.color("quiet"))
    painter.drawText(line, where, text)
