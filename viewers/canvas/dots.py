"""What a camera sees of a cloud, as a picture of dots. Knows no Qt, so that any thread may make it."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.lenses import bends
from crosstie.schema.geometry.occlusion import hidden_points
from crosstie.schema.geometry.projection import NEAR_M, camera_points, project_points
from crosstie.schema.records import Calibration
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.canvas.depth_colors import DepthRange, depth_colors
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform

Pixels = NDArray[np.uint32]
Floats = NDArray[np.float32]
_BLOCK: Final = 1 << 18
_LOOKED_AT: Final = 8
"""So many points are looked at for one to be drawn: a camera on a drive sees a sixth of them, or less."""
_COVERED: Final = 0.55
"""How much of the way to its neighbours a dot fills: the picture stays to be seen between them."""
_SPARE: Final = 1.02
_SQUARES: Final = 64
_DOT_PX: Final = (1.2, 4.5)
"""Diameter of a dot in logical pixels, at least and at most."""


class DotsQuery(msgspec.Struct, frozen=True):
    """Which dots: a cloud through a camera, as the picture lies in a view of `ratio` device pixels a pixel.

    At most `most` points are drawn, evenly taken from all that are seen.
    """

    cloud: Cloud
    calibration: Calibration
    transform: ViewTransform
    view: Size
    ratio: float
    most: int


class SeenPoints(msgspec.Struct, frozen=True, eq=False):
    """The points on a picture, the farthest first: `pixels` n×2, `depth_m` n.

    `ranks`, a permutation, tells which stay when fewer have room: those below any number lie evenly.
    `apart_px` is how far a point is from the next one where most of them are.
    """

    pixels: Floats
    depth_m: Floats
    ranks: NDArray[np.int64]
    apart_px: float


class Dots(msgspec.Struct, frozen=True, eq=False):
    """The picture of one question: ARGB, premultiplied, over the rectangle `placed` of the view.

    `count` points are on it; `depths` are the ends of their colours.
    """

    query: DotsQuery
    pixels: Pixels
    placed: Bounds
    depths: DepthRange
    count: int


def seen_points(calibration: Calibration, cloud: Cloud, most: int) -> SeenPoints:
    """What a camera sees of a cloud; at most `most` points, evenly taken.

    Left out is what lies behind the camera, beside the picture, or behind something nearer.
    """
    # Any first part of a cloud in its grid's order is the cloud evenly thinned.
    points = cloud.points if cloud.grid is None else cloud.points[: _LOOKED_AT * most]
    chosen = _evenly(len(points), _LOOKED_AT * most)
    count = len(points) if chosen is None else len(chosen)
    parts = []
    for first in range(0, count, _BLOCK):
        block = slice(first, first + _BLOCK)
        parts.append(_on_picture(calibration, points[block if chosen is None else chosen[block]]))
    pixels = np.concatenate([part[0] for part in parts] or [np.zeros((0, 2), np.float32)])
    depth_m = np.concatenate([part[1] for part in parts] or [np.zeros(0, np.float32)])
    seen = np.flatnonzero(~hidden_points(pixels, depth_m, calibration.width, calibration.height))
    fewer = _evenly(len(seen), most)
    seen = seen if fewer is None else seen[fewer]
    order = seen[np.argsort(-depth_m[seen], kind="stable")]
    ranks = np.random.default_rng(0).permutation(len(order))
    apart_px = _apart_px(pixels[order], calibration.width)
    return SeenPoints(pixels[order], depth_m[order], ranks, apart_px)


def draw_dots(seen: SeenPoints, query: DotsQuery, depths: DepthRange) -> Dots:
    """The picture that a question asks for; nearer dots lie over farther ones."""
    placed = _placed(query)
    seen = _with_room(seen, query)
    scale = query.transform.scale * query.ratio
    width, height = round(placed.width * query.ratio), round(placed.height * query.ratio)
    dot = _dot(dot_px(seen, query))
    pad = dot.reach
    canvas = np.zeros((height + 2 * pad, width + 2 * pad), np.uint32)
    offset = np.array((query.transform.offset_x - placed.left, query.transform.offset_y - placed.top))
    at = np.floor(seen.pixels * scale + offset * query.ratio - dot.lead + 0.5).astype(np.int32)
    inside = np.flatnonzero((at > -pad).all(axis=1) & (at[:, 0] < width) & (at[:, 1] < height))
    middles = (at[inside, 1] + pad) * (width + 2 * pad) + at[inside, 0] + pad
    colors = depth_colors(seen.depth_m[inside], depths)
    spots = dot.down * (width + 2 * pad) + dot.across
    flat = canvas.reshape(-1)
    for first in range(0, len(middles), _BLOCK):
        part = slice(first, first + _BLOCK)
        # A place that is named twice keeps what is written last: the nearer dot.
        flat[(middles[part, None] + spots).ravel()] = np.repeat(colors[part], len(spots))
    cut = np.ascontiguousarray(canvas[pad : pad + height, pad : pad + width])
    return Dots(query, cut, placed, depths, len(inside))


def dot_px(seen: SeenPoints, query: DotsQuery) -> int:
    """The diameter of a dot in device pixels: less than the way to the next one, as far as one can see it."""
    low, high = (bound * query.ratio for bound in _DOT_PX)
    apart = seen.apart_px * query.transform.scale * query.ratio
    return max(1, round(min(max(apart * _COVERED, low), high)))


def _with_room(seen: SeenPoints, query: DotsQuery) -> SeenPoints:
    """Not more than have room as the picture lies: in a small one dots would cover all of it."""
    apart = seen.apart_px * query.transform.scale * query.ratio
    needed = _DOT_PX[0] * query.ratio / _COVERED
    if apart >= needed:
        return seen
    kept = seen.ranks < len(seen.ranks) * (apart / needed) ** 2
    apart_px = seen.apart_px * needed / apart
    return SeenPoints(seen.pixels[kept], seen.depth_m[kept], seen.ranks[kept], apart_px)


def _apart_px(pixels: Floats, width: float) -> float:
    """The usual way from a point to the next one, told from how many share a small square with it."""
    if not len(pixels):
        return float(width)
    side = width / _SQUARES
    columns, rows = (pixels / side).astype(np.int64).T
    squares = rows * (_SQUARES + 1) + columns
    sharing = np.bincount(squares)[squares]
    return float(side / np.sqrt(np.median(sharing)))


class _Dot(msgspec.Struct, frozen=True, eq=False):
    """A disc of pixels: their places from its first column and row, and how far those lead its middle."""

    across: NDArray[np.int32]
    down: NDArray[np.int32]
    lead: float
    reach: int


def _dot(diameter: int) -> _Dot:
    middle = (diameter - 1) / 2
    rows, columns = np.mgrid[:diameter, :diameter]
    # A hair more than the radius: a dot of three pixels is a cross and not one pixel.
    disc = np.hypot(rows - middle, columns - middle) <= diameter / 2 + 0.01
    down, across = np.nonzero(disc)
    return _Dot(across.astype(np.int32), down.astype(np.int32), diameter / 2, diameter)


def _placed(query: DotsQuery) -> Bounds:
    """The part of the view that the picture covers, on whole device pixels."""
    room = Bounds(0, 0, query.calibration.width, query.calibration.height)
    seen = query.transform.bounds_in_view(room).within(Bounds(0, 0, query.view.width, query.view.height))
    edges = (seen.left, seen.top, seen.right, seen.bottom)
    left, top, right, bottom = (round(edge * query.ratio) / query.ratio for edge in edges)
    return Bounds(left, top, right, bottom)


def _on_picture(calibration: Calibration, points: Floats) -> tuple[Floats, Floats]:
    points = points[_before(calibration, points)]
    projected = project_points(calibration, points)
    depth_m = projected.depth_m
    if calibration.model == "fisheye":
        # Beside a fisheye, where it still sees, the depth along its axis is nothing.
        depth_m = np.linalg.norm(camera_points(calibration, points), axis=1)
    kept = projected.inside(calibration.width, calibration.height) & (depth_m >= NEAR_M)
    return projected.pixels[kept].astype(np.float32), depth_m[kept].astype(np.float32)


def _before(calibration: Calibration, points: Floats) -> NDArray[np.intp]:
    """Places of the points that may be on the picture: most of a cloud is soon told not to be.

    A fisheye sees beside itself; of a pinhole's distortion only this is known beforehand, that nothing
    behind it is seen.
    """
    if calibration.model == "fisheye":
        return np.arange(len(points))
    pose = np.asarray(calibration.camera_from_lidar, np.float32)
    x, y, z = (points @ pose[row, :3] + pose[row, 3] for row in range(3))
    kept = z > 0
    (fx, skew, cx), (_, fy, cy), _ = calibration.intrinsics
    if not bends(calibration) and skew == 0:
        across = max(cx, calibration.width - cx) / fx * _SPARE
        down = max(cy, calibration.height - cy) / fy * _SPARE
        kept &= (np.abs(x) <= z * np.float32(across)) & (np.abs(y) <= z * np.float32(down))
    return np.flatnonzero(kept)


def _evenly(count: int, most: int) -> NDArray[np.int64] | None:
    """Places of `most` of `count` points, one out of each equal stretch; None where all are taken.

    Each at random in its stretch (the same ones each time): a scanner's lines take turns in a file, and an
    even step would take some of the lines alone.
    """
    if count <= most:
        return None
    edges = np.arange(most, dtype=np.int64) * count // most
    return edges + np.random.default_rng(0).integers(0, count // most, most)
