"""Gestures on labels as tuples of edits, each one undoable step. Nothing is applied here."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import EditRefused
from crosstie.schema.ids import new_id
from crosstie.schema.links import LinkOption, own_links
from crosstie.schema.records import Annotation, End, Entity, Link, Pass
from crosstie.schema.sample_state import SampleState

Edits = tuple[ed.ReversibleEdit, ...]
MakeId = Callable[[], str]
Label = TypeVar("Label", Annotation, Entity, Link)


def delete(state: SampleState, ids: Iterable[str]) -> Edits:
    """Takes annotations, entities and links away, and every link of their pass at one of them.

    An entity that now appears nowhere stays; annotations about a deleted entity stay and are about nothing.
    """
    wanted = [key for key in dict.fromkeys(ids) if _stands(state, key)]
    links = {key: state.links[key] for key in wanted if key in state.links}
    labels = [label for key in wanted if (label := state.annotations.get(key) or state.entities.get(key))]
    links |= {link.id: link for label in labels for link in own_links(state, label)}
    freed = (
        ed.SetEntityOf(state.sample_id, annotation.id, key, "")
        for key in wanted
        for annotation in state.annotations_of(key)
        if annotation.id not in wanted
    )
    return (
        *map(ed.RemoveLink, links.values()),
        *freed,
        *(ed.RemoveAnnotation(state.annotations[key]) for key in wanted if key in state.annotations),
        *(ed.RemoveEntity(state.entities[key]) for key in wanted if key in state.entities),
    )


def tie(state: SampleState, option: LinkOption, make_id: MakeId = new_id) -> Edits:
    """Makes one of the links that `link_options` offered, in the pass of its ends."""
    pass_id = _record_at(state, option.from_end).pass_id
    link = Link(make_id(), state.sample_id, pass_id, option.type_id, option.from_end, option.to_end)
    return (ed.AddLink(link),)


def change_class(document: SchemaDocument, annotation: Annotation, class_id: str) -> Edits:
    """Gives an annotation another class. Attributes that the new class also has, and whose values it also
    allows, stay; the others begin with the new class's defaults.
    """
    specs = document.attributes_of(class_id)
    kept = {
        name: value
        for name, value in annotation.attributes.items()
        if name in specs and not attribute_problem(specs[name], value)
    }
    before = ed.Meaning(annotation.class_id, annotation.attributes)
    after = ed.Meaning(class_id, document.default_attributes(class_id) | kept)
    return () if before == after else (ed.SetMeaning(annotation.sample_id, annotation.id, before, after),)


def assign_entity(annotations: Iterable[Annotation], entity_id: str) -> Edits:
    """Says that annotations are about an entity, or with an empty id about none."""
    return tuple(
        ed.SetEntityOf(annotation.sample_id, annotation.id, annotation.entity_id, entity_id)
        for annotation in annotations
        if annotation.entity_id != entity_id
    )


def assign_new_entity(
    document: SchemaDocument,
    state: SampleState,
    annotations: Iterable[Annotation],
    type_id: str,
    make_id: MakeId = new_id,
) -> Edits:
    """Makes an entity with the next free name and says that annotations, at least one, are about it."""
    chosen = tuple(annotations)
    pass_id = chosen[0].pass_id
    name = next_entity_name(document, state, pass_id, type_id)
    entity = Entity(make_id(), state.sample_id, pass_id, type_id, name)
    return (ed.AddEntity(entity), *assign_entity(chosen, entity.id))


def next_entity_name(document: SchemaDocument, state: SampleState, pass_id: str, type_id: str) -> str:
    """The next free name in a pass for an entity of a type, such as "V-07" for a vehicle."""
    type_name = document.display_name(type_id, document.languages[0])
    letter = next((letter for letter in type_name if letter.isalpha()), "E").upper()
    numbered = re.compile(re.escape(letter) + r"-(\d+)")
    names = (entity.name for entity in state.entities.values() if entity.pass_id == pass_id)
    taken = [int(found[1]) for name in names if (found := numbered.fullmatch(name))]
    return f"{letter}-{max(taken, default=0) + 1:02d}"


def rename_entity(entity: Entity, name: str) -> Edits:
    """Gives an entity another name."""
    renamed = msgspec.structs.replace(entity, name=name.strip())
    return () if renamed == entity else (ed.SetEntity(entity, renamed),)


def start_pass_from(state: SampleState, source_pass_id: str, opened: Pass, make_id: MakeId = new_id) -> Edits:
    """Copies every label of one pass into another that was just opened, under new ids.

    Each copy's provenance names the label that it was taken from, and keeps that one's model and score. How
    long a decision took stays with who made it.
    Raises EditRefused when the source pass is not in the sample, or holds candidates about another pass.
    """
    source = state.passes.get(source_pass_id)
    if source is None:
        raise EditRefused(f"pass {source_pass_id} is not in sample {state.sample_id}")
    if source.about:
        raise EditRefused(f"pass {source.id} holds candidates about pass {source.about}; review them there")
    new_ids = {"": ""}
    copies: list[ed.ReversibleEdit] = []
    for entity in state.entities.values():
        if entity.pass_id == source_pass_id:
            new_ids[entity.id] = make_id()
            copies.append(ed.AddEntity(_copied(entity, opened, new_ids[entity.id])))
    for annotation in state.annotations.values():
        if annotation.pass_id == source_pass_id:
            new_ids[annotation.id] = make_id()
            copy = _copied(annotation, opened, new_ids[annotation.id])
            about = new_ids[annotation.entity_id]
            copies.append(ed.AddAnnotation(msgspec.structs.replace(copy, entity_id=about)))
    for link in state.links.values():
        if link.pass_id == source_pass_id:
            from_end, to_end = (End(end.kind, new_ids[end.id]) for end in link.ends)
            copy_of_link = _copied(link, opened, make_id())
            moved = msgspec.structs.replace(copy_of_link, from_end=from_end, to_end=to_end, decided_ms=0)
            copies.append(ed.AddLink(moved))
    return tuple(copies)


def _copied(label: Label, opened: Pass, new_label_id: str) -> Label:
    taken = msgspec.structs.replace(label.provenance, source="pass", origin_id=label.id)
    return msgspec.structs.replace(label, id=new_label_id, pass_id=opened.id, provenance=taken)


def _stands(state: SampleState, key: str) -> bool:
    return key in state.annotations or key in state.entities or key in state.links


def _record_at(state: SampleState, end: End) -> Annotation | Entity:
    return state.entities[end.id] if end.kind == "entity" else state.annotations[end.id]
