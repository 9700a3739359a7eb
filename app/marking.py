"""In and out: marking a span of time with two keys, also while playing."""

from crosstie.schema.anchors import TimeSpan
from crosstie.schema.edits import SetAnchor
from crosstie.schema.records import Annotation, Asset
from crosstie.viewers.context import PaneContext


class Marking:
    """I begins a span on the sample's sound at the playhead, O ends it there.

    With a time span selected, the keys move its start and its end instead.
    """

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._begun_ns: int | None = None
        context.sample_opened.connect(self._forget)

    def possible(self) -> bool:
        """Whether there is sound to mark a span on."""
        return self._asset() is not None and not self._context.read_only

    def mark_in(self) -> None:
        """I."""
        selected = self._selected()
        if selected is not None:
            self._move(selected, start_ns=self._now_in(selected.asset_id))
            return
        self._begun_ns = self._context.timeline.now_ns
        self._context.say("Span begun. Press O where it ends.", "info")

    def mark_out(self) -> None:
        """O."""
        asset, selected, begun_ns = self._asset(), self._selected(), self._begun_ns
        if begun_ns is not None and asset is not None:
            start_ns, end_ns = sorted((asset.clock.asset_from_sample(begun_ns), self._now_in(asset.id)))
            self._forget()
            if start_ns < end_ns:
                self._context.annotate(asset.id, TimeSpan(max(start_ns, 0), end_ns), "mark")
        elif selected is not None:
            self._move(selected, end_ns=self._now_in(selected.asset_id))
        else:
            self._context.say("Press I where the span begins, then O where it ends.", "info")

    def _move(self, annotation: Annotation, start_ns: int | None = None, end_ns: int | None = None) -> None:
        before = annotation.anchor
        assert isinstance(before, TimeSpan)
        start = before.start_ns if start_ns is None else start_ns
        end = before.end_ns if end_ns is None else end_ns
        if start >= end:
            self._context.say("A span's end must lie behind its start.", "warn")
            return
        edit = SetAnchor(annotation.sample_id, annotation.id, before, TimeSpan(start, end))
        self._context.submit((edit,), "mark")

    def _selected(self) -> Annotation | None:
        ref = self._context.selection.primary
        annotation = self._context.state.annotations.get(ref.id) if ref is not None else None
        return annotation if annotation is not None and isinstance(annotation.anchor, TimeSpan) else None

    def _asset(self) -> Asset | None:
        return next((one for one in self._context.state.assets.values() if one.kind == "audio"), None)

    def _now_in(self, asset_id: str) -> int:
        clock = self._context.state.assets[asset_id].clock
        return clock.asset_from_sample(self._context.timeline.now_ns)

    def _forget(self) -> None:
        self._begun_ns = None
