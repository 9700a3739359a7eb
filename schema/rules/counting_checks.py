"""Whether as many links as a rule asks for can ever stand."""

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import UNLIMITED, EndpointSpec, LinkTypeSpec, RuleSpec


def counted_link_problem(rule: RuleSpec, declared: Declared) -> str:
    """Why no annotation or entity could ever have that many links; empty when one could."""
    link_type = declared.links[str(rule.arguments["type"])]
    fits = [end for end in (link_type.from_end, link_type.to_end) if stands_at(end, rule, declared)]
    if not fits:
        return f"{rule.subject_id} can stand at neither end of {link_type.id}"
    counts = [rule.arguments.get(name) for name in ("count", "at_least")]
    least = max((count for count in counts if isinstance(count, int)), default=0)
    limits = [_most_at(end is link_type.from_end, link_type) for end in fits]
    # Who can stand at both ends can have links at both, but a symmetric link counts at either.
    most = max(limits) if link_type.symmetric else sum(limits)
    if least > most:
        limit = f"{link_type.cardinality}" if most == 1 else f"limited to {most}"
        return f"{link_type.id} is {limit}, so {rule.subject_id} can never have {least} of it"
    at_most = rule.arguments.get("at_most")
    if isinstance(at_most, int) and at_most < least:
        return f"at_most {at_most} is below the {least} that it asks for"
    exactly = rule.arguments.get("count")
    if isinstance(exactly, int) and 0 < exactly < _least_of_group(link_type, fits):
        return (
            f"a group of {link_type.id} has at least {_least_of_group(link_type, fits)}, so never {exactly}"
        )
    return ""


def asked_range(rule: RuleSpec) -> tuple[int, int]:
    """The least and the most links that a rule asks for: one at least where it names no number."""
    count, at_least, at_most = (rule.arguments.get(name) for name in ("count", "at_least", "at_most"))
    if isinstance(count, int):
        return count, count
    most = at_most if isinstance(at_most, int) else UNLIMITED
    if isinstance(at_least, int):
        return at_least, most
    return (1 if most == UNLIMITED else 0), most


def stands_at(end: EndpointSpec, rule: RuleSpec, declared: Declared) -> bool:
    """Whether the subject of a rule about a class or an entity type can stand at an end."""
    if rule.subject == "entity":
        return rule.subject_id in end.entities
    below = declared.taxonomy.descendants(rule.subject_id)
    return any(class_id in below for class_id in declared.classes_at(end))


def _most_at(origin: bool, link_type: LinkTypeSpec) -> int:
    limited = link_type.one_to if origin else link_type.one_from
    if limited:
        return 1
    return link_type.group.most if origin and link_type.group else UNLIMITED


def _least_of_group(link_type: LinkTypeSpec, fits: list[EndpointSpec]) -> int:
    group = link_type.group
    return group.least if group and fits == [link_type.from_end] else 0
