"""The time spans of one asset as bars, kept in step with the labels."""

from crosstie.schema.changes import Changes
from crosstie.schema.records import Annotation
from crosstie.schema.timing import annotation_span_ns
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.bars import Bar, Bars


class SpanBars:
    """The current pass's spans on one asset, in sample time."""

    def __init__(self, context: PaneContext, asset_id: str) -> None:
        self._context = context
        self._asset_id = asset_id
        self.bars = Bars()

    def rebuild(self) -> None:
        """Reads all of them again: another sample or pass, other things hidden, another clock."""
        if self._asset_id in self._context.state.assets:
            spans = map(self._bar, self._context.annotations_on(self._asset_id))
            self.bars = Bars([bar for bar in spans if bar is not None])

    def take(self, changes: Changes) -> None:
        """Follows a gesture; what did not change stays where it is drawn."""
        if changes.touches("asset", "entity"):
            self.rebuild()
            return
        ids = {
            item.id
            for item in changes.items
            for record in (item.before, item.after)
            if isinstance(record, Annotation) and record.asset_id == self._asset_id
        }
        if ids:
            shown = (bar for key in ids if (bar := self._shown_bar(key)) is not None)
            self.bars = self.bars.with_changes(ids, shown)

    def _shown_bar(self, annotation_id: str) -> Bar | None:
        context = self._context
        annotation = context.state.annotations.get(annotation_id)
        if annotation is None or not context.shows(annotation):
            return None
        return self._bar(annotation)

    def _bar(self, annotation: Annotation) -> Bar | None:
        context = self._context
        extent = annotation_span_ns(annotation, context.state.assets[self._asset_id])
        if extent is None:
            return None
        return Bar(
            annotation, *extent, context.color_of(annotation).rgb() & 0xFFFFFF, context.name_of(annotation)
        )
