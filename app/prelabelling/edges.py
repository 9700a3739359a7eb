"""Many boxes as an array of their edges, and how they overlap."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Box

Array = NDArray[np.float64]


def edges_of(boxes: Sequence[Box]) -> Array:
    """Left, top, right and bottom of each box in pixels, shape (n, 4)."""
    edges = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes]
    return np.array(edges, np.float64).reshape(-1, 4)


def ious(first: Array, second: Array) -> Array:
    """Intersection over union of every box of one array of edges with every one of another, shape (n, m)."""
    a, b = first[:, None], second[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.maximum(sides, 0.0).prod(axis=-1)
    areas = (a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1)
    return np.asarray(shared / np.maximum(areas - shared, 1e-9))
