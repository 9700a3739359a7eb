"""Cuboids as they stand on screen: their edges in front and behind, their faces, their bounds."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import EDGES
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.boxes import FACES, boxes_of, faces_towards
from crosstie.viewers.pointcloud.camera import (
    Camera,
    Floats,
    Viewport,
    in_clip_space,
    near_plane_m,
    screen_from_clip,
)

_EDGES: Final[NDArray[np.intp]] = np.array(EDGES, dtype=np.intp)
_FACES: Final[NDArray[np.intp]] = np.array(FACES, dtype=np.intp)
_FACES_OF_EDGE: Final[NDArray[np.intp]] = np.array(
    [[place for place, face in enumerate(FACES) if set(edge) <= set(face)] for edge in EDGES], dtype=np.intp
)
_ARROW: Final[Floats] = np.array([(0.42, 0.5, 1.0), (0.82, 0.0, 1.0), (0.42, -0.5, 1.0)])
"""The arrow on the top, in half sizes."""
_TOP: Final = 4


class Wireframe(msgspec.Struct, frozen=True, eq=False):
    """One cuboid on screen, in logical pixels.

    `edges` is 12×2×2 with `drawn` saying which of them have a place on screen and `front` which are not
    behind the cuboid itself; `faces` is 6×4×2 with `turned` saying which look at the eye (none when part
    of the cuboid is behind it). `heading` is the arrow on its top that points ahead, 3×2, where one sees
    it. `depth_m` is how far its centre is.
    """

    edges: Floats
    drawn: NDArray[np.bool_]
    front: NDArray[np.bool_]
    faces: Floats
    turned: NDArray[np.bool_]
    heading: Floats | None
    bounds: Bounds
    depth_m: float


def wireframes(cuboids: Sequence[Cuboid], camera: Camera, viewport: Viewport) -> list[Wireframe | None]:
    """Each cuboid on screen; None for those that the view does not meet."""
    if not cuboids:
        return []
    boxes = boxes_of(cuboids)
    clip = in_clip_space(camera, viewport, boxes.corners())
    near = near_plane_m(camera) if camera.projection == "perspective" else 0.0
    look = camera.look if camera.projection == "orthographic" else None
    turned = faces_towards(boxes, camera.eye, look)
    ends, drawn = _cut(clip[:, _EDGES], near)
    whole = np.min(clip[..., 3], axis=1) >= near
    # Corners behind the eye give numbers that mean nothing; their faces are not turned to anybody.
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = screen_from_clip(viewport, ends)
        faces = screen_from_clip(viewport, clip[:, _FACES])
        arrows = screen_from_clip(viewport, in_clip_space(camera, viewport, boxes.at(_ARROW)))
    depths = (boxes.centers - camera.eye) @ camera.look
    front = turned[:, _FACES_OF_EDGE[:, 0]] | turned[:, _FACES_OF_EDGE[:, 1]]
    within = np.abs(depths - camera.distance_m) < (camera.slab_m or np.inf)
    frames: list[Wireframe | None] = []
    for i in range(len(cuboids)):
        bounds = _seen_bounds(edges[i][drawn[i]], viewport) if within[i] else None
        seen = turned[i] & whole[i]
        heading = arrows[i] if seen[_TOP] else None
        depth = float(depths[i])
        parts = edges[i], drawn[i], front[i], faces[i], seen, heading
        frames.append(Wireframe(*parts, bounds, depth) if bounds else None)
    return frames


def _cut(ends: Floats, near: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Edges (…×2×4) cut where they pass behind the eye, and which are left."""
    w = ends[..., 3]
    ahead = w >= near
    start, end = ends[..., 0, :], ends[..., 1, :]
    span = w[..., 1] - w[..., 0]
    share = (near - w[..., 0]) / np.where(span == 0, 1.0, span)
    crossing = start + share[..., None] * (end - start)
    cut = ends.copy()
    cut[..., 0, :] = np.where(ahead[..., :1], start, crossing)
    cut[..., 1, :] = np.where(ahead[..., 1:], end, crossing)
    return cut, ahead[..., 0] | ahead[..., 1]


def _seen_bounds(ends: Floats, viewport: Viewport) -> Bounds | None:
    if not ends.size:
        return None
    left, top = ends.reshape(-1, 2).min(axis=0)
    right, bottom = ends.reshape(-1, 2).max(axis=0)
    if right < 0 or bottom < 0 or left > viewport.width or top > viewport.height:
        return None
    return Bounds(float(left), float(top), float(right), float(bottom))
