"""What one pane does about single points: their grid, the sets that hold them, the lasso."""

from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import QObject, QTimer

from crosstie.schema.geometry.point_grid import PointGrid, grid_of
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pointcloud.background import Background
from crosstie.viewers.pointcloud.file_points import FilePoints
from crosstie.viewers.pointcloud.lassoing import Lassoing, selected_set
from crosstie.viewers.pointcloud.point_sets import PointSets, SetLabels
from crosstie.viewers.pointcloud.set_items import SetItems
from crosstie.viewers.pointcloud.stage import CloudStage

_GRID_FROM: Final = 200_000
"""Points of a smaller cloud are looked through as quickly one by one."""
_REST_MS: Final = 300
_GRID_JOB: Final = "grid"


class DeskPane(Protocol):
    """What the desk needs of its pane."""

    context: PaneContext
    stage: CloudStage
    asset_id: str

    @property
    def moves(self) -> bool:
        """Whether the asset holds more than one cloud."""


class PointsDesk(QObject):
    """Works for one pane. The grid is made once a cloud has rested a moment, on a thread of its own."""

    def __init__(self, pane: DeskPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._cloud: Cloud | None = None
        self._takes_colors = False
        self._colored = False
        self._background = Background(self)
        self._sets = PointSets(pane.context, self._background, self)
        self._sets.stood.connect(self._on_sets_stood)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self._lassoings = [Lassoing(pane, surface, self._background) for surface in pane.stage.surfaces]
        pane.stage.lasso_button.toggled.connect(self._offer_lasso)
        pane.context.class_changed.connect(self._offer_lasso)

    def is_settled(self) -> bool:
        """Whether the sets are shown as the labels have them, and no lasso is being worked out."""
        return self._sets.is_settled() and not any(lassoing.is_busy for lassoing in self._lassoings)

    def show_cloud(self, cloud: Cloud, *, takes_colors: bool) -> None:
        """Another cloud is shown; `takes_colors` says that its points can have labels' colours."""
        self._cloud, self._takes_colors, self._colored = cloud, takes_colors, False
        for surface in self._pane.stage.surfaces:
            surface.dotted = not takes_colors
        self._background.drop(_GRID_JOB)
        self._leave_lassos()
        self._sets.show_cloud(cloud.points, FilePoints.of(cloud))
        if cloud.grid is None and len(cloud.points) >= _GRID_FROM:
            self._rest.start()
        else:
            self._rest.stop()

    def show_nothing(self) -> None:
        """No cloud is shown."""
        self._cloud = None
        self._rest.stop()
        self._background.drop(_GRID_JOB)
        self._leave_lassos()
        self._sets.show_cloud(np.zeros((0, 3), dtype=np.float32), FilePoints())

    def follow(self) -> None:
        """Labels, selection or pass may be others."""
        self._offer_lasso()
        cloud = self._cloud
        if cloud is not None:
            self._sets.follow(self._pane.asset_id, cloud.at_ns, max(cloud.next_ns, cloud.at_ns + 1))

    def take_cuboid(self, annotation_id: str) -> None:
        """Makes a point set of the points in a cuboid."""
        self._lassoings[0].take_cuboid(annotation_id)

    def close(self) -> None:
        """Ends what is under way."""
        self._rest.stop()
        self._background.close()

    def _on_rested(self) -> None:
        cloud = self._cloud
        if cloud is None:
            return
        if self._pane.context.timeline.playing:
            self._rest.start()
            return
        points = cloud.points
        self._background.run(_GRID_JOB, lambda: grid_of(points), self._take_grid)

    def _take_grid(self, grid: object) -> None:
        assert isinstance(grid, PointGrid)
        self._pane.stage.show_grid(grid)

    def _on_sets_stood(self, items: SetItems, labels: SetLabels | None) -> None:
        stage = self._pane.stage
        stage.show_sets(items)
        if labels is not None and self._takes_colors and (items.items or self._colored):
            self._colored = True
            stage.show_point_labels(labels.values, labels.colors, labels.names, labels.changed)

    def _offer_lasso(self) -> None:
        """A lasso where it was asked for, and where the chosen class can be drawn in no other way."""
        context, stage = self._pane.context, self._pane.stage
        class_id = "" if context.read_only else context.class_for("point_set")
        stage.lasso_button.setVisible(bool(class_id))
        other = context.class_for("cuboid")
        only = bool(class_id) and (not other or (class_id == context.class_id and other != class_id))
        asked = bool(class_id) and stage.lasso_button.isChecked()
        adds = bool(class_id) and selected_set(context, self._pane.asset_id) is not None
        color = context.class_color(class_id).name()
        for surface in stage.surfaces:
            # The small views are there to pull a cuboid into place: a chosen class alone does not end that.
            lassos = asked or (only and surface is stage.surface)
            if (lassos, adds, color) != (surface.hand.lassos, surface.hand.adds, surface.lasso_color):
                surface.hand.lassos, surface.hand.adds, surface.lasso_color = lassos, adds, color
                surface.update()

    def _leave_lassos(self) -> None:
        for lassoing in self._lassoings:
            lassoing.leave()
