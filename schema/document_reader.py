"""Reads the parts of a schema document, in the order in which they name each other."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import msgspec

from crosstie.schema.class_reader import check_classes, read_class, read_entity_type
from crosstie.schema.declared import Declared, declare
from crosstie.schema.document_parts import (
    ClassSpec,
    EntityTypeSpec,
    LinkTypeSpec,
    MigrationSpec,
    Names,
    RuleSpec,
)
from crosstie.schema.link_reader import read_link_type
from crosstie.schema.names import read_names
from crosstie.schema.rules.reader import RuleReader
from crosstie.schema.versions.migration_reader import Here, read_migrations
from crosstie.schema.versions.version_number import read_version
from crosstie.schema.yaml_node import Fields, Node
from crosstie.schema.yaml_reader import Plain

UNIT_PARTS: Final = ("anchor", "class", "attributes", "entity")
DEFAULT_UNITS: Final = {"geometry": ("anchor",), "meaning": ("class", "attributes")}

_KEYS: Final = (
    "schema", "name", "version", "languages", "classes", "entities", "links", "units", "rules", "migrations",
)  # fmt: skip
Part = TypeVar("Part", ClassSpec, EntityTypeSpec, LinkTypeSpec, RuleSpec)


class DocumentParts(msgspec.Struct, frozen=True):
    """Everything that a document says, in its order."""

    id: str
    names: Names
    version: str
    languages: tuple[str, ...]
    classes: tuple[ClassSpec, ...]
    entities: tuple[EntityTypeSpec, ...]
    links: tuple[LinkTypeSpec, ...]
    units: dict[str, tuple[str, ...]]
    rules: tuple[RuleSpec, ...]
    migrations: tuple[MigrationSpec, ...]
    declared: Declared


def read_parts(value: Plain, problems: list[str]) -> DocumentParts:
    """The document's parts; what is wrong with them is appended to `problems`, each with its place first."""
    root = Node(value, "", problems)
    fields = root.fields(_KEYS, required=("schema", "version", "languages", "classes"))
    languages = _languages(fields)
    taken: dict[str, str] = {}
    classes = _unique(fields.members("classes"), taken, lambda node: read_class(node, languages))
    declared = declare(classes, (), ())
    if "classes" in fields:
        check_classes(fields["classes"], declared.taxonomy)
    class_ids = tuple(declared.taxonomy.by_id)
    entities = _unique(
        fields.members("entities"), taken, lambda node: read_entity_type(node, class_ids, languages)
    )
    with_entities = declare(classes, entities, ())
    links = _unique(
        fields.members("links"), taken, lambda node: read_link_type(node, with_entities, languages)
    )
    complete = declare(classes, entities, links)
    document_id = fields["schema"].identifier() if "schema" in fields else ""
    version = read_version(fields["version"]) if "version" in fields else ""
    return DocumentParts(
        id=document_id,
        names=read_names(fields.get("name"), languages),
        version=version,
        languages=languages,
        classes=classes,
        entities=entities,
        links=links,
        units=_units(fields.get("units")),
        rules=_unique(fields.members("rules"), taken, RuleReader(complete, languages).read),
        migrations=read_migrations(
            fields.members("migrations"), Here(document_id, version, languages, complete)
        ),
        declared=complete,
    )


def _languages(fields: Fields) -> tuple[str, ...]:
    nodes = fields.members("languages")
    if "languages" in fields:
        fields.texts("languages")
        if not nodes:
            fields["languages"].problem("at least one language is needed")
    return tuple(dict.fromkeys(node.language() for node in nodes if isinstance(node.value, str)))


def _unique(
    nodes: Sequence[Node], taken: dict[str, str], read: Callable[[Node], Part | None]
) -> tuple[Part, ...]:
    """The parts that can be told apart: an id stands once in the whole document."""
    parts: list[Part] = []
    for node in nodes:
        part = read(node)
        if part is None or not part.id:
            continue
        if part.id in taken:
            node.problem(f"the id '{part.id}' already stands at {taken[part.id]}")
        else:
            taken[part.id] = node.place
            parts.append(part)
    return tuple(parts)


def _units(node: Node | None) -> dict[str, tuple[str, ...]]:
    if node is None:
        return dict(DEFAULT_UNITS)
    units: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for unit, entry in node.entries().items():
        units[unit] = entry.names_among(UNIT_PARTS, "part")
        for part in units[unit]:
            if owner.setdefault(part, unit) != unit:
                entry.problem(f"'{part}' already belongs to the unit '{owner[part]}'")
    return units
