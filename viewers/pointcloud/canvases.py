"""One view's picture under way: the points in a layer of their own, which stays while the camera stands."""

import time
from typing import Final

import msgspec
import numpy as np
from vispy import gloo

from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.cloud_buffers import UploadedCloud
from crosstie.viewers.pointcloud.draw_plan import DrawPlan
from crosstie.viewers.pointcloud.point_labels import Indices, PointLabels
from crosstie.viewers.pointcloud.scene import CloudPoints, Look, Scene
from crosstie.viewers.pointcloud.wireframe import Wireframes

_DEPTH_24: Final = 0x81A6
"""GL_DEPTH_COMPONENT24: with the usual 16 bits, points 7 cm apart are one at 45 m."""
_PICTURE_EVERY_S: Final = 0.09
_NONE: Final[Indices] = np.zeros(0, dtype=np.int64)


class Drawn(msgspec.Struct, frozen=True, eq=False):
    """What a layer of points was drawn from. `look` and `labels` change its colours, the rest all of it."""

    cloud: CloudPoints
    camera: Camera
    viewport: Viewport
    size_px: tuple[int, int]
    look: Look
    labels: PointLabels | None

    def is_seen_as(self, other: "Drawn") -> bool:
        """Whether the same points stand at the same places."""
        return (
            self.cloud is other.cloud
            and (self.camera, self.viewport, self.size_px) == (other.camera, other.viewport, other.size_px)
        )  # fmt: skip

    def relabelled_since(self, before: "Drawn", serial: int) -> Indices | None:
        """The points that look different only because of their labels; None when all may.

        `serial` is the number of the labels' state that was drawn before.
        """
        mine, others = self.labels, before.labels
        if self.look is not before.look or (mine is None and others is not None):
            return None
        if mine is None:
            return _NONE
        if others is None:
            return np.flatnonzero(mine.values)
        changed = mine.changes.since(serial)[1]
        if changed is None or mine.values is not others.values:
            return None
        if mine.colors is others.colors:
            return changed
        recolored = (mine.colors != others.colors).any(axis=1)
        return np.concatenate([changed, np.flatnonzero(recolored[mine.values])])


def drawn_from(scene: Scene) -> Drawn | None:
    """What a scene's points are drawn from; None without a cloud."""
    if scene.cloud is None:
        return None
    return Drawn(scene.cloud, scene.camera, scene.viewport, scene.size_px, scene.look, scene.labels)


class Canvas:
    """The picture of a scene and the layer of its points. They share the depths, which are the points' alone.

    So cuboids can change over the same points, and more points come in below them.
    """

    def __init__(self) -> None:
        self.size_px = (0, 0)
        self.scene: Scene | None = None
        self.wires: Wireframes | None = None
        self.plan: DrawPlan | None = None
        self.drawn: Drawn | None = None
        self.source: UploadedCloud | None = None
        self.drawn_points = 0
        self.label_serial = 0
        self._told_at = 0.0
        self._layer: gloo.FrameBuffer | None = None
        self._picture: gloo.FrameBuffer | None = None

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to draw."""
        return self.plan is None or self.plan.complete

    @property
    def is_due(self) -> bool:
        """Whether what has been drawn since should be shown: at the end, and now and then before."""
        return self.complete or time.monotonic() - self._told_at >= _PICTURE_EVERY_S

    @property
    def layer(self) -> gloo.Texture2D:
        """The points' picture; see-through where there are none."""
        assert self._layer is not None
        layer: gloo.Texture2D = self._layer.color_buffer
        return layer

    def resize(self, size_px: tuple[int, int]) -> None:
        """Has the size of a scene; what was drawn at another size is gone."""
        if size_px != self.size_px:
            self.free()
            width, height = self.size_px = size_px
            depth = gloo.RenderBuffer((height, width), _DEPTH_24)
            self._layer = gloo.FrameBuffer(_texture(size_px), depth)
            self._picture = gloo.FrameBuffer(_texture(size_px), depth)
            self.drawn = None

    def draw_points_on(self) -> gloo.FrameBuffer:
        """The layer, to be drawn on."""
        assert self._layer is not None
        return self._layer

    def draw_picture_on(self) -> gloo.FrameBuffer:
        """The picture, to be drawn on."""
        assert self._picture is not None
        return self._picture

    def told(self) -> None:
        """Its picture has been handed over."""
        self._told_at = time.monotonic()

    def free(self) -> None:
        """Gives the memory back."""
        for buffers in (self._layer, self._picture):
            if buffers is not None:
                buffers.color_buffer.delete()
                buffers.delete()
        if self._layer is not None:
            self._layer.depth_buffer.delete()
        self._layer = self._picture = None


def _texture(size_px: tuple[int, int]) -> gloo.Texture2D:
    return gloo.Texture2D((size_px[1], size_px[0], 4), interpolation="nearest")
