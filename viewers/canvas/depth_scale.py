"""Paints what the colours of a cloud's points in a camera tell: the ramp, and the depths along it."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from crosstie.viewers.canvas.depth_colors import RAMP, DepthRange
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.theme import SMALL_PX, Theme

_WIDE_PX: Final = 116
_INSET_PX: Final = 8
_ROOM_PX: Final = 330
"""In a narrower view the scale stands above the buttons of the corner instead of beside them."""
_CORNER_PX: Final = 30
_SIDES: Final = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)


def paint_depth_scale(painter: QPainter, depths: DepthRange, view: Size, theme: Theme) -> None:
    """Draws the scale in the lower left corner of a view."""
    up = _INSET_PX + (_CORNER_PX if view.width < _ROOM_PX else 0)
    plate = QRectF(_INSET_PX, view.height - up - 27, _WIDE_PX + 12, 27)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(theme.color("line"))
    painter.setBrush(theme.color("panel", 0.92))
    painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    bar = QRectF(plate.left() + 6, plate.bottom() - 9, _WIDE_PX, 4)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    row = np.ascontiguousarray(RAMP[None])
    painter.drawImage(bar, QImage(row.data, len(RAMP), 1, 4 * len(RAMP), QImage.Format.Format_RGB32))
    font = QFont(painter.font())
    font.setPixelSize(SMALL_PX)
    painter.setFont(font)
    painter.setPen(theme.color("quiet"))
    texts = f"{depths.near_m:g} m", f"{depths.middle_m:.2g}", f"{depths.far_m:g} m"
    above = bar.adjusted(0, -15, 0, -5)
    for side, text in zip(_SIDES, texts, strict=True):
        painter.drawText(above, side | Qt.AlignmentFlag.AlignVCenter, text)
