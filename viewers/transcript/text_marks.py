"""The text spans of one transcript as marks, read from the context."""

from collections.abc import Callable

from PySide6.QtGui import QColor

from crosstie.schema.anchors import TextSpan
from crosstie.schema.changes import Changes
from crosstie.schema.records import Annotation
from crosstie.viewers.context import PaneContext
from crosstie.viewers.transcript.marks import Mark, Marks, span_mark


def text_marks(context: PaneContext, asset_id: str, text_length: int) -> Marks:
    """Marks of the current pass's text spans that are not hidden."""
    if asset_id not in context.state.assets:
        return Marks()
    found = (_mark(context, one, text_length) for one in context.annotations_on(asset_id))
    return Marks(mark for mark in found if mark is not None)


def _mark(context: PaneContext, annotation: Annotation, text_length: int) -> Mark | None:
    if not isinstance(annotation.anchor, TextSpan):
        return None
    rgb = context.color_of(annotation).rgb() & 0xFFFFFF
    return span_mark(annotation.id, annotation.anchor, text_length, rgb, context.name_of(annotation))


def concerns(changes: Changes, asset_id: str) -> bool:
    """Whether a gesture may change a transcript's marks."""
    records = (record for item in changes.items for record in (item.before, item.after))
    return changes.touches("entity", "asset") or any(
        isinstance(record, Annotation) and record.asset_id == asset_id for record in records
    )


def speaker_colors(context: PaneContext) -> Callable[[str], QColor | None]:
    """The colours of speakers that the pass knows as entities, by name."""
    known = {
        entity.name: entity.id
        for entity in context.state.entities.values()
        if entity.pass_id == context.pass_id
    }
    return lambda name: context.entity_color(known[name]) if name in known else None
