"""What is done to entities: merge, split off, make, rename. Each is one gesture and tells what came of it."""

from collections.abc import Callable, Iterable
from functools import partial

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.chooser import Choice
from crosstie.app.entities.panel import meant_entities
from crosstie.app.parts import Parts
from crosstie.schema.decisions import Candidate, decide
from crosstie.schema.edits import AddEntity
from crosstie.schema.entities import Regrouped, merge, split
from crosstie.schema.errors import CrosstieError
from crosstie.schema.gestures import next_entity_name, rename_entity
from crosstie.schema.ids import new_id
from crosstie.schema.records import Entity
from crosstie.viewers.selection import Ref


def connect(parts: Parts, registry: ActionRegistry) -> None:
    """Joins the panel's buttons to the window's actions and its wishes to what is done."""
    panel = parts.entities
    for button, action_id in (
        (panel.new_button, "make_entity"),
        (panel.merge_button, "merge_entities"),
        (panel.split_button, "split_entity"),
    ):
        registry.dress(button, action_id)
        button.clicked.connect(lambda _checked=False, key=action_id: registry.run(key))
    panel.jump_asked.connect(parts.jump.to_end)
    panel.renamed.connect(partial(rename, parts))
    panel.same_as.merge_asked.connect(lambda keep_id, other_id: merge_ids(parts, keep_id, [other_id]))
    panel.same_as.rejected.connect(partial(reject_same_as, parts))


def merge_meant(parts: Parts) -> None:
    """Merges the selected entities, or those that the selected annotations are about, into the first."""
    first, *others = meant_entities(parts.context) or [""]
    merge_ids(parts, first, others)


def merge_ids(parts: Parts, keep_id: str, other_ids: Iterable[str]) -> None:
    """Merges entities into one."""
    document, state = parts.context.document, parts.context.state
    if document is not None:
        _do(parts, lambda: merge(document, state, keep_id, other_ids), "merge entities")


def split_chosen(parts: Parts) -> None:
    """Makes the selected annotations be about a new entity."""
    document, state = parts.context.document, parts.context.state
    ids = [ref.id for ref in parts.context.selection.refs if ref.id in state.annotations]
    if document is not None:
        _do(parts, lambda: split(document, state, ids), "split entity")


def make(parts: Parts) -> None:
    """Makes an entity that appears nowhere yet, of a type that is asked for where there are several."""
    context, document = parts.context, parts.context.document
    if document is None or not document.entities:
        context.say("The schema has no entity types.", "warn")
    elif len(document.entities) == 1:
        _make_of(parts, document.entities[0].id)
    else:
        names = [(document.display_name(one.id, context.language), one.id) for one in document.entities]
        choices = [Choice(f"New {name}", partial(_make_of, parts, type_id)) for name, type_id in names]
        parts.chooser.ask("What kind of entity?", choices)


def rename(parts: Parts, entity_id: str, name: str) -> None:
    """Gives an entity another name."""
    entity = parts.context.state.entities.get(entity_id)
    if entity is not None:
        parts.context.submit(rename_entity(entity, name), "rename entity")


def reject_same_as(parts: Parts, candidate: Candidate) -> None:
    """Keeps the decision that two entities are not the same."""
    context = parts.context
    context.submit(decide(context.state, candidate, context.pass_id, "rejected", 1), "same as")


def _make_of(parts: Parts, type_id: str) -> None:
    context = parts.context
    assert context.document is not None
    name = next_entity_name(context.document, context.state, context.pass_id, type_id)
    made = Entity(new_id(), context.state.sample_id, context.pass_id, type_id, name)
    context.submit((AddEntity(made),), "make entity", select=Ref("entity", made.id))
    parts.entities.edit_name(made.id)


def _do(parts: Parts, regroup: Callable[[], Regrouped], initiator: str) -> None:
    """Submits a merge or a split and tells it; what cannot be is told instead."""
    context = parts.context
    try:
        done = regroup()
    except CrosstieError as error:
        context.say(str(error), "warn")
        return
    took: list[bool] = []
    hearing = context.labels_changed.connect(lambda changes: took.append(bool(changes.items)))
    context.submit(done.edits, initiator, select=Ref("entity", done.entity.id))
    context.labels_changed.disconnect(hearing)
    if any(took):
        context.say(f"{done.told} Ctrl+Z takes it back.", "info")
