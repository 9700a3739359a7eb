"""Whether a rule can be asked at all: that its requirement fits its subject's type."""

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec, RuleSpec
from crosstie.schema.modalities import PLANE_KINDS
from crosstie.schema.rules.library import REQUIREMENTS


def rule_problem(rule: RuleSpec, declared: Declared) -> str:
    """Why no link, annotation or entity could ever keep the rule as written; empty when one can."""
    if rule.subject != "link":
        return _counted_link_problem(rule, declared) if rule.requirement == "link" else ""
    link_type = declared.links[rule.subject_id]
    match REQUIREMENTS[rule.requirement].ends:
        case "annotation" if not (link_type.from_end.classes and link_type.to_end.classes):
            return f"{rule.requirement} compares annotations, but {link_type.id} ends at entities only"
        case "place" if not _meet_in_space(link_type, declared):
            return f"{rule.requirement} needs {link_type.id} to tie a cuboid to a shape in a picture"
        case _:
            return _attribute_problem(rule, link_type, declared)


def _meet_in_space(link_type: LinkTypeSpec, declared: Declared) -> bool:
    kinds = [
        {kind for class_id in declared.classes_at(end) for kind in declared.anchors_at(end, class_id)}
        for end in (link_type.from_end, link_type.to_end)
    ]
    pairs = (kinds, reversed(kinds))
    return any("cuboid" in here and there.intersection(PLANE_KINDS) for here, there in pairs)


def _attribute_problem(rule: RuleSpec, link_type: LinkTypeSpec, declared: Declared) -> str:
    asked = rule.arguments.get("of", ()) if rule.requirement == "same_attribute" else ()
    names = asked if isinstance(asked, tuple) else ()
    wanted = [(name, end) for name in names for end in (link_type.from_end, link_type.to_end)]
    for argument, end in (("from_attribute", link_type.from_end), ("to_attribute", link_type.to_end)):
        if argument in rule.arguments:
            wanted.append((str(rule.arguments[argument]), end))
    attributes_of = declared.taxonomy.attributes_of
    for name, end in wanted:
        if not any(name in attributes_of(class_id) for class_id in declared.classes_at(end)):
            return f"no class at that end of {link_type.id} has an attribute '{name}'"
    return ""


def _counted_link_problem(rule: RuleSpec, declared: Declared) -> str:
    link_type = declared.links[str(rule.arguments["type"])]
    fits = [end for end in (link_type.from_end, link_type.to_end) if _stands_at(end, rule, declared)]
    if not fits:
        return f"{rule.subject_id} can stand at neither end of {link_type.id}"
    counts = [rule.arguments.get(name) for name in ("count", "at_least")]
    least = max((count for count in counts if isinstance(count, int)), default=0)
    single = all(link_type.one_to if end is link_type.from_end else link_type.one_from for end in fits) and (
        len(fits) == 1 or link_type.symmetric
    )
    if least > 1 and single:
        return f"{link_type.id} is {link_type.cardinality}, so {rule.subject_id} can never have {least} of it"
    at_most = rule.arguments.get("at_most")
    if isinstance(at_most, int) and at_most < least:
        return f"at_most {at_most} is below the {least} that it asks for"
    return ""


def _stands_at(end: EndpointSpec, rule: RuleSpec, declared: Declared) -> bool:
    if rule.subject == "entity":
        return rule.subject_id in end.entities
    below = declared.taxonomy.descendants(rule.subject_id)
    return any(class_id in below for class_id in declared.classes_at(end))
