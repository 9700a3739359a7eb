"""Masks as run lengths: to and from pixels, area, overlap and bounds."""

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Box, Mask

Pixels = NDArray[np.bool_]


def mask_from_pixels(pixels: Pixels) -> Mask:
    """Packs a (height, width) array of booleans, column by column, beginning with a run of zeros."""
    flat = np.asarray(pixels, dtype=bool).ravel(order="F")
    edges = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate(([0], edges, [flat.size]))
    runs = np.diff(starts).tolist()
    counts = [0, *runs] if flat.size and flat[0] else runs
    height, width = pixels.shape
    return Mask(width, height, tuple(counts))


def pixels_from_mask(mask: Mask) -> Pixels:
    """Unpacks a mask to a (height, width) array of booleans."""
    values = np.arange(len(mask.counts)) % 2 == 1
    flat = np.repeat(values, mask.counts)
    return flat.reshape((mask.height, mask.width), order="F")


def mask_area(mask: Mask) -> int:
    """Number of pixels that are set."""
    return sum(mask.counts[1::2])


def mask_iou(first: Mask, second: Mask) -> float:
    """Intersection over union, 0 to 1; 0 when both are empty.

    Raises ValueError when the masks are of pictures of different sizes.
    """
    if (first.width, first.height) != (second.width, second.height):
        raise ValueError("masks of different sizes cannot be compared")
    shared = int(np.count_nonzero(pixels_from_mask(first) & pixels_from_mask(second)))
    union = mask_area(first) + mask_area(second) - shared
    return shared / union if union else 0.0


def mask_bounds(mask: Mask) -> Box | None:
    """The upright box around the set pixels, or None when none is set."""
    runs = _ones(mask)
    if not len(runs):
        return None
    first, last = runs[:, 0], runs[:, 1] - 1
    columns, last_columns = first // mask.height, last // mask.height
    # A run that goes on into the next column touches both the bottom and the top edge.
    wraps = last_columns > columns
    top = 0 if wraps.any() else int((first % mask.height).min())
    bottom = mask.height - 1 if wraps.any() else int((last % mask.height).max())
    left, right = int(columns.min()), int(last_columns.max())
    return Box(float(left), float(top), float(right - left + 1), float(bottom - top + 1))


def _ones(mask: Mask) -> NDArray[np.int64]:
    """Runs of set pixels as (start, end) rows, end exclusive, without empty ones."""
    edges = np.concatenate(([0], np.cumsum(mask.counts, dtype=np.int64)))
    starts, ends = edges[1:-1:2], edges[2::2]
    rows = np.stack((starts, ends), axis=1)
    return rows[rows[:, 1] > rows[:, 0]]
