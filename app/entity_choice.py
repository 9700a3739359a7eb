"""E: which entity the selected annotations are about, an old one or a new one."""

from functools import partial

from PySide6.QtGui import QIcon

from crosstie.app.chooser import Choice
from crosstie.app.icons import dot
from crosstie.app.parts import Parts
from crosstie.schema.document_parts import EntityTypeSpec
from crosstie.schema.gestures import assign_entity, assign_new_entity
from crosstie.schema.records import Annotation


def choose_entity(parts: Parts) -> None:
    """Offers the pass's entities that fit the selection's class, one new one a type, and none."""
    context = parts.context
    chosen = [
        context.state.annotations[ref.id]
        for ref in context.selection.refs
        if ref.id in context.state.annotations
    ]
    document = context.document
    if not chosen or document is None or context.read_only:
        return
    types = document.entity_types_for(chosen[-1].class_id)
    if not types:
        context.say(f"No entity type of this schema takes {context.class_name(chosen[-1].class_id)}.", "warn")
        return
    parts.chooser.ask(
        "Which entity is this about?", [*_known(parts, chosen, types), *_new(parts, chosen, types)]
    )


def _known(parts: Parts, chosen: list[Annotation], types: tuple[EntityTypeSpec, ...]) -> list[Choice]:
    context = parts.context
    type_ids = {spec.id for spec in types}
    found = [
        Choice(
            entity.name,
            partial(_assign, parts, chosen, entity.id),
            QIcon(dot(context.entity_color(entity.id))),
        )
        for entity in context.state.entities.values()
        if entity.pass_id == context.pass_id and entity.type_id in type_ids
    ]
    if any(annotation.entity_id for annotation in chosen):
        found.append(Choice("None", partial(_assign, parts, chosen, "")))
    return found


def _new(parts: Parts, chosen: list[Annotation], types: tuple[EntityTypeSpec, ...]) -> list[Choice]:
    context = parts.context
    assert context.document is not None
    return [
        Choice(
            f"New {context.document.display_name(spec.id, context.language)}",
            partial(_assign_new, parts, chosen, spec.id),
        )
        for spec in types
    ]


def _assign(parts: Parts, chosen: list[Annotation], entity_id: str) -> None:
    parts.context.submit(assign_entity(chosen, entity_id), "entity")


def _assign_new(parts: Parts, chosen: list[Annotation], type_id: str) -> None:
    context = parts.context
    assert context.document is not None
    edits = assign_new_entity(context.document, context.state, chosen, type_id)
    context.submit(edits, "entity")
