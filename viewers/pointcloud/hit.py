"""Which cuboid is meant by a point on screen."""

from typing import Final, Literal

import msgspec
import numpy as np

from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.boxes import entered_at
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, ray_through
from crosstie.viewers.pointcloud.grips import Grip, grip_at
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.wireframe import Wireframe

GRIP_PX: Final = 9.0
_SMALL_PX: Final = 14.0
"""A cuboid that is smaller than this on screen is also met just beside it."""


class Hit(msgspec.Struct, frozen=True, eq=False):
    """What a point means: a cuboid's body, met at `place` in the cloud, or a grip of it."""

    id: str
    part: Literal["body", "grip"]
    place: Floats
    grip: Grip | None = None


def hit_at(
    items: CloudItems,
    frames: list[Wireframe | None],
    camera: Camera,
    viewport: Viewport,
    at: tuple[float, float],
    grips: dict[str, list[Grip]],
) -> Hit | None:
    """A grip of a selected cuboid, else the cuboid that the ray enters first, else a small one beside it."""
    for item_id, held in grips.items():
        if grip := grip_at(held, *at, GRIP_PX):
            return Hit(item_id, "grip", grip.place, grip)
    if not items.items:
        return None
    ray = ray_through(camera, viewport, *at)
    distances = entered_at(items.boxes, ray)
    first = int(np.argmin(distances))
    if np.isfinite(distances[first]):
        return Hit(items.items[first].id, "body", ray.at(float(distances[first])))
    return _small_beside(items, frames, at)


def _small_beside(items: CloudItems, frames: list[Wireframe | None], at: tuple[float, float]) -> Hit | None:
    near = [
        (frame.depth_m, item)
        for item, frame in zip(items.items, frames, strict=True)
        if frame is not None and _is_small(frame.bounds) and frame.bounds.grown(_SMALL_PX / 2).holds(*at)
    ]
    if not near:
        return None
    item = min(near, key=lambda row: row[0])[1]
    return Hit(item.id, "body", np.asarray(item.cuboid.center))


def _is_small(bounds: Bounds) -> bool:
    return max(bounds.width, bounds.height) < _SMALL_PX
