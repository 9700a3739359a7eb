"""What a hand did on the cloud becomes selections and edits, one gesture one edit."""

from typing import Protocol

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.rotations import yaw_of
from crosstie.schema.records import Asset
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pointcloud.fit import shrunk_to_points, with_height_of_points
from crosstie.viewers.pointcloud.hand import Drawn, Outcome, Picked, Planted, Reshaped
from crosstie.viewers.pointcloud.items import CloudItem
from crosstie.viewers.pointcloud.reshape import standing
from crosstie.viewers.pointcloud.standing import anchor_for, reshaping, usual_size
from crosstie.viewers.pointcloud.surface import CloudSurface
from crosstie.viewers.selection import Ref


class LabelledPane(Protocol):
    """What labelling needs of its pane."""

    context: PaneContext

    @property
    def asset(self) -> Asset:
        """The pane's asset."""

    @property
    def moves(self) -> bool:
        """Whether the asset holds more than one cloud."""

    def cloud_ns(self, asset_id: str) -> int:
        """Asset time of the cloud shown."""


class Labelling:
    """Takes the outcomes of the hand on one of the pane's surfaces."""

    def __init__(self, pane: LabelledPane, surface: CloudSurface) -> None:
        self._pane = pane
        self._context = pane.context
        self._surface = surface
        self._surface.pressed.connect(self._on_pressed)
        self._surface.acted.connect(self._on_acted)
        self._surface.hovered.connect(self._on_hovered)
        self._surface.refit.connect(self._on_refit)

    def _on_refit(self, item_id: str) -> None:
        """Fits a cuboid to the points that it holds."""
        item = self._surface.items.by_id.get(item_id)
        if item is None or self._context.read_only:
            return
        terrain = self._surface.terrain
        fitted = shrunk_to_points(terrain.points, item.cuboid, terrain.grid)
        if fitted is None:
            self._context.say("Too few points in this cuboid to fit it to them.", "info")
        else:
            self._reshape(item_id, fitted)

    def _on_pressed(self) -> None:
        """Before a gesture begins: what a cuboid drawn by it would be."""
        class_id = self._context.class_for("cuboid")
        asset_id = self._pane.asset.id
        self._surface.hand.usual_height_m = usual_size(self._context, asset_id, class_id)[2]
        color = self._context.class_color(class_id).name()
        self._surface.draft = CloudItem("", asset_id, self._surface.draft.cuboid, color)

    def _on_hovered(self, item_id: str) -> None:
        self._context.hover(Ref("annotation", item_id) if item_id else None)

    def _on_acted(self, outcome: Outcome) -> None:
        match outcome:
            case Picked(id=item_id, extend=extend):
                self._context.pick(Ref("annotation", item_id) if item_id else None, extend=extend)
            case Drawn(cuboid=cuboid):
                ground_z = cuboid.center[2] - cuboid.size[2] / 2
                terrain = self._surface.terrain
                self._add(with_height_of_points(terrain.points, cuboid, ground_z, terrain.grid))
            case Planted(place=place):
                self._add(self._usual_cuboid(place))
            case Reshaped(id=item_id, after=after):
                self._reshape(item_id, after)

    def _add(self, cuboid: Cuboid) -> None:
        asset = self._pane.asset
        anchor = anchor_for(cuboid, self._pane.cloud_ns(asset.id), moves=self._pane.moves)
        self._context.annotate(asset.id, anchor, self._surface.objectName())

    def _usual_cuboid(self, place: tuple[float, float, float]) -> Cuboid:
        """Of the usual size, and heading like the cuboid nearest to it: traffic shares its heading."""
        class_id = self._context.class_for("cuboid")
        size = usual_size(self._context, self._pane.asset.id, class_id)
        return standing(place[:2], place[2], size, self._heading_near(place))

    def _heading_near(self, place: tuple[float, float, float]) -> float:
        def apart(item: CloudItem) -> float:
            x, y, _ = item.cuboid.center
            return (x - place[0]) ** 2 + (y - place[1]) ** 2

        nearest = min(self._surface.items.items, key=apart, default=None)
        return yaw_of(nearest.cuboid.rotation) if nearest else 0.0

    def _reshape(self, item_id: str, cuboid: Cuboid) -> None:
        item = self._surface.items.by_id.get(item_id)
        annotation = self._context.state.annotations.get(item_id)
        if item is not None and annotation is not None:
            edits = reshaping(annotation, cuboid, self._pane.cloud_ns(item.asset_id))
            self._context.submit(edits, self._surface.objectName())
