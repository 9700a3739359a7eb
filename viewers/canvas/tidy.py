"""Rounding of what a hand has drawn: finer digits are noise of the hand and of the zoom."""

from typing import Final

import msgspec

from crosstie.schema.anchors import Keypoints, Mask, Point2, Polygon, Polyline, RotatedBox
from crosstie.viewers.canvas.shapes import PlaneShape

_DIGITS: Final = 2


def tidied(shape: PlaneShape) -> PlaneShape:
    """The shape with its lengths rounded to hundredths of a pixel or point; an angle is left as it is."""
    match shape:
        case Polygon(points=points, holes=holes):
            return Polygon(_tidy(points), tuple(_tidy(hole) for hole in holes))
        case Polyline(points=points):
            return Polyline(_tidy(points))
        case Keypoints(points=keypoints):
            return Keypoints(
                tuple(msgspec.structs.replace(p, x=_rounded(p.x), y=_rounded(p.y)) for p in keypoints)
            )
        case Mask():
            return shape
        case RotatedBox():
            center = (_rounded(shape.center_x), _rounded(shape.center_y))
            return RotatedBox(*center, _rounded(shape.width), _rounded(shape.height), shape.angle_rad)
        case _:
            x, y = _rounded(shape.x), _rounded(shape.y)
            width, height = _rounded(shape.width), _rounded(shape.height)
            return msgspec.structs.replace(shape, x=x, y=y, width=width, height=height)


def _tidy(points: tuple[Point2, ...]) -> tuple[Point2, ...]:
    return tuple((_rounded(x), _rounded(y)) for x, y in points)


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
