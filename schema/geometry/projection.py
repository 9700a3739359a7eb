"""From the cloud into a camera's picture: points, a cuboid's edges and the box around a cuboid."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.geometry.boxes import around, clip
from crosstie.schema.geometry.cuboids import EDGES, corners
from crosstie.schema.geometry.hulls import clipped_to_picture, convex_hull
from crosstie.schema.geometry.lenses import bends, pixels_of
from crosstie.schema.records import Calibration

Array = NDArray[np.float64]

NEAR_M: Final = 0.1
_PIECES: Final = 16


class Projected(NamedTuple):
    """Points on a picture. `pixels`, shape (n, 2), is NaN where the camera does not see.

    `depth_m`, shape (n,), is the distance along the camera's axis, negative behind it.
    """

    pixels: Array
    depth_m: Array

    def inside(self, width: float, height: float) -> NDArray[np.bool_]:
        """Which of the points fall on a picture of this size, shape (n,)."""
        x, y = self.pixels.T
        return np.asarray((x >= 0) & (y >= 0) & (x < width) & (y < height))


def project_points(calibration: Calibration, points: NDArray[np.floating]) -> Projected:
    """Projects points of the cloud's frame, in metres, shape (n, 3)."""
    in_camera = camera_points(calibration, points)
    return Projected(pixels_of(calibration, in_camera), in_camera[:, 2])


def camera_points(calibration: Calibration, points: NDArray[np.floating]) -> Array:
    """Points of the cloud's frame in the camera's (x right, y down, z forward), in metres, shape (n, 3)."""
    camera_from_lidar = np.asarray(calibration.camera_from_lidar)
    return np.asarray(points @ camera_from_lidar[:3, :3].T + camera_from_lidar[:3, 3])


def cuboid_edges(calibration: Calibration, cuboid: Cuboid, near_m: float = NEAR_M) -> tuple[Array, ...]:
    """What the camera sees of a cuboid's edges: lines in pixels, each of shape (k, 2), k ≥ 2.

    A straight edge is cut at `near_m` before the camera, so that nothing behind it is mirrored into the
    picture; through a lens that bends lines an edge is drawn in short pieces. Lines may run off the picture.
    """
    return tuple(line for edge in _seen_edges(calibration, cuboid, near_m) for line in _unbroken(edge))


def cuboid_box(calibration: Calibration, cuboid: Cuboid, near_m: float = NEAR_M) -> Box | None:
    """The smallest box around what the picture shows of a cuboid, or None when it shows nothing of it."""
    edges = _seen_edges(calibration, cuboid, near_m)
    seen = np.concatenate(edges) if edges else np.empty((0, 2))
    seen = seen[~np.isnan(seen).any(axis=1)]
    if len(seen) < 3:
        return None
    outline = clipped_to_picture(convex_hull(seen), calibration.width, calibration.height)
    box = around(tuple((x, y) for x, y in outline.tolist())) if len(outline) else None
    # Cutting rounds: what was cut at the edge may stand a hair beyond it.
    return clip(box, calibration.width, calibration.height) if box else None


def _seen_edges(calibration: Calibration, cuboid: Cuboid, near_m: float) -> list[Array]:
    """Every edge that reaches beyond the near plane, in pixels, with NaN where the lens sees nothing."""
    points = camera_points(calibration, corners(cuboid))
    shares = np.linspace(0.0, 1.0, _PIECES + 1 if bends(calibration) else 2)[:, None]
    edges: list[Array] = []
    for start, end in EDGES:
        # A fisheye sees beside itself, where the near plane is no limit.
        whole = (points[start], points[end])
        cut = whole if calibration.model == "fisheye" else _cut_near(*whole, near_m)
        if cut is not None:
            edges.append(pixels_of(calibration, cut[0] * (1 - shares) + cut[1] * shares))
    return edges


def _cut_near(start: Array, end: Array, near_m: float) -> tuple[Array, Array] | None:
    """The part of a line in the camera's frame that lies at least `near_m` before the camera."""
    if start[2] < near_m and end[2] < near_m:
        return None
    if start[2] >= near_m and end[2] >= near_m:
        return start, end
    crossing = start + (end - start) * ((near_m - start[2]) / (end[2] - start[2]))
    crossing[2] = near_m
    return (crossing, end) if start[2] < near_m else (start, crossing)


def _unbroken(line: Array) -> list[Array]:
    """The stretches of a line between its NaN points, each with at least two points."""
    seen = ~np.isnan(line).any(axis=1)
    breaks = np.flatnonzero(np.diff(seen)) + 1
    return [part for part in np.split(line, breaks) if len(part) >= 2 and not np.isnan(part).any()]
