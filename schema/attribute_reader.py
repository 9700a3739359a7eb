"""Reads the typed attributes of a class or a link type."""

from collections.abc import Sequence

import msgspec

from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document_parts import ATTRIBUTE_TYPES, AttributeSpec, AttributeType, Names
from crosstie.schema.names import read_names
from crosstie.schema.yaml_node import IDENTIFIER, Fields, Node

_KEYS = ("type", "of", "min", "max", "unit", "default", "required", "name")
_CHOICES = ("choice", "multi_choice")
_NUMBERS = ("number", "integer")


def read_attributes(node: Node | None, languages: Sequence[str]) -> tuple[AttributeSpec, ...]:
    """The attributes at `node`: `{colour: {type: choice, of: [red, blue]}, occluded: bool}`."""
    entries = node.entries() if node else {}
    return tuple(_attribute(name, entry, languages) for name, entry in entries.items())


def _attribute(name: str, node: Node, languages: Sequence[str]) -> AttributeSpec:
    if not IDENTIFIER.fullmatch(name):
        node.problem(f"'{name}' is no attribute's name; use letters, digits, _ and -, no digit first")
    short = isinstance(node.value, str)
    fields = Fields(type=node) if short else node.fields(_KEYS, required=("type",))
    kind = _type(node, fields)
    if kind is None:
        return AttributeSpec(name, "text")
    spec = AttributeSpec(
        name,
        kind,
        of=_words(node, fields, kind),
        min=_bound(fields, "min", kind),
        max=_bound(fields, "max", kind),
        unit=fields.text("unit"),
        required=fields.flag("required"),
        names=read_names(fields.get("name"), languages),
        choice_names=_choice_names(fields.get("of"), languages),
    )
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        fields["min"].problem(f"{spec.min:g} is above the max {spec.max:g}")
    if "unit" in fields and kind not in _NUMBERS:
        fields["unit"].problem(f"a {kind} attribute has no unit")
    return _with_default(spec, fields.get("default"))


def _type(node: Node, fields: Fields) -> AttributeType | None:
    """The attribute's type, a mistake in it being told at the attribute's own place."""
    if "type" not in fields:
        return None
    mistakes_before = len(node.problems)
    kind = Node(fields["type"].value, node.place, node.problems).choice(ATTRIBUTE_TYPES, "type")
    return kind if len(node.problems) == mistakes_before else None


def _words(node: Node, fields: Fields, kind: AttributeType) -> tuple[str, ...]:
    of = fields.get("of")
    if kind not in _CHOICES:
        if of is not None:
            of.problem(f"a {kind} attribute has no words to choose from")
        return ()
    if of is None:
        node.problem(f"a {kind} attribute needs 'of', the list of its words")
        return ()
    words = tuple(of.entries()) if isinstance(of.value, dict) else of.texts()
    if not words and not of.value:
        of.problem("at least one word is needed")
    return words


def _choice_names(of: Node | None, languages: Sequence[str]) -> dict[str, Names]:
    """The display names of words that are written `{white: {en: white, vi: trắng}}`."""
    if of is None or not isinstance(of.value, dict):
        return {}
    named = {word: node for word, node in of.entries().items() if node.value is not None}
    return {word: read_names(node, languages) for word, node in named.items()}


def _bound(fields: Fields, key: str, kind: AttributeType) -> float | None:
    if key not in fields:
        return None
    if kind not in _NUMBERS:
        fields[key].problem(f"a {kind} attribute has no {key}")
        return None
    return fields[key].number()


def _with_default(spec: AttributeSpec, node: Node | None) -> AttributeSpec:
    if node is None:
        return spec
    value = node.texts() if isinstance(node.value, list) else node.value
    if isinstance(value, dict):
        node.problem(f"must be a value of type {spec.type}, not a mapping")
        return spec
    if problem := attribute_problem(spec, value):
        node.problem(problem)
        return spec
    return msgspec.structs.replace(spec, default=value)
