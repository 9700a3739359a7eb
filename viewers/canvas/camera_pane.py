"""What image and video panes share: a camera's picture, over which the sample's cloud can be shown."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from crosstie.schema.records import Asset
from crosstie.viewers.canvas.cuboid_wires import clouds_of
from crosstie.viewers.canvas.dots_overlay import DotsOverlay
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.canvas.picture_source import PictureSource
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.context import PaneContext


class CameraPane(PicturePane):
    """Base of panes with one picture of a camera. Where it is calibrated, the cloud's cuboids are drawn in
    it, and its points where somebody asks for them.
    """

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._source = PictureSource(self.canvas, self._media)
        self._points = DotsOverlay(context, asset, self.canvas)
        self.canvas.set_picture_size(Size(asset.facts.width, asset.facts.height))
        self._corner.offer_cloud(offered=asset.calibration is not None and bool(clouds_of(context)))
        context.camera_points.toggled.connect(self._on_points_toggled)
        context.camera_points.hint_changed.connect(self._on_points_toggled)
        self._corner.points_toggled.connect(lambda shown: context.camera_points.show(shown=shown))
        self._on_points_toggled()

    @property
    def points(self) -> DotsOverlay:
        """The cloud's points over the picture."""
        return self._points

    def is_settled(self) -> bool:
        """Whether the present instant is painted, the points with it where they are wanted."""
        settled = super().is_settled()
        return settled and (self.status == "failed" or not self._is_present or self._points.is_settled())

    def hold(self) -> None:
        """Asks for no picture."""
        self._source.hold()

    def release(self) -> None:
        """Asks for the picture that is wanted now."""
        self._source.release()

    def close_media(self) -> None:
        """Ends the decoder and what still moves."""
        self._points.close()
        super().close_media()

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with the cloud as well."""
        super().showEvent(event)
        self._points.follow()

    def _on_points_toggled(self) -> None:
        points = self.context.camera_points
        self._corner.show_points(shown=points.shown, hint=points.hint)
