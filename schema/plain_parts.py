"""Parts of a schema document as plain values, the way a person would write them."""

from collections.abc import Sequence

from crosstie.schema.document_parts import AttributeSpec, KeypointsSpec, Names
from crosstie.schema.records import AttributeValue
from crosstie.schema.yaml_reader import Plain


def plain_names(names: Names) -> dict[str, Plain]:
    """Display names by language."""
    return dict(names)


def plain_attributes(specs: Sequence[AttributeSpec]) -> dict[str, Plain]:
    """Attributes by name; one that says nothing but its type is that word alone."""
    return {spec.name: plain_attribute(spec) for spec in specs}


def plain_attribute(spec: AttributeSpec) -> Plain:
    """One attribute."""
    said: dict[str, Plain] = {"type": spec.type}
    if spec.names:
        said["name"] = plain_names(spec.names)
    if spec.of:
        named = any(spec.choice_names.values())
        words: list[Plain] = list(spec.of)
        said["of"] = {word: _names_or_none(spec, word) for word in spec.of} if named else words
    bounds: dict[str, Plain] = {
        "min": _number(spec.min), "max": _number(spec.max), "unit": spec.unit or None,
        "default": _value(spec.default), "required": spec.required or None,
    }  # fmt: skip
    said |= {key: value for key, value in bounds.items() if value is not None}
    return spec.type if len(said) == 1 else said


def plain_keypoints(spec: KeypointsSpec) -> Plain:
    """A body's points, and the lines between them where there are some."""
    points: list[Plain] = list(spec.points)
    if not spec.edges:
        return points
    return {"points": points, "edges": [list(edge) for edge in spec.edges]}


def _names_or_none(spec: AttributeSpec, word: str) -> Plain:
    names = spec.choice_names.get(word)
    return plain_names(names) if names else None


def _number(value: float | None) -> Plain:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _value(value: AttributeValue) -> Plain:
    return list(value) if isinstance(value, tuple) else value
