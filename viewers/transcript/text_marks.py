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


def changed_marks(
    context: PaneContext, asset_id: str, text_length: int, marks: Marks, changes: Changes
) -> Marks:
    """The marks after a gesture; the very same ones when it does not concern them.

    Only what it touches is read again, unless an entity has gone: then those after it take other colours.
    """
    if changes.touches("asset") or any(one.kind == "entity" and one.after is None for one in changes.items):
        return text_marks(context, asset_id, text_length)
    ids = {
        item.id
        for item in changes.items
        for record in (item.before, item.after)
        if isinstance(record, Annotation) and record.asset_id == asset_id
    }
    for entity_id in changes.ids("entity"):
        about = context.state.annotations_of(entity_id)
        ids |= {one.id for one in about if one.asset_id == asset_id}
    if not ids:
        return marks
    shown = (_shown_mark(context, key, text_length) for key in ids)
    return marks.with_changes(ids, (mark for mark in shown if mark is not None))


def _shown_mark(context: PaneContext, annotation_id: str, text_length: int) -> Mark | None:
    annotation = context.state.annotations.get(annotation_id)
    if annotation is None or not context.shows(annotation):
        return None
    return _mark(context, annotation, text_length)


def speaker_colors(context: PaneContext) -> Callable[[str], QColor | None]:
    """The colours of speakers that the pass knows as entities, by name."""
    known = {
        entity.name: entity.id
        for entity in context.state.entities.values()
        if entity.pass_id == context.pass_id
    }
    return lambda name: context.entity_color(known[name]) if name in known else None
