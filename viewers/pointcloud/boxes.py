"""Many cuboids as arrays, so that thousands are searched and projected at once."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.viewers.pointcloud.camera import Floats, Ray

CORNER_SIGNS: Final[Floats] = np.array(
    [(x, y, z) for z in (-1, 1) for x, y in ((1, 1), (1, -1), (-1, -1), (-1, 1))], dtype=float
)
"""The corners in half sizes, in the order of `schema.geometry.cuboids`."""

FACES: Final = ((0, 1, 5, 4), (2, 3, 7, 6), (0, 4, 7, 3), (1, 2, 6, 5), (4, 5, 6, 7), (0, 3, 2, 1))
"""The corners of the front, back, left, right, top and bottom face, in this order, going round."""

FACE_NORMALS: Final[Floats] = np.array(
    [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], dtype=float
)
"""Outward normals of FACES in the cuboid's own axes."""


class Boxes(msgspec.Struct, frozen=True, eq=False):
    """N cuboids: `centers` N×3, `halves` N×3 (half of length, width, height), `axes` N×3×3.

    Column j of `axes[i]` is the i-th cuboid's own j-th axis in the cloud's frame.
    """

    centers: Floats
    halves: Floats
    axes: Floats

    def corners(self) -> Floats:
        """N×8×3 in the order of CORNER_SIGNS."""
        return self.at(CORNER_SIGNS)

    def at(self, signs: Floats) -> Floats:
        """N×K×3: in each cuboid the K places that `signs` (K×3) names in half sizes from its centre."""
        own = signs * self.halves[:, None, :]
        places: Floats = self.centers[:, None, :] + np.einsum("nij,nkj->nki", self.axes, own)
        return places


def boxes_of(cuboids: Sequence[Cuboid]) -> Boxes:
    """Arrays of a number of cuboids."""
    centers = np.array([cuboid.center for cuboid in cuboids], dtype=float).reshape(-1, 3)
    halves = np.array([cuboid.size for cuboid in cuboids], dtype=float).reshape(-1, 3) / 2
    quaternions = np.array([cuboid.rotation for cuboid in cuboids], dtype=float).reshape(-1, 4)
    return Boxes(centers, halves, _matrices(quaternions))


def faces_towards(boxes: Boxes, eye: Floats, look: Floats | None) -> NDArray[np.bool_]:
    """N×6: which faces are turned towards the eye; without perspective `look` stands for it."""
    normals = np.einsum("nij,fj->nfi", boxes.axes, FACE_NORMALS)
    towards: NDArray[np.bool_]
    if look is not None:
        towards = normals @ look < 0
        return towards
    reach = np.einsum("nj,fj->nf", boxes.halves, np.abs(FACE_NORMALS))
    middles = boxes.centers[:, None, :] + normals * reach[:, :, None]
    towards = np.einsum("nfi,nfi->nf", normals, eye - middles) > 0
    return towards


def entered_at(boxes: Boxes, ray: Ray) -> Floats:
    """N distances along a ray at which it enters each cuboid; 0 from inside, infinite where it misses.

    The slab method: Kay and Kajiya, "Ray tracing complex scenes" (1986), in each cuboid's own axes.
    """
    origin = np.einsum("nij,ni->nj", boxes.axes, ray.origin - boxes.centers)
    direction = np.einsum("nij,i->nj", boxes.axes, ray.direction)
    # A ray along a slab divides by zero: the infinities that come of it compare as they should.
    with np.errstate(divide="ignore", invalid="ignore"):
        near_side = (-boxes.halves * np.sign(direction) - origin) / direction
        far_side = (boxes.halves * np.sign(direction) - origin) / direction
    along = np.abs(direction) < 1e-12
    within = np.abs(origin) <= boxes.halves
    enter = np.where(along, np.where(within, -np.inf, np.inf), near_side).max(axis=1)
    leave = np.where(along, np.where(within, np.inf, -np.inf), far_side).min(axis=1)
    hit = (enter <= leave) & (leave >= 0)
    return np.where(hit, np.maximum(enter, 0.0), np.inf)


def nearest_hit(boxes: Boxes, ray: Ray) -> int | None:
    """Index of the cuboid that a ray enters first."""
    distances = entered_at(boxes, ray)
    if not distances.size:
        return None
    first = int(np.argmin(distances))
    return first if np.isfinite(distances[first]) else None


def _matrices(quaternions: Floats) -> Floats:
    """N×3×3 rotation matrices of N unit quaternions (w, x, y, z)."""
    w, x, y, z = quaternions.T
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )
    return np.array(rows, dtype=float).reshape(3, 3, -1).transpose(2, 0, 1)
