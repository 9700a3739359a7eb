"""The schema document: the one taxonomy for all modalities, loaded from YAML and never changed."""

import hashlib
from collections.abc import Mapping

import msgspec

from crosstie.schema.attributes import default_attributes
from crosstie.schema.document_parts import AttributeSpec, ClassSpec, EntityTypeSpec, LinkTypeSpec, RuleSpec
from crosstie.schema.document_reader import DocumentParts, read_parts
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.names import chosen_name, name_from_id
from crosstie.schema.records import AttributeValue, SchemaRef
from crosstie.schema.taxonomy import Taxonomy
from crosstie.schema.yaml_node import Doubt
from crosstie.schema.yaml_reader import YamlInvalid, read_yaml


class SchemaDocument(DocumentParts, frozen=True, eq=False):
    """A valid schema. `source` is the exact bytes that it was read from, which its SchemaRef hashes.

    Documents are equal when their bytes are.
    """

    source: bytes

    def __eq__(self, other: object) -> bool:
        """Whether the other was read from the same bytes."""
        return isinstance(other, SchemaDocument) and self.source == other.source

    def __hash__(self) -> int:
        """By the bytes, so that a document can be a key."""
        return hash(self.source)

    @property
    def taxonomy(self) -> Taxonomy:
        """The tree of classes."""
        return self.declared.taxonomy

    def find_class(self, class_id: str) -> ClassSpec | None:
        """The class with this id, if there is one."""
        return self.taxonomy.by_id.get(class_id)

    def find_entity_type(self, type_id: str) -> EntityTypeSpec | None:
        """The entity type with this id, if there is one."""
        return self.declared.entities.get(type_id)

    def find_link_type(self, type_id: str) -> LinkTypeSpec | None:
        """The link type with this id, if there is one."""
        return self.declared.links.get(type_id)

    def find_rule(self, rule_id: str) -> RuleSpec | None:
        """The rule with this id, if there is one."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def is_a(self, class_id: str, ancestor: str) -> bool:
        """Whether `class_id` is `ancestor` or descends from it."""
        return self.taxonomy.is_a(class_id, ancestor)

    def anchors_of(self, class_id: str) -> tuple[str, ...]:
        """The anchor kinds that a class allows."""
        return self.taxonomy.anchors_of(class_id)

    def attributes_of(self, class_id: str) -> Mapping[str, AttributeSpec]:
        """The attributes of a class by name, inherited ones first."""
        return self.taxonomy.attributes_of(class_id)

    def default_attributes(self, class_id: str) -> dict[str, AttributeValue]:
        """What a new annotation of a class begins with."""
        return default_attributes(self.attributes_of(class_id).values())

    def classes_for(self, *anchor_kinds: str) -> tuple[ClassSpec, ...]:
        """The classes that one of these anchors may carry, in the order that the digits follow."""
        wanted = set(anchor_kinds)
        return tuple(spec for spec in self.classes if wanted.intersection(self.anchors_of(spec.id)))

    def entity_types_for(self, class_id: str) -> tuple[EntityTypeSpec, ...]:
        """The entity types that an annotation of a class may be about."""
        return tuple(spec for spec in self.entities if self.taxonomy.is_any(class_id, spec.classes))

    def colour_index(self, class_id: str) -> int:
        """The class's slot of the palette: the one it names, else its place in the document.

        The palette is the viewers' and shorter than some documents: take the index modulo its length.
        """
        spec = self.find_class(class_id)
        if spec is None:
            return 0
        return self.taxonomy.place_of[class_id] if spec.colour is None else spec.colour

    def display_name(self, any_id: str, language: str) -> str:
        """The name of a class, entity type, link type or rule, in `language` or the nearest that it has."""
        spec = (
            self.find_class(any_id)
            or self.find_entity_type(any_id)
            or self.find_link_type(any_id)
            or self.find_rule(any_id)
        )
        names = spec.names if spec else {}
        return chosen_name(names, language, self.languages) or name_from_id(any_id)

    def attribute_name(self, spec: AttributeSpec, language: str) -> str:
        """The display name of an attribute."""
        return chosen_name(spec.names, language, self.languages) or spec.name.replace("_", " ")

    def choice_name(self, spec: AttributeSpec, word: str, language: str) -> str:
        """The display name of one of a choice's words."""
        names = spec.choice_names.get(word, {})
        return chosen_name(names, language, self.languages) or word.replace("_", " ")


def load_schema(data: bytes, where: str) -> SchemaDocument:
    """Reads and checks a schema document; `where` names the file in messages.

    Raises SchemaInvalid with the place first, e.g. `classes[2].attributes.speed: unknown type 'flot'`;
    its `problems` lists every mistake that was found.
    """
    return _loaded(data, where, kept=False)


def load_kept_schema(data: bytes, where: str) -> SchemaDocument:
    """Reads a document that is in use already: what is only a Doubt does not keep its labels from anybody.

    Raises SchemaInvalid where it breaks the form.
    """
    return _loaded(data, where, kept=True)


def _loaded(data: bytes, where: str, *, kept: bool) -> SchemaDocument:
    problems: list[str] = []
    try:
        parts = read_parts(read_yaml(data), problems)
    except YamlInvalid as error:
        raise SchemaInvalid(f"{error} ({where})", (str(error),)) from error
    # Several checks may trip over one mistake at one place.
    found = tuple(dict.fromkeys(one for one in problems if not (kept and isinstance(one, Doubt))))
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise SchemaInvalid(f"{found[0]} ({where}{more})", found)
    return SchemaDocument(**msgspec.structs.asdict(parts), source=data)


def schema_ref(document: SchemaDocument) -> SchemaRef:
    """The document's id, its version and the SHA-256 of its exact bytes."""
    return SchemaRef(document.id, document.version, hashlib.sha256(document.source).hexdigest())
