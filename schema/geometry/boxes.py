"""Upright boxes in pixels: area, overlap, clipping, and the box around any shape in a picture."""

import math

import numpy as np

from crosstie.schema.anchors import (
    Box,
    Keypoints,
    Mask,
    PageRegion,
    Point2,
    Polygon,
    Polyline,
    RotatedBox,
    Spatial,
)
from crosstie.schema.geometry.masks import mask_bounds


def area(box: Box) -> float:
    """Area in square pixels."""
    return box.width * box.height


def intersection(first: Box, second: Box) -> float:
    """Area that two boxes share, in square pixels."""
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return max(width, 0.0) * max(height, 0.0)


def iou(first: Box, second: Box) -> float:
    """Intersection over union, 0 to 1."""
    shared = intersection(first, second)
    return min(shared / (area(first) + area(second) - shared), 1.0)


def clip(box: Box, width: float, height: float) -> Box | None:
    """The part of a box inside a picture of this size, or None when all of it lies outside."""
    return _box_between(
        max(box.x, 0.0), max(box.y, 0.0), min(box.x + box.width, width), min(box.y + box.height, height)
    )


def corners(box: Box | RotatedBox) -> tuple[Point2, Point2, Point2, Point2]:
    """Top left, top right, bottom right and bottom left, as the box itself sees them."""
    if isinstance(box, Box):
        right, bottom = box.x + box.width, box.y + box.height
        return ((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom))
    cos, sin = math.cos(box.angle_rad), math.sin(box.angle_rad)
    half_width, half_height = box.width / 2, box.height / 2

    def turned(x: float, y: float) -> Point2:
        # With y downwards, a positive angle turns clockwise on screen.
        return (box.center_x + x * cos - y * sin, box.center_y + x * sin + y * cos)

    return (
        turned(-half_width, -half_height),
        turned(half_width, -half_height),
        turned(half_width, half_height),
        turned(-half_width, half_height),
    )


def around(points: tuple[Point2, ...]) -> Box | None:
    """The smallest box around points, or None when it would have no width or height."""
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    return _box_between(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def bounds(shape: Spatial) -> Box | None:
    """The upright box around a shape in a picture; None for shapes in space and for what has no extent."""
    match shape:
        case Box():
            return shape
        case RotatedBox():
            return around(corners(shape))
        case Polygon(points=points) | Polyline(points=points):
            return around(points)
        case Keypoints():
            seen = tuple((point.x, point.y) for point in shape.points if point.visibility != "out")
            return around(seen) if seen else None
        case Mask():
            return mask_bounds(shape)
        case PageRegion():
            return Box(shape.x, shape.y, shape.width, shape.height)
        case _:
            return None


def _box_between(left: float, top: float, right: float, bottom: float) -> Box | None:
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None
