"""Where a label sits, roughly: a family of anchors that can be compared, and the box around it."""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from crosstie.schema import anchors as a
from crosstie.schema.geometry.boxes import bounds

Rough = tuple[str, float, float, float, float]
"""Family, x, y, width, height: pixels, points, metres on the ground; of spans the start, 0, the length, 1."""


def rough(anchor: a.Anchor) -> Rough:
    """Return the family and the box around an anchor. Anchors of two families have nothing in common."""
    return _ROUGH[type(anchor)](anchor)


TRACK: Final = "track "
"""Begins the name of a family of tracks; the family of their shapes follows."""
PLAIN: Final = (a.Box, a.PageRegion, a.TimeSpan, a.TextSpan, a.WholeAsset)
"""Anchors that are the box around them: its intersection over union is theirs."""


def _around(family: str) -> Callable[[Any], Rough]:
    def box(shape: a.Spatial) -> Rough:
        found = bounds(shape)
        return (family, found.x, found.y, found.width, found.height) if found else _points(family, shape)

    return box


def _points(family: str, shape: a.Spatial) -> Rough:
    """Return what has no width or no height: a straight line, one point, an empty mask."""
    if not isinstance(shape, a.Polyline | a.Polygon | a.Keypoints):
        return (family, 0.0, 0.0, 0.0, 0.0)
    points = [(p.x, p.y) if isinstance(p, a.Keypoint) else p for p in shape.points]
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    size = high - low
    return (family, float(low[0]), float(low[1]), float(size[0]), float(size[1]))


def _cuboid(shape: a.Cuboid) -> Rough:
    # However it is turned, it stays within half its diagonal of its centre.
    half = math.hypot(*shape.size) / 2
    return ("cuboid", shape.center[0] - half, shape.center[1] - half, 2 * half, 2 * half)


def _point_set(shape: a.PointSet) -> Rough:
    first, last = shape.ranges[0][0], shape.ranges[-1][1]
    return ("point_set", first, 0.0, last - first, 1.0)


def _track(anchor: a.Track) -> Rough:
    """Return the box around all keyframes: between two keyframes a shape stays within both of them."""
    roughs = [rough(keyframe.shape) for keyframe in anchor.keyframes]
    left, top = min(one[1] for one in roughs), min(one[2] for one in roughs)
    right, bottom = max(one[1] + one[3] for one in roughs), max(one[2] + one[4] for one in roughs)
    family = roughs[0][0].split(maxsplit=1)[0]
    return (TRACK + family, left, top, right - left, bottom - top)


_ROUGH: Final[dict[type, Callable[[Any], Rough]]] = {
    a.Box: lambda s: ("area", s.x, s.y, s.width, s.height),
    a.RotatedBox: _around("area"),
    a.Polygon: _around("area"),
    a.Mask: _around("mask"),
    a.Keypoints: _around("keypoints"),
    a.Polyline: _around("polyline"),
    a.PageRegion: lambda s: (f"page {s.page}", s.x, s.y, s.width, s.height),
    a.Cuboid: _cuboid,
    a.PointSet: _point_set,
    a.TimeSpan: lambda s: ("time", s.start_ns, 0.0, s.end_ns - s.start_ns, 1.0),
    a.TextSpan: lambda s: ("text", s.start, 0.0, s.end - s.start, 1.0),
    a.WholeAsset: lambda _: ("whole", 0.0, 0.0, 1.0, 1.0),
    a.Track: _track,
}
