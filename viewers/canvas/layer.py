"""A picture as it lies on the canvas: an image over the decoder's own memory, drawn sharp."""

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform

NEAREST_FROM: Final = 8.0
"""Screen pixels a picture pixel from which single pixels are shown as squares instead of smoothed."""


class Layer:
    """Pixels and the rectangle of the picture's plane that they fill.

    `pixels` is height × width × 4 BGRA with C-contiguous rows; it is not copied, and is kept alive here
    because QImage does not do it.
    """

    def __init__(self, pixels: npt.NDArray[np.uint8], placed: Bounds) -> None:
        self.pixels = np.ascontiguousarray(pixels)
        self.placed = placed
        height, width = self.pixels.shape[:2]
        self.image = QImage(self.pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)

    @property
    def size(self) -> Size:
        """Width and height in the layer's own pixels."""
        height, width = self.pixels.shape[:2]
        return Size(width, height)

    def paint(self, painter: QPainter, transform: ViewTransform, view: Size) -> None:
        """Draws what the view sees of it; `painter` works in view pixels."""
        shown = self.placed.within(transform.seen(view))
        if shown.width <= 0 or shown.height <= 0:
            return
        ratio = painter.device().devicePixelRatioF()
        if self._fits_pixels(transform, ratio):
            # One image pixel is one screen pixel: it stands on the screen's pixels, or all would be smeared.
            left, top = transform.view_from_picture(self.placed.left, self.placed.top)
            at = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
            painter.drawImage(QRectF(at, QSizeF(self.image.size()) / ratio), self.image)
            return
        source, target = self._source(shown), transform.bounds_in_view(shown)
        smooth = target.width * ratio < NEAREST_FROM * source.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(QRectF(target.left, target.top, target.width, target.height), self.image, source)

    def _source(self, shown: Bounds) -> QRectF:
        """The part of the image, in its own pixels, that fills `shown`."""
        across = self.size.width / self.placed.width
        down = self.size.height / self.placed.height
        return QRectF(
            (shown.left - self.placed.left) * across,
            (shown.top - self.placed.top) * down,
            shown.width * across,
            shown.height * down,
        )

    def _fits_pixels(self, transform: ViewTransform, ratio: float) -> bool:
        """Whether it was decoded for just this scale; a fitted size is rounded to whole pixels."""
        wide = self.placed.width * transform.scale * ratio
        high = self.placed.height * transform.scale * ratio
        return abs(wide - self.size.width) < 1.5 and abs(high - self.size.height) < 1.5
