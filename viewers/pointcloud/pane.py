"""The pane for point clouds and radar: it follows the context, and what a hand does goes back to it."""

from typing import Final

from PySide6.QtGui import QColor, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.schema.anchors import Cuboid
from crosstie.schema.clock import clock_text
from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Cloud, Progress
from crosstie.viewers.canvas.look import Look
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.pointcloud.clouds import points_of, returns_of
from crosstie.viewers.pointcloud.coloring import Ends, ends_of, look_of, rgb_of, scale_of
from crosstie.viewers.pointcloud.drawing_thread import CloudView
from crosstie.viewers.pointcloud.glide import Glide
from crosstie.viewers.pointcloud.ground import ground_level
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.labelling import Labelling
from crosstie.viewers.pointcloud.scene import CloudPoints, ColorBy, Frame, Mark, Scene
from crosstie.viewers.pointcloud.source import CloudSource
from crosstie.viewers.pointcloud.standing import items_at
from crosstie.viewers.pointcloud.surface import CloudSurface
from crosstie.viewers.pointcloud.surface_hand import Terrain
from crosstie.viewers.pointcloud.view_bar import ViewBar
from crosstie.viewers.pointcloud.views import ViewName, cuboid_view, fitted, revealing, scene_view

_BAR_GAP_PX: Final = 8


