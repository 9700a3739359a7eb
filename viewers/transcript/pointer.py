"""The hand on a transcript: what hovering, clicking and dragging mean."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import Qt

from crosstie.schema.anchors import TextSpan
from crosstie.schema.edits import SetAnchor
from crosstie.schema.text import cluster_end, cluster_start, selected_span
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref
from crosstie.viewers.transcript.view import Hit, TranscriptView

DRAG_FROM_PX: Final = 4.0


class Reach(msgspec.Struct, frozen=True):
    """Characters `start` to `end` under a drag; whose edge is dragged, or no annotation yet."""

    start: int
    end: int
    annotation_id: str = ""


class TextPointer:
    """Turns points and buttons into selection, ties, seeks and text spans. It draws nothing.

    One drag over the text is one annotation; at an edge of the selected one a drag moves that edge.
    """

    def __init__(self, context: PaneContext, asset_id: str, view: Callable[[], TranscriptView]) -> None:
        self._context = context
        self._asset_id = asset_id
        self._view = view
        self.hit = Hit("nothing")
        self.reach: Reach | None = None
        self._pressed: tuple[float, float, Hit] | None = None
        self._dragging = False

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""
        return self._dragging

    @property
    def makes_spans(self) -> bool:
        """Whether a drag over words may make a text span."""
        return not self._context.read_only and bool(self._context.class_for("text_span"))

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor that says what a press would do."""
        if self._context.tie_from is not None:
            return Qt.CursorShape.CrossCursor
        match self.hit.kind:
            case "time":
                return Qt.CursorShape.PointingHandCursor
            case "start" | "end":
                return Qt.CursorShape.SizeHorCursor
            case "text":
                return Qt.CursorShape.IBeamCursor
            case _:
                return Qt.CursorShape.ArrowCursor

    def hover(self, x: float, y: float) -> bool:
        """Looks what is under the pointer; says whether it is another thing than before."""
        before, self.hit = self.hit, self._hit(x, y)
        if (self.hit.kind, self.hit.annotation_id, self.hit.row) == (
            before.kind,
            before.annotation_id,
            before.row,
        ):
            return False
        self._context.hover(self._ref(self.hit))
        return True

    def leave(self) -> None:
        """The pointer has left the pane."""
        self.hit = Hit("nothing")
        self._context.hover(None)

    def press(self, x: float, y: float, _modifiers: Qt.KeyboardModifier) -> None:
        """Is ready for a click or a drag."""
        self.hover(x, y)
        self._pressed = (x, y, self.hit)

    def move(self, x: float, y: float, _modifiers: Qt.KeyboardModifier) -> None:
        """Drags, once the hand has gone far enough for it to be meant."""
        if self._pressed is None:
            return
        from_x, from_y, held = self._pressed
        if not self._dragging:
            if max(abs(x - from_x), abs(y - from_y)) < DRAG_FROM_PX:
                return
            if not self._may_drag(held):
                self._pressed = None
                return
            self._dragging = True
        self._drag(held, self._nearest(x, y))

    def release(self, modifiers: Qt.KeyboardModifier) -> None:
        """Ends the drag, or the click."""
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
            self._finish()
        elif pressed is not None:
            self._click(pressed[2], modifiers)

    def double(self) -> None:
        """Goes to the time of the words under the pointer."""
        if self.hit.row >= 0:
            self._seek(self.hit.row)

    def cancel(self) -> bool:
        """Gives up a drag; says whether there was one."""
        was, self._dragging = self._dragging, False
        self._pressed, self.reach = None, None
        return was

    def settle(self) -> None:
        """The answer has come: what was drawn ahead of it goes."""
        if not self._dragging:
            self.reach = None

    def _hit(self, x: float, y: float) -> Hit:
        selected = () if self._context.read_only else self._context.highlight.selected
        return self._view().hit(x, y, selected)

    def _ref(self, hit: Hit) -> Ref | None:
        return Ref("annotation", hit.annotation_id) if hit.annotation_id else None

    def _may_drag(self, held: Hit) -> bool:
        return (
            held.kind in ("text", "start", "end")
            and not self._context.read_only
            and not self._context.tie_from
        )

    def _nearest(self, x: float, y: float) -> int:
        """The place in the text nearest to a point; above the first row its start, below the last its end."""
        rows = self._view().rows
        shown = next((one for one in rows if y < one.bottom), rows[-1])
        return shown.text_start + shown.layout.offset_at(x - shown.text_left, y - shown.text_top)

    def _drag(self, held: Hit, offset: int) -> None:
        text = self._view().column.transcript.text
        mark = self._view().marks.get(held.annotation_id) if held.kind != "text" else None
        if mark is None:
            start, end = sorted((held.offset, offset))
            self.reach = Reach(start, end) if start < end else None
        elif held.kind == "start":
            start = cluster_start(text, min(offset, mark.end - 1))
            self.reach = Reach(start, mark.end, mark.annotation_id)
        else:
            end = cluster_end(text, max(offset, mark.start + 1))
            self.reach = Reach(mark.start, end, mark.annotation_id)

    def _finish(self) -> None:
        """Hands the edit over. `reach` stays until the answer, so that nothing flickers."""
        reach = self.reach
        text = self._view().column.transcript.text
        span = selected_span(text, reach.start, reach.end) if reach else None
        if reach is None or span is None:
            self.reach = None
        elif reach.annotation_id:
            self._reshape(reach.annotation_id, span)
        else:
            self._context.annotate(self._asset_id, span, f"transcript {self._asset_id}")

    def _reshape(self, annotation_id: str, span: TextSpan) -> None:
        state = self._context.state
        annotation = state.annotations.get(annotation_id)
        if annotation is None or annotation.anchor == span:
            self.reach = None
            return
        edit = SetAnchor(state.sample_id, annotation_id, annotation.anchor, span)
        self._context.submit((edit,), f"transcript {self._asset_id}")

    def _click(self, hit: Hit, modifiers: Qt.KeyboardModifier) -> None:
        if hit.kind == "time":
            self._seek(hit.row)
            return
        adding = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self._context.pick(self._ref(hit), extend=bool(modifiers & adding))

    def _seek(self, row: int) -> None:
        segment = self._view().column.transcript.segments[row]
        if segment.end_ns > segment.start_ns:
            clock = self._context.state.assets[self._asset_id].clock
            self._context.timeline.seek(clock.sample_from_asset(segment.start_ns))
