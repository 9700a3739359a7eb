"""Reads the classes and entity types of a schema document."""

from collections.abc import Sequence

from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.attribute_reader import read_attributes
from crosstie.schema.document_parts import ClassSpec, EntityTypeSpec, KeypointsSpec
from crosstie.schema.names import read_names
from crosstie.schema.taxonomy import MAX_LEVELS, Taxonomy
from crosstie.schema.yaml_node import Node

_CLASS_KEYS = ("id", "name", "aliases", "parent", "anchors", "attributes", "colour", "keypoints")


def read_class(node: Node, languages: Sequence[str]) -> ClassSpec:
    """The class at `node`; its parent and what it inherits are `check_classes`'s matter."""
    fields = node.fields(_CLASS_KEYS, required=("id",))
    return ClassSpec(
        fields["id"].identifier() if "id" in fields else "",
        names=read_names(fields.get("name"), languages),
        aliases=fields.texts("aliases"),
        parent=fields.text("parent"),
        anchors=fields["anchors"].names_among(ANCHOR_KINDS, "anchor kind") if "anchors" in fields else (),
        attributes=read_attributes(fields.get("attributes"), languages),
        colour=_palette_slot(fields["colour"]) if "colour" in fields else None,
        keypoints=_keypoints(fields["keypoints"]) if "keypoints" in fields else None,
    )


def check_classes(node: Node, taxonomy: Taxonomy) -> None:
    """Notes mistakes between the classes of the list at `node`: parents, inheritance, nothing to label."""
    parents = {spec.parent for spec in taxonomy.by_id.values()}
    for member in node.items():
        class_id = member.value.get("id") if isinstance(member.value, dict) else None
        spec = taxonomy.by_id.get(class_id) if isinstance(class_id, str) else None
        if spec is None:
            continue
        line = taxonomy.line(spec.id)
        if spec.parent:
            member.entries()["parent"].name_among(tuple(taxonomy.by_id), "class")
        if len(line) > MAX_LEVELS:
            looped = any(above.id == spec.id for above in line[1:])
            member.entries()["parent"].problem(
                f"{spec.id} descends from itself" if looped else f"more than {MAX_LEVELS} levels of classes"
            )
            continue
        for above in line[1:]:
            given = {attribute.name for attribute in above.attributes}
            for name in (own.name for own in spec.attributes if own.name in given):
                attributes = member.entries()["attributes"].entries()
                attributes[name].problem(f"{above.id} gives this attribute already")
        rooted = not line[-1].parent
        if rooted and not taxonomy.anchors_of(spec.id) and spec.id not in parents:
            member.problem("no 'anchors', own or inherited, so nothing could be labelled with it")


def read_entity_type(node: Node, classes: Sequence[str], languages: Sequence[str]) -> EntityTypeSpec:
    """The entity type at `node`."""
    fields = node.fields(("id", "name", "classes"), required=("id", "classes"))
    return EntityTypeSpec(
        fields["id"].identifier() if "id" in fields else "",
        names=read_names(fields.get("name"), languages),
        classes=fields["classes"].names_among(classes, "class") if "classes" in fields else (),
    )


def _palette_slot(node: Node) -> int | None:
    slot = node.number()
    if not isinstance(slot, int) or slot < 0:
        node.problem(f"must be a slot of the palette, a whole number from 0, not {slot}")
        return None
    return slot


def _keypoints(node: Node) -> KeypointsSpec:
    """A list of names, or `{points: [nose, left_eye], edges: [[nose, left_eye]]}`."""
    if isinstance(node.value, list):
        return KeypointsSpec(node.texts())
    fields = node.fields(("points", "edges"), required=("points",))
    points = fields.texts("points")
    edges: list[tuple[str, str]] = []
    for member in fields.members("edges"):
        names = member.names_among(points, "point")
        if len(names) == 2:
            edges.append((names[0], names[1]))
        elif isinstance(member.value, list):
            member.problem("an edge joins two points")
    return KeypointsSpec(points, tuple(edges))