class PointCloudPane(Pane):
    """One cloud, or one radar; a cloud's pane shows the returns of the sample's first radar as well."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._is_radar = asset.kind == "radar"
        self._cloud: CloudPoints | None = None
        self._returns: CloudPoints | None = None
        self._ends: Ends | None = None
        self._level = 0.0
        self._color_by: ColorBy = "height"
        self._serial = 0
        self._drawn: Frame | None = None
        self._measured = False
        self._undrawable = False
        self._radar_silent = False
        self._closed = False
        self._surface = CloudSurface(asset.id, self)
        self._bar = ViewBar(asset.id, self._surface)
        self._glide = Glide(self._surface.set_camera, self)
        self._view = CloudView(self)
        self._source = CloudSource(context, asset, self)
        self._companion = self._radar_beside(asset)
        self._labelling = Labelling(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._surface)
        self.setFocusProxy(self._surface)
        self._connect()
        self._on_theme_changed()
        self._surface.set_camera(scene_view("free", 0.0))
        self._surface.say(NoticeText(f"Reading {asset.id}…"))

    # What the bench asks

    def is_settled(self) -> bool:
        """Whether the timeline's cloud is painted with all its points."""
        if self.status == "failed":
            return True
        here = self._source.is_settled() and (self._companion is None or self._companion.is_settled())
        drawn = self._drawn
        return here and drawn is not None and drawn.complete and drawn.scene.serial == self._serial

    def reveal(self, annotation_id: str) -> None:
        """Turns the camera to a cuboid, unless it is well in view."""
        item = self._surface.items.by_id.get(annotation_id)
        if item is not None:
            surface = self._surface
            self._glide.start(surface.camera, revealing(surface.camera, surface.viewport, item.cuboid))

    def fit(self) -> None:
        """Shows the whole cloud from the side where the camera stands."""
        surface = self._surface
        self._glide.start(
            surface.camera, fitted(surface.camera, surface.viewport, surface.terrain.points, self._level)
        )

    def step_instant(self, now_ns: int, direction: int) -> int:
        """Sample time of the cloud before or after."""
        return self._source.neighbour_ns(now_ns, direction)

    def close_media(self) -> None:
        """Ends the decoders and the drawing."""
        self._closed = True
        self._glide.stop()
        self._view.close()
        self._source.close()
        if self._companion:
            self._companion.close()

    # What labelling needs

    @property
    def surface(self) -> CloudSurface:
        """The widget that shows the cloud and has the hand."""
        return self._surface

    @property
    def gliding(self) -> bool:
        """Whether the camera is on its way to where it was sent."""
        return self._glide.running

    @property
    def moves(self) -> bool:
        """Whether the asset holds more than one cloud."""
        return self._source.moves

    def cloud_ns(self, asset_id: str) -> int:
        """Asset time of the cloud shown, of this asset or of the radar beside it."""
        beside = self._companion is not None and asset_id != self.asset_id
        source = self._companion if beside and self._companion else self._source
        return source.cloud.at_ns if source.cloud else 0

    def _radar_beside(self, asset: Asset) -> CloudSource | None:
        if asset.kind == "radar":
            return None
        radars = (other for other in self.context.state.assets.values() if other.kind == "radar")
        radar = next(radars, None)
        return CloudSource(self.context, radar, self) if radar else None

    def _connect(self) -> None:
        context, surface = self.context, self._surface
        context.timeline.moved.connect(self._follow)
        context.labels_changed.connect(self._on_labels_changed)
        context.highlight_changed.connect(self._on_labels_changed)
        context.hidden_changed.connect(self._on_labels_changed)
        context.pass_changed.connect(self._on_labels_changed)
        context.tie_changed.connect(self._on_labels_changed)
        context.theme_changed.connect(self._on_theme_changed)
        self._source.arrived.connect(self._on_cloud_arrived)
        self._source.failed.connect(self._on_failed)
        self._source.progressed.connect(self._on_progressed)
        if self._companion:
            self._companion.arrived.connect(self._on_returns_arrived)
            self._companion.failed.connect(self._on_returns_failed)
        self._view.framed.connect(self._on_framed)
        self._view.failed.connect(self._on_undrawable)
        surface.redraw.connect(self._draw)
        surface.pressed.connect(self.focused)
        surface.shown.connect(self._on_shown)
        surface.refit.connect(self._on_refit)
        self._bar.view_chosen.connect(self._on_view_chosen)
        self._bar.color_chosen.connect(self._on_color_chosen)

    def _follow(self) -> None:
        # Behind other tabs nothing is decoded and drawn; `showEvent` catches up.
        if self.isVisible() and not self._closed:
            self._source.follow()
            if self._companion:
                self._companion.follow()

    def _on_cloud_arrived(self, cloud: Cloud) -> None:
        if self._undrawable:
            return
        if not self._measured:
            self._measure(cloud)
        if self._is_radar:
            self._returns = returns_of(cloud)
        else:
            self._cloud = points_of(cloud)
        self._surface.terrain = Terrain(cloud.points, self._level)
        self._set_status("ready")
        self._set_detail(self._detail_of(cloud))
        self._surface.say(None if len(cloud.points) else NoticeText("No points in this frame."))
        self._on_labels_changed()
        self._show_scale()

    def _measure(self, cloud: Cloud) -> None:
        """Takes ground and colours from the first cloud with points: neither may swim from then on."""
        self._measured = len(cloud.points) > 0
        self._level = ground_level(cloud.points)
        self._ends = ends_of(cloud, self._level)
        self._bar.name_value(cloud.value_name)
        self._surface.set_camera(scene_view("free", self._level))

    def _on_returns_arrived(self, cloud: Cloud) -> None:
        self._returns, self._radar_silent = returns_of(cloud), False
        self._on_labels_changed()

    def _on_returns_failed(self, reason: str) -> None:
        if self._returns is not None or not self._radar_silent:
            self.context.say(reason, "bad")
        self._returns, self._radar_silent = None, True
        self._on_labels_changed()

    def _on_failed(self, reason: str) -> None:
        self._cloud = None
        self._surface.say(NoticeText(reason, tone="bad"))
        self._set_detail("")
        self._set_status("failed", reason)
        self._draw()

    def _on_undrawable(self, reason: str) -> None:
        self._undrawable = True
        self._on_failed(reason)

    def _on_progressed(self, progress: Progress) -> None:
        if self.status != "ready":
            self._surface.say(NoticeText(f"Reading {self.asset_id}…", progress.what, done=progress.done))

    def _on_framed(self, frame: Frame) -> None:
        self._surface.show_frame(frame)

    def _on_shown(self, frame: Frame) -> None:
        first = self._drawn is None or self._drawn.scene.sample_ns != frame.scene.sample_ns
        self._drawn = frame
        if first and self._source.cloud is not None:
            self.drawn.emit(frame.scene.sample_ns)

    def _on_labels_changed(self) -> None:
        if self._closed:
            return
        context, surface = self.context, self._surface
        surface.look = Look(
            theme=context.theme,
            selected=context.highlight.selected,
            related=context.highlight.related,
            edits=not context.read_only,
            ties=context.tie_from is not None,
        )
        surface.hand.draws = not context.read_only and bool(context.class_for("cuboid"))
        assets = [self.asset_id, *([self._companion.asset.id] if self._companion else [])]
        surface.show_items(
            CloudItems([item for key in assets for item in items_at(context, key, self.cloud_ns(key))])
        )
        self._draw()

    def _on_theme_changed(self) -> None:
        self._bar.dress(self.context.theme)
        self._place_bar()
        self._on_labels_changed()
        self._show_scale()

    def _on_refit(self, item_id: str) -> None:
        if not item_id:
            self.fit()
        else:
            self._labelling.shrink(item_id)

    def _on_view_chosen(self, name: ViewName) -> None:
        chosen = [item for item in self._surface.items.items if item.id in self._surface.look.selected]
        goal = cuboid_view(name, chosen[0].cuboid) if len(chosen) == 1 else scene_view(name, self._level)
        self._glide.start(self._surface.camera, goal)

    def _on_color_chosen(self, color_by: ColorBy) -> None:
        self._color_by = color_by
        self._show_scale()
        self._draw()

    def _show_scale(self) -> None:
        if self._ends is not None and not self._is_radar:
            self._surface.scale = scale_of(self.context.theme, self._color_by, self._ends, self._level)
            self._surface.update()

    def _draw(self) -> None:
        """Asks for a picture of what is to be seen now."""
        if self._closed or self._ends is None:
            return
        self._serial += 1
        self._view.draw(
            Scene(
                serial=self._serial,
                sample_ns=self.context.timeline.now_ns,
                camera=self._surface.camera,
                viewport=self._surface.viewport,
                pixel_ratio=self.devicePixelRatioF(),
                look=look_of(self.context.theme, self._color_by, self._ends),
                cloud=self._cloud,
                returns=self._returns,
                ground_z=self._level,
                mark=self._mark(),
                items=self._surface.items,
            )
        )

    def _mark(self) -> Mark | None:
        """The cuboid whose points are lit: the one in hand, else the one selected."""
        surface = self._surface
        chosen = [item for item in surface.items.items if item.id in surface.look.selected]
        held = surface.hand.ghost
        if held is not None:
            item = surface.items.by_id.get(surface.hand.item_id, surface.draft)
            return _mark_of(held, item.color)
        return _mark_of(chosen[0].cuboid, chosen[0].color) if len(chosen) == 1 else None

    def _detail_of(self, cloud: Cloud) -> str:
        count = f"{len(cloud.points):,} points"
        left_out = f" · {cloud.left_out:,} left out" if cloud.left_out else ""
        if not self.moves:
            return f"{count}{left_out}"
        return f"{clock_text(cloud.at_ns)} · frame {cloud.index} · {count}{left_out}"

    def _place_bar(self) -> None:
        self._bar.adjustSize()
        self._bar.move(self.width() - self._bar.width() - _BAR_GAP_PX, _BAR_GAP_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with the timeline."""
        super().showEvent(event)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar stays in its corner."""
        super().resizeEvent(event)
        self._place_bar()


def _mark_of(cuboid: Cuboid, color: str) -> Mark:
    return Mark(cuboid, rgb_of(QColor(color)))
