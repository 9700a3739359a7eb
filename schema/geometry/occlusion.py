"""Which of a cloud's points a camera cannot see because something nearer stands before them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Flags = NDArray[np.bool_]

_REACH: Final = 3
"""So many cells above and below a point something nearer is looked for: more than a scanner's lines apart."""
_CELL_PX: Final = (2.0, 24.0)
_NEARER: Final = 0.92
_LEAST_M: Final = 0.3
"""What is nearer by less than both of these is the same surface, seen at a slant."""


def hidden_points(pixels: Array, depth_m: Array, width: float, height: float) -> Flags:
    """Which points have something nearer both above and below them close by, shape (n,).

    A scanner beside the camera looks past the edges of things and meets what they hide from the camera. Both
    sides are asked because ground that runs away from the camera has nearer points below it and hides
    nothing. `pixels`, shape (n, 2), lie on a picture of this size; `depth_m`, shape (n,), is above zero.
    """
    if not len(pixels):
        return np.zeros(0, dtype=np.bool_)
    cell = float(np.clip(np.sqrt(width * height / len(pixels)), *_CELL_PX))
    columns, rows = int(width / cell) + 1, int(height / cell) + 1
    # A border as wide as the reach stays empty, so that no neighbour has to be asked whether it exists.
    across = (pixels[:, 0] / cell).astype(np.int32)
    down = (pixels[:, 1] / cell).astype(np.int32) + _REACH
    nearest = np.full((rows + 2 * _REACH, columns), np.inf, dtype=np.float32)
    np.minimum.at(nearest, (down, across), depth_m)
    above, below = (np.full_like(nearest, np.inf) for _ in range(2))
    for step in range(1, _REACH + 1):
        np.minimum(above[step:], nearest[:-step], out=above[step:])
        np.minimum(below[:-step], nearest[step:], out=below[:-step])
    before = np.maximum(above, below)[down, across]
    hidden: Flags = before < np.minimum(depth_m * np.float32(_NEARER), depth_m - np.float32(_LEAST_M))
    return hidden
