"""Rules over a sample: which are kept, which are broken and where."""

from collections.abc import Callable, Iterator
from typing import Final

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.records import Annotation, End, Entity, Link
from crosstie.schema.rules import each_verdicts, link_verdicts
from crosstie.schema.rules.library import REQUIRED_ATTRIBUTE, REQUIREMENTS
from crosstie.schema.rules.projected import projected_iou
from crosstie.schema.rules.verdict import Case, Report, RuleState, Verdict, Violation
from crosstie.schema.sample_state import SampleState

Subject = Link | Annotation | Entity

_OF_LINK: Final[dict[str, Callable[[Case, RuleSpec, Link], Verdict]]] = {
    "same_class": link_verdicts.same_class,
    "same_entity": link_verdicts.same_entity,
    "same_attribute": link_verdicts.same_attribute,
    "text_equal": link_verdicts.text_equal,
    "order": link_verdicts.order,
    "temporal_overlap": link_verdicts.temporal_overlap,
    "projected_iou": projected_iou,
}
_OF_EACH: Final[dict[str, Callable[[Case, RuleSpec, End], Verdict]]] = {
    "link": each_verdicts.link_count,
    "has_entity": each_verdicts.has_entity,
}
assert {*_OF_LINK, *_OF_EACH} == set(REQUIREMENTS), "every requirement needs its verdict"


def violations(document: SchemaDocument, state: SampleState, pass_id: str = "") -> tuple[Violation, ...]:
    """Every broken rule of a sample, or of one of its passes."""
    return judge(document, state, pass_id).violations


def judge(document: SchemaDocument, state: SampleState, pass_id: str = "") -> Report:
    """Every rule of the schema over a sample, or over one of its passes. Only certain links are judged."""
    case = Case(document, state)
    found: list[Violation] = []
    states: dict[str, RuleState] = {rule.id: "not_applicable" for rule in document.rules}
    for rule_id, subject, verdict in _verdicts(case):
        if pass_id and subject.pass_id != pass_id:
            continue
        states[rule_id] = _worse(states.get(rule_id, "not_applicable"), verdict.state)
        if verdict.state == "broken":
            ends = ends_of(subject)
            found.append(Violation(rule_id, verdict.message, ends, verdict.at_ns, subject.pass_id))
    return Report(states, tuple(found))


def verdict_on(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """One rule over one of its subjects."""
    if isinstance(subject, Link):
        return _OF_LINK[rule.requirement](case, rule, subject)
    [end] = ends_of(subject)
    return _OF_EACH[rule.requirement](case, rule, end)


def subjects_of(case: Case, rule: RuleSpec) -> Iterator[Subject]:
    """The links, annotations or entities that a rule is about."""
    match rule.subject:
        case "link":
            for link in case.state.links.values():
                if link.type_id == rule.subject_id and link.status == "certain":
                    yield link
        case "class":
            for annotation in case.state.annotations.values():
                if case.document.is_a(annotation.class_id, rule.subject_id):
                    yield annotation
        case "entity":
            for entity in case.state.entities.values():
                if entity.type_id == rule.subject_id:
                    yield entity


def ends_of(subject: Subject) -> tuple[End, ...]:
    """The annotations and entities that a verdict over a subject concerns."""
    match subject:
        case Link():
            return subject.ends
        case Annotation():
            return (End("annotation", subject.id),)
        case Entity():
            return (End("entity", subject.id),)


def _verdicts(case: Case) -> Iterator[tuple[str, Subject, Verdict]]:
    for rule in case.document.rules:
        for subject in subjects_of(case, rule):
            yield rule.id, subject, verdict_on(case, rule, subject)
    for annotation in case.state.annotations.values():
        verdict = each_verdicts.required_attributes(case, annotation)
        if verdict.state != "not_applicable":
            yield REQUIRED_ATTRIBUTE, annotation, verdict


def _worse(first: RuleState, second: RuleState) -> RuleState:
    return max(first, second, key=("not_applicable", "kept", "broken").index)
