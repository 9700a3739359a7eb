"""Reads the link types of a schema document."""

from collections.abc import Sequence

from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.attribute_reader import read_attributes
from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import CARDINALITIES, UNLIMITED, EndpointSpec, GroupSpec, LinkTypeSpec
from crosstie.schema.modalities import ANCHORS_OF_ASSET, ASSET_KINDS
from crosstie.schema.names import read_names
from crosstie.schema.yaml_node import Node

_LINK_KEYS = ("id", "name", "from", "to", "cardinality", "symmetric", "attributes", "group")


def read_link_type(node: Node, declared: Declared, languages: Sequence[str]) -> LinkTypeSpec:
    """The link type at `node`, its ends checked against the classes and entity types in `declared`."""
    fields = node.fields(_LINK_KEYS, required=("id", "from", "to"))
    spec = LinkTypeSpec(
        fields["id"].identifier() if "id" in fields else "",
        from_end=_endpoint(fields.get("from"), declared),
        to_end=_endpoint(fields.get("to"), declared),
        names=read_names(fields.get("name"), languages),
        cardinality=fields["cardinality"].choice(CARDINALITIES, "cardinality")
        if "cardinality" in fields
        else "many-to-many",
        symmetric=fields.flag("symmetric"),
        attributes=read_attributes(fields.get("attributes"), languages),
        group=_group(fields.get("group")),
    )
    if spec.group and spec.symmetric:
        fields["group"].problem("a symmetric link has no origin that a group could belong to; use an entity")
    elif spec.group and spec.one_to:
        fields["group"].problem(f"the origin of a {spec.cardinality} link has no group, only one other end")
    if spec.symmetric and spec.from_end == spec.to_end and spec.one_from != spec.one_to:
        fields["cardinality"].problem(f"a symmetric link between equal ends cannot be {spec.cardinality}")
    return spec


def _group(node: Node | None) -> GroupSpec | None:
    if node is None:
        return None
    fields = node.fields(("min", "max", "ordered"))
    least, most = (_count(fields.get(key), default) for key, default in (("min", 1), ("max", UNLIMITED)))
    if least > most:
        fields["max"].problem(f"max {most} is below min {least}")
    return GroupSpec(least, most, fields.flag("ordered"))


def _count(node: Node | None, default: int) -> int:
    value = default if node is None else node.number()
    if node is not None and (not isinstance(value, int) or value < 1):
        node.problem(f"must be a whole number from 1, not {value}")
        return default
    return int(value)


def _endpoint(node: Node | None, declared: Declared) -> EndpointSpec:
    if node is None:
        return EndpointSpec()
    mistakes_before = len(node.problems)
    fields = node.fields(("classes", "entities", "anchors", "modality"))
    end = EndpointSpec(
        classes=_among(fields.get("classes"), tuple(declared.taxonomy.by_id), "class"),
        entities=_among(fields.get("entities"), tuple(declared.entities), "entity type"),
        anchors=_among(fields.get("anchors"), ANCHOR_KINDS, "anchor kind"),
        modality=_among(fields.get("modality"), ASSET_KINDS, "modality"),
    )
    if len(node.problems) == mistakes_before:
        _check_endpoint(node, end, declared)
    return end


def _among(node: Node | None, known: Sequence[str], what: str) -> tuple[str, ...]:
    """A list of known names, or one of them alone."""
    if node is None:
        return ()
    if isinstance(node.value, list):
        return node.names_among(known, what)
    name = node.name_among(known, what)
    return (name,) if name else ()


def _check_endpoint(node: Node, end: EndpointSpec, declared: Declared) -> None:
    if not end.classes and not end.entities:
        node.problem("nothing may stand here; list 'classes' or 'entities'")
    elif not end.classes and (end.anchors or end.modality):
        node.problem("'anchors' and 'modality' narrow 'classes', but none are listed")
    elif end.classes:
        kinds = {kind for class_id in declared.classes_at(end) for kind in declared.anchors_at(end, class_id)}
        modalities = [kind for kind in ASSET_KINDS if not end.modality or kind in end.modality]
        if not any(kinds.intersection(ANCHORS_OF_ASSET[modality]) for modality in modalities):
            node.problem("no class listed here has an anchor that this end allows")
