"""Whether an edit fits the schema. Whether it fits what stands is SampleState's matter."""

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchoring import anchor_problem
from crosstie.schema.anchors import Track
from crosstie.schema.attributes import attributes_problem
from crosstie.schema.document import SchemaDocument
from crosstie.schema.endpoints import annotation_problem, entity_problem
from crosstie.schema.errors import EditRefused
from crosstie.schema.links import link_problem, own_links
from crosstie.schema.records import Annotation, Entity, Link
from crosstie.schema.sample_state import SampleState


def check_edit(document: SchemaDocument, state: SampleState, edit: ed.Edit) -> None:
    """Raises EditRefused, with one line that says why, when an edit breaks the schema.

    `state` is the sample just before the edit. What only the state can tell (an id that is missing or taken,
    a `before` that does not stand, an end that is still tied) is left to SampleState.apply, so an edit that
    names a missing record passes here and is refused there.
    """
    if problem := edit_problem(document, state, edit):
        raise EditRefused(f"sample {ed.sample_of(edit)}: {problem}")


def edit_problem(document: SchemaDocument, state: SampleState, edit: ed.Edit) -> str:
    """What of the schema an edit would break; empty when nothing."""
    match edit:
        case ed.AddAnnotation(annotation=annotation):
            return _annotation_problem(document, state, annotation)
        case ed.SetAnchor() | ed.SetKeyframe() | ed.SetMeaning() | ed.SetEntityOf():
            return _changed_annotation_problem(document, state, edit)
        case ed.AddEntity(entity=entity):
            return _entity_problem(document, entity)
        case ed.SetEntity(after=entity):
            return _entity_problem(document, entity) or _entity_uses_problem(document, state, entity)
        case ed.AddLink(link=link):
            return _link_problem(document, state, link)
        case ed.SetLink(link_id=link_id, after=after) if link_id in state.links:
            return _link_problem(document, state, after.on(state.links[link_id]))
        case _:
            return ""


def _annotation_problem(document: SchemaDocument, state: SampleState, annotation: Annotation) -> str:
    if document.find_class(annotation.class_id) is None:
        return f"the schema has no class '{annotation.class_id}'"
    asset = state.assets.get(annotation.asset_id)
    return (
        (anchor_problem(document, annotation.class_id, annotation.anchor, asset) if asset else "")
        or attributes_problem(document.attributes_of(annotation.class_id), annotation.attributes)
        or _entity_of_problem(document, annotation, state.entities.get(annotation.entity_id))
    )


def _changed_annotation_problem(
    document: SchemaDocument,
    state: SampleState,
    edit: ed.SetAnchor | ed.SetKeyframe | ed.SetMeaning | ed.SetEntityOf,
) -> str:
    standing = state.annotations.get(edit.annotation_id)
    if standing is None:
        return ""
    match edit:
        case ed.SetAnchor(after=anchor):
            changed = msgspec.structs.replace(standing, anchor=anchor)
        case ed.SetKeyframe(after=keyframe):
            # One keyframe tells all that the schema asks; the others were checked when they were put.
            anchor = Track((keyframe,)) if keyframe else standing.anchor
            changed = msgspec.structs.replace(standing, anchor=anchor)
        case ed.SetMeaning(after=meaning):
            changed = msgspec.structs.replace(
                standing, class_id=meaning.class_id, attributes=meaning.attributes
            )
        case ed.SetEntityOf(after=entity_id):
            changed = msgspec.structs.replace(standing, entity_id=entity_id)
    return _annotation_problem(document, state, changed) or _ties_problem(document, state, changed)


def _entity_of_problem(document: SchemaDocument, annotation: Annotation, entity: Entity | None) -> str:
    if entity is None:
        return ""
    if entity.pass_id != annotation.pass_id:
        return f"entity {entity.name} is of another pass"
    return _about_problem(document, annotation, entity)


def _about_problem(document: SchemaDocument, annotation: Annotation, entity: Entity) -> str:
    fitting = document.entity_types_for(annotation.class_id)
    if entity.type_id in (spec.id for spec in fitting):
        return ""
    type_name, class_name = (_named(document, any_id) for any_id in (entity.type_id, annotation.class_id))
    return f"a '{class_name}' cannot be about the {type_name} {entity.name}"


def _ties_problem(document: SchemaDocument, state: SampleState, annotation: Annotation) -> str:
    """Why an annotation as changed would break a link that stands."""
    asset = state.assets.get(annotation.asset_id)
    for link in own_links(state, annotation):
        spec = document.find_link_type(link.type_id)
        if spec is None or asset is None:
            continue
        endpoint = spec.from_end if link.from_end.id == annotation.id else spec.to_end
        if problem := annotation_problem(document, endpoint, annotation, asset.kind):
            return f"it is tied by '{_named(document, spec.id)}', where {problem}; remove that link first"
    return ""


def _entity_problem(document: SchemaDocument, entity: Entity) -> str:
    if document.find_entity_type(entity.type_id) is None:
        return f"the schema has no entity type '{entity.type_id}'"
    return "" if entity.name.strip() else "an entity needs a name"


def _entity_uses_problem(document: SchemaDocument, state: SampleState, entity: Entity) -> str:
    """Why an entity as changed would no longer fit its annotations and links."""
    for annotation in state.annotations_of(entity.id):
        if problem := _about_problem(document, annotation, entity):
            return problem
    for link in own_links(state, entity):
        spec = document.find_link_type(link.type_id)
        if spec is None:
            continue
        endpoint = spec.from_end if link.from_end.id == entity.id else spec.to_end
        if problem := entity_problem(document, endpoint, entity):
            return f"it is tied by '{_named(document, spec.id)}', where {problem}; remove that link first"
    return ""


def _link_problem(document: SchemaDocument, state: SampleState, link: Link) -> str:
    spec = document.find_link_type(link.type_id)
    if spec is not None and not all(state.holds(end) for end in link.ends):
        return ""
    if problem := link_problem(document, state, link):
        return problem
    assert spec is not None
    return attributes_problem({attribute.name: attribute for attribute in spec.attributes}, link.attributes)


def _named(document: SchemaDocument, any_id: str) -> str:
    return document.display_name(any_id, document.languages[0])
