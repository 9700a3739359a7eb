"""What differs between two versions of an entity type or a link type: what may be tied to what."""

from collections.abc import Iterator

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, EntityTypeSpec, LinkTypeSpec
from crosstie.schema.modalities import ASSET_KINDS
from crosstie.schema.versions.class_differences import attributes_differences
from crosstie.schema.versions.differences import Difference, lists_differences, value_difference


def entity_differences(
    old: SchemaDocument, new: SchemaDocument, before: EntityTypeSpec, after: EntityTypeSpec
) -> Iterator[Difference]:
    """Which classes, of those that both versions have, may be about such an entity."""
    both = _classes_of_both(old, new)
    stood = [key for key in both if old.taxonomy.is_any(key, before.classes)]
    stands = [key for key in both if new.taxonomy.is_any(key, after.classes)]
    yield from lists_differences(f"entities.{before.id}.classes", "about it can be", stood, stands)


def link_differences(
    old: SchemaDocument, new: SchemaDocument, before: LinkTypeSpec, after: LinkTypeSpec
) -> Iterator[Difference]:
    """Ends, cardinality, symmetry, groups and attributes."""
    place = f"links.{before.id}"
    for side, first, second in (
        ("from", before.from_end, after.from_end), ("to", before.to_end, after.to_end),
    ):  # fmt: skip
        yield from _end_differences(f"{place}.{side}", old, new, first, second)
    yield from _cardinality(place, before, after)
    if before.symmetric != after.symmetric:
        told = "has no direction any more" if after.symmetric else "has a direction now"
        yield Difference("changed", f"{place}.symmetric", told)
    yield from _group(place, before, after)
    yield from attributes_differences(place, before.attributes, after.attributes)


def _end_differences(
    place: str, old: SchemaDocument, new: SchemaDocument, before: EndpointSpec, after: EndpointSpec
) -> Iterator[Difference]:
    both = _classes_of_both(old, new)
    stood = [key for key in both if old.taxonomy.is_any(key, before.classes)]
    stands = [key for key in both if new.taxonomy.is_any(key, after.classes)]
    yield from lists_differences(f"{place}.classes", "there can stand", stood, stands)
    types = [spec.id for spec in old.entities if new.find_entity_type(spec.id)]
    first, second = ([key for key in types if key in end.entities] for end in (before, after))
    yield from lists_differences(f"{place}.entities", "there can stand", first, second)
    if before.classes and after.classes:
        anchors = (end.anchors or _every_anchor(old, new, before, after) for end in (before, after))
        yield from lists_differences(f"{place}.anchors", "drawn as", *anchors)
        modalities = (end.modality or ASSET_KINDS for end in (before, after))
        yield from lists_differences(f"{place}.modality", "in", *modalities)


def _every_anchor(
    old: SchemaDocument, new: SchemaDocument, before: EndpointSpec, after: EndpointSpec
) -> tuple[str, ...]:
    """The anchors that an end allows which names none: those of the classes that may stand there."""
    found = [
        anchor
        for document, end in ((old, before), (new, after))
        for class_id in document.taxonomy.by_id
        if document.taxonomy.is_any(class_id, end.classes)
        for anchor in document.anchors_of(class_id)
    ]
    return tuple(dict.fromkeys((*found, *before.anchors, *after.anchors)))


def _cardinality(place: str, before: LinkTypeSpec, after: LinkTypeSpec) -> Iterator[Difference]:
    if before.cardinality == after.cardinality:
        return
    told = f"{before.cardinality} → {after.cardinality}"
    if (after.one_to and not before.one_to) or (after.one_from and not before.one_from):
        yield Difference("narrowed", f"{place}.cardinality", told, needs_step=True)
    else:
        yield Difference("widened", f"{place}.cardinality", told)


def _group(place: str, before: LinkTypeSpec, after: LinkTypeSpec) -> Iterator[Difference]:
    if before.group == after.group:
        return
    if before.group is None or after.group is None:
        told = "no longer make one group" if after.group is None else "make one group now"
        yield Difference("changed", f"{place}.group", f"the links of one origin {told}")
        return
    if before.group.most != after.group.most:
        narrower = after.group.most < before.group.most
        told = f"at most {after.group.most} instead of {before.group.most}"
        yield Difference(
            "narrowed" if narrower else "widened", f"{place}.group.max", told, needs_step=narrower
        )
    yield from value_difference(f"{place}.group.min", before.group.least, after.group.least)
    yield from value_difference(f"{place}.group.ordered", before.group.ordered, after.group.ordered)


def _classes_of_both(old: SchemaDocument, new: SchemaDocument) -> list[str]:
    return [key for key in old.taxonomy.by_id if new.find_class(key) is not None]
