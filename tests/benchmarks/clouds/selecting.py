"""What hands ask of a cloud's points: those of a cuboid, the one under the pointer, those in a lasso.

Raw is NumPy over all points at once. CROSSTIE_BENCH_HAND_MILLIONS names the sizes ("1,10" if none are said).
"""

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid, Point2
from crosstie.schema.geometry.point_grid import PointGrid, grid_of
from crosstie.schema.geometry.rotations import matrix_from_quaternion, quaternion_from_yaw
from crosstie.viewers.pointcloud.camera import Camera, Viewport, clip_from_cloud
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.lasso import indices_in_lasso
from crosstie.viewers.pointcloud.pick import REACH_PX, nearest_point
from tests.benchmarks.row import Goal, NotEqual, Row

Points = NDArray[np.float32]
Floats = NDArray[np.float64]
Result = TypeVar("Result")
_VIEW: Final = Viewport(960, 640)
_CAMERA: Final = Camera((11.0, 0.0, -1.7), 0.3, math.radians(27), 38.0)
_POINTER: Final[Point2] = (500.0, 400.0)
_CAR: Final = Cuboid((14.0, -9.0, -0.8), (4.4, 1.9, 1.6), quaternion_from_yaw(0.7))
_ROUNDS: Final = 7
_SLACK_PX: Final = 2.0
_CUBOID_GOAL, _PICK_GOAL, _LASSO_GOAL = Goal("at least", 100), Goal("at least", 10), Goal("at least", 5)
_BUILD_GOAL: Final = Goal("at most", 1.0, or_ours=5.0)


def rows(place: Path) -> Iterator[Row]:
    """Each size by itself."""
    for part in os.environ.get("CROSSTIE_BENCH_HAND_MILLIONS", "1,10").split(","):
        count = round(float(part) * 1e6)
        points, size = street(count), f"{count / 1e6:g} M"
        yield _building(points, size)
        grid = grid_of(points)
        yield _cuboid(points, grid, size)
        yield _picking(points, grid, size)
        yield _going_round(points, grid, size)


def street(count: int) -> Points:
    """Points as a turning sensor sees them: crowded about it, fewer the farther away."""
    rng = np.random.default_rng(1)
    reach, turn = rng.gamma(2, 25, count), rng.uniform(0, math.tau, count)
    heights = rng.normal(-1, 1, count)
    return np.column_stack([reach * np.cos(turn), reach * np.sin(turn), heights]).astype(np.float32)


def _building(points: Points, size: str) -> Row:
    """The whole grid, against nothing but sorting the points by their cell."""

    def raw() -> NDArray[np.int64]:
        cells = np.floor((points[:, :2] - points[:, :2].min(axis=0)) / 2).astype(np.int64)
        keys: NDArray[np.int64] = cells[:, 1] * (cells[:, 0].max() + 1) + cells[:, 0]
        return np.argsort(keys, kind="stable")

    ours, grid = _timed(lambda: grid_of(points), 1)
    theirs, order = _timed(raw, 1)
    if not np.array_equal(np.sort(grid.order), np.sort(order)):
        raise NotEqual("the grid does not hold every point once")
    return Row(f"grid of {size} points", ours, theirs, "s", _BUILD_GOAL, "raw: argsort by cell")


def _cuboid(points: Points, grid: PointGrid, size: str) -> Row:
    center, half = (np.asarray(part, dtype=np.float32) for part in (_CAR.center, np.asarray(_CAR.size) / 2))
    turn = matrix_from_quaternion(_CAR.rotation).astype(np.float32)

    def raw() -> NDArray[np.int64]:
        return np.flatnonzero((np.abs((points - center) @ turn) <= half).all(axis=1))

    ours, found = _timed(lambda: indices_inside(points, _CAR, grid), 3 * _ROUNDS)
    theirs, expected = _timed(raw, 3)
    if not np.array_equal(found, expected):
        raise NotEqual(f"{len(found)} points of a cuboid, {len(expected)} in the plain way")
    return _rate(f"points of a cuboid, {size}", ours, theirs, _CUBOID_GOAL, f"{len(found):,} points")


def _picking(points: Points, grid: PointGrid, size: str) -> Row:
    ours, found = _timed(lambda: nearest_point(points, _CAMERA, _VIEW, _POINTER, grid), 3 * _ROUNDS)
    theirs, expected = _timed(lambda: _raw_pick(points), 3)
    if found != expected:
        raise NotEqual(f"point {found} was picked, {expected} in the plain way")
    return _rate(f"point under the pointer, {size}", ours, theirs, _PICK_GOAL, "raw: project all")


