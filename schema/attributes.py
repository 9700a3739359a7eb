"""Attribute values against their specs."""

import math
from collections.abc import Iterable, Mapping

from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue
from crosstie.schema.yaml_node import LANGUAGE_TAG, did_you_mean


def attribute_problem(spec: AttributeSpec, value: AttributeValue) -> str:
    """What is wrong with a value, in a few words; empty when it fits. None ("not said") always fits."""
    match spec.type, value:
        case _, None:
            return ""
        case "choice", str():
            return _unknown_words(spec, (value,))
        case "multi_choice", tuple():
            twice = "a word stands twice" if len(set(value)) < len(value) else ""
            return _unknown_words(spec, value) or twice
        case ("bool", bool()) | ("text", str()):
            return ""
        # Python counts True as an integer; a schema does not.
        case "number", int() | float() as number if not isinstance(number, bool):
            return _out_of_range(spec, number)
        case "integer", int() as number if not isinstance(number, bool):
            return _out_of_range(spec, number)
        case "language", str():
            return (
                "" if LANGUAGE_TAG.fullmatch(value) else f"'{value}' is no language tag like 'en', 'zh-Hant'"
            )
        case _:
            return f"must be {_WANTED[spec.type]}, not {value!r}"


def attributes_problem(specs: Mapping[str, AttributeSpec], values: Mapping[str, AttributeValue]) -> str:
    """The first thing wrong with a label's attributes, naming the attribute; empty when all fit."""
    for name, value in values.items():
        spec = specs.get(name)
        if spec is None:
            return f"unknown attribute '{name}'{did_you_mean(name, specs)}"
        if problem := attribute_problem(spec, value):
            return f"attribute '{name}': {problem}"
    return ""


def default_attributes(specs: Iterable[AttributeSpec]) -> dict[str, AttributeValue]:
    """The values that a new label begins with."""
    return {spec.name: spec.default for spec in specs if spec.default is not None}


_WANTED = {
    "choice": "one of its words",
    "multi_choice": "a list of its words",
    "bool": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "text": "a text",
    "language": "a language tag",
}


def _unknown_words(spec: AttributeSpec, words: Iterable[str]) -> str:
    unknown = next((word for word in words if word not in spec.of), None)
    if unknown is None:
        return ""
    return f"'{unknown}' is not one of {', '.join(spec.of)}{did_you_mean(unknown, spec.of)}"


def _out_of_range(spec: AttributeSpec, value: float) -> str:
    if not math.isfinite(value):
        return "is not a finite number"
    if spec.min is not None and value < spec.min:
        return f"{value} is below {spec.min:g}"
    if spec.max is not None and value > spec.max:
        return f"{value} is above {spec.max:g}"
    return ""
