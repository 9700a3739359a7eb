"""Reads which labels a condition means: class, modality, attributes with their values."""

from collections.abc import Iterable, Sequence
from typing import Final

from crosstie.schema.attributes import attribute_problem
from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import AttributeSpec, LabelFilter
from crosstie.schema.modalities import ANCHORS_OF_ASSET, ASSET_KINDS
from crosstie.schema.records import AttributeValue
from crosstie.schema.yaml_node import Node, did_you_mean

FILTER_KEYS: Final = ("class", "modality", "attributes")
Specs = dict[str, list[AttributeSpec]]
"""Attributes by name; several where classes give one name to different attributes."""


def read_labels(node: Node, declared: Declared, among: Sequence[str], what: str) -> LabelFilter:
    """A class, a list of classes, or a mapping with `class`, `modality` and `attributes`.

    `among` are the classes that can be there at all, descendants included, and `what` says in words of what.
    """
    if not isinstance(node.value, dict):
        return LabelFilter(classes=_classes(node, declared, among, what))
    return read_filter(node, node.fields(FILTER_KEYS), declared, among, what)


def read_filter(
    node: Node, fields: dict[str, Node], declared: Declared, among: Sequence[str], what: str
) -> LabelFilter:
    """The filter that the keys `class`, `modality` and `attributes` of a mapping at `node` make."""
    mistakes_before = len(node.problems)
    classes = _classes(fields["class"], declared, among, what) if "class" in fields else ()
    meant = [one for one in among if not classes or declared.taxonomy.is_any(one, classes)]
    modality: tuple[str, ...] = ()
    if "modality" in fields:
        modality = _several(fields["modality"], ASSET_KINDS, "modality")
        if modality and len(node.problems) == mistakes_before and not _fit(meant, modality, declared):
            fields["modality"].doubt(f"{what} has no anchor that fits {' or '.join(modality)}")
    values: dict[str, tuple[AttributeValue, ...]] = {}
    if "attributes" in fields:
        values = read_values(fields["attributes"], specs_of(meant, declared), what)
    return LabelFilter(classes, modality, values)


def read_values(node: Node, specs: Specs, what: str) -> dict[str, tuple[AttributeValue, ...]]:
    """Attributes with a value each, or a list of values; `null` is "not said"."""
    found: dict[str, tuple[AttributeValue, ...]] = {}
    for name, entry in node.entries().items():
        if name not in specs:
            entry.problem(f"{what} has no attribute '{name}'{did_you_mean(name, specs)}")
        else:
            found[name] = _values(entry, specs[name])
    if not found and not node.problems:
        node.problem("name at least one attribute")
    return found


def specs_of(class_ids: Iterable[str], declared: Declared) -> Specs:
    """Every attribute that one of the classes has."""
    found: Specs = {}
    for class_id in class_ids:
        for name, spec in declared.taxonomy.attributes_of(class_id).items():
            if spec not in found.setdefault(name, []):
                found[name].append(spec)
    return found


def _classes(node: Node, declared: Declared, among: Sequence[str], what: str) -> tuple[str, ...]:
    taxonomy = declared.taxonomy
    found = _several(node, tuple(taxonomy.by_id), "class")
    for class_id in found:
        if not any(taxonomy.is_a(one, class_id) for one in among):
            node.doubt(f"{class_id} is never {what}, so this would never hold")
    return found


def _several(node: Node, known: Sequence[str], what: str) -> tuple[str, ...]:
    if isinstance(node.value, list):
        if not node.value:
            node.problem(f"name at least one {what}")
        return node.names_among(known, what)
    name = node.name_among(known, what)
    return (name,) if name else ()


def _fit(class_ids: Iterable[str], modality: Iterable[str], declared: Declared) -> bool:
    fitting = {anchor for kind in ASSET_KINDS if kind in modality for anchor in ANCHORS_OF_ASSET[kind]}
    return any(fitting.intersection(declared.taxonomy.anchors_of(one)) for one in class_ids)


def _values(node: Node, specs: Sequence[AttributeSpec]) -> tuple[AttributeValue, ...]:
    members = node.items() if isinstance(node.value, list) else [node]
    if not members:
        node.problem("name at least one value")
    return tuple(_value(member, specs) for member in members)


def _value(node: Node, specs: Sequence[AttributeSpec]) -> AttributeValue:
    value = node.value
    if isinstance(value, dict | list):
        node.problem("must be one value, not several")
        return None
    # One word of a multiple choice is asked for: whether it is among those that are said.
    problems = [
        attribute_problem(spec, (value,) if spec.type == "multi_choice" and isinstance(value, str) else value)
        for spec in specs
    ]
    if all(problems):
        node.doubt(problems[0])
    return value
