"""CVAT's labels as its "Raw" tab and its exports give them: name, type, attributes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, TaxonomyUnreadable, Term
from crosstie.schema.yaml_node import IDENTIFIER

_ANCHORS: Final[Mapping[str, tuple[str, ...]]] = {
    "rectangle": ("box", "rotated_box"),
    "polygon": ("polygon",),
    "polyline": ("polyline",),
    "points": ("keypoints",),
    "skeleton": ("keypoints",),
    "ellipse": ("polygon",),
    "mask": ("mask",),
    "cuboid": ("cuboid",),
    "tag": ("whole_asset",),
    "any": ("box", "rotated_box", "polygon", "polyline", "mask", "cuboid", "whole_asset"),
}


def cvat_terms(labels: Sequence[object], source: str, where: str) -> list[Term]:
    """The labels as terms."""
    terms: list[Term] = []
    for place, label in enumerate(labels):
        name = label.get("name") if isinstance(label, dict) else None
        if not isinstance(label, dict) or not isinstance(name, str) or not name.strip():
            raise TaxonomyUnreadable(f"{where}: [{place}]: no 'name'")
        anchors = _ANCHORS.get(str(label.get("type", "any")), _ANCHORS["any"])
        listed = label.get("attributes") or []
        if not isinstance(listed, list):
            raise TaxonomyUnreadable(f"{where}: [{place}].attributes: must be a list")
        attributes = tuple(_attributes(listed, f"{where}: [{place}].attributes"))
        terms.append(Term(source, name, {ANY_LANGUAGE: name}, anchors=anchors, attributes=attributes))
    return terms


def _attributes(listed: Sequence[object], where: str) -> Iterator[AttributeSpec]:
    for place, one in enumerate(listed):
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(name, str) or not name.strip():
            raise TaxonomyUnreadable(f"{where}[{place}]: no 'name'")
        word = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
        named = word if IDENTIFIER.fullmatch(word) else f"a_{word}"[:64]
        yield _attribute(named, name, one)


def _attribute(name: str, title: str, one: Mapping[str, Any]) -> AttributeSpec:
    values = one.get("values")
    values = values if isinstance(values, list) else str(values or "").split("\n")
    words = tuple(dict.fromkeys(str(value) for value in values if str(value).strip()))
    names = {} if name == title else {ANY_LANGUAGE: title}
    match one.get("input_type"):
        case "select" | "radio" if words:
            return AttributeSpec(name, "choice", of=words, names=names)
        case "checkbox":
            return AttributeSpec(name, "bool", names=names)
        case "number":
            least, most = _range(words)
            return AttributeSpec(name, "number", min=least, max=most, names=names)
        case _:
            return AttributeSpec(name, "text", names=names)


def _range(words: Sequence[str]) -> tuple[float | None, float | None]:
    """CVAT writes a number's values as its least, its most and its step."""
    try:
        least, most = float(words[0]), float(words[1])
    except (IndexError, ValueError):
        return None, None
    return (least, most) if least <= most else (None, None)
