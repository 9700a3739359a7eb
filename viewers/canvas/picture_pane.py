"""What video, image and document panes share: a canvas that follows the context and hands edits back."""

import html
from abc import abstractmethod
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.schema.anchors import Anchor
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, Asset
from crosstie.storage.media.queries import Failed, Progress
from crosstie.viewers.canvas.canvas import Canvas
from crosstie.viewers.canvas.corner import Corner, Hint
from crosstie.viewers.canvas.draft import Draft
from crosstie.viewers.canvas.faces import Faces
from crosstie.viewers.canvas.gesture import Drawn, Outcome, Picked, Reshaped, Snapped
from crosstie.viewers.canvas.hand import Allowed
from crosstie.viewers.canvas.items import Item, Scene, Wire
from crosstie.viewers.canvas.look import Look
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.spots import spots_of
from crosstie.viewers.canvas.transform import Bounds, ViewTransform, enclosing
from crosstie.viewers.context import PaneContext
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.pane import Pane
from crosstie.viewers.selection import Ref


class PicturePane(Pane):
    """Base of panes with a canvas. A sub-class says what to ask, what stands there, and what edits mean."""

    drawn_kind = "box"
    """The anchor kind that a drag on nothing makes."""
    snaps = False
    """Whether an Alt-click asks for what the picture itself holds."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self.canvas = self._new_canvas()
        self.setFocusProxy(self.canvas)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.canvas, 1)
        self._faces = Faces(context)
        self._corner = Corner(asset.id, self.canvas)
        self._hint = Hint(asset.id, self.canvas, self._corner)
        self._media = AssetMedia(context, asset, self)
        self._told: tuple[int, object] | None = None
        self._zoom_told: object = None
        self._closed = False

    # What a sub-class says

    def _new_canvas(self) -> Canvas:
        """What it paints on."""
        return Canvas(self.asset_id, self)

    @abstractmethod
    def _want(self) -> None:
        """Asks for what is missing to show the present instant at the present zoom."""

    @abstractmethod
    def _take(self, reply: object) -> None:
        """Takes an answer that is neither progress nor failure."""

    @abstractmethod
    def _shown(self) -> object | None:
        """What stands on the canvas if it is right for the present instant and zoom; None when it is not."""

    @abstractmethod
    def _items(self) -> Iterable[Item]:
        """The shapes at what is shown."""

    @abstractmethod
    def _reshape(self, annotation: Annotation, shape: PlaneShape) -> Edits:
        """What a moved or resized shape means."""

    @abstractmethod
    def _anchor_for(self, bounds: Bounds) -> Anchor:
        """What a drawn rectangle means."""

    def _wires(self) -> Iterable[Wire]:
        """Read-only lines of what is annotated elsewhere."""
        return ()

    def _bounds_now(self, annotation_id: str) -> Bounds | None:
        """The rectangle about a shape at the present instant, whether its picture has come yet or not."""
        item = self.canvas.scene.by_id.get(annotation_id)
        return bounds_of(item.shape) if item is not None else None

    def _follow(self) -> None:
        """Shows what is another at the present instant; a picture that stands still has nothing to do."""

    def _may_draw(self) -> bool:
        """Whether what is shown can be drawn on."""
        return self._shown() is not None

    def _marks(self, _bounds: Bounds) -> tuple[Bounds, ...]:
        """What lights up under a rectangle that is being drawn."""
        return ()

    def _draft_label(self, name: str, bounds: Bounds) -> str:
        """What is written beside a rectangle in the hand."""
        return f"{name}  {bounds.width:.0f} × {bounds.height:.0f}"

    def _tell(self) -> None:
        """Says in the header, and over the picture, what is shown."""

    def _snap(self, x: float, y: float) -> None:
        """Takes what the picture holds at a point."""

    # What every pane does

    def is_settled(self) -> bool:
        """Whether the present instant is painted, or the pane has said why it cannot be."""
        if self.status == "failed" or not self._is_present:
            return True
        return self._shown() is not None and not self.canvas.stale and not self.canvas.gliding

    def fit(self) -> None:
        """Shows the whole picture."""
        self.canvas.fit()

    def reveal(self, annotation_id: str) -> None:
        """Brings a shape into view."""
        item = self.canvas.scene.by_id.get(annotation_id)
        if item is not None:
            self.canvas.reveal(bounds_of(item.shape))

    def close_up(self, annotation_ids: Sequence[str]) -> None:
        """Brings shapes into view, large enough to be judged."""
        found = [bounds for key in annotation_ids if (bounds := self._bounds_now(key)) is not None]
        if found:
            self.canvas.close_up(enclosing(found))

    def mark_view(self) -> object:
        """How the picture lies in the view."""
        return self.canvas.mark_view()

    def look_again(self, view: object) -> None:
        """Goes back to how the picture lay in the view."""
        match view:
            case (bool(fits), ViewTransform() as transform):
                self.canvas.look_again((fits, transform))

    def areas_of(self, annotation_id: str) -> tuple[QRectF, ...]:
        """The rectangle about a shape that stands on the picture shown."""
        item = self.canvas.scene.by_id.get(annotation_id)
        if item is None:
            return ()
        seen = self.canvas.transform.bounds_in_view(bounds_of(item.shape))
        rect = QRectF(seen.left, seen.top, seen.width, seen.height)
        return (rect.translated(self.canvas.pos().toPointF()),)

    def spots(self) -> dict[str, QRectF]:
        """The shapes that are in view, and the cuboids drawn over the picture."""
        corner = QPointF(self.canvas.mapTo(self, QPoint(0, 0)))
        return {key: rect.translated(corner) for key, rect in spots_of(self.canvas).items()}

    def close_media(self) -> None:
        """Ends the decoder and what still moves."""
        self._closed = True
        self.canvas.close_view()
        self._media.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Asks for what went by while it was hidden."""
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps what lies over the picture in its place."""
        super().resizeEvent(event)
        self._corner.place()
        self._hint.place()

    @property
    def _is_present(self) -> bool:
        """Whether the asset is in the sample: a pane lives on for a moment when another one is opened."""
        return not self._closed and self.asset_id in self.context.state.assets

    # What sub-classes call

    def _begin(self) -> None:
        """Starts to follow the context: the last thing that a sub-class does when it is made."""
        self._media.replied.connect(self._on_replied)
        self._listen_to_canvas()
        self._listen_to_context()
        self.canvas.say(NoticeText(f"Reading {self.asset_id}…"))
        self._on_theme_changed()

    def _refresh(self) -> None:
        """Shows what stands now, and asks for what is missing."""
        if self._is_present:
            if self.isVisible():
                self._want()
            self._show_scene()
            self._tell()

    def _recover(self) -> None:
        """What stands on the canvas is right: what went wrong at another instant is over."""
        if self.status == "failed":
            self._set_status("ready")
            self._tell()

    def _forget_labels(self) -> None:
        """Drops what was kept of labels that may be others now."""
        self._faces.forget()

    def _show_scene(self) -> None:
        """Draws the labels as they stand."""
        if not self._is_present:
            return
        self.canvas.set_scene(Scene(self._items(), self._wires(), self.canvas.room))
        self._show_allowed()

    # What it hears

    def _listen_to_canvas(self) -> None:
        canvas = self.canvas
        canvas.outcome.connect(self._on_outcome)
        canvas.view_changed.connect(self._on_view_changed)
        canvas.painted.connect(self._on_painted)
        canvas.pressed.connect(self.focused)
        canvas.gesture_changed.connect(self._on_gesture_changed)
        canvas.gesture_moved.connect(self._on_gesture_moved)
        canvas.double_clicked.connect(self._on_double_clicked)
        canvas.hovered_changed.connect(self._on_hovered_changed)
        self._corner.fit_asked.connect(self.fit)
        self._corner.cuboids_toggled.connect(self._show_scene)

    def _listen_to_context(self) -> None:
        context = self.context
        context.timeline.moved.connect(self._on_moved)
        context.labels_changed.connect(self._on_labels_changed)
        context.highlight_changed.connect(self._on_highlight_changed)
        context.hidden_changed.connect(self._on_labels_changed)
        context.pass_changed.connect(self._on_labels_changed)
        context.theme_changed.connect(self._on_theme_changed)
        context.tie_changed.connect(self._on_highlight_changed)
        context.class_changed.connect(self._show_allowed)
        context.violations_changed.connect(self._on_labels_changed)

    def _on_replied(self, number: int, reply: object) -> None:
        if not self._is_present:
            return
        match reply:
            case Progress(done=done, what=what):
                if self.status != "ready":
                    self.canvas.say(NoticeText(f"Reading {self.asset_id}…", what, done=done))
            case Failed(reason=reason):
                self._failed_to_answer(number, reason)
            case _:
                self._take(reply)

    def _failed_to_answer(self, _number: int, reason: str) -> None:
        self._set_status("failed", reason)
        self.canvas.say(NoticeText(reason, "The rest of the sample is fine.", tone="bad"))

    def _on_moved(self, _now_ns: object) -> None:
        if not self._is_present:
            return
        self._follow()
        if not self.canvas.stale and not self.context.timeline.playing:
            # Who waits for the instant is told even where the same picture holds on.
            self._on_painted()

    def _on_labels_changed(self, _changes: object = None) -> None:
        self._forget_labels()
        self._refresh()

    def _on_highlight_changed(self) -> None:
        highlight = self.context.highlight
        self.canvas.set_look(
            Look(
                theme=self.context.theme,
                selected=highlight.selected,
                related=highlight.related,
                edits=not self.context.read_only,
                ties=self.context.tie_from is not None,
                names=not self.context.asking,
            )
        )
        self._show_scene()

    def _on_theme_changed(self) -> None:
        self._faces.forget()
        self._corner.dress(self.context.theme)
        self._on_highlight_changed()

    def _on_view_changed(self) -> None:
        self._tell_zoom()
        if self.isVisible() and self._is_present:
            self._want()

    def _tell_zoom(self) -> None:
        canvas = self.canvas
        lies = (canvas.transform.scale * canvas.devicePixelRatioF(), canvas.fits, canvas.view_size)
        if lies != self._zoom_told:
            self._zoom_told = lies
            self._corner.show_zoom(lies[0], fits=lies[1])

    def _on_painted(self) -> None:
        if not self._is_present:
            return
        now = (self.context.timeline.now_ns, self._shown())
        if now[1] is not None and now != self._told:
            self._told = now
            self.drawn.emit(now[0])

    def _on_double_clicked(self, _at: QPointF) -> None:
        self.canvas.fit()

    def _on_hovered_changed(self, item_id: str) -> None:
        self.context.hover(Ref("annotation", item_id) if item_id else None)
        annotation = self.context.state.annotations.get(item_id)
        broken = self._faces.of(annotation).broken if annotation else ()
        # As markup with everything escaped: Qt would else take a message for markup when it looks like it.
        self.canvas.setToolTip(f"<qt>{'<br>'.join(map(html.escape, broken))}</qt>" if broken else "")

    def _on_outcome(self, outcome: Outcome) -> None:
        if not self._is_present:
            return
        match outcome:
            case Picked(id=picked, extend=extend):
                self.context.pick(Ref("annotation", picked) if picked else None, extend=extend)
            case Drawn(bounds=bounds):
                self.context.annotate(self.asset_id, self._anchor_for(bounds), self.objectName())
            case Snapped(at=at):
                self._snap(*at)
            case Reshaped(id=reshaped, after=shape):
                annotation = self.context.state.annotations.get(reshaped)
                if annotation is not None:
                    self.context.submit(self._reshape(annotation, shape), self.objectName())

    def _on_gesture_changed(self, state: str) -> None:
        if state in ("drawing", "moving", "resizing"):
            # A shape is set against a picture that stands still.
            self.context.timeline.pause()
        if state in ("moving", "resizing"):
            held = Ref("annotation", self.canvas.hand.gesture.item_id)
            if held not in self.context.selection.refs:
                self.context.pick(held)
        self._show_allowed()
        self._on_gesture_moved()

    def _on_gesture_moved(self) -> None:
        gesture = self.canvas.hand.gesture
        bounds, ghost = gesture.drawn_bounds(), gesture.ghost()
        if bounds is not None:
            class_id = self.context.class_for(self.drawn_kind)
            color, name = self.context.class_color(class_id).name(), self.context.class_name(class_id)
            self.canvas.set_draft(Draft(color, self._draft_label(name, bounds), self._marks(bounds)))
        elif ghost is not None and (item := self.canvas.scene.by_id.get(gesture.item_id)):
            held = bounds_of(ghost)
            self.canvas.set_draft(Draft(item.color, self._draft_label(item.name, held), self._marks(held)))
        else:
            self.canvas.set_draft(Draft())

    def _show_allowed(self) -> None:
        if not self._is_present:
            return
        context = self.context
        can = not context.read_only and self._may_draw() and context.tie_from is None
        class_id = context.class_for(self.drawn_kind) if can else ""
        draws = bool(class_id)
        self.canvas.set_allowed(Allowed(draws=draws, edits=can, snaps=self.snaps and draws))
        begun = bool(self.canvas.scene.items) or self.canvas.hand.gesture.active or any(self._mine())
        name = context.class_name(class_id) if draws and not begun else ""
        self._hint.say(f"No annotations here yet. Drag to draw: {name}." if name else "", context.theme)

    def _mine(self) -> Iterable[Annotation]:
        return self.context.annotations_on(self.asset_id)
