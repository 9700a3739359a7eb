"""A mask as a tinted image with a firm rim."""

from functools import lru_cache
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from crosstie.schema.anchors import Mask
from crosstie.viewers.canvas.mask_pixels import mask_bounds, mask_pixels
from crosstie.viewers.canvas.transform import ViewTransform

_FILL_ALPHA: Final = 0.38


def draw_mask(painter: QPainter, mask: Mask, color: str, rim: str, transform: ViewTransform) -> None:
    """Draws a mask's pixels in `color` with its rim in `rim`, both #RRGGBB."""
    placed = transform.bounds_in_view(mask_bounds(mask))
    if placed.width <= 0:
        return
    # Magnified, a mask is made of squares, as it is kept; made small, it is smoothed.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, transform.scale < 1)
    target = QRectF(placed.left, placed.top, placed.width, placed.height)
    painter.drawImage(target, _image(mask, color, rim))


@lru_cache(maxsize=128)
def _image(mask: Mask, color: str, rim: str) -> QImage:
    box = mask_bounds(mask)
    rows, columns = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
    pixels = np.pad(mask_pixels(mask)[rows, columns], 1)
    core = pixels[1:-1, 1:-1]
    inner = core & pixels[:-2, 1:-1] & pixels[2:, 1:-1] & pixels[1:-1, :-2] & pixels[1:-1, 2:]
    words = np.zeros(core.shape, np.uint32)
    words[core] = _word(rim, 1.0)
    words[inner] = _word(color, _FILL_ALPHA)
    height, width = core.shape
    image = QImage(words.data, width, height, width * 4, QImage.Format.Format_ARGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _word(name: str, alpha: float) -> int:
    color = QColor(name)
    color.setAlphaF(alpha)
    return color.rgba()
