"""The hand on a waveform: what hovering, clicking and dragging mean."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref
from crosstie.viewers.timeaxis.span_hand import SpanHand
from crosstie.viewers.waveform.spans import Hit, SpanView

DRAG_FROM_PX: Final = 4.0
SNAP_PX: Final = 8.0


class WavePointer:
    """Turns points and buttons into selection, ties, drags and seeks. It draws nothing.

    At a bar or an edge a drag moves it. In the wave a drag makes a new span, except within a selected one,
    which it moves; so what overlaps can be drawn without aiming. A click in the wave also moves the playhead.
    """

    def __init__(self, context: PaneContext, asset_id: str, view: Callable[[], SpanView]) -> None:
        self._context = context
        self._asset_id = asset_id
        self._view = view
        self.hand = SpanHand(context, f"waveform {asset_id}")
        self.hit = Hit("wave")
        self._pressed: tuple[float, Hit, bool] | None = None
        self._targets: NDArray[np.int64] | None = None

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""
        return self.hand.dragging

    @property
    def makes_spans(self) -> bool:
        """Whether a drag over the wave may make a span."""
        asset = self._context.state.assets.get(self._asset_id)
        return asset is not None and self.hand.can_make(asset)

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor that says what a press would do."""
        if self._context.tie_from is not None:
            return Qt.CursorShape.CrossCursor
        if self._edits and self.hit.annotation_id and self.hit.part != "body":
            return Qt.CursorShape.SizeHorCursor
        if self.hit.place == "wave" and self.makes_spans and not self._moves_body(self.hit):
            return Qt.CursorShape.IBeamCursor
        return Qt.CursorShape.ArrowCursor

    def hover(self, x: float, y: float) -> bool:
        """Looks what is under the pointer; says whether it is another thing than before."""
        before, self.hit = self.hit, self._view().hit(x, y, self._context.highlight.selected)
        if self.hit == before:
            return False
        self._context.hover(_ref(self.hit))
        return True

    def leave(self) -> None:
        """The pointer has left the pane."""
        self.hit = Hit("wave")
        self._context.hover(None)

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Takes hold of what is there; a bar or an edge is selected at once."""
        self.hover(x, y)
        if self._context.tie_from is not None:
            self._pick(modifiers)
            return
        moves = self._moves_body(self.hit)
        if self.hit.place in ("bar", "edge"):
            self._pick(modifiers)
        self._pressed = (x, self.hit, moves)

    def move(self, x: float, _y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Drags, once the hand has gone far enough for it to be meant."""
        if self._pressed is None:
            return
        if not self.hand.dragging:
            if abs(x - self._pressed[0]) < DRAG_FROM_PX:
                return
            self._begin(modifiers)
        snaps = modifiers & Qt.KeyboardModifier.AltModifier
        scale = self._view().scale
        self.hand.move(scale.ns(x), self._edges, scale.length_ns(SNAP_PX) if snaps else None)

    def release(self, modifiers: Qt.KeyboardModifier) -> None:
        """Ends the drag; a click in the wave goes there and selects the span around it, or nothing."""
        pressed, self._pressed = self._pressed, None
        if self.hand.dragging:
            self.hand.finish()
        elif pressed is not None and pressed[1].place == "wave":
            self.hit = pressed[1]
            self._pick(modifiers)
            self._context.timeline.seek(self._view().scale.ns(pressed[0]))

    def double(self) -> None:
        """Jumps to the start of a bar; on an empty place shows the whole sample."""
        view = self._view()
        if self.hit.place == "bar" and self.hit.annotation_id in view.bars:
            bar = view.bars.bars[view.bars.place_of(self.hit.annotation_id)]
            self._context.timeline.seek(bar.start_ns)
        elif not self.hit.annotation_id:
            self._context.time_axis.fit()

    def cancel(self) -> bool:
        """Gives up a drag; says whether there was one."""
        was = self.hand.dragging
        self._pressed = None
        self.hand.cancel()
        return was

    @property
    def _edits(self) -> bool:
        return not self._context.read_only

    def _moves_body(self, hit: Hit) -> bool:
        return hit.place == "wave" and hit.annotation_id in self._context.highlight.selected

    def _pick(self, modifiers: Qt.KeyboardModifier) -> None:
        shared = self.hit.part != "body" and modifiers & Qt.KeyboardModifier.ShiftModifier
        adding = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self._context.pick(_ref(self.hit), extend=bool(modifiers & adding) and not shared)

    def _begin(self, modifiers: Qt.KeyboardModifier) -> None:
        assert self._pressed is not None
        x, hit, moves = self._pressed
        self._targets = None
        at_ns = self._view().scale.ns(x)
        annotation = self._context.state.annotations.get(hit.annotation_id)
        if hit.place == "wave" and not moves:
            if self.makes_spans:
                self.hand.begin_new(self._asset_id, at_ns)
        elif annotation is not None and self.hand.can_move(annotation):
            shared = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.hand.begin_move(annotation, hit.part, at_ns, shared=shared)
        if not self.hand.dragging:
            self._pressed = None

    def _edges(self) -> NDArray[np.int64]:
        """What a drag snaps to: the other spans' edges and the playhead; gathered once a drag."""
        if self._targets is None:
            bars = self._view().bars
            other = np.ones(len(bars), bool)
            held = self._pressed[1].annotation_id if self._pressed else ""
            if held in bars:
                other[bars.place_of(held)] = False
            now = np.array([self._context.timeline.now_ns], np.int64)
            self._targets = np.unique(np.concatenate([bars.starts_ns[other], bars.ends_ns[other], now]))
        return self._targets


def _ref(hit: Hit) -> Ref | None:
    return Ref("annotation", hit.annotation_id) if hit.annotation_id else None
