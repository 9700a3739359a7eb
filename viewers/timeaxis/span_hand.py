"""The hand on spans of time, the same in the lanes and on the waveform: one drag is one edit."""

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import TimeSpan, Track
from crosstie.schema.clock import clock_text
from crosstie.schema.edits import Edit, SetAnchor
from crosstie.schema.modalities import ANCHORS_OF_ASSET
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.timing import annotation_span_ns
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.reshape import reshaped
from crosstie.viewers.timeaxis.span_drag import MovingSpan, SpanPart, allowed_ns, nearest_ns, snapped_ns

Targets = Callable[[], NDArray[np.int64]]


class Ghost(msgspec.Struct, frozen=True):
    """A span as it will stand once the hand lets go; no annotation yet where `annotation_id` is empty."""

    asset_id: str
    annotation_id: str
    start_ns: int
    end_ns: int

    @property
    def text(self) -> str:
        """Its times and its length, for the plate beside it."""
        length_s = (self.end_ns - self.start_ns) / 1e9
        return f"{clock_text(self.start_ns)} – {clock_text(self.end_ns)} · {length_s:.3f} s"


class SpanHand:
    """One drag at a time. `ghosts` stay after the release until `settle`, so that nothing flickers."""

    def __init__(self, context: PaneContext, initiator: str) -> None:
        self._context = context
        self._initiator = initiator
        self._asset_id = ""
        self._moving: tuple[MovingSpan, ...] = ()
        self._anchor_ns = 0
        self._by_ns = 0
        self.dragging = False
        self.ghosts: tuple[Ghost, ...] = ()

    def can_move(self, annotation: Annotation) -> bool:
        """Whether a drag may move this annotation in time."""
        return not self._context.read_only and isinstance(annotation.anchor, TimeSpan | Track)

    def can_make(self, asset: Asset) -> bool:
        """Whether a drag over an empty stretch of this asset may make a time span."""
        takes_spans = "time_span" in ANCHORS_OF_ASSET[asset.kind]
        return takes_spans and not self._context.read_only and bool(self._context.class_for("time_span"))

    def begin_move(self, annotation: Annotation, part: SpanPart, at_ns: int, *, shared: bool = False) -> None:
        """Takes hold of a span or one of its edges; with `shared`, also of the neighbour's that meets it."""
        grabbed = self._moving_span(annotation, part)
        if grabbed is None:
            return
        neighbour = self._neighbour(annotation, grabbed) if shared else None
        self._begin(annotation.asset_id, at_ns, (grabbed,) if neighbour is None else (grabbed, neighbour))

    def begin_new(self, asset_id: str, at_ns: int) -> None:
        """Begins a span at an instant."""
        self._begin(asset_id, at_ns, ())

    def move(self, to_ns: int, targets: Targets, snap_ns: int | None) -> None:
        """The hand has moved; `snap_ns` is how near an edge snaps to `targets`, None for not at all."""
        if not self.dragging:
            return
        if not self._moving:
            self._stretch_new(to_ns, targets, snap_ns)
            return
        by_ns = to_ns - self._anchor_ns
        if snap_ns is not None:
            by_ns = snapped_ns(self._moving[0], by_ns, targets(), snap_ns)
        self._by_ns = allowed_ns(self._moving, by_ns)
        self.ghosts = tuple(
            Ghost(self._asset_id, span.annotation_id, *span.moved(self._by_ns)) for span in self._moving
        )

    def finish(self) -> None:
        """The hand lets go: hands the edit over. Nothing is edited when nothing has moved."""
        if not self.dragging:
            return
        self.dragging = False
        if not self._moving:
            self._make_new()
        elif self._by_ns:
            self._context.submit(self._edits(), self._initiator)
        else:
            self.ghosts = ()

    def cancel(self) -> None:
        """Leaves everything as it was."""
        self.dragging = False
        self.ghosts = ()

    def settle(self) -> None:
        """The answer has come: what was drawn ahead of it goes."""
        if not self.dragging:
            self.ghosts = ()

    def _begin(self, asset_id: str, at_ns: int, moving: tuple[MovingSpan, ...]) -> None:
        self._asset_id, self._anchor_ns, self._by_ns, self._moving = asset_id, at_ns, 0, moving
        self.ghosts = ()
        self.dragging = True

    def _moving_span(self, annotation: Annotation, part: SpanPart) -> MovingSpan | None:
        asset = self._context.state.assets[annotation.asset_id]
        extent = annotation_span_ns(annotation, asset)
        if extent is None:
            return None
        low_ns, high_ns = self._limits(asset)
        span = MovingSpan(annotation.id, part, *extent, low_ns, high_ns)
        return msgspec.structs.replace(span, shortest_ns=0) if isinstance(annotation.anchor, Track) else span

    def _limits(self, asset: Asset) -> tuple[int, int]:
        """Sample time in which the asset exists; where its length is not known, the whole sample's."""
        if not asset.facts.duration_ns:
            return 0, self._context.timeline.duration_ns
        clock = asset.clock
        return clock.sample_from_asset(0), clock.sample_from_asset(asset.facts.duration_ns)

    def _neighbour(self, annotation: Annotation, grabbed: MovingSpan) -> MovingSpan | None:
        """The time span of the same asset that ends where the grabbed one starts, or starts where it ends."""
        if grabbed.part == "body":
            return None
        edge_ns = grabbed.edges_ns[0]
        other_part: SpanPart = "end" if grabbed.part == "start" else "start"
        for other in self._context.annotations_on(annotation.asset_id):
            if other.id != annotation.id and isinstance(other.anchor, TimeSpan):
                span = self._moving_span(other, other_part)
                if span is not None and span.edges_ns[0] == edge_ns:
                    return span
        return None

    def _stretch_new(self, to_ns: int, targets: Targets, snap_ns: int | None) -> None:
        if snap_ns is not None:
            target = nearest_ns(targets(), to_ns)
            if target is not None and abs(target - to_ns) <= snap_ns:
                to_ns = target
        low_ns, high_ns = self._limits(self._context.state.assets[self._asset_id])
        ends = sorted(min(max(at, low_ns), high_ns) for at in (self._anchor_ns, to_ns))
        self.ghosts = (Ghost(self._asset_id, "", ends[0], ends[1]),) if ends[0] < ends[1] else ()

    def _make_new(self) -> None:
        if not self.ghosts:
            return
        ghost, clock = self.ghosts[0], self._context.state.assets[self._asset_id].clock
        start_ns, end_ns = clock.asset_from_sample(ghost.start_ns), clock.asset_from_sample(ghost.end_ns)
        if start_ns < end_ns:
            self._context.annotate(self._asset_id, TimeSpan(start_ns, end_ns), self._initiator)

    def _edits(self) -> list[Edit]:
        state = self._context.state
        edits: list[Edit] = []
        for span in self._moving:
            annotation = state.annotations.get(span.annotation_id)
            if annotation is not None:
                clock = state.assets[annotation.asset_id].clock
                after = reshaped(annotation.anchor, clock, span.part, self._by_ns)
                edits.append(SetAnchor(state.sample_id, annotation.id, annotation.anchor, after))
        return edits
