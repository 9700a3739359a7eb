"""A mask as a tinted image with a firm rim."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from crosstie.schema.anchors import Mask
from crosstie.viewers.canvas.mask_pixels import mask_bounds, mask_pixels
from crosstie.viewers.canvas.transform import ViewTransform

_FILL_ALPHA: Final = 0.38
_HALO_ALPHA: Final = 0.45
_HALO: Final = 4
"""Pixels of the picture around a mask that a halo takes."""


def draw_mask(painter: QPainter, mask: Mask, color: str, transform: ViewTransform, halo: str = "") -> None:
    """Draws a mask's pixels in `color` with a firm rim, and a halo around it where one is given (#RRGGBB)."""
    placed = transform.bounds_in_view(mask_bounds(mask).grown(_HALO))
    # Magnified, a mask is made of squares, as it is kept; made small, it is smoothed.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, transform.scale < 1)
    target = QRectF(placed.left, placed.top, placed.width, placed.height)
    painter.drawImage(target, _image(mask, color, halo))


@lru_cache(maxsize=128)
def _image(mask: Mask, color: str, halo: str) -> QImage:
    box = mask_bounds(mask)
    rows, columns = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
    core = np.pad(mask_pixels(mask)[rows, columns], _HALO)
    words = np.zeros(core.shape, np.uint32)
    if halo:
        wide = core
        for _ in range(_HALO - 1):
            wide = _grown(wide)
        words[wide] = _word(halo, _HALO_ALPHA)
        words[_grown(core)] = _word(halo, 1.0)
    words[core] = _word(color, 1.0)
    words[~_grown(~core)] = _word(color, _FILL_ALPHA)
    height, width = core.shape
    image = QImage(words.data, width, height, width * 4, QImage.Format.Format_ARGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _grown(pixels: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Every pixel that is set or has a neighbour that is."""
    grown = pixels.copy()
    grown[1:] |= pixels[:-1]
    grown[:-1] |= pixels[1:]
    grown[:, 1:] |= pixels[:, :-1]
    grown[:, :-1] |= pixels[:, 1:]
    return grown


def _word(name: str, alpha: float) -> int:
    color = QColor(name)
    color.setAlphaF(alpha)
    return color.rgba()
