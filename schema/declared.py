"""What a document declares, by id: the part of it that its links and rules may name."""

from collections.abc import Iterable, Mapping

import msgspec

from crosstie.schema.document_parts import (
    AttributeSpec,
    ClassSpec,
    EndpointSpec,
    EntityTypeSpec,
    LinkTypeSpec,
)
from crosstie.schema.taxonomy import Taxonomy


class Declared(msgspec.Struct, frozen=True):
    """The classes as a tree, and entity types and link types by id."""

    taxonomy: Taxonomy
    entities: Mapping[str, EntityTypeSpec]
    links: Mapping[str, LinkTypeSpec]

    def classes_at(self, end: EndpointSpec) -> tuple[str, ...]:
        """The classes, descendants included, whose annotations may stand at an end."""
        return tuple(
            class_id
            for class_id in self.taxonomy.by_id
            if self.taxonomy.is_any(class_id, end.classes) and self.anchors_at(end, class_id)
        )

    def anchors_at(self, end: EndpointSpec, class_id: str) -> tuple[str, ...]:
        """The anchor kinds in which a class may stand at an end."""
        allowed = self.taxonomy.anchors_of(class_id)
        return tuple(kind for kind in allowed if not end.anchors or kind in end.anchors)

    def attribute_specs(self, of: str, name: str) -> tuple[AttributeSpec, ...]:
        """An attribute of a class or link type; where the class has none, that of the classes below it."""
        link_type = self.links.get(of)
        if link_type is not None:
            return tuple(spec for spec in link_type.attributes if spec.name == name)
        below = (self.taxonomy.attributes_of(class_id) for class_id in self.taxonomy.descendants(of))
        return tuple(specs[name] for specs in below if name in specs)

    def attribute_names(self, of: str) -> tuple[str, ...]:
        """The names that `attribute_specs` finds something for."""
        link_type = self.links.get(of)
        if link_type is not None:
            return tuple(spec.name for spec in link_type.attributes)
        below = (self.taxonomy.attributes_of(class_id) for class_id in self.taxonomy.descendants(of))
        return tuple(dict.fromkeys(name for specs in below for name in specs))


def declare(
    classes: Iterable[ClassSpec], entities: Iterable[EntityTypeSpec], links: Iterable[LinkTypeSpec]
) -> Declared:
    """The look-ups over a document's parts."""
    by_id = {spec.id: spec for spec in links}
    return Declared(Taxonomy(classes), {spec.id: spec for spec in entities}, by_id)
