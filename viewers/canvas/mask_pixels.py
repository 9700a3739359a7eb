"""A mask's pixels: decoded once, and kept while the mask is in use."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Mask
from crosstie.schema.geometry.masks import mask_bounds as tight_box
from crosstie.schema.geometry.masks import mask_from_pixels, pixels_from_mask
from crosstie.viewers.canvas.transform import Bounds


@lru_cache(maxsize=256)
def mask_pixels(mask: Mask) -> NDArray[np.bool_]:
    """height × width truth values; read-only, because they are shared."""
    pixels = pixels_from_mask(mask)
    pixels.flags.writeable = False
    return pixels


@lru_cache(maxsize=1024)
def mask_bounds(mask: Mask) -> Bounds:
    """The rectangle about the mask's pixels; an empty one at the origin when it has none."""
    box = tight_box(mask)
    return Bounds(box.x, box.y, box.x + box.width, box.y + box.height) if box else Bounds(0, 0, 0, 0)


def mask_holds(mask: Mask, x: float, y: float) -> bool:
    """Whether the pixel at a point belongs to the mask."""
    column, row = int(x // 1), int(y // 1)
    inside = 0 <= column < mask.width and 0 <= row < mask.height
    return inside and bool(mask_pixels(mask)[row, column])


def moved_mask(mask: Mask, dx: int, dy: int) -> Mask:
    """The mask moved by whole pixels; pixels that leave its picture are lost."""
    pixels = mask_pixels(mask)
    moved = np.zeros_like(pixels)
    rows, columns = np.nonzero(pixels)
    rows, columns = rows + dy, columns + dx
    kept = (rows >= 0) & (rows < mask.height) & (columns >= 0) & (columns < mask.width)
    moved[rows[kept], columns[kept]] = True
    return mask_from_pixels(moved)
