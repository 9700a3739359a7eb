"""Handles: the points by which a shape is reshaped, and what becomes of it when one is dragged."""

import math
from typing import Final, Literal

import msgspec

from crosstie.schema.anchors import Box, Keypoints, Mask, PageRegion, Point2, Polygon, Polyline, RotatedBox
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of, from_own, to_own
from crosstie.viewers.canvas.transform import Bounds

HandleKind = Literal["corner", "edge", "rotate", "vertex"]
SMALLEST: Final = 1.0
"""A dragged side never gets shorter: one pixel, or one point of a page."""

ROTATE_ARM_PX: Final = 24.0
"""How far above a rotated box its turning handle stands, in view pixels."""
_CORNERS_FROM_PX: Final = 14.0
_EDGES_FROM_PX: Final = 34.0
"""A rectangle that is smaller on screen shows fewer handles: they would hide it."""

# Signs of the eight handles about a rectangle's centre, clockwise from the top left.
_AROUND: Final = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))


class Handle(msgspec.Struct, frozen=True):
    """One handle: `index` counts around a rectangle, or over a line's points. x, y in the picture."""

    kind: HandleKind
    index: int
    x: float
    y: float

    @property
    def sides(self) -> tuple[int, int]:
        """Which sides of a rectangle it moves: −1 left or top, 1 right or bottom, 0 neither."""
        return _AROUND[self.index]


def handles_of(shape: PlaneShape, scale: float) -> tuple[Handle, ...]:
    """The handles that a shape has at a scale of view pixels a picture pixel."""
    match shape:
        case Box() | PageRegion():
            box = bounds_of(shape)
            x, y, half_width, half_height = *box.center, box.width / 2, box.height / 2
            places = tuple((x + right * half_width, y + down * half_height) for right, down in _AROUND)
            return _roomy(places, min(box.width, box.height) * scale)
        case RotatedBox():
            places = tuple(from_own(shape, a * shape.width / 2, b * shape.height / 2) for a, b in _AROUND)
            turning = from_own(shape, 0.0, -shape.height / 2 - ROTATE_ARM_PX / scale)
            shown = _roomy(places, min(shape.width, shape.height) * scale)
            return (*shown, Handle("rotate", 0, *turning))
        case Polygon(points=points, holes=holes):
            return _vertices(tuple(point for ring in (points, *holes) for point in ring))
        case Polyline(points=points):
            return _vertices(points)
        case Keypoints(points=keypoints):
            return _vertices(tuple((point.x, point.y) for point in keypoints))
        case Mask():
            return ()


def dragged(shape: PlaneShape, handle: Handle, x: float, y: float, room: Bounds) -> PlaneShape:
    """The shape after one of its handles was taken to (x, y); rectangles stay in `room`.

    The side opposite to the handle stays where it is; a side dragged across it turns the rectangle over.
    """
    match shape:
        case Box() | PageRegion():
            after = _resized(bounds_of(shape), handle.sides, x, y, room)
            return msgspec.structs.replace(
                shape, x=after.left, y=after.top, width=after.width, height=after.height
            )
        case RotatedBox() if handle.kind == "rotate":
            angle = math.atan2(x - shape.center_x, shape.center_y - y)
            return msgspec.structs.replace(shape, angle_rad=angle)
        case RotatedBox():
            return _resized_in_own_axes(shape, handle.sides, x, y)
        case Polygon(points=points, holes=holes):
            rings = _with_vertex((points, *holes), handle.index, (x, y))
            return Polygon(rings[0], rings[1:])
        case Polyline(points=points):
            return Polyline(_with_vertex((points,), handle.index, (x, y))[0])
        case Keypoints(points=keypoints):
            point = msgspec.structs.replace(keypoints[handle.index], x=x, y=y)
            return Keypoints((*keypoints[: handle.index], point, *keypoints[handle.index + 1 :]))
        case _:
            return shape


def spanned(start: Point2, end: Point2, room: Bounds) -> Bounds:
    """The rectangle drawn from one corner to the other, kept in `room` and never empty."""
    x, y = _clamped(start[0], room.left, room.right), _clamped(start[1], room.top, room.bottom)
    return _resized(Bounds(x, y, x, y), (1, 1), end[0], end[1], room)


def _resized(box: Bounds, sides: tuple[int, int], x: float, y: float, room: Bounds) -> Bounds:
    left, right = _side((box.left, box.right), sides[0], x, (room.left, room.right))
    top, bottom = _side((box.top, box.bottom), sides[1], y, (room.top, room.bottom))
    return Bounds(left, top, right, bottom)


def _side(ends: Point2, side: int, to: float, room: Point2) -> Point2:
    """Both ends along one axis after the end that `side` names was taken to `to`."""
    if side == 0:
        return ends
    still = ends[1] if side < 0 else ends[0]
    to = _clamped(to, *room)
    if abs(to - still) < SMALLEST:
        to = still + SMALLEST * (side if to == still else math.copysign(1.0, to - still))
        # At the rim of the picture the smallest side lies inwards.
        to = to if room[0] <= to <= room[1] else 2 * still - to
    return (min(still, to), max(still, to))


def _clamped(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _resized_in_own_axes(box: RotatedBox, sides: tuple[int, int], x: float, y: float) -> RotatedBox:
    own = Bounds(-box.width / 2, -box.height / 2, box.width / 2, box.height / 2)
    own_x, own_y = to_own(box, x, y)
    endless = Bounds(-math.inf, -math.inf, math.inf, math.inf)
    after = _resized(own, sides, own_x, own_y, endless)
    center_x, center_y = from_own(box, *after.center)
    return RotatedBox(center_x, center_y, after.width, after.height, box.angle_rad)


def _roomy(places: tuple[Point2, ...], shorter_px: float) -> tuple[Handle, ...]:
    """Corner and edge handles at eight places, as far as a rectangle's shorter side has room for them."""
    every = (
        Handle("edge" if 0 in sides else "corner", index, *place)
        for index, (sides, place) in enumerate(zip(_AROUND, places, strict=True))
    )
    if shorter_px < _CORNERS_FROM_PX:
        return ()
    return tuple(handle for handle in every if handle.kind == "corner" or shorter_px >= _EDGES_FROM_PX)


def _vertices(points: tuple[Point2, ...]) -> tuple[Handle, ...]:
    return tuple(Handle("vertex", index, x, y) for index, (x, y) in enumerate(points))


def _with_vertex(
    rings: tuple[tuple[Point2, ...], ...], index: int, point: Point2
) -> tuple[tuple[Point2, ...], ...]:
    """The rings with the index-th of all their points, counted through, put elsewhere."""
    after = []
    for ring in rings:
        within = 0 <= index < len(ring)
        after.append((*ring[:index], point, *ring[index + 1 :]) if within else ring)
        index -= len(ring)
    return tuple(after)
