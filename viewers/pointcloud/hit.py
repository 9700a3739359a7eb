"""Which cuboid, or set of points, is meant by a point on screen."""

from typing import Final, Literal

import msgspec
import numpy as np

from crosstie.viewers.pointcloud.boxes import entered_at
from crosstie.viewers.pointcloud.camera import Camera, Floats, Viewport, ray_through
from crosstie.viewers.pointcloud.grips import Grip, grip_at
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.wireframe import Wireframes

GRIP_PX: Final = 9.0
_SMALL_PX: Final = 14.0
"""A cuboid that is smaller than this on screen is also met just beside it."""


class Hit(msgspec.Struct, frozen=True, eq=False):
    """What a point means: a cuboid's body, met at `place` in the cloud, a grip of it, or a set's points."""

    id: str
    part: Literal["body", "grip", "points"]
    place: Floats
    grip: Grip | None = None


def hit_at(
    items: CloudItems,
    wires: Wireframes,
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
    return _small_beside(items, wires, at)


def _small_beside(items: CloudItems, wires: Wireframes, at: tuple[float, float]) -> Hit | None:
    x, y = at
    reach = _SMALL_PX / 2
    left, top, right, bottom = wires.bounds.T
    holds = (left - reach <= x) & (x <= right + reach) & (top - reach <= y) & (y <= bottom + reach)
    near = np.flatnonzero(wires.seen & (wires.extents < _SMALL_PX) & holds)
    if not near.size:
        return None
    item = items.items[int(near[np.argmin(wires.depths_m[near])])]
    return Hit(item.id, "body", np.asarray(item.cuboid.center))