def _going_round(points: Points, grid: PointGrid, size: str) -> Row:
    outline = np.array(
        [
            (400 + 150 * math.cos(at) * (1 + 0.3 * math.sin(5 * at)), 350 + 120 * math.sin(at))
            for at in np.linspace(0, 6.2, 200).tolist()
        ]
    )
    corners = [(x, y) for x, y in outline.tolist()]
    ours, found = _timed(lambda: indices_in_lasso(points, _CAMERA, _VIEW, corners, grid), 3)
    theirs, expected = _timed(lambda: _raw_lasso(points, outline), 1)
    if not np.array_equal(found, expected):
        raise NotEqual(f"{len(found)} points in a lasso, {len(expected)} in the plain way")
    note = f"{len(found):,} points; 200 corners; raw: project all, edge by edge"
    return _rate(f"points in a lasso, {size}", ours, theirs, _LASSO_GOAL, note)


def _raw_pick(points: Points) -> int | None:
    near = _projected(points, _POINTER[0] - REACH_PX, _POINTER[1] - REACH_PX, 2 * REACH_PX, 2 * REACH_PX)
    x, y, depth = _exactly(points[near])
    away = np.hypot(x - _POINTER[0], y - _POINTER[1])
    rings = np.where(away <= REACH_PX, np.floor(away / 2), np.inf)
    best = np.lexsort((near, depth, rings))[:1]
    return int(near[best[0]]) if len(best) and np.isfinite(rings[best[0]]) else None


def _raw_lasso(points: Points, outline: Floats) -> NDArray[np.int64]:
    low, extent = outline.min(axis=0), np.ptp(outline, axis=0)
    near = _projected(points, float(low[0]), float(low[1]), float(extent[0]), float(extent[1]))
    x, y, _ = _exactly(points[near])
    turns = np.zeros(len(near), dtype=np.int64)
    for (x0, y0), (x1, y1) in zip(outline.tolist(), np.roll(outline, -1, axis=0).tolist(), strict=True):
        if y0 != y1:
            beyond = x0 + (y - y0) * ((x1 - x0) / (y1 - y0)) > x
            turns += ((y0 <= y) & (y1 > y) & beyond).astype(np.int64)
            turns -= ((y0 > y) & (y1 <= y) & beyond).astype(np.int64)
    inside: NDArray[np.int64] = near[turns != 0]
    return inside


def _projected(points: Points, left: float, top: float, width: float, height: float) -> NDArray[np.int64]:
    """All points by one product in single precision: those seen in about a rectangle."""
    matrix = clip_from_cloud(_CAMERA, _VIEW.aspect).astype(np.float32)
    clip = points @ matrix[:, :3].T + matrix[:, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (clip[:, 0] / clip[:, 3] + 1) * np.float32(_VIEW.width / 2)
        y = (1 - clip[:, 1] / clip[:, 3]) * np.float32(_VIEW.height / 2)
    seen = (clip[:, 3] > 0) & (np.abs(clip[:, 2]) <= clip[:, 3])
    seen &= (x >= left - _SLACK_PX) & (x <= left + width + _SLACK_PX)
    seen &= (y >= top - _SLACK_PX) & (y <= top + height + _SLACK_PX)
    return np.flatnonzero(seen)


def _exactly(points: Points) -> tuple[Floats, Floats, Floats]:
    """Screen position and depth of a few points."""
    clip = np.column_stack([points.astype(np.float64), np.ones(len(points))])
    x, y, z, w = (clip @ clip_from_cloud(_CAMERA, _VIEW.aspect).T).T
    return (x / w + 1) * (_VIEW.width / 2), (1 - y / w) * (_VIEW.height / 2), z / w


def _rate(name: str, ours_s: float, raw_s: float, goal: Goal, note: str) -> Row:
    """How often a second: so that more is better, and the goal reads as so many times as fast."""
    return Row(name, 1 / ours_s, 1 / raw_s, "/s", goal, note)


def _timed(work: Callable[[], Result], rounds: int) -> tuple[float, Result]:
    """The median's seconds, after one round that does not count where there are several, and the result."""
    found = work()
    if rounds == 1:
        began = perf_counter()
        found = work()
        return perf_counter() - began, found
    seconds = []
    for _ in range(rounds):
        began = perf_counter()
        found = work()
        seconds.append(perf_counter() - began)
    return median(seconds), found
