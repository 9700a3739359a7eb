"""Whether a rule can be kept at all: that what it asks fits what it is about."""

from collections.abc import Callable
from typing import Final

from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import (
    AttributeSpec,
    EndpointSpec,
    LabelFilter,
    LinkTypeSpec,
    RuleSpec,
)
from crosstie.schema.modalities import ANCHORS_OF_ASSET, ASSET_KINDS, PLANE_KINDS
from crosstie.schema.rules.counting_checks import counted_link_problem, stands_at
from crosstie.schema.rules.filters import specs_of
from crosstie.schema.rules.library import FORBIDDEN, REQUIREMENTS
from crosstie.schema.rules.subjects import classes_of, has_time

_TIMELESS: Final = ("text_span", "page_region")
_WORDED: Final = ("text_span", "page_region")


def rule_problem(rule: RuleSpec, declared: Declared) -> str:
    """Why no link, annotation, entity or asset could ever keep the rule as written; empty when one can."""
    problem = _ends_problem(rule, declared) if rule.subject == "link" else ""
    check = _CHECKS.get(rule.requirement)
    return problem or (check(rule, declared) if check else "")


def _ends_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type = declared.links[rule.subject_id]
    ends = (link_type.from_end, link_type.to_end)
    asked = (REQUIREMENTS | FORBIDDEN)[rule.requirement].ends
    if asked == "annotation" and not (link_type.from_end.classes and link_type.to_end.classes):
        return f"{rule.requirement} compares annotations, but {link_type.id} ends at entities only"
    if asked == "place" and not _meet_in_space(link_type, declared):
        return f"{rule.requirement} needs {link_type.id} to tie a cuboid to a shape in a picture"
    if asked == "time" and not all(_has_time_at(end, declared) for end in ends):
        return f"{rule.requirement} needs both ends of {link_type.id} to be there at a time"
    return ""


def _meet_in_space(link_type: LinkTypeSpec, declared: Declared) -> bool:
    kinds = [_anchors_at(end, declared) for end in (link_type.from_end, link_type.to_end)]
    pairs = (kinds, reversed(kinds))
    return any("cuboid" in here and there.intersection(PLANE_KINDS) for here, there in pairs)


def _has_time_at(end: EndpointSpec, declared: Declared) -> bool:
    about = any(has_time(classes_of("entity", one, declared), declared) for one in end.entities)
    return about or bool(_anchors_at(end, declared).difference(_TIMELESS))


def _anchors_at(end: EndpointSpec, declared: Declared) -> set[str]:
    modality = end.modality or ASSET_KINDS
    fitting = {a for kind in ASSET_KINDS if kind in modality for a in ANCHORS_OF_ASSET[kind]}
    found = {a for class_id in declared.classes_at(end) for a in declared.anchors_at(end, class_id)}
    return found & fitting


def _class_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type, is_a = declared.links[rule.subject_id], declared.taxonomy.is_a
    first, second = declared.classes_at(link_type.from_end), declared.classes_at(link_type.to_end)
    if any(is_a(one, other) or is_a(other, one) for one in first for other in second):
        return ""
    return f"no class at one end of {link_type.id} is a class of its other end, or descends from one"


def _entity_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type = declared.links[rule.subject_id]
    first, second = (_entities_at(end, declared) for end in (link_type.from_end, link_type.to_end))
    return "" if first & second else f"no entity type can be at both ends of {link_type.id}"


def _entities_at(end: EndpointSpec, declared: Declared) -> set[str]:
    classes = declared.classes_at(end)
    about = {
        spec.id
        for spec in declared.entities.values()
        if any(declared.taxonomy.is_any(one, spec.classes) for one in classes)
    }
    return about | set(end.entities)


def _agreement_problem(rule: RuleSpec, declared: Declared) -> str:
    names = rule.arguments["of"]
    assert isinstance(names, tuple)
    if rule.subject == "entity":
        return _lacking(
            names, classes_of("entity", rule.subject_id, declared), f"about a {rule.subject_id}", declared
        )
    link_type = declared.links[rule.subject_id]
    first, second = (
        specs_of(declared.classes_at(end), declared) for end in (link_type.from_end, link_type.to_end)
    )
    for name in names:
        if name not in first or name not in second:
            return f"no class at that end of {link_type.id} has an attribute '{name}'"
        if not any(_can_agree(one, other) for one in first[name] for other in second[name]):
            return f"'{name}' cannot have one value at both ends of {link_type.id}"
    return ""


def _can_agree(one: AttributeSpec, other: AttributeSpec) -> bool:
    """Whether two attributes can ever have one value."""
    if one.of and other.of:
        return one.type == other.type and bool(set(one.of) & set(other.of))
    numbers = {"number", "integer"}
    return one.type == other.type or {one.type, other.type} <= numbers


def _text_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type = declared.links[rule.subject_id]
    for argument, end in (("from_attribute", link_type.from_end), ("to_attribute", link_type.to_end)):
        name = rule.arguments.get(argument)
        if isinstance(name, str) and name not in specs_of(declared.classes_at(end), declared):
            return f"no class at that end of {link_type.id} has an attribute '{name}'"
        if name is None and not end.entities and not _anchors_at(end, declared).intersection(_WORDED):
            return f"nothing at that end of {link_type.id} has words; name its {argument}"
    return ""


