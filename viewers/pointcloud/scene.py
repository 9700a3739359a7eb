"""What is to be drawn, as values that cross to the drawing thread, and the picture that comes back."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.ground_lines import Segments
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.palette import Palette
from crosstie.viewers.pointcloud.point_labels import PointLabels
from crosstie.viewers.pointcloud.wireframe import Wireframes

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""
NO_ITEMS: Final = CloudItems()
NO_CHANNELS: Final[Mapping[str, NDArray[np.float32]]] = MappingProxyType({})
ColorBy = Literal["height", "value", "distance", "rgb", "ring", "time", "label"]


class CloudPoints(msgspec.Struct, frozen=True, eq=False):
    """Points that are uploaded once, whatever pictures are made of them; known by identity.

    `points` is N×3 in metres, `values` N, `channels` the file's other numbers, N each. `lines` are drawn with
    them (the speed of radar returns). Where the points are `ordered` any first part of them is a fair
    sample of all: they are uploaded as they stand, piece by piece, and may lie in a file.
    """

    points: NDArray[np.float32]
    values: NDArray[np.float32]
    lines: Segments | None = None
    channels: Mapping[str, NDArray[np.float32]] = NO_CHANNELS
    ordered: bool = False


class Mark(msgspec.Struct, frozen=True):
    """The cuboid whose points take its colour."""

    cuboid: Cuboid
    color: Rgb


class Look(msgspec.Struct, frozen=True, eq=False):
    """Colours and what they tell. `low` and `high` are the ends of the palette in the unit of `color_by`.

    `plain` is the colour of points without a label where labels give all colours.
    """

    palette: Palette
    ground: Rgb
    line: Rgb
    returns: Rgb
    shade: Rgb
    plain: Rgb
    color_by: ColorBy = "height"
    low: float = 0.0
    high: float = 1.0


class Scene(msgspec.Struct, frozen=True, eq=False):
    """One picture to be made. `serial` and the sample time that it is for come back with it.

    `grid` and `labels` are the cloud's; both may come later than the cloud.
    """

    serial: int
    sample_ns: int
    camera: Camera
    viewport: Viewport
    pixel_ratio: float
    look: Look
    cloud: CloudPoints | None = None
    returns: CloudPoints | None = None
    ground_z: float = 0.0
    mark: Mark | None = None
    items: CloudItems = NO_ITEMS
    grid: PointGrid | None = None
    labels: PointLabels | None = None

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        return (
            max(1, round(self.viewport.width * self.pixel_ratio)),
            max(1, round(self.viewport.height * self.pixel_ratio)),
        )


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A picture of `scene`: height×width×4 BGRA bytes; `complete` once every point is in it.

    `wires` are the scene's items as they stand in it.
    """

    scene: Scene
    wires: Wireframes
    pixels: NDArray[np.uint8]
    drawn_points: int
    complete: bool
