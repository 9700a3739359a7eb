"""Verdicts over one annotation or entity: what it has to have."""

from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.records import Annotation, End
from crosstie.schema.rules.link_verdicts import start_of
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Verdict, broken


def link_count(case: Case, rule: RuleSpec, end: End) -> Verdict:
    """As many certain links of a type stand at it as are asked; one at least where no number is given."""
    type_id = str(rule.arguments["type"])
    links = (link for link in case.state.links_of(end.id) if link.type_id == type_id)
    found = sum(link.status == "certain" for link in links)
    least, most = _asked(rule)
    if found >= least and (most is None or found <= most):
        return KEPT
    limit = least if found < least or most is None else most
    wanted = f"{'' if least == most else 'at least ' if found < least else 'at most '}{limit}"
    links_word = "link" if limit == 1 else "links"
    link_name = case.document.display_name(type_id, case.document.languages[0])
    needs = f"needs {wanted} '{link_name}' {links_word} and has {found}"
    return broken(f"{end_name(case.document, case.state, end)} {needs}", start_of(case, end))


def has_entity(case: Case, rule: RuleSpec, end: End) -> Verdict:
    """It is about an entity."""
    if case.state.annotations[end.id].entity_id:
        return KEPT
    return broken(f"{end_name(case.document, case.state, end)} is about no entity", start_of(case, end))


def required_attributes(case: Case, annotation: Annotation) -> Verdict:
    """Every attribute that its class requires is said."""
    specs = case.document.attributes_of(annotation.class_id)
    required = [spec for spec in specs.values() if spec.required]
    if not required:
        return NOT_APPLICABLE
    missing = next((spec for spec in required if annotation.attributes.get(spec.name) is None), None)
    if missing is None:
        return KEPT
    end = End("annotation", annotation.id)
    name = case.document.attribute_name(missing, case.document.languages[0])
    return broken(f"{end_name(case.document, case.state, end)} lacks '{name}'", start_of(case, end))


def _asked(rule: RuleSpec) -> tuple[int, int | None]:
    """The least and the most that a rule asks for; None for no limit."""
    count, at_least, at_most = (rule.arguments.get(name) for name in ("count", "at_least", "at_most"))
    if isinstance(count, int):
        return count, count
    most = at_most if isinstance(at_most, int) else None
    if isinstance(at_least, int):
        return at_least, most
    return (1 if most is None else 0), most
