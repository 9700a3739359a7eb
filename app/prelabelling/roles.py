"""What can stand at a link's end, by kind of anchor and asset: how a maker finds the types it fits."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from crosstie.app.prelabelling.maker import Job
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec
from crosstie.schema.endpoints import annotation_problem, entity_problem
from crosstie.schema.modalities import ANCHORS_OF_ASSET, PLANE_KINDS
from crosstie.schema.records import Annotation, Asset, End, Entity


class Role(msgspec.Struct, frozen=True):
    """Annotations with one of these anchors on one of these kinds of asset."""

    anchors: tuple[str, ...]
    assets: tuple[str, ...]


SPOKEN: Final = Role(("time_span",), ("audio", "video"))
WRITTEN: Final = Role(("text_span", "time_span"), ("transcript",))
TEXT: Final = Role(("text_span", "whole_asset"), ("transcript", "output"))
SHAPE: Final = Role(PLANE_KINDS, ("video", "image"))
CUBOID: Final = Role(("cuboid",), ("pointcloud", "radar"))
REGION: Final = Role((*PLANE_KINDS, "cuboid"), ("video", "image", "pointcloud", "radar"))
PAGE: Final = Role(("page_region",), ("document",))


class Placed(NamedTuple):
    """An annotation and the asset that it is on."""

    annotation: Annotation
    asset: Asset

    @property
    def end(self) -> End:
        """The annotation as a link's end."""
        return End("annotation", self.annotation.id)


class Sides(NamedTuple):
    """A link type seen from a maker: its first role may be at the origin, or at the target."""

    spec: LinkTypeSpec
    first: EndpointSpec
    second: EndpointSpec
    forward: bool

    @property
    def first_has_one(self) -> bool:
        """Whether what stands in the first role takes one link of the type at most."""
        return self.spec.one_to if self.forward else self.spec.one_from

    @property
    def second_has_one(self) -> bool:
        """Whether what stands in the second role takes one link of the type at most."""
        return self.spec.one_from if self.forward else self.spec.one_to


Stands = Callable[[SchemaDocument, EndpointSpec], bool]


def stands(role: Role) -> Stands:
    """Whether an annotation in the role may stand at an end, by the schema alone."""

    def asked(document: SchemaDocument, end: EndpointSpec) -> bool:
        kinds = {
            kind
            for class_id in document.declared.classes_at(end)
            for kind in document.declared.anchors_at(end, class_id)
        }
        fitting = [asset for asset in ANCHORS_OF_ASSET if asset in role.assets]
        return any(
            (not end.modality or asset in end.modality)
            and kinds.intersection(role.anchors).intersection(ANCHORS_OF_ASSET[asset])
            for asset in fitting
        )

    return asked


def is_entity(document: SchemaDocument, end: EndpointSpec) -> bool:
    """Whether an entity may stand at an end."""
    return bool(end.entities)


def sides(document: SchemaDocument, spec: LinkTypeSpec, first: Stands, second: Stands) -> Sides | None:
    """How two roles may stand at a link type's ends; the first at the origin where both ways would do."""
    if first(document, spec.from_end) and second(document, spec.to_end):
        return Sides(spec, spec.from_end, spec.to_end, forward=True)
    if first(document, spec.to_end) and second(document, spec.from_end):
        return Sides(spec, spec.to_end, spec.from_end, forward=False)
    return None


def ties(first: Stands, second: Stands) -> Callable[[SchemaDocument, LinkTypeSpec], bool]:
    """Whether a link type may tie the two roles, for a maker's `fits`."""
    return lambda document, spec: sides(document, spec, first, second) is not None


def all_sides(job: Job, first: Stands, second: Stands) -> Iterator[Sides]:
    """The job's link types as a maker of two roles sees them."""
    for spec in job.types:
        found = sides(job.document, spec, first, second)
        if found is not None:
            yield found


def annotations_at(job: Job, end: EndpointSpec, role: Role) -> list[Placed]:
    """The job's annotations in a role that the schema lets stand at an end."""
    found = []
    for annotation in job.state.annotations.values():
        asset = job.state.assets[annotation.asset_id]
        in_role = asset.kind in role.assets and anchor_kind(annotation.anchor) in role.anchors
        if in_role and not annotation_problem(job.document, end, annotation, asset.kind):
            found.append(Placed(annotation, asset))
    return found


def entities_at(job: Job, end: EndpointSpec) -> list[Entity]:
    """The job's entities that the schema lets stand at an end."""
    entities = job.state.entities.values()
    return [entity for entity in entities if not entity_problem(job.document, end, entity)]


def one_thing(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether both ends of a link type may be about one entity, or about none at all.

    A voice and a face are of one speaker; a remark and the truck that it is about are two things.
    """
    first, second = (
        {kind.id for class_id in classes for kind in document.entity_types_for(class_id)}
        for classes in map(document.declared.classes_at, (spec.from_end, spec.to_end))
    )
    return bool(first & second) or not (first or second)
