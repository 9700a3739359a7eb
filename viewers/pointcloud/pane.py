"""The pane for point clouds and radar: it follows the context, and what a hand does goes back to it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.schema.clock import clock_text
from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Cloud, Progress, first_part
from crosstie.viewers.canvas.look import Look as Lit
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.pointcloud.arrangement import shown_count
from crosstie.viewers.pointcloud.camera import Camera
from crosstie.viewers.pointcloud.clouds import points_of, returns_of
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.labelling import Labelling
from crosstie.viewers.pointcloud.points_desk import PointsDesk
from crosstie.viewers.pointcloud.scene import CloudPoints, Frame
from crosstie.viewers.pointcloud.source import CloudSource
from crosstie.viewers.pointcloud.stage import Clouds, CloudStage
from crosstie.viewers.pointcloud.standing import items_at
from crosstie.viewers.pointcloud.sweeps_button import SweepsButton

_NEAR_NS: Final = 150_000_000


class PointCloudPane(Pane):
    """One cloud, or one radar; a cloud's pane shows the returns of the sample's first radar as well."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._is_radar = asset.kind == "radar"
        self._points: CloudPoints | None = None
        self._returns: CloudPoints | None = None
        self._measured = False
        self._undrawable = False
        self._radar_silent = False
        self._returns_wait = False
        self._closed = False
        self._told_ns: int | None = None
        self.stage = CloudStage(asset.id, context.theme, self)
        self._source = CloudSource(context, asset, self)
        if asset.kind == "pointcloud":
            context.camera_points.join(self._source)
        self._companion = self._radar_beside(asset)
        self._sweeps = SweepsButton(asset, context.sweeps, self)
        self.stage.add_tool(self._sweeps)
        self._source.put_together(self._sweeps.count)
        self._desk = PointsDesk(self, self)
        self._labelling = [Labelling(self, surface) for surface in self.stage.surfaces]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)
        self.setFocusProxy(self.stage)
        self._connect()
        self._on_labels_changed()
        self.stage.surface.say(NoticeText(f"Reading {asset.id}…"))

    # What the bench asks

    def is_settled(self) -> bool:
        """Whether the timeline's cloud is painted with all its points."""
        return self.status == "failed" or (
            self._is_here() and self._desk.is_settled() and self.stage.is_settled()
        )

    def reveal(self, annotation_id: str) -> None:
        """Turns the camera to a cuboid, unless it is well in view."""
        self.stage.reveal(annotation_id)

    def close_up(self, annotation_ids: Sequence[str]) -> None:
        """Turns the camera to cuboids where they stand at the timeline's instant."""
        context, wanted = self.context, frozenset(annotation_ids)
        items = [
            item
            for asset_id in {context.state.annotations[key].asset_id for key in wanted}
            for item in items_at(
                context,
                asset_id,
                context.state.assets[asset_id].clock.asset_from_sample(context.timeline.now_ns),
            )
        ]
        cuboids = [item.cuboid for item in items if item.id in wanted]
        sets = self.stage.surface.sets.by_id
        self.stage.close_up([*cuboids, *(sets[key].box for key in annotation_ids if key in sets)])

    def mark_view(self) -> object:
        """The camera."""
        return self.stage.surface.camera

    def look_again(self, view: object) -> None:
        """Puts the camera where it stood."""
        if isinstance(view, Camera):
            self.stage.look_from(view)

    def areas_of(self, annotation_id: str) -> tuple[QRectF, ...]:
        """The rectangle about a cuboid as it is drawn."""
        bounds = self.stage.surface.bounds_of(annotation_id)
        if bounds is None:
            return ()
        rect = QRectF(bounds.left, bounds.top, bounds.width, bounds.height)
        return (rect.translated(self.stage.surface.mapTo(self, QPointF())),)

    def spots(self) -> dict[str, QRectF]:
        """The cuboids that are in view."""
        corner = QPointF(self.stage.surface.mapTo(self, QPoint(0, 0)))
        return {key: rect.translated(corner) for key, rect in self.stage.surface.spots().items()}

    def fit(self) -> None:
        """Shows the whole cloud from the side where the camera stands."""
        self.stage.fit()

    def step_instant(self, now_ns: int, direction: int) -> int:
        """Sample time of the cloud before or after."""
        return self._source.neighbour_ns(now_ns, direction)

    def close_media(self) -> None:
        """Ends the decoders and the drawing."""
        self._closed = True
        self._desk.close()
        self.stage.close_views()
        self._source.close()
        if self._companion:
            self._companion.close()

    def toggle_lasso(self) -> None:
        """What a drag draws: cuboids, or lines round points."""
        if self.stage.lasso_button.isVisible():
            self.stage.lasso_button.toggle()
        else:
            self.context.say("No class of this schema allows a point set: a lasso would make nothing.")

    def take_points(self, annotation_id: str) -> None:
        """Makes a point set of the points in a cuboid."""
        self._desk.take_cuboid(annotation_id)

    # What labelling asks

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
        context, stage = self.context, self.stage
        context.timeline.moved.connect(self._on_moved)
        context.timeline.settled.connect(self._on_timeline_settled)
        context.labels_changed.connect(self._on_labels_changed)
        context.highlight_changed.connect(self._on_labels_changed)
        context.hidden_changed.connect(self._on_labels_changed)
        context.pass_changed.connect(self._on_labels_changed)
        context.tie_changed.connect(self._on_labels_changed)
        context.theme_changed.connect(self._on_theme_changed)
        context.sweeps.changed.connect(self._on_sweeps_changed)
        self._source.arrived.connect(self._on_cloud_arrived)
        self._source.failed.connect(self._on_failed)
        self._source.progressed.connect(self._on_progressed)
        if self._companion:
            self._companion.arrived.connect(self._on_returns_arrived)
            self._companion.failed.connect(self._on_returns_failed)
        stage.failed.connect(self._on_undrawable)
        stage.painted.connect(self._on_painted)
        for surface in stage.surfaces:
            surface.pressed.connect(self.focused)

    def _is_here(self) -> bool:
        return self._source.is_settled() and (self._companion is None or self._companion.is_settled())

    def _on_moved(self) -> None:
        if self.context.timeline.playing:
            self.context.turns.ask(self, self._follow)
        else:
            self._follow()

    def _follow(self) -> None:
        # Behind other tabs nothing is decoded and drawn; `showEvent` catches up.
        if not self._closed and self.isVisible():
            self._source.follow()
            if self._companion:
                self._companion.follow()

    def _on_timeline_settled(self) -> None:
        if self._returns_wait and not self._closed:
            self._show_returns()
        # Another instant of the same cloud: the picture is right already, and is told to be.
        self.stage.surface.update()

    def _on_cloud_arrived(self, cloud: Cloud) -> None:
        if self._undrawable:
            return
        if self._is_radar:
            self._returns = returns_of(cloud)
        else:
            self._points = points_of(cloud)
        if not self._measured:
            # Neither ground nor colours may swim from one cloud to the next: they are taken once.
            self._measured = len(cloud.points) > 0
            self.stage.measure(first_part(cloud), colored=not self._is_radar)
        self._show_clouds(cloud)
        self._desk.show_cloud(cloud, takes_colors=not self._is_radar)
        self._set_status("ready")
        self._set_detail(self._detail_of(cloud))
        self.stage.surface.say(None if len(cloud.points) else NoticeText("No points in this frame."))
        self._on_labels_changed()

    def _on_returns_arrived(self, cloud: Cloud) -> None:
        self._returns, self._radar_silent = returns_of(cloud), False
        self._returns_wait = self._is_cloud_near()
        if not self._returns_wait:
            self._show_returns()

    def _is_cloud_near(self) -> bool:
        """Whether play brings the next cloud in a moment: returns are drawn with it, not each for itself."""
        cloud, timeline, asset = self._source.cloud, self.context.timeline, self.asset
        count = max(len(asset.files), asset.facts.frame_count)
        if cloud is None or not timeline.playing or cloud.index + 1 >= count:
            return False
        to_go_ns = cloud.next_ns - asset.clock.asset_from_sample(timeline.now_ns)
        return abs(to_go_ns) < _NEAR_NS * timeline.rate

    def _show_returns(self) -> None:
        self._returns_wait = False
        if self._source.cloud is not None:
            self._show_clouds(self._source.cloud)
        self._on_labels_changed()

    def _on_returns_failed(self, reason: str) -> None:
        if not self._radar_silent:
            self.context.say(reason, "bad")
        self._returns, self._radar_silent = None, True
        if self._source.cloud is not None:
            self._show_clouds(self._source.cloud)
        self._on_labels_changed()

    def _on_undrawable(self, reason: str) -> None:
        self._undrawable = True
        self._on_failed(reason)

    def _on_failed(self, reason: str) -> None:
        self._points = None
        self.stage.surface.say(NoticeText(reason, "The rest of the sample is fine.", tone="bad"))
        self._set_detail("")
        self._set_status("failed", reason)
        self._desk.show_nothing()
        self.stage.show_nothing()

    def _on_progressed(self, progress: Progress) -> None:
        if self.status != "ready":
            text = NoticeText(f"Reading {self.asset_id}…", progress.what, done=progress.done)
            self.stage.surface.say(text)

    def _on_painted(self, frame: Frame) -> None:
        """Tells once which instant stands on the screen."""
        scene = frame.scene
        if scene.cloud is None and scene.returns is None:
            return
        newest = scene.cloud is self._points and scene.returns is self._returns
        shown_ns = self.context.timeline.now_ns if newest and self._is_here() else scene.sample_ns
        if shown_ns != self._told_ns:
            self._told_ns = shown_ns
            self.drawn.emit(shown_ns)

    def _on_labels_changed(self) -> None:
        if self._closed:
            return
        context = self.context
        lit = Lit(
            theme=context.theme,
            selected=context.highlight.selected,
            related=context.highlight.related,
            edits=not context.read_only,
            ties=context.tie_from is not None,
            names=not context.asking,
        )
        assets = [self.asset_id, *([self._companion.asset.id] if self._companion else [])]
        items = [item for key in assets for item in items_at(context, key, self.cloud_ns(key))]
        draws = not context.read_only and bool(context.class_for("cuboid"))
        self.stage.show_labels(CloudItems(items), lit, draws=draws, with_frame=context.timeline.playing)
        self._desk.follow()

    def _on_theme_changed(self) -> None:
        self.stage.dress(self.context.theme)
        self._on_labels_changed()

    def _on_sweeps_changed(self) -> None:
        if not self._closed:
            self._source.put_together(self._sweeps.count)

    def _show_clouds(self, cloud: Cloud) -> None:
        self._returns_wait = False
        sample_ns = self.asset.clock.sample_from_asset(cloud.at_ns)
        self.stage.show_clouds(Clouds(self._points, self._returns, sample_ns), cloud)

    def _detail_of(self, cloud: Cloud) -> str:
        every, shown = len(cloud.points), shown_count(len(cloud.points))
        count = f"{every:,} points"
        if shown < every:
            count = f"{shown / 1e6:.0f} of {every / 1e6:.0f} M points shown"
        if cloud.sweep_count < self._sweeps.count:
            count = f"{cloud.sweep_count} of {self._sweeps.count} sweeps · {count}"
        left_out = f" · {cloud.left_out:,} left out" if cloud.left_out else ""
        if not self.moves:
            return f"{count}{left_out}"
        return f"{clock_text(cloud.at_ns)} · frame {cloud.index} · {count}{left_out}"

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with the timeline."""
        super().showEvent(event)
        self._follow()
