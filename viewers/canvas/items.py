"""Items: what stands on a picture at one instant, as plain values that are hit-tested and painted."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.transform import Bounds, ViewTransform

ViewEdges = NDArray[np.int64]
Row = NDArray[np.int64]
Lines = NDArray[np.float64]
_FAR_PX: Final = 30_000.0
_NO_ROOM: Final = Bounds(0, 0, 0, 0)
Stroke = Literal["solid", "dashed", "dotted"]


class Item(msgspec.Struct, frozen=True):
    """One annotation's shape. `color` is #RRGGBB; dashed is occluded, dotted outside of its time.

    `between` says that the shape was worked out between two keyframes. `limbs` are the pairs of
    keypoints that are joined by a line. `broken` counts the rules that the annotation breaks.
    """

    id: str
    shape: PlaneShape
    color: str
    name: str = ""
    stroke: Stroke = "solid"
    between: bool = False
    limbs: tuple[tuple[str, str], ...] = ()
    broken: int = 0


class Wire(msgspec.Struct, frozen=True, eq=False):
    """Read-only lines of a thing that is annotated elsewhere; `id` is that annotation's.

    `lines` has shape (n, 2, 2), n above zero: each from where to where, as x and y in the picture.
    """

    id: str
    lines: Lines
    color: str
    name: str = ""


class Scene:
    """The items of one instant with their bounds in an array, so that thousands are searched at once.

    `room` is the picture's rectangle, which wires are cut to.
    """

    def __init__(
        self, items: Iterable[Item] = (), wires: Iterable[Wire] = (), room: Bounds = _NO_ROOM
    ) -> None:
        self.room = room
        self.items = tuple(items)
        self.wires = tuple(wires)
        self.by_id = {item.id: item for item in self.items}
        self.place_of = {item.id: place for place, item in enumerate(self.items)}
        rows = [(b.left, b.top, b.right, b.bottom) for b in (bounds_of(item.shape) for item in self.items)]
        self._edges: NDArray[np.float64] = np.array(rows, dtype=float).reshape(-1, 4)

    def near(self, area: Bounds) -> list[int]:
        """Places of the items whose bounds meet an area, in drawing order."""
        edges = self._edges
        meets = (
            (edges[:, 0] <= area.right)
            & (edges[:, 2] >= area.left)
            & (edges[:, 1] <= area.bottom)
            & (edges[:, 3] >= area.top)
        )
        return [int(place) for place in np.flatnonzero(meets)]

    def view_edges(self, transform: ViewTransform) -> ViewEdges:
        """Each item's left, top, right and bottom on whole view pixels, shape (n, 4)."""
        offset = np.array((transform.offset_x, transform.offset_y) * 2)
        # What lies far outside of the view is cut to less, where nobody sees it: Qt counts in 32 bits.
        inside = np.clip(self._edges * transform.scale + offset, -_FAR_PX, _FAR_PX)
        whole: ViewEdges = np.floor(inside + 0.5).astype(np.int64)
        return whole
