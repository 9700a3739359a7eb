"""The hand in the lanes: what hovering, clicking and dragging mean."""

import math
from typing import Final, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from crosstie.schema.records import Annotation
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.asset_drag import AssetDrag
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.hits import Hit, hit_at
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.tie_drag import TieDrag
from crosstie.viewers.selection import Ref
from crosstie.viewers.timeaxis.span_hand import SpanHand

DRAG_FROM_PX: Final = 4.0
TIE_FROM_PX: Final = 10.0
"""So far above or below its bar a drag is no longer meant to move it in time, but to tie it."""
SNAP_PX: Final = 8.0
STILL_PX: Final = 2.0
_NOTHING: Final = Hit("nothing")


class Drawn(Protocol):
    """What the pointer needs to know of the picture under it."""

    @property
    def frame(self) -> Frame:
        """What is on the screen."""

    @property
    def curves(self) -> list[Curve]:
        """The links that are drawn."""

    def expand(self, asset_id: str) -> None:
        """Shows all of a row's chips."""


class Pointer:
    """Turns points and buttons into selection, ties, drags and jumps. It draws nothing."""

    def __init__(self, context: PaneContext, drawn: Drawn) -> None:
        self._context = context
        self._drawn = drawn
        self.hand = SpanHand(context, "lanes")
        self.tie = TieDrag(context)
        self.row = AssetDrag(context)
        self.hit = _NOTHING
        self._at = (0.0, 0.0)
        self._held_id = ""
        self._pressed_x: float | None = None
        self._targets: NDArray[np.int64] | None = None

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""
        return self.hand.dragging or self.tie.active or self.row.active

    @property
    def hovered_ref(self) -> Ref | None:
        """The thing under the pointer, as the selection names it."""
        if self.hit.kind == "link":
            return Ref("link", self.hit.id)
        return Ref("annotation", self.hit.annotation_id) if self.hit.annotation_id else None

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor that says what a press would do."""
        if self.tie.active and self.tie.why_not:
            return Qt.CursorShape.ForbiddenCursor
        if self._context.tie_from is not None:
            return Qt.CursorShape.CrossCursor
        if self.hit.kind == "bar" and self._movable(self.hit.id):
            return Qt.CursorShape.ArrowCursor if self.hit.part == "body" else Qt.CursorShape.SizeHorCursor
        if self.hit.kind in ("link", "bundle", "more", "chip"):
            return Qt.CursorShape.PointingHandCursor
        if self.hit.kind == "row" and self._makes_spans(self.hit.id):
            return Qt.CursorShape.CrossCursor
        if self.hit.kind == "gutter" and self.row.can_shift(self.hit.id):
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.ArrowCursor

    def hover(self, x: float, y: float) -> bool:
        """Looks what is under the pointer; says whether it is another thing than before."""
        before = self.hit
        if before.kind == "bundle" and math.dist(self._at, (x, y)) < STILL_PX:
            # It has come apart under the pointer; as long as that rests, all of it is meant.
            return False
        selected = self._context.highlight.selected
        self._at, self.hit = (x, y), hit_at(self._drawn.frame, self._drawn.curves, selected, x, y)
        if self.hit.kind == "link" and self.hit.id in before.members:
            # One of those that have come apart: the others stay apart with it.
            self.hit = msgspec.structs.replace(self.hit, members=before.members)
        if self.hit == before:
            return False
        self._context.hover(self.hovered_ref)
        return True

    def leave(self) -> None:
        """The pointer has left the lanes."""
        self.hit = _NOTHING
        self._context.hover(None)

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Selects what is there, and is ready to drag it."""
        self.hover(x, y)
        ref, tying = self.hovered_ref, self._context.tie_from is not None
        if ref is not None:
            shared = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            whole = self.hit.part == "body"
            extend = bool(modifiers & Qt.KeyboardModifier.ControlModifier) or (shared and whole)
            self._context.pick(ref, extend=extend)
        self._pressed_x = None if tying else x
        self._held_id = "" if tying or self._context.read_only else self.hit.annotation_id

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Drags, once the hand has gone far enough to mean it: along its row in time, off it to tie."""
        if self._held_id and self._is_off(y):
            self._move_tie(x, y)
            return
        self.tie.cancel()
        if self._pressed_x is None:
            return
        if not self.dragging:
            if abs(x - self._pressed_x) < DRAG_FROM_PX:
                return
            self._begin(modifiers)
        snaps = modifiers & Qt.KeyboardModifier.AltModifier
        scale = self._drawn.frame.scale
        self.row.move(x, scale, fine=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        self.hand.move(scale.ns(x), self._edges, scale.length_ns(SNAP_PX) if snaps else None)

    def release(self, modifiers: Qt.KeyboardModifier) -> None:
        """Ends the drag, or the click: a count of chips unfolds, an empty place selects nothing."""
        pressed_x, self._pressed_x, self._held_id = self._pressed_x, None, ""
        if self.tie.active:
            self.tie.finish()
        elif self.row.active:
            self.row.finish()
        elif self.hand.dragging:
            self.hand.finish()
        elif pressed_x is not None and self.hit.kind == "more":
            self._drawn.expand(self.hit.id)
        elif pressed_x is not None and self.hit.kind == "bundle":
            self._context.selection.set(*(Ref("link", key) for key in self.hit.members))
        elif pressed_x is not None and self.hovered_ref is None:
            self._context.pick(None)

    def double(self) -> None:
        """Jumps to the start of a bar; on an empty place shows the whole sample."""
        annotation_id = self.hit.annotation_id
        place = self._drawn.frame.stack.row_of_bar(annotation_id) if annotation_id else None
        if place is not None:
            bars = place.row.bars
            self._context.timeline.seek(bars.bars[bars.place_of(annotation_id)].start_ns)
        elif self.hit.kind in ("row", "nothing"):
            self._context.time_axis.fit()

    def cancel(self) -> bool:
        """Gives up a drag; says whether there was one."""
        was = self.dragging
        self._pressed_x, self._held_id = None, ""
        self.hand.cancel()
        self.tie.cancel()
        self.row.cancel()
        return was

    def settle(self) -> None:
        """The answer to a gesture has come: what was drawn ahead of it goes."""
        self.hand.settle()
        self.row.settle()

    def _is_off(self, y: float) -> bool:
        """Whether the hand has left the bar or chip that it holds upwards or downwards."""
        area = self._drawn.frame.area_of(self._held_id)
        return area is not None and not area.top - TIE_FROM_PX <= y <= area.bottom + TIE_FROM_PX

    def _move_tie(self, x: float, y: float) -> None:
        frame = self._drawn.frame
        if not self.tie.active:
            self.hand.cancel()
            self.tie.begin(self._held_id, frame)
        self.tie.move(x, y, hit_at(frame, (), (), x, y).annotation_id)

    def _begin(self, modifiers: Qt.KeyboardModifier) -> None:
        assert self._pressed_x is not None
        self._targets = None
        at_ns = self._drawn.frame.scale.ns(self._pressed_x)
        annotation = self._annotation(self.hit.id) if self.hit.kind == "bar" else None
        if annotation is not None and self.hand.can_move(annotation):
            shared = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.hand.begin_move(annotation, self.hit.part, at_ns, shared=shared)
        elif self.hit.kind == "row" and self._makes_spans(self.hit.id):
            self.hand.begin_new(self.hit.id, at_ns)
        elif self.hit.kind == "gutter" and self.row.can_shift(self.hit.id):
            self.row.begin(self.hit.id, self._pressed_x)
        elif self.hit.kind != "chip":
            self._pressed_x = None

    def _edges(self) -> NDArray[np.int64]:
        """What a drag snaps to: the edges of all bars but its own, and the playhead; gathered once."""
        if self._targets is None:
            times = [np.array([self._context.timeline.now_ns], np.int64)]
            for place in self._drawn.frame.stack.places:
                bars = place.row.bars
                other = np.ones(len(bars), bool)
                if self.hit.id in bars:
                    other[bars.place_of(self.hit.id)] = False
                times += [bars.starts_ns[other], bars.ends_ns[other]]
            self._targets = np.unique(np.concatenate(times))
        return self._targets

    def _annotation(self, annotation_id: str) -> Annotation | None:
        return self._context.state.annotations.get(annotation_id)

    def _movable(self, annotation_id: str) -> bool:
        annotation = self._annotation(annotation_id)
        return annotation is not None and self.hand.can_move(annotation)

    def _makes_spans(self, asset_id: str) -> bool:
        asset = self._context.state.assets.get(asset_id)
        return asset is not None and self.hand.can_make(asset)
