"""The pane of one image: a picture that has no time, and the shapes on it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from crosstie.schema.anchors import Anchor, Box
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.shaping import set_anchor
from crosstie.storage.media.queries import Picture
from crosstie.viewers.canvas.camera_pane import CameraPane
from crosstie.viewers.canvas.cuboid_wires import cuboid_wires
from crosstie.viewers.canvas.items import Item, Wire
from crosstie.viewers.canvas.shapes import PLANE_KINDS, PlaneShape
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.context import PaneContext


class ImagePane(CameraPane):
    """Shows one image and its labels, whatever the timeline's instant is."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._begin()

    def _want(self) -> None:
        if self._source.sharp:
            self._source.has_enough()
            self._recover()
        else:
            self._source.ask(0)

    def _take(self, reply: object) -> None:
        if isinstance(reply, Picture):
            self._source.put(reply)
            self._set_status("ready")
            self._set_detail(f"{reply.width} × {reply.height}")
        self._refresh()

    def _tell(self) -> None:
        if self.status == "ready":
            self.canvas.say(None)

    def _follow(self) -> None:
        # The picture stands still, but the cloud's cuboids in it move with the time.
        if self.asset.calibration is not None:
            self._show_scene()

    def _shown(self) -> object | None:
        return self._source.picture if self._source.sharp else None

    def _may_draw(self) -> bool:
        return self._source.picture is not None

    def _items(self) -> Iterable[Item]:
        for annotation in self._mine():
            if isinstance(annotation.anchor, PLANE_KINDS):
                yield self._faces.of(annotation).item(annotation.id, annotation.anchor)

    def _wires(self) -> Iterable[Wire]:
        calibration = self.asset.calibration
        if calibration is None or not self._corner.shows_cuboids:
            return ()
        return cuboid_wires(self.context, self._faces, calibration, self.context.timeline.now_ns)

    def _reshape(self, annotation: Annotation, shape: PlaneShape) -> Edits:
        return set_anchor(annotation, shape)

    def _anchor_for(self, bounds: Bounds) -> Anchor:
        return tidied(Box(bounds.left, bounds.top, bounds.width, bounds.height))
