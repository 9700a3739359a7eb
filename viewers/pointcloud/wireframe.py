"""Cuboids as they stand on screen: their edges in front and behind, their faces, their bounds."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Point2
from crosstie.schema.geometry.cuboids import EDGES
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.boxes import FACES, Boxes, faces_towards
from crosstie.viewers.pointcloud.camera import (
    Camera,
    Floats,
    Viewport,
    in_clip_space,
    near_plane_m,
    screen_from_clip,
)

Flags = NDArray[np.bool_]

_EDGES: Final[NDArray[np.intp]] = np.array(EDGES, dtype=np.intp)
_FACES: Final[NDArray[np.intp]] = np.array(FACES, dtype=np.intp)
_FACES_OF_EDGE: Final[NDArray[np.intp]] = np.array(
    [[place for place, face in enumerate(FACES) if set(edge) <= set(face)] for edge in EDGES], dtype=np.intp
)
_ARROW: Final[Floats] = np.array([(0.42, 0.5, 1.0), (0.82, 0.0, 1.0), (0.42, -0.5, 1.0)])
"""The arrow on the top, in half sizes."""
_TOP: Final = 4
_LEVEL_PX: Final = 5.0


class Wireframes(msgspec.Struct, frozen=True, eq=False):
    """N cuboids on screen, in logical pixels.

    `seen` (N) says which of them the view meets. `edges` is N×12×2×2, with `drawn` saying which edges have
    a place on screen and `front` which are not behind their cuboid; `faces` is N×6×4×2 with `turned` saying
    which look at the eye (none where part of the cuboid is behind it). `arrows` (N×3×2) lie on the tops and
    point ahead. `bounds` is N×4: left, top, right, bottom. `depths_m` is how far the centres are.
    """

    seen: Flags
    edges: Floats
    drawn: Flags
    front: Flags
    faces: Floats
    turned: Flags
    arrows: Floats
    bounds: Floats
    depths_m: Floats

    @property
    def arrow_seen(self) -> Flags:
        """N: whose top is turned to the eye."""
        shown: Flags = self.turned[:, _TOP]
        return shown

    @property
    def extents(self) -> Floats:
        """N: the larger side of the bounds."""
        sides: Floats = self.bounds[:, 2:] - self.bounds[:, :2]
        return np.maximum(sides[:, 0], sides[:, 1])

    def bounds_of(self, place: int) -> Bounds:
        """The rectangle about one of them."""
        left, top, right, bottom = self.bounds[place].tolist()
        return Bounds(left, top, right, bottom)

    def peak_of(self, place: int) -> Point2:
        """The highest place of one of them on screen, where its name belongs."""
        ends = self.edges[place][self.drawn[place]].reshape(-1, 2)
        top = float(ends[:, 1].min())
        return float(ends[ends[:, 1] < top + _LEVEL_PX, 0].mean()), top


def wireframes(boxes: Boxes, camera: Camera, viewport: Viewport) -> Wireframes:
    """Cuboids as a camera sees them."""
    clip = in_clip_space(camera, viewport, boxes.corners())
    near = near_plane_m(camera) if camera.projection == "perspective" else 0.0
    look = camera.look if camera.projection == "orthographic" else None
    turned = faces_towards(boxes, camera.eye, look)
    ends, drawn = _cut(clip[:, _EDGES], near)
    depths = (boxes.centers - camera.eye) @ camera.look
    # Corners behind the eye give numbers that mean nothing; their faces are not turned to anybody.
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = screen_from_clip(viewport, ends)
        faces = screen_from_clip(viewport, clip[:, _FACES])
        arrows = screen_from_clip(viewport, in_clip_space(camera, viewport, boxes.at(_ARROW)))
    bounds = _bounds(edges, drawn)
    within = np.abs(depths - camera.distance_m) < (camera.slab_m or np.inf)
    whole = np.min(clip[..., 3], axis=1, initial=np.inf) >= near
    return Wireframes(
        seen=_meets(bounds, viewport) & within,
        edges=edges,
        drawn=drawn,
        front=turned[:, _FACES_OF_EDGE[:, 0]] | turned[:, _FACES_OF_EDGE[:, 1]],
        faces=faces,
        turned=turned & whole[:, None],
        arrows=arrows,
        bounds=bounds,
        depths_m=depths,
    )


def _cut(ends: Floats, near: float) -> tuple[Floats, Flags]:
    """Edges (…×2×4) cut where they pass behind the eye, and which are left."""
    w = ends[..., 3]
    ahead = w >= near
    start, end = ends[..., 0, :], ends[..., 1, :]
    span = w[..., 1] - w[..., 0]
    share = (near - w[..., 0]) / np.where(span == 0, 1.0, span)
    crossing = start + share[..., None] * (end - start)
    cut = np.stack(
        [np.where(ahead[..., :1], start, crossing), np.where(ahead[..., 1:], end, crossing)], axis=-2
    )
    return cut, ahead[..., 0] | ahead[..., 1]


def _bounds(edges: Floats, drawn: Flags) -> Floats:
    low = np.where(drawn[..., None, None], edges, np.inf).min(axis=(1, 2), initial=np.inf)
    high = np.where(drawn[..., None, None], edges, -np.inf).max(axis=(1, 2), initial=-np.inf)
    return np.concatenate([low, high], axis=1)


def _meets(bounds: Floats, viewport: Viewport) -> Flags:
    inside: Flags = (
        (bounds[:, 2] >= 0)
        & (bounds[:, 3] >= 0)
        & (bounds[:, 0] <= viewport.width)
        & (bounds[:, 1] <= viewport.height)
    )
    return inside
