"""Polygons and polylines in pixels."""

import math

import numpy as np

from crosstie.schema.anchors import Point2, Polygon, Polyline


def polygon_area(polygon: Polygon) -> float:
    """Area in square pixels, holes taken off (shoelace formula)."""
    return max(_ring_area(polygon.points) - sum(_ring_area(hole) for hole in polygon.holes), 0.0)


def polygon_contains(polygon: Polygon, point: Point2) -> bool:
    """Whether a point lies inside the outline and in none of the holes."""
    inside = _ring_contains(polygon.points, point)
    return inside and not any(_ring_contains(hole, point) for hole in polygon.holes)


def polyline_length(polyline: Polyline) -> float:
    """Length in pixels."""
    return sum(math.dist(a, b) for a, b in zip(polyline.points, polyline.points[1:], strict=False))


def distance_to_segment(point: Point2, start: Point2, end: Point2) -> float:
    """Distance in pixels from a point to the straight line between two others, as a pointer needs it."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length_squared = along_x**2 + along_y**2
    reach = (point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y
    share = min(max(reach / length_squared, 0.0), 1.0) if length_squared else 0.0
    return math.dist(point, (start[0] + share * along_x, start[1] + share * along_y))


def _ring_area(ring: tuple[Point2, ...]) -> float:
    points = np.asarray(ring)
    # Taking the first point as the origin keeps precision for small shapes far from the corner.
    x, y = (points - points[0]).T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _ring_contains(ring: tuple[Point2, ...], point: Point2) -> bool:
    """Even-odd rule: how often a line from the point to the right crosses the outline."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
