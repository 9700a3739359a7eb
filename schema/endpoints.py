"""Whether an annotation or an entity may stand at one end of a link type, and both in words."""

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec
from crosstie.schema.readable import Named
from crosstie.schema.records import Annotation, AssetKind, End, Entity
from crosstie.schema.sample_state import SampleState


def end_problem(document: SchemaDocument, state: SampleState, spec: EndpointSpec, end: End) -> str:
    """Why what stands at `end` does not fit `spec`; empty when it does. The end must be in `state`."""
    if end.kind == "entity":
        return entity_problem(document, spec, state.entities[end.id])
    annotation = state.annotations[end.id]
    return annotation_problem(document, spec, annotation, state.assets[annotation.asset_id].kind)


def entity_problem(document: SchemaDocument, spec: EndpointSpec, entity: Entity) -> str:
    """Why an entity does not fit an end; empty when it does."""
    if entity.type_id in spec.entities:
        return ""
    return f"the entity {entity.name} cannot stand there"


def annotation_problem(
    document: SchemaDocument, spec: EndpointSpec, annotation: Annotation, modality: AssetKind
) -> str:
    """Why an annotation does not fit an end; empty when it does."""
    kind = anchor_kind(annotation.anchor)
    if not document.taxonomy.is_any(annotation.class_id, spec.classes):
        return f"a '{_named(document, annotation.class_id)}' cannot stand there"
    if spec.anchors and kind not in spec.anchors:
        return f"a {_spoken(kind)} cannot stand there, only a {_either(spec.anchors)}"
    if spec.modality and modality not in spec.modality:
        return f"an annotation in the {modality} cannot stand there, only one in the {_either(spec.modality)}"
    return ""


def pass_of_end(state: SampleState, end: End) -> str:
    """The id of the pass that an end belongs to. The end must be in `state`."""
    return (state.entities[end.id] if end.kind == "entity" else state.annotations[end.id]).pass_id


def end_name(document: SchemaDocument, state: Named, end: End) -> str:
    """What stands at an end, as a sentence names it."""
    if end.kind == "entity":
        entity = state.entities[end.id]
        return f"the {_named(document, entity.type_id)} {entity.name}"
    annotation = state.annotations[end.id]
    kind = _spoken(anchor_kind(annotation.anchor))
    return f"the '{_named(document, annotation.class_id)}' {kind} in {annotation.asset_id}"


def endpoint_name(document: SchemaDocument, spec: EndpointSpec) -> str:
    """What an end asks for, in short."""
    names = [_named(document, any_id) for any_id in (*spec.classes, *spec.entities)]
    narrowed = ", ".join(_spoken(word) for word in (*spec.anchors, *spec.modality))
    return " or ".join(names) + (f" as {narrowed}" if narrowed else "")


def _named(document: SchemaDocument, any_id: str) -> str:
    return document.display_name(any_id, document.languages[0])


def _spoken(word: str) -> str:
    return word.replace("_", " ")


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(_spoken(word) for word in words)
