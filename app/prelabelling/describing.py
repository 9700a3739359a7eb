"""The words by which people may name a thing: of its name, its classes and its attributes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crosstie.app.prelabelling.plain_words import pieces
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import Annotation, AttributeValue, Entity

NAME, SAID, CLASS, ABOVE = 4.0, 2.0, 1.0, 0.4
"""How much it tells when a text has a word of the name, of an attribute, of the class, of a class above."""


class Said(NamedTuple):
    """One word of a description, how much it tells, and where it comes from, for the reason."""

    word: str
    weight: float
    source: str


Description = dict[str, Said]
"""The best source of each word."""


def class_words(document: SchemaDocument, class_id: str) -> Iterator[Said]:
    """The names, in every language, and aliases of a class and of those above it."""
    for level, spec in enumerate(document.taxonomy.line(class_id)):
        for name in (*spec.names.values(), *spec.aliases):
            for word in pieces(name):
                yield Said(word, ABOVE if level else CLASS, "class")


def attribute_words(
    document: SchemaDocument, class_id: str, values: dict[str, AttributeValue]
) -> Iterator[Said]:
    """What an annotation's attributes say, in every language: chosen words, texts, and what is true of it."""
    specs = document.attributes_of(class_id)
    for name, value in values.items():
        if name in specs:
            source = "attribute" if value is True else name.replace("_", " ")
            for text in _texts(specs[name], value):
                for word in pieces(text):
                    yield Said(word, SAID, source)


def annotation_words(document: SchemaDocument, annotation: Annotation) -> Iterator[Said]:
    """What an annotation's class and attributes say."""
    yield from class_words(document, annotation.class_id)
    yield from attribute_words(document, annotation.class_id, annotation.attributes)


def entity_words(document: SchemaDocument, entity: Entity, about: Iterable[Annotation]) -> Iterator[Said]:
    """An entity's name and type, and what the annotations about it say."""
    for word in pieces(entity.name):
        yield Said(word, NAME, "name")
    kind = document.find_entity_type(entity.type_id)
    for name in kind.names.values() if kind else ():
        for word in pieces(name):
            yield Said(word, ABOVE, "type")
    seen: set[tuple[str, str]] = set()
    for annotation in about:
        shown = (annotation.class_id, repr(sorted(annotation.attributes.items())))
        if shown not in seen:
            seen.add(shown)
            yield from annotation_words(document, annotation)


def description(words: Iterable[Said]) -> Description:
    """Each word once, from where it tells most."""
    best: Description = {}
    for said in words:
        standing = best.get(said.word)
        if standing is None or said.weight > standing.weight:
            best[said.word] = said
    return best


def _texts(spec: AttributeSpec, value: AttributeValue) -> Iterator[str]:
    match spec.type, value:
        case "bool", True:
            yield from spec.names.values() or (spec.name.replace("_", " "),)
        case "choice", str():
            yield from _choice(spec, value)
        case "multi_choice", tuple():
            for word in value:
                yield from _choice(spec, word)
        case "text", str():
            yield value


def _choice(spec: AttributeSpec, word: str) -> Iterator[str]:
    yield word.replace("_", " ")
    yield from spec.choice_names.get(word, {}).values()
