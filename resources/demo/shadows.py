"""Shadows on the ground: every solid's outline along the sun's rays, softened."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.camera import HEIGHT, WIDTH, Camera, transform
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.mesh import Floats, Ints, padded
from crosstie.resources.demo.painting import Polygons, in_view, paint
from crosstie.resources.demo.scene import Actor, world_from_body
from crosstie.resources.demo.sight import about_picture
from crosstie.resources.demo.street import SUN, street

FARTHEST_M: Final = 140.0


def shadow_mask(camera: Camera, camera_from_world: Floats, time_s: float) -> NDArray[np.float32]:
    """How much of the sun is kept from each pixel of the ground, 0–1, (HEIGHT, WIDTH)."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    _fill(mask, camera, camera_from_world, *_still_outlines())
    near = about_picture(camera, camera_from_world, time_s)
    if moving := [
        outline for actor in near if not actor.is_parked for outline in _actor_outlines(actor, time_s)
    ]:
        _fill(mask, camera, camera_from_world, *padded(moving))
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.6), dtype=np.float32) / np.float32(255)


def _fill(
    mask: NDArray[np.uint8], camera: Camera, camera_from_world: Floats, outlines: Floats, counts: Ints
) -> None:
    seen = transform(camera_from_world, outlines)
    kept = in_view(seen, camera, 2.0) & (seen[:, :, 2].min(axis=1) < FARTHEST_M)
    paint(mask, camera, Polygons(seen[kept], counts[kept], np.ones((int(kept.sum()), 1))), 1)


def cast(points: Floats) -> Floats:
    """The outline (n, 3) on the ground of the shadow of a convex body with these corners."""
    flat = points[:, :2] - SUN[:2] * (points[:, 2:] / SUN[2])
    hull = cv2.convexHull(flat.astype(np.float32))[:, 0]
    return np.column_stack([hull.astype(np.float64), np.zeros(len(hull))])


@lru_cache(maxsize=1)
def _still_outlines() -> tuple[Floats, Ints]:
    scene = street()
    outlines = [cast(_corners(np.array((*h.low, 0.0)), np.array((*h.high, h.height)))) for h in scene.houses]
    turn = 2 * np.pi * np.arange(14) / 14
    for tree in scene.trees:
        flat = np.array([tree.x, tree.y]) - SUN[:2] * tree.crown_z / SUN[2]
        crown = flat + tree.radius * np.stack([1.25 * np.cos(turn), 0.85 * np.sin(turn)], axis=1)
        outlines.append(np.column_stack([crown, np.zeros(14)]))
        trunk = (
            np.array([tree.x - 0.1, tree.y - 0.1, 0.0]),
            np.array([tree.x + 0.1, tree.y + 0.1, tree.crown_z]),
        )
        outlines.append(cast(_corners(*trunk)))
    outlines += [
        cast(mesh.corners.reshape(-1, 3)) for mesh in scene.solids[len(scene.houses) + len(scene.trees) :]
    ]
    for actor in ACTORS:
        outlines += _actor_outlines(actor, 0.0) if actor.is_parked else []
    return padded(outlines)


def _actor_outlines(actor: Actor, time_s: float) -> list[Floats]:
    mesh, matrix = actor.mesh_at(time_s), world_from_body(actor.pose(time_s))
    corners = transform(matrix, mesh.corners)
    return [cast(corners[mesh.parts == part].reshape(-1, 3)) for part in range(len(mesh.planes))]


def _corners(low: Floats, high: Floats) -> Floats:
    pick = np.array([(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)], dtype=bool)
    return np.where(pick, high, low)
