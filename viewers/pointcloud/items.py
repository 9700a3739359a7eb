"""Items: the cuboids that stand in a cloud at one instant, as plain values."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.pointcloud.boxes import boxes_of


class CloudItem(msgspec.Struct, frozen=True):
    """One annotation's cuboid. `color` is #RRGGBB; dashed is occluded, dotted outside of its time.

    `between` says that the cuboid was worked out between two keyframes. `asset_id` is the asset that it
    is anchored in, which may be the radar's. `locked` cuboids can be selected but not reshaped.
    """

    id: str
    asset_id: str
    cuboid: Cuboid
    color: str
    name: str = ""
    stroke: Stroke = "solid"
    between: bool = False
    locked: bool = False


class CloudItems:
    """The items of one instant, with their cuboids and colours (N×3, 0 to 1) in arrays."""

    def __init__(self, items: Sequence[CloudItem] = ()) -> None:
        self.items = tuple(items)
        self.by_id = {item.id: item for item in self.items}
        self.boxes = boxes_of([item.cuboid for item in self.items])
        packed = np.array([int(item.color[1:], 16) for item in self.items], dtype=np.uint32)
        parts = [packed >> shift & 255 for shift in (16, 8, 0)]
        self.colors: NDArray[np.float32] = (np.stack(parts, axis=1) / 255).astype(np.float32)

    def place_of(self, item_id: str) -> int:
        """Where an item stands among them. Raises KeyError."""
        return self.items.index(self.by_id[item_id])