def _said_problem(rule: RuleSpec, declared: Declared) -> str:
    names = rule.arguments["of"]
    assert isinstance(names, tuple)
    if rule.subject == "link":
        known = {spec.name for spec in declared.links[rule.subject_id].attributes}
        unknown = next((name for name in names if name not in known), None)
        return f"{rule.subject_id} has no attribute '{unknown}'" if unknown else ""
    return _lacking(
        names, classes_of("class", rule.subject_id, declared), f"that is a {rule.subject_id}", declared
    )


def _lacking(names: tuple[str, ...], class_ids: tuple[str, ...], which: str, declared: Declared) -> str:
    known = specs_of(class_ids, declared)
    unknown = next((name for name in names if name not in known), None)
    return f"no class {which} has an attribute '{unknown}'" if unknown else ""


def _has_entity_problem(rule: RuleSpec, declared: Declared) -> str:
    wanted = rule.arguments.get("type")
    types = [one for one in declared.entities.values() if wanted in (None, one.id)]
    classes = classes_of("class", rule.subject_id, declared)
    if any(declared.taxonomy.is_any(one, spec.classes) for one in classes for spec in types):
        return ""
    return f"{rule.subject_id} can be about no {wanted or 'entity'}"


def _coverage_problem(rule: RuleSpec, declared: Declared) -> str:
    by, of = rule.arguments["by"], str(rule.arguments["of"])
    assert isinstance(by, LabelFilter)
    covering = _narrowed(by, declared)
    if not by.classes:
        return "coverage needs a class in 'by'"
    if rule.subject == "class" and of != "duration":
        return f"coverage of an annotation is of its duration, not of {of}"
    if of == "text":
        if rule.subject_id not in ("transcript", "output"):
            return f"no {rule.subject_id} has text to be covered"
        return "" if "text_span" in _anchors(covering, declared) else f"{_said(by)} never stands in text"
    if of != "duration" and not has_time(classes_of("class", of, declared), declared):
        return f"{of} is never there at a time"
    if rule.subject == "asset" and of == "duration":
        return _duration_problem(rule, covering, _said(by), declared)
    if rule.subject == "class" and not has_time(classes_of("class", rule.subject_id, declared), declared):
        return f"{rule.subject_id} is never there at a time"
    return "" if has_time(covering, declared) else f"{_said(by)} is never there at a time"


def _duration_problem(rule: RuleSpec, covering: tuple[str, ...], said: str, declared: Declared) -> str:
    if rule.subject_id in ("image", "document"):
        return f"no {rule.subject_id} has a duration to be covered"
    fitting = classes_of("asset", rule.subject_id, declared)
    there = tuple(one for one in covering if one in fitting)
    return "" if there and has_time(there, declared) else f"{said} is never on {rule.subject_id} at a time"


def _overlap_problem(rule: RuleSpec, declared: Declared) -> str:
    other = rule.arguments["with"]
    assert isinstance(other, LabelFilter)
    if not other.classes:
        return "overlap needs a class in 'with'"
    both = (classes_of("class", rule.subject_id, declared), _narrowed(other, declared))
    return (
        ""
        if all(has_time(one, declared) for one in both)
        else "text and pages are there at no time of their own"
    )


def _forbidden_ends_problem(rule: RuleSpec, declared: Declared) -> str:
    if "from" in rule.arguments or "to" in rule.arguments:
        return ""
    return "say what may not stand at 'from', at 'to' or at both"


def _forbidden_links_problem(rule: RuleSpec, declared: Declared) -> str:
    types = rule.arguments["types"]
    assert isinstance(types, tuple)
    for type_id in types:
        spec = declared.links[type_id]
        if not any(stands_at(end, rule, declared) for end in (spec.from_end, spec.to_end)):
            return f"{rule.subject_id} can stand at neither end of {type_id}"
    return ""


def _in_order_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type = declared.links[str(rule.arguments["type"])]
    if link_type.group is None or not link_type.group.ordered:
        return f"{link_type.id} has no ordered group; give it `group: {{ordered: true}}`"
    if not stands_at(link_type.from_end, rule, declared):
        return f"{rule.subject_id} cannot be the origin of {link_type.id}"
    if rule.arguments["by"] == "time" and not _has_time_at(link_type.to_end, declared):
        return f"what {link_type.id} leads to is never there at a time; order it by reading"
    return ""


def _narrowed(labels: LabelFilter, declared: Declared) -> tuple[str, ...]:
    return tuple(one for name in labels.classes for one in declared.taxonomy.descendants(name))


def _anchors(class_ids: tuple[str, ...], declared: Declared) -> set[str]:
    return {anchor for one in class_ids for anchor in declared.taxonomy.anchors_of(one)}


def _said(labels: LabelFilter) -> str:
    return " or ".join(labels.classes)


_CHECKS: Final[dict[str, Callable[[RuleSpec, Declared], str]]] = {
    "same_class": _class_problem,
    "same_entity": _entity_problem,
    "same_attribute": _agreement_problem,
    "text_equal": _text_problem,
    "link": counted_link_problem,
    "in_order": _in_order_problem,
    "has_entity": _has_entity_problem,
    "has_attribute": _said_problem,
    "coverage": _coverage_problem,
    "ends": _forbidden_ends_problem,
    "links": _forbidden_links_problem,
    "overlap": _overlap_problem,
}
assert set(ANCHOR_KINDS) >= {*_TIMELESS, *_WORDED}, "the kinds named here are among the anchors"
