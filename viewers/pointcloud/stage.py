"""What is seen and touched of a cloud: the view with its bar, and the views along a cuboid's axes."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.canvas.look import Look as Lit
from crosstie.viewers.pointcloud.camera import Camera
from crosstie.viewers.pointcloud.channels import some_of
from crosstie.viewers.pointcloud.coloring import Ends, ends_of, look_of, rgb_of, scale_of
from crosstie.viewers.pointcloud.drawing_thread import CloudView
from crosstie.viewers.pointcloud.glide import Glide
from crosstie.viewers.pointcloud.ground import ground_level
from crosstie.viewers.pointcloud.insets import InsetBoard
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.lasso_button import LassoButton
from crosstie.viewers.pointcloud.point_labels import (
    Indices,
    LabelChanges,
    LabelColors,
    LabelName,
    Labels,
    PointLabels,
)
from crosstie.viewers.pointcloud.scene import CloudPoints, ColorBy, Frame, Look, Mark, Scene
from crosstie.viewers.pointcloud.set_items import SetItems
from crosstie.viewers.pointcloud.surface import CloudSurface
from crosstie.viewers.pointcloud.terrain import Terrain
from crosstie.viewers.pointcloud.view_bar import ViewBar
from crosstie.viewers.pointcloud.views import (
    ViewName,
    close_view,
    cuboid_view,
    first_view,
    fitted,
    revealing,
    scene_view,
)
from crosstie.viewers.theme import Theme

_GAP_PX: Final = 8
_LEGEND_PX: Final = 44
_ROOM_FOR_INSETS_PX: Final = (620, 400)
_BY_LABEL: Final[dict[ColorBy, str]] = {"label": "Label"}
_INSET_SHARE, _INSET_WIDEST_PX = 0.27, 280


class Clouds(msgspec.Struct, frozen=True, eq=False):
    """What is drawn: a LiDAR's points, a radar's returns, or both; and the sample time that they are for."""

    points: CloudPoints | None = None
    returns: CloudPoints | None = None
    sample_ns: int = 0


class CloudStage(QWidget):
    """`painted` brings each Frame once it is on the screen, `failed` one line of why there can be none."""

    painted = Signal(object)
    failed = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_stage_{name}")
        self.surface = CloudSurface(name, self)
        self._bar = ViewBar(name, self.surface)
        self.lasso_button = LassoButton(name, self.surface)
        self._board = InsetBoard(name, self.surface)
        self._glide = Glide(self.surface.set_camera, self)
        self._view = CloudView(self)
        self._theme = theme
        self._clouds = Clouds()
        self._color_by: ColorBy = "height"
        self._ends: Ends | None = None
        self._look: Look | None = None
        self._colored = False
        self._level = 0.0
        self._grid: PointGrid | None = None
        self._labels: PointLabels | None = None
        self._label_names: tuple[LabelName, ...] = ()
        self._serial = 0
        self._held: CloudItem | None = None
        self._painted: Frame | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.surface)
        self.setFocusProxy(self.surface)
        self._connect()
        self.dress(theme)

    @property
    def surfaces(self) -> tuple[CloudSurface, ...]:
        """The large view first, then the small ones."""
        return (self.surface, *self._board.insets)

    @property
    def gliding(self) -> bool:
        """Whether the camera is on its way to where it was sent."""
        return self._glide.running

    @property
    def painted_frame(self) -> Frame | None:
        """What is on the screen."""
        return self._painted

    def is_settled(self) -> bool:
        """Whether what was shown last is on the screen with all its points."""
        painted = self._painted
        here = painted is not None and painted.complete and painted.scene.serial == self._serial
        return here and not self.gliding and self._board.is_settled()

    def measure(self, cloud: Cloud, *, colored: bool) -> None:
        """Takes ground and colours from a cloud, and looks at it from where one usually looks.

        `colored` says that the points' colours tell something, and so need a scale.
        """
        self._colored = colored
        ordered = cloud.grid is not None
        some = some_of(cloud.points, ordered=ordered)
        self._level = ground_level(some)
        self._ends = ends_of(cloud, self._level, ordered=ordered)
        if self._ends.colored:
            self._color_by = "rgb"
        self._recolor()
        self.surface.set_camera(first_view(some, self._level, self.surface.viewport))

    def show_clouds(self, clouds: Clouds, cloud: Cloud) -> None:
        """Draws other clouds; `cloud` is the one that hands feel. Grid and labels of others are let go."""
        if clouds.points is not self._clouds.points:
            self._grid, self._labels = cloud.grid, None
        self._clouds = clouds
        for surface in self.surfaces:
            surface.terrain = msgspec.structs.replace(Terrain.of(cloud, self._level), grid=self._grid)

    def add_tool(self, button: QToolButton) -> None:
        """Puts a button into the bar."""
        self._bar.add_tool(button)
        self._place_bar()

    def show_nothing(self) -> None:
        """Draws no cloud."""
        self._clouds, self._grid, self._labels = Clouds(), None, None
        for surface in self.surfaces:
            surface.terrain = Terrain(level=self._level)
        self.draw()

    def show_grid(self, grid: PointGrid) -> None:
        """Takes the grid of the points shown last: their order from now on. The picture stays."""
        self._grid = grid
        for surface in self.surfaces:
            surface.terrain = msgspec.structs.replace(surface.terrain, grid=grid)
        self.draw()

    def show_point_labels(
        self,
        values: Labels,
        colors: LabelColors,
        names: Sequence[LabelName] = (),
        changed: Indices | None = None,
    ) -> None:
        """Colours the points shown last by their labels; `names` are told where labels give all colours.

        `values` is a byte a point, in the cloud's own order. It stays the caller's, who may change it and
        call again with the indices that `changed`: only these are looked at then. None stands for all.
        """
        before = self._labels
        known = before is not None and before.values is values
        changes = before.changes if before is not None and known else LabelChanges()
        serial = changes.note(changed if known else None)
        self._labels = PointLabels(values, colors, changes, serial)
        if self._label_names != tuple(names):
            self._label_names = tuple(names)
            self._recolor()
        self.draw()

    def show_labels(self, items: CloudItems, lit: Lit, *, draws: bool, with_frame: bool = False) -> None:
        """Draws other cuboids; `draws` says that a hand may make more of them.

        `with_frame` they are seen together with their cloud, and not a moment before it.
        """
        self.surface.hand.draws = draws
        for surface in self.surfaces:
            surface.look = lit
            surface.show_items(items, with_frame=with_frame)
        self._place_board()
        self.draw()

    def show_sets(self, sets: SetItems) -> None:
        """Has these point sets in the cloud; their points' colours come with `show_point_labels`."""
        for surface in self.surfaces:
            surface.show_sets(sets)

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours; what is drawn takes them with the labels."""
        self._theme = theme
        self._bar.dress(theme)
        self.lasso_button.dress(theme)
        self._place_bar()
        self._recolor()

    def reveal(self, item_id: str) -> None:
        """Turns the camera to a cuboid, unless it is well in view."""
        cuboid = self.surface.box_of(item_id)
        if cuboid is not None:
            camera = self.surface.camera
            self._glide.start(camera, revealing(camera, self.surface.viewport, cuboid))

    def close_up(self, cuboids: Sequence[Cuboid]) -> None:
        """Goes at once to where cuboids are judged well."""
        if cuboids:
            self.look_from(close_view(self.surface.camera, self.surface.viewport, cuboids))

    def look_from(self, camera: Camera) -> None:
        """Looks from there at once."""
        self._glide.stop()
        self.surface.set_camera(camera)

    def fit(self) -> None:
        """Shows the whole cloud from the side where the camera stands."""
        surface, grid = self.surface, self.surface.terrain.grid
        ordered = grid is not None and not len(grid.order)
        goal = fitted(
            surface.camera, surface.viewport, some_of(surface.terrain.points, ordered=ordered), self._level
        )
        self._glide.start(surface.camera, goal)

    def close_views(self) -> None:
        """Ends the drawing."""
        self._glide.stop()
        self._view.close()
        self._board.close_views()

    def draw(self) -> None:
        """Asks for a picture of what is to be seen now."""
        if self._look is None:
            return
        self._serial += 1
        scene = Scene(
            serial=self._serial,
            sample_ns=self._clouds.sample_ns,
            camera=self.surface.camera,
            viewport=self.surface.viewport,
            pixel_ratio=self.devicePixelRatioF(),
            look=self._look,
            cloud=self._clouds.points,
            returns=self._clouds.returns,
            ground_z=self._level,
            mark=self._mark(),
            items=self.surface.items,
            grid=self._grid,
            labels=self._labels,
        )
        self._view.draw(scene)
        self._board.draw(scene)

    def _connect(self) -> None:
        self._view.framed.connect(self.surface.show_frame)
        self._view.failed.connect(self.failed)
        self._bar.view_chosen.connect(self._on_view_chosen)
        self._bar.color_chosen.connect(self._on_color_chosen)
        self._bar.sides_toggled.connect(self._on_sides_toggled)
        self.surface.shown.connect(self._on_shown)
        self.surface.emptied.connect(self.fit)
        for surface in self.surfaces:
            surface.redraw.connect(self._on_redraw)

    def _selected(self) -> CloudItem | None:
        """The one selected cuboid that is here."""
        surface = self.surface
        chosen = [item for item in surface.items.items if item.id in surface.look.selected]
        return chosen[0] if len(chosen) == 1 else None

    def _mark(self) -> Mark | None:
        """The cuboid whose points are lit: the one in hand, else the one selected."""
        item = self._held or self._selected()
        return Mark(item.cuboid, rgb_of(QColor(item.color))) if item else None

    def _on_redraw(self) -> None:
        self._held = next((held for surface in self.surfaces if (held := surface.in_hand)), None)
        for surface in self.surfaces:
            surface.share(self._held if surface.in_hand is None else None)
        self.draw()

    def _on_shown(self, frame: Frame) -> None:
        self._painted = frame
        self.painted.emit(frame)

    def _on_view_chosen(self, name: ViewName) -> None:
        item, surface = self._selected(), self.surface
        goal = (
            cuboid_view(name, item.cuboid, surface.viewport)
            if item
            else scene_view(name, self._level, surface.viewport)
        )
        self._glide.start(surface.camera, goal)

    def _on_color_chosen(self, color_by: ColorBy) -> None:
        self._color_by = color_by
        self._recolor()
        self.draw()

    def _on_sides_toggled(self) -> None:
        self._place_board()
        self.draw()

    def _recolor(self) -> None:
        if self._ends is not None:
            offered = self._ends.offered() | (_BY_LABEL if self._label_names else {})
            color_by = self._color_by if self._color_by in offered else "height"
            self._bar.offer_colors(offered, color_by)
            self._place_bar()
            self._look = look_of(self._theme, color_by, self._ends)
            scale = scale_of(self._theme, color_by, self._ends, self._level, self._label_names)
            self.surface.scale = scale if self._colored else None
            self.surface.update()

    def _place_bar(self) -> None:
        self._bar.adjustSize()
        self._bar.move(self.width() - self._bar.width() - _GAP_PX, _GAP_PX)
        self.lasso_button.stand_by(self._bar.geometry(), _GAP_PX)

    def _place_board(self) -> None:
        """Below the bar at the right, where there is room for it."""
        roomy = self.width() >= _ROOM_FOR_INSETS_PX[0] and self.height() >= _ROOM_FOR_INSETS_PX[1]
        self._bar.offer_sides(roomy=roomy)
        self._place_bar()
        top = self._bar.geometry().bottom() + _GAP_PX
        width = min(round(self.width() * _INSET_SHARE), _INSET_WIDEST_PX)
        height = self.height() - top - _LEGEND_PX
        self._board.setGeometry(self.width() - width - _GAP_PX, top, width, height)
        self._board.show_item(self._selected() if roomy and self._bar.sides_wanted else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bar and board stay in their corner."""
        super().resizeEvent(event)
        self._place_board()
