"""Convex outlines in a picture: the hull of points, and what of it the picture holds."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def convex_hull(points: Array) -> Array:
    """The outline of the convex hull of points, both of shape (n, 2) (Andrew's monotone chain, 1979)."""
    ordered = np.unique(points, axis=0)
    if len(ordered) < 3:
        return ordered
    lower, upper = _half(ordered), _half(ordered[::-1])
    return np.array((*lower[:-1], *upper[:-1]))


def clipped_to_picture(outline: Array, width: float, height: float) -> Array:
    """The part of a convex outline inside a picture of this size; shape (m, 2), empty when none is.

    Sutherland and Hodgman (1974): one cut along each edge of the picture.
    """
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        outline = _cut(outline, sign * (outline[:, axis] - limit))
        if not len(outline):
            break
    return outline


def _half(points: Array) -> list[Array]:
    chain: list[Array] = []
    for point in points:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(first: Array, second: Array, third: Array) -> float:
    (x1, y1), (x2, y2) = second - first, third - first
    return float(x1 * y2 - y1 * x2)


def _cut(outline: Array, inside_by: Array) -> Array:
    """Keeps the side on which `inside_by`, one signed distance a point, is not negative."""
    kept: list[Array] = []
    for at, (point, inside) in enumerate(zip(outline, inside_by, strict=True)):
        before, inside_before = outline[at - 1], inside_by[at - 1]
        if (inside >= 0) != (inside_before >= 0):
            kept.append(before + (point - before) * (inside_before / (inside_before - inside)))
        if inside >= 0:
            kept.append(point)
    return np.array(kept).reshape(-1, 2)
