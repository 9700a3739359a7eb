"""Reads `when`: the conditions under which a rule applies."""

from typing import Final

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import ALWAYS, ConditionSpec, EndpointSpec, LabelFilter, RuleSubject
from crosstie.schema.rules.filters import FILTER_KEYS, read_filter, read_labels, read_values
from crosstie.schema.rules.subjects import classes_of, has_time
from crosstie.schema.yaml_node import Fields, Node

_KEYS: Final[dict[RuleSubject, tuple[str, ...]]] = {
    "link": ("from", "to", "attributes", "while", "language"),
    "class": (*FILTER_KEYS, "while", "language"),
    "entity": (*FILTER_KEYS, "while", "language"),
    "asset": ("language",),
}


def read_condition(
    node: Node | None, subject: RuleSubject, subject_id: str, declared: Declared
) -> ConditionSpec:
    """The condition at `node`; one that always holds where there is no `when`."""
    if node is None:
        return ALWAYS
    fields = node.fields(_KEYS[subject])
    if not fields and not node.problems:
        node.problem(f"says nothing; use {', '.join(_KEYS[subject])}, or leave it out")
    from_end = to_end = None
    if subject == "link":
        link_type = declared.links[subject_id]
        from_end = _end(fields.get("from"), link_type.from_end, declared)
        to_end = _end(fields.get("to"), link_type.to_end, declared)
    return ConditionSpec(
        _label(node, fields, subject, subject_id, declared),
        from_end,
        to_end,
        _during(fields.get("while"), subject, subject_id, declared),
        tuple(one.language() for one in _members(fields.get("language"))),
    )


def _label(
    node: Node, fields: Fields, subject: RuleSubject, subject_id: str, declared: Declared
) -> LabelFilter | None:
    if not any(key in fields for key in FILTER_KEYS):
        return None
    if subject == "link":
        specs = {spec.name: [spec] for spec in declared.links[subject_id].attributes}
        return LabelFilter(attributes=read_values(fields["attributes"], specs, subject_id))
    what = f"a {subject_id}" if subject == "class" else f"about a {subject_id}"
    return read_filter(node, fields, declared, classes_of(subject, subject_id, declared), what)


def _end(node: Node | None, end: EndpointSpec, declared: Declared) -> LabelFilter | None:
    if node is None:
        return None
    return read_labels(node, declared, declared.classes_at(end), "at that end of the link")


def _during(
    node: Node | None, subject: RuleSubject, subject_id: str, declared: Declared
) -> LabelFilter | None:
    if node is None:
        return None
    mistakes_before = len(node.problems)
    found = read_labels(node, declared, tuple(declared.taxonomy.by_id), "there at a time")
    if len(node.problems) > mistakes_before:
        return found
    if not found.classes:
        node.problem("name the class that is there at the same time")
    elif not has_time(
        tuple(one for name in found.classes for one in declared.taxonomy.descendants(name)), declared
    ):
        node.doubt(f"{' or '.join(found.classes)} is never there at a time")
    elif subject != "link" and not has_time(classes_of(subject, subject_id, declared), declared):
        node.doubt(f"{subject_id} is never there at a time")
    return found


def _members(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items() if isinstance(node.value, list) else [node]
