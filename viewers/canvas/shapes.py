"""Plane geometry of the shapes that a picture can carry: outlines, bounds, area, inside, distance, moving.

All numbers are in the plane of the picture: pixels, or points of a page.
"""

import math
from typing import Final

import msgspec
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
)
from crosstie.schema.geometry.boxes import corners
from crosstie.schema.geometry.polygons import polygon_area, polygon_contains
from crosstie.viewers.canvas.mask_pixels import mask_bounds, mask_holds, moved_mask
from crosstie.viewers.canvas.transform import Bounds

PlaneShape = Box | RotatedBox | Polygon | Polyline | Keypoints | Mask | PageRegion
PLANE_KINDS: Final = (Box, RotatedBox, Polygon, Polyline, Keypoints, Mask, PageRegion)


class Outline(msgspec.Struct, frozen=True):
    """A line through points; closed, it returns to the first."""

    points: tuple[Point2, ...]
    closed: bool


def outlines_of(shape: PlaneShape) -> tuple[Outline, ...]:
    """The lines that draw a shape; none for keypoints and masks, which are drawn as dots and pixels."""
    match shape:
        case PageRegion(x=x, y=y, width=width, height=height):
            return (Outline(corners(Box(x, y, width, height)), closed=True),)
        case Box() | RotatedBox():
            return (Outline(corners(shape), closed=True),)
        case Polygon(points=points, holes=holes):
            return tuple(Outline(ring, closed=True) for ring in (points, *holes))
        case Polyline(points=points):
            return (Outline(points, closed=False),)
        case Keypoints() | Mask():
            return ()


def from_own(box: RotatedBox, own_x: float, own_y: float) -> Point2:
    """A point of the box's own axes (origin in its centre) in the picture."""
    cos, sin = math.cos(box.angle_rad), math.sin(box.angle_rad)
    return (box.center_x + own_x * cos - own_y * sin, box.center_y + own_x * sin + own_y * cos)


def to_own(box: RotatedBox, x: float, y: float) -> Point2:
    """A picture's point in the box's own axes; inverse of `from_own`."""
    cos, sin = math.cos(box.angle_rad), math.sin(box.angle_rad)
    dx, dy = x - box.center_x, y - box.center_y
    return (dx * cos + dy * sin, dy * cos - dx * sin)


def bounds_of(shape: PlaneShape) -> Bounds:
    """The upright rectangle about a shape."""
    match shape:
        case Box() | PageRegion():
            return Bounds(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
        case RotatedBox():
            return _bounds(corners(shape))
        case Polygon(points=points) | Polyline(points=points):
            return _bounds(points)
        case Keypoints(points=keypoints):
            seen = [p for p in keypoints if p.visibility != "out"] or keypoints
            return _bounds(tuple((point.x, point.y) for point in seen))
        case Mask():
            return mask_bounds(shape)


def area_of(shape: PlaneShape) -> float:
    """What is compared when one shape lies in another: the smaller one is meant by a click in both."""
    match shape:
        case RotatedBox():
            return shape.width * shape.height
        case Polygon():
            return polygon_area(shape)
        case _:
            bounds = bounds_of(shape)
            return bounds.width * bounds.height


def holds(shape: PlaneShape, x: float, y: float) -> bool:
    """Whether a point lies inside; a line and keypoints have no inside."""
    match shape:
        case Box() | PageRegion():
            return bounds_of(shape).holds(x, y)
        case RotatedBox():
            own_x, own_y = to_own(shape, x, y)
            return abs(own_x) <= shape.width / 2 and abs(own_y) <= shape.height / 2
        case Polygon():
            return polygon_contains(shape, (x, y))
        case Mask():
            return mask_holds(shape, x, y)
        case Polyline() | Keypoints():
            return False


def edge_distance(shape: PlaneShape, x: float, y: float) -> float:
    """Distance from a point to the shape's nearest line, or to its nearest dot; infinite for a mask."""
    match shape:
        case Box() | PageRegion():
            return _rim_distance(bounds_of(shape), x, y)
        case Keypoints(points=points):
            return min(math.hypot(x - p.x, y - p.y) for p in points)
        case _:
            lines = outlines_of(shape)
            return min((_outline_distance(line, x, y) for line in lines), default=math.inf)


def moved(shape: PlaneShape, dx: float, dy: float) -> PlaneShape:
    """The same shape elsewhere. A mask moves by whole pixels; what leaves its picture is lost."""
    match shape:
        case Box() | PageRegion():
            return msgspec.structs.replace(shape, x=shape.x + dx, y=shape.y + dy)
        case RotatedBox():
            return msgspec.structs.replace(shape, center_x=shape.center_x + dx, center_y=shape.center_y + dy)
        case Polygon(points=points, holes=holes):
            return Polygon(_shifted(points, dx, dy), tuple(_shifted(hole, dx, dy) for hole in holes))
        case Polyline(points=points):
            return Polyline(_shifted(points, dx, dy))
        case Keypoints(points=keypoints):
            return Keypoints(tuple(msgspec.structs.replace(p, x=p.x + dx, y=p.y + dy) for p in keypoints))
        case Mask():
            return moved_mask(shape, round(dx), round(dy))


def step_within(bounds: Bounds, dx: float, dy: float, room: Bounds) -> Point2:
    """The part of a step by which `bounds` may move in `room`: what lies inside stays inside.

    What already sticks out on a side may stay out there, but goes no further.
    """
    return (
        _step(dx, room.left - bounds.left, room.right - bounds.right),
        _step(dy, room.top - bounds.top, room.bottom - bounds.bottom),
    )


def _step(step: float, least: float, most: float) -> float:
    return min(max(step, min(least, 0.0)), max(most, 0.0))


def _bounds(points: tuple[Point2, ...]) -> Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Bounds(min(xs), min(ys), max(xs), max(ys))


def _shifted(points: tuple[Point2, ...], dx: float, dy: float) -> tuple[Point2, ...]:
    return tuple((x + dx, y + dy) for x, y in points)


def _rim_distance(box: Bounds, x: float, y: float) -> float:
    inwards = min(x - box.left, box.right - x, y - box.top, box.bottom - y)
    if inwards >= 0:
        return inwards
    return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def _outline_distance(outline: Outline, x: float, y: float) -> float:
    start = np.asarray(outline.points, dtype=float)
    end = np.roll(start, -1, axis=0)
    if not outline.closed:
        start, end = start[:-1], end[:-1]
    side = end - start
    length_2 = np.maximum(np.einsum("ij,ij->i", side, side), 1e-12)
    along = np.clip(np.einsum("ij,ij->i", np.array([x, y]) - start, side) / length_2, 0.0, 1.0)
    nearest = start + along[:, None] * side
    return float(np.min(np.hypot(nearest[:, 0] - x, nearest[:, 1] - y)))
