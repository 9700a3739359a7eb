"""Three small views along the axes of the one selected cuboid, in which it is pulled into place exactly."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.viewers.pointcloud.camera import Camera
from crosstie.viewers.pointcloud.drawing_thread import CloudView
from crosstie.viewers.pointcloud.items import CloudItem
from crosstie.viewers.pointcloud.scene import Scene
from crosstie.viewers.pointcloud.surface import CloudSurface
from crosstie.viewers.pointcloud.views import ViewName, cuboid_view

_NAMES: Final[dict[ViewName, str]] = {"top": "Top", "side": "Side", "front": "Front"}
_GAP_PX: Final = 4


class Inset(CloudSurface):
    """A small view that keeps to its axis: it zooms and does not turn."""

    def __init__(self, name: ViewName, owner: str, parent: QWidget) -> None:
        super().__init__(f"{name}_{owner}", parent, title=_NAMES[name])
        self.setAccessibleName(f"{_NAMES[name]} of the selected cuboid")
        self.hand.turns = False
        self._name = name
        self._base: Camera | None = None
        self._view = CloudView(self)
        self._view.framed.connect(self.show_frame)
        self._wanted: Scene | None = None

    def look_at(self, item: CloudItem) -> None:
        """Puts a cuboid in the middle, as near as the last one was."""
        zoom = self.camera.distance_m / self._base.distance_m if self._base else 1.0
        self._base = cuboid_view(self._name, item.cuboid, self.viewport)
        self.camera = msgspec.structs.replace(self._base, distance_m=self._base.distance_m * zoom)

    def draw(self, scene: Scene) -> None:
        """Asks for the scene as it is seen from here, unless that is what was asked for last."""
        mine = msgspec.structs.replace(scene, camera=self.camera, viewport=self.viewport)
        if self._wanted is None or not _same(mine, self._wanted):
            self._wanted = mine
            self._view.draw(mine)

    def is_settled(self) -> bool:
        """Whether the picture asked for last is there with all its points."""
        frame = self.frame
        return frame is not None and frame.complete and frame.scene is self._wanted

    def close_view(self) -> None:
        """Ends the drawing."""
        self._view.close()


class InsetBoard(QWidget):
    """The three of them, one above the other. It is there while one cuboid is selected."""

    redraw = Signal()

    def __init__(self, owner: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_insets_{owner}")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.insets = tuple(Inset(name, owner, self) for name in _NAMES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        for inset in self.insets:
            column.addWidget(inset)
        self._item: CloudItem | None = None
        self.hide()

    def show_item(self, item: CloudItem | None) -> None:
        """Shows a cuboid from its three sides, or with None goes away."""
        if item is not None and item != self._item:
            for inset in self.insets:
                inset.look_at(item)
        self._item = item
        self.setVisible(item is not None)

    def draw(self, scene: Scene) -> None:
        """Asks for what is to be seen now, while the board is there."""
        if not self.isHidden():
            for inset in self.insets:
                inset.draw(scene)

    def is_settled(self) -> bool:
        """Whether all three are drawn, or not there."""
        return not self.isVisible() or all(inset.is_settled() for inset in self.insets)

    def close_views(self) -> None:
        """Ends the drawing."""
        for inset in self.insets:
            inset.close_view()


def _same(one: Scene, other: Scene) -> bool:
    """Whether two scenes look the same; what they are made of is told apart by identity."""
    by_identity = ("look", "cloud", "returns", "items", "grid", "labels")
    by_value = ("camera", "viewport", "pixel_ratio", "mark")
    return all(getattr(one, name) is getattr(other, name) for name in by_identity) and all(
        getattr(one, name) == getattr(other, name) for name in by_value
    )
