"""The widget that shows a cloud: paints the finished picture with the cuboids over it, and has a hand."""

from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crosstie.schema.anchors import Cuboid, Point2
from crosstie.viewers.canvas.look import Look
from crosstie.viewers.canvas.notice import Notice, NoticeText
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.pointcloud.boxes import boxes_of
from crosstie.viewers.pointcloud.camera import Camera, Viewport, project
from crosstie.viewers.pointcloud.grips import Grip, grips_of
from crosstie.viewers.pointcloud.hit import Hit
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.legends import Legends, Scale, paint_title
from crosstie.viewers.pointcloud.overlay import OverlayPainter, measures, paint_grips
from crosstie.viewers.pointcloud.readout import paint_readout
from crosstie.viewers.pointcloud.scene import Frame
from crosstie.viewers.pointcloud.set_items import SetItems, SetSight, sights_of
from crosstie.viewers.pointcloud.set_painter import paint_dots, paint_lasso, paint_sets
from crosstie.viewers.pointcloud.surface_hand import SurfaceHand
from crosstie.viewers.pointcloud.terrain import Terrain, point_under
from crosstie.viewers.pointcloud.wireframe import Wireframes, wireframes

_SMALLEST: Final = QSize(160, 110)


class CloudSurface(QWidget):
    """Shows frames and items. `redraw` asks for a new frame, `acted` tells what a hand did.

    With `dotted` it paints the points of sets itself, which no frame has in their colour.
    While it `waits` for what came of it, Escape tells with `left` that nobody wants to know.
    """

    redraw = Signal()
    acted = Signal(object)
    pressed = Signal()
    shown = Signal(object)
    refit = Signal(str)
    emptied = Signal()
    hovered = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget, title: str = "") -> None:
        """A surface with a `title` is a small one: the title stands where the legends would."""
        super().__init__(parent)
        self._title = title
        self.setObjectName(f"cloud_surface_{name}")
        self.setAccessibleName(f"Point cloud {name}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # The right button turns the camera; no dock's menu may open at its release.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMinimumSize(_SMALLEST if not title else _SMALLEST / 2)
        self.look = Look()
        self.items = CloudItems()
        self.sets = SetItems()
        self.terrain = Terrain()
        self.scale: Scale | None = None
        self.draft = CloudItem("", "", Cuboid((0, 0, 0), (1, 1, 1)), self.look.theme.accent)
        self.lasso_color = self.look.theme.accent
        self.waits = False
        self.dotted = False
        self.camera = Camera()
        self.hand = SurfaceHand(self)
        self._frame: Frame | None = None
        self._image = QImage()
        self._wires: tuple[CloudItems, Frame | None, Wireframes] | None = None
        self._sights: tuple[object, dict[str, SetSight]] = None, {}
        self._pointed: tuple[object, int | None] = None, None
        self._cursor: Point2 | None = None
        self._shared: CloudItem | None = None
        self._painter, self._legends = OverlayPainter(), Legends()
        self._notice = Notice(name, self)

    @property
    def viewport(self) -> Viewport:
        """The size that a new frame should have."""
        return Viewport(max(1, self.width()), max(1, self.height()))

    @property
    def frame(self) -> Frame | None:
        """The frame that is painted."""
        return self._frame

    def view(self) -> tuple[Camera, Viewport]:
        """The camera and size of what one sees now; frames come a moment after the camera has moved."""
        scene = self._frame.scene if self._frame else None
        return (scene.camera, scene.viewport) if scene else (self.camera, self.viewport)

    def show_frame(self, frame: Frame) -> None:
        """Paints this frame from now on."""
        self._frame = frame
        width, height = frame.scene.size_px
        # The image stands on the frame's bytes, which `_frame` keeps.
        self._image = QImage(frame.pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(frame.scene.pixel_ratio)
        self.update()

    @property
    def in_hand(self) -> CloudItem | None:
        """What this surface's hand holds or draws, as it would be if the hand let go now."""
        ghost = self.hand.ghost
        if ghost is None:
            return None
        item = self.items.by_id.get(self.hand.item_id, self.draft)
        return msgspec.structs.replace(item, cuboid=ghost, between=False)

    @property
    def held(self) -> CloudItem | None:
        """What is shown as being in hand, here or on another surface."""
        return self.in_hand or self._shared

    def share(self, item: CloudItem | None) -> None:
        """Shows what the hand of another surface holds."""
        if item != self._shared:
            self._shared = item
            self.update()

    def show_items(self, items: CloudItems, *, with_frame: bool = False) -> None:
        """Paints these cuboids from now on; `with_frame` not before the frame that is drawn with them."""
        self.items = items
        self.hand.keep_hover()
        if not with_frame:
            self.update()

    def show_sets(self, sets: SetItems) -> None:
        """Has these point sets in the cloud from now on; their points' colours are the frame's."""
        if sets.items or self.sets.items:
            self.update()
        self.sets = sets
        self.hand.keep_hover()

    def holds(self, item_id: str) -> bool:
        """Whether there is such a cuboid or point set."""
        return item_id in self.items.by_id or item_id in self.sets.by_id

    def box_of(self, item_id: str) -> Cuboid | None:
        """A cuboid, or the one about a point set; None for what is not here."""
        if item_id in self.items.by_id:
            return self.items.by_id[item_id].cuboid
        return self.sets.by_id[item_id].box if item_id in self.sets.by_id else None

    def set_camera(self, camera: Camera) -> None:
        """Looks from elsewhere."""
        if camera != self.camera:
            self.camera = camera
            self.redraw.emit()

    def say(self, text: NoticeText | None) -> None:
        """Says something in the middle, or with None nothing."""
        self._notice.say(text, self.look.theme)

    def wires(self) -> Wireframes:
        """The items as one sees them now: as they were drawn, unless they have changed since."""
        frame = self._frame
        if frame is not None and frame.scene.items is self.items:
            return frame.wires
        if self._wires is None or self._wires[0] is not self.items or self._wires[1] is not frame:
            self._wires = self.items, frame, wireframes(self.items.boxes, *self.view())
        return self._wires[2]

    def sights(self) -> dict[str, SetSight]:
        """The point sets in view as one sees them now, the farthest first."""
        view = self.view()
        if self._sights[0] != (id(self.sets), view):
            self._sights = (id(self.sets), view), sights_of(self.sets, *view)
        return self._sights[1]

    def point_at(self, at: Point2) -> int | None:
        """Index of the point that a screen position means; asked for once while nothing moves."""
        asked = (at, self.view(), id(self.terrain))
        if self._pointed[0] != asked:
            self._pointed = asked, point_under(self.terrain, *self.view(), at)
        return self._pointed[1]

    def set_hit(self, at: Point2) -> Hit | None:
        """The point set that the point nearest to a screen position belongs to."""
        if not self.sets.items:
            return None
        index = self.point_at(at)
        item_id = "" if index is None else self.sets.holding(index)
        return Hit(item_id, "points", self.terrain.points[index].astype(float)) if item_id else None

    def bounds_of(self, item_id: str) -> Bounds | None:
        """The rectangle about an item as one sees it now; None where it is out of view."""
        if sight := self.sights().get(item_id):
            return sight.bounds
        if item_id not in self.items.by_id:
            return None
        wires, place = self.wires(), self.items.place_of(item_id)
        return wires.bounds_of(place) if wires.seen[place] else None

    def spots(self) -> dict[str, QRectF]:
        """Where cuboids and point sets are seen, by id."""
        room, wires = QRectF(self.rect()), self.wires()
        found = {
            item.id: QRectF(left, top, right - left, bottom - top)
            for item, (left, top, right, bottom), seen in zip(
                self.items.items, wires.bounds.tolist(), wires.seen, strict=True
            )
            if seen
        }
        for item_id, sight in self.sights().items():
            at = sight.bounds
            # One point alone has a place as well.
            found[item_id] = QRectF(at.left, at.top, at.width, at.height).adjusted(-1, -1, 1, 1)
        return {key: shown for key, rect in found.items() if not (shown := rect & room).isEmpty()}

    def grips(self) -> dict[str, list[Grip]]:
        """The grips of the one selected cuboid that may be reshaped."""
        chosen = [item for item in self.items.items if item.id in self.look.selected]
        if not self.look.edits or self.look.ties or len(chosen) != 1 or chosen[0].locked or self.hand.lassos:
            return {}
        return {chosen[0].id: grips_of(chosen[0].cuboid, *self.view())}

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, the ranges, the cuboids, and what is in the hand."""
        camera, viewport = self.view()
        theme = self.look.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("ground"))
        if self._frame is not None:
            painter.drawImage(0, 0, self._image)
            self._paint_items(painter, camera, viewport)
            self._paint_legends(painter, camera, viewport, self._frame.scene.ground_z)
        painter.end()
        if self._frame is not None:
            self.shown.emit(self._frame)

    def _paint_legends(self, painter: QPainter, camera: Camera, viewport: Viewport, ground_z: float) -> None:
        theme = self.look.theme
        if self._title:
            paint_title(painter, self._title, self.rect(), theme)
            return
        self._legends.paint(painter, camera, viewport, ground_z, theme, self.scale)
        # Nothing is looked for here: what the pointer found is told as long as nothing else has moved.
        asked, under = self._pointed
        if under is not None and asked == (self._cursor, self.view(), id(self.terrain)):
            paint_readout(painter, self.terrain, under, camera, viewport, theme)

    def _paint_items(self, painter: QPainter, camera: Camera, viewport: Viewport) -> None:
        held = self.held
        view = Size(viewport.width, viewport.height)
        look = msgspec.structs.replace(self.look, hovered=self.hand.hovered)
        in_hand = held.id if held else ""
        named = not self._title
        self._painter.paint(painter, self.items, self.wires(), look, view, in_hand, named=named)
        if self.dotted:
            paint_dots(painter, self.sights(), self.terrain.points, camera, viewport)
        paint_sets(painter, self._painter.chips if named else None, self.sights(), look, view)
        paint_lasso(painter, self.hand.outline, self.lasso_color, look.theme)
        if held is None:
            for item_id, grips in self.grips().items():
                self._paint_grips(painter, self.items.by_id[item_id], grips)
            return
        label = "" if self._title else self._label_of(held)
        wires = wireframes(boxes_of([held.cuboid]), camera, viewport)
        self._painter.paint_ghost(painter, held, wires, label, look, view)
        if held.id:
            self._paint_grips(painter, held, grips_of(held.cuboid, camera, viewport))

    def _label_of(self, item: CloudItem) -> str:
        return measures(item.cuboid, len(indices_inside(self.terrain.points, item.cuboid, self.terrain.grid)))

    def _paint_grips(self, painter: QPainter, item: CloudItem, grips: list[Grip]) -> None:
        camera, viewport = self.view()
        x, y, z = item.cuboid.center
        foot = project(camera, viewport, (x, y, z - item.cuboid.size[2] / 2))
        if foot:
            paint_grips(painter, grips, QPointF(*foot), self.look.theme, between=item.between)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The next frame has the new size."""
        super().resizeEvent(event)
        self._notice.place(self.rect())
        self.redraw.emit()

    def event(self, event: QEvent) -> bool:
        """Escape takes back what is in the hand, before any shortcut sees it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and (self.hand.active or self.waits)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape during a gesture; everything else is the application's."""
        if event.key() == Qt.Key.Key_Escape and self.hand.active:
            self.hand.cancel()
            self.redraw.emit()
        elif event.key() == Qt.Key.Key_Escape and self.waits:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A gesture begins."""
        self.pressed.emit()
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A gesture goes on, or the cursor looks about."""
        before = self.hand.hovered
        self._cursor = (event.position().x(), event.position().y())
        self.hand.move(event)
        if not event.buttons():
            self.point_at(self._cursor)
        if self.hand.ghost is not None:
            self.redraw.emit()
        if self.hand.hovered != before:
            self.hovered.emit(self.hand.hovered)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A gesture ends."""
        held = self.hand.ghost is not None
        outcome = self.hand.release(event)
        if outcome is not None:
            self.acted.emit(outcome)
        if held:
            self.redraw.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a cuboid asks, with `refit`, to fit it to its points; on nothing tells it, with `emptied`."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        item_id = self.hand.id_under(event)
        if item_id:
            self.refit.emit(item_id)
        else:
            self.emptied.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the cursor."""
        self.hand.wheel(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The cursor came."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor left: nothing is hovered any more."""
        super().leaveEvent(event)
        self.hand.forget_hover()
        self._cursor = None
        self.hovered.emit("")
        self.update()
