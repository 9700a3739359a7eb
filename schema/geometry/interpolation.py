"""Shapes part of the way between two others of the same kind."""

import math

from crosstie.schema.anchors import (
    Box,
    Cuboid,
    Keypoint,
    Keypoints,
    PageRegion,
    Point2,
    Point3,
    Polygon,
    Polyline,
    RotatedBox,
    Spatial,
)
from crosstie.schema.geometry.rotations import slerp


def between(earlier: Spatial, later: Spatial, share: float) -> Spatial:
    """The shape at `share` (0 to 1) of the way; `earlier` itself where the two cannot be blended.

    Those are masks, point sets, outlines with different numbers of points, bodies with different
    points, and regions of different pages.
    """
    match earlier, later:
        case Cuboid(), Cuboid():
            rotation = slerp(earlier.rotation, later.rotation, share)
            center = _point3(earlier.center, later.center, share)
            return Cuboid(center, _point3(earlier.size, later.size, share), rotation)
        case Box(), Box():
            x, y, width, height = _mix(_box(earlier), _box(later), share)
            return Box(x, y, width, height)
        case RotatedBox(), RotatedBox():
            return _rotated_box(earlier, later, share)
        case Polygon(), Polygon():
            return _polygon(earlier, later, share)
        case Polyline(points=first), Polyline(points=second) if len(first) == len(second):
            return Polyline(_points(first, second, share))
        case Keypoints(), Keypoints():
            return _keypoints(earlier, later, share)
        case PageRegion(page=page), PageRegion() if page == later.page:
            x, y, width, height = _mix(_box(earlier), _box(later), share)
            return PageRegion(page, x, y, width, height, earlier.text)
        case _:
            return earlier


def _mix(first: tuple[float, ...], second: tuple[float, ...], share: float) -> tuple[float, ...]:
    # This form gives both ends back exactly, which a + (b - a) · t does not.
    return tuple((1.0 - share) * a + share * b for a, b in zip(first, second, strict=True))


def _box(shape: Box | PageRegion) -> tuple[float, ...]:
    return (shape.x, shape.y, shape.width, shape.height)


def _rotated_box(earlier: RotatedBox, later: RotatedBox, share: float) -> RotatedBox:
    # The shorter way round, so that a box at 179° meets one at -179° over the back.
    turn = math.remainder(later.angle_rad - earlier.angle_rad, math.tau)
    x, y, width, height = _mix(
        (earlier.center_x, earlier.center_y, earlier.width, earlier.height),
        (later.center_x, later.center_y, later.width, later.height),
        share,
    )
    return RotatedBox(x, y, width, height, earlier.angle_rad + share * turn)


def _polygon(earlier: Polygon, later: Polygon, share: float) -> Polygon:
    rings = list(zip((earlier.points, *earlier.holes), (later.points, *later.holes), strict=False))
    same_holes = len(earlier.holes) == len(later.holes)
    if not same_holes or any(len(first) != len(second) for first, second in rings):
        return earlier
    outline, *holes = (_points(first, second, share) for first, second in rings)
    return Polygon(outline, tuple(holes))


def _keypoints(earlier: Keypoints, later: Keypoints, share: float) -> Keypoints:
    there = {point.name: point for point in later.points}
    if there.keys() != {point.name for point in earlier.points}:
        return earlier
    blended: list[Keypoint] = []
    for point in earlier.points:
        x, y = _mix((point.x, point.y), (there[point.name].x, there[point.name].y), share)
        blended.append(Keypoint(point.name, x, y, point.visibility))
    return Keypoints(tuple(blended))


def _points(first: tuple[Point2, ...], second: tuple[Point2, ...], share: float) -> tuple[Point2, ...]:
    pairs = zip(first, second, strict=True)
    return tuple(((1.0 - share) * a[0] + share * b[0], (1.0 - share) * a[1] + share * b[1]) for a, b in pairs)


def _point3(first: Point3, second: Point3, share: float) -> Point3:
    # Written out: every cuboid of every camera comes by here on every frame.
    (ax, ay, az), (bx, by, bz), rest = first, second, 1.0 - share
    return (rest * ax + share * bx, rest * ay + share * by, rest * az + share * bz)
