"""Going to a thing: the playhead to its time, its pane to the front, its place into view."""

from crosstie.app.bench.bench import Bench
from crosstie.schema.records import Annotation, End
from crosstie.schema.timing import annotation_span_ns
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref


class Jump:
    """Brings an annotation, or an entity's nearest appearance, into view and selects it."""

    def __init__(self, context: PaneContext, bench: Bench) -> None:
        self._context = context
        self._bench = bench

    def to_end(self, end: End) -> None:
        """Goes to what stands at a link's end."""
        if end.kind == "annotation":
            self.to_annotation(end.id)
        else:
            self._context.selection.set(Ref("entity", end.id))
            nearest = min(self._context.state.annotations_of(end.id), key=self._distance_ns, default=None)
            if nearest is not None:
                self._show(nearest)

    def to_annotation(self, annotation_id: str) -> None:
        """Goes to an annotation and selects it."""
        annotation = self._context.state.annotations.get(annotation_id)
        if annotation is not None:
            self._context.selection.set(Ref("annotation", annotation_id))
            self._show(annotation)

    def walk(self, step: int) -> None:
        """Tab and Shift+Tab: to the annotation after or before the selected one, in order of time."""
        ordered = self._in_time_order()
        if not ordered:
            return
        ref = self._context.selection.primary
        ids = [annotation.id for annotation in ordered]
        if ref is not None and ref.id in ids:
            place = (ids.index(ref.id) + step) % len(ids)
        else:
            place = 0 if step > 0 else len(ids) - 1
        self.to_annotation(ids[place])

    def _show(self, annotation: Annotation) -> None:
        context = self._context
        span = annotation_span_ns(annotation, context.state.assets[annotation.asset_id])
        # An instant within the annotation is good enough where the playhead stands in it already.
        if span is not None and not span[0] <= context.timeline.now_ns <= span[1]:
            context.timeline.seek(span[0])
        self._bench.raise_pane(annotation.asset_id)
        pane = self._bench.panes.get(annotation.asset_id)
        if pane is not None:
            pane.reveal(annotation.id)

    def _distance_ns(self, annotation: Annotation) -> int:
        start, end = self._span(annotation)
        now_ns = self._context.timeline.now_ns
        return max(start - now_ns, now_ns - end, 0)

    def _span(self, annotation: Annotation) -> tuple[int, int]:
        return annotation_span_ns(annotation, self._context.state.assets[annotation.asset_id]) or (0, 0)

    def _in_time_order(self) -> list[Annotation]:
        context = self._context
        shown = (one for asset_id in context.state.assets for one in context.annotations_on(asset_id))
        return sorted(shown, key=lambda one: (self._span(one), one.asset_id))
