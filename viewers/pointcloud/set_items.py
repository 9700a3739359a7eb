"""Point sets that stand in a cloud at one instant, as plain values, and where they are on screen."""

from collections.abc import Sequence

import msgspec
import numpy as np

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import Places
from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.pointcloud.camera import (
    Camera,
    Floats,
    Viewport,
    in_clip_space,
    near_plane_m,
    screen_from_clip,
)


class SetItem(msgspec.Struct, frozen=True, eq=False):
    """One annotation's point set: `indices` are its points as the cloud is shown, ascending.

    `box` stands about them, `rim` (M×3) are the outermost of them. `color` is #RRGGBB.
    """

    id: str
    asset_id: str
    indices: Places
    box: Cuboid
    rim: Floats
    color: str
    name: str = ""
    stroke: Stroke = "solid"


class SetItems:
    """The point sets of one instant."""

    def __init__(self, items: Sequence[SetItem] = ()) -> None:
        self.items = tuple(items)
        self.by_id = {item.id: item for item in self.items}

    def holding(self, index: int) -> str:
        """The set that a point is shown as part of, the last that has it; empty for none."""
        for item in reversed(self.items):
            place = int(np.searchsorted(item.indices, index))
            if place < len(item.indices) and item.indices[place] == index:
                return item.id
        return ""


class SetSight(msgspec.Struct, frozen=True, eq=False):
    """A point set on screen: the places of its outermost points, the rectangle about them, how far it is."""

    item: SetItem
    places: Floats
    bounds: Bounds
    depth_m: float


def sights_of(items: SetItems, camera: Camera, viewport: Viewport) -> dict[str, SetSight]:
    """The sets that are in view, by id, the farthest first."""
    found = [sight for item in items.items if (sight := _sight(item, camera, viewport))]
    found.sort(key=lambda sight: -sight.depth_m)
    return {sight.item.id: sight for sight in found}


def _sight(item: SetItem, camera: Camera, viewport: Viewport) -> SetSight | None:
    clip = in_clip_space(camera, viewport, item.rim)
    nearest = near_plane_m(camera) if camera.projection == "perspective" else 0.0
    ahead = (clip[:, 3] >= nearest) & (np.abs(clip[:, 2]) <= clip[:, 3])
    if not ahead.any():
        return None
    places = screen_from_clip(viewport, clip[ahead])
    (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    if right < 0 or bottom < 0 or left > viewport.width or top > viewport.height:
        return None
    depth_m = float((np.asarray(item.box.center) - camera.eye) @ camera.look)
    return SetSight(item, places, Bounds(left, top, right, bottom), depth_m)
