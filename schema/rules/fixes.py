"""What would mend a broken rule, where there is a right answer: offered to a person, never done unasked."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec, RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.gestures import assign_entity
from crosstie.schema.records import Annotation, AttributeValue, End
from crosstie.schema.rules.counting import group_of, order_key
from crosstie.schema.rules.each_verdicts import attributes_of, specs_of
from crosstie.schema.rules.evaluate import verdict_on
from crosstie.schema.rules.link_verdicts import differing, entity_at, told
from crosstie.schema.rules.plan import plan_of
from crosstie.schema.rules.presence import Presence
from crosstie.schema.rules.tie_fixes import missing_links
from crosstie.schema.rules.verdict import Case, Fix, Subject, Violation
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import edit_problem

_MOST_OFFERED: Final = 9


def fixes(document: SchemaDocument, state: SampleState, violation: Violation) -> tuple[Fix, ...]:
    """The ways to mend a violation; empty where none is known, or where it is mended already.

    Several are several right answers, between which a person has to choose. Each one is a gesture that the
    schema allows as things stand.
    """
    subject = Subject(violation.subject_kind, violation.subject_id, violation.pass_id)
    case = Case(document, state, Presence(document.taxonomy, state, partial(_of_class, state)))
    rules = [rule for rule in plan_of(document).rules if rule.id == violation.rule_id]
    if not _stands(state, subject):
        return ()
    found = [
        fix
        for rule in rules
        if rule.requirement in _FIXES and verdict_on(case, rule, subject).state == "broken"
        for fix in _FIXES[rule.requirement](case, state, rule, subject)
    ]
    allowed = (
        fix for fix in found if fix.edits and not any(edit_problem(document, state, one) for one in fix.edits)
    )
    return tuple(allowed)[:_MOST_OFFERED]


def _of_class(state: SampleState, class_id: str) -> list[str]:
    return [one.id for one in state.annotations.values() if one.class_id == class_id]


def _stands(state: SampleState, subject: Subject) -> bool:
    match subject.kind:
        case "annotation":
            return subject.id in state.annotations
        case "entity":
            return subject.id in state.entities
        case "link":
            return subject.id in state.links
        case "asset":
            return subject.id in state.assets


def _one_entity(case: Case, state: SampleState, rule: RuleSpec, subject: Subject) -> list[Fix]:
    """Either end may take the other's entity."""
    ends = state.links[subject.id].ends
    found = []
    for end, other in (ends, ends[::-1]):
        entity = state.entities.get(entity_at(case, other))
        if end.kind == "annotation" and entity is not None:
            title = f"Make {_named(case, end)} about {entity.name}"
            found.append(Fix(title, assign_entity([state.annotations[end.id]], entity.id)))
    return found


def _one_value(case: Case, state: SampleState, rule: RuleSpec, subject: Subject) -> list[Fix]:
    """Either end may take the other's value, or all annotations of an entity one that stands among them."""
    if subject.kind == "link":
        labels = [state.annotations[end.id] for end in state.links[subject.id].ends]
    else:
        labels = sorted(state.annotations_of(subject.id), key=lambda one: one.id)
    name, _said = differing(rule, tuple(labels))
    if name is None:
        return []
    values: dict[AttributeValue, int] = {}
    for one in labels:
        if (value := one.attributes.get(name)) is not None:
            values[value] = values.get(value, 0) + 1
    most_first = sorted(values, key=lambda value: -values[value])
    return [_with_value(case, labels, name, value) for value in most_first]


def _with_value(case: Case, labels: list[Annotation], name: str, value: AttributeValue) -> Fix:
    changed = [one for one in labels if one.attributes.get(name) not in (None, value)]
    who = (
        _named(case, End("annotation", changed[0].id)) if len(changed) == 1 else f"{len(changed)} annotations"
    )
    edits = tuple(_saying(one, {name: value}) for one in changed)
    fits = all(_allows(case, one, name, value) for one in changed)
    return Fix(f"Set {name.replace('_', ' ')} of {who} to {told(value)}", edits if fits else ())


def _allows(case: Case, label: Annotation, name: str, value: AttributeValue) -> bool:
    spec = case.document.attributes_of(label.class_id).get(name)
    return spec is not None and not attribute_problem(spec, value)


def _defaults(case: Case, state: SampleState, rule: RuleSpec, subject: Subject) -> list[Fix]:
    """What is missing is said as a new label would say it."""
    specs, said = specs_of(case, subject), attributes_of(case, subject)
    missing = [
        spec for spec in _asked(rule, specs) if said.get(spec.name) is None and spec.default is not None
    ]
    if not missing:
        return []
    names = " and ".join(
        f"'{case.document.attribute_name(spec, case.document.languages[0])}' to {told(spec.default)}"
        for spec in missing
    )
    values = {spec.name: spec.default for spec in missing}
    return [Fix(f"Set {names}", (_said_by(state, subject, values),))]


def _asked(rule: RuleSpec, specs: Mapping[str, AttributeSpec]) -> list[AttributeSpec]:
    names = rule.arguments.get("of")
    if isinstance(names, tuple):
        return [specs[name] for name in names if name in specs]
    return [spec for spec in specs.values() if spec.required]


def _said_by(
    state: SampleState, subject: Subject, values: dict[str, AttributeValue]
) -> ed.SetMeaning | ed.SetLink:
    if subject.kind != "link":
        return _saying(state.annotations[subject.id], values)
    link = state.links[subject.id]
    before = ed.LinkState.of(link)
    after = msgspec.structs.replace(before, attributes={**link.attributes, **values})
    return ed.SetLink(link.sample_id, link.id, before, after)


def _saying(label: Annotation, values: dict[str, AttributeValue]) -> ed.SetMeaning:
    before = ed.Meaning(label.class_id, label.attributes)
    after = ed.Meaning(label.class_id, {**label.attributes, **values})
    return ed.SetMeaning(label.sample_id, label.id, before, after)


def _numbers(case: Case, state: SampleState, rule: RuleSpec, subject: Subject) -> list[Fix]:
    """The links of a group are numbered as their ends follow each other."""
    keyed = [
        (order_key(case, str(rule.arguments["by"]), link.to_end), link)
        for link in group_of(case, rule, subject)
    ]
    placed = sorted((key, link.place, link.id) for key, link in keyed if key is not None)
    if len(placed) < len(keyed) or len({key for key, _place, _id in placed}) < len(placed):
        return []
    edits: list[ed.ReversibleEdit] = []
    for place, (_key, _before, link_id) in enumerate(placed, 1):
        link = state.links[link_id]
        before = ed.LinkState.of(link)
        if link.place != place:
            edits.append(
                ed.SetLink(link.sample_id, link.id, before, msgspec.structs.replace(before, place=place))
            )
    return [Fix(f"Number the {len(placed)} links in the order of {rule.arguments['by']}", tuple(edits))]


def _named(case: Case, end: End) -> str:
    return end_name(case.document, case.state, end)


_FIXES: Final[dict[str, Callable[[Case, SampleState, RuleSpec, Subject], list[Fix]]]] = {
    "same_entity": _one_entity,
    "same_attribute": _one_value,
    "required_attributes": _defaults,
    "has_attribute": _defaults,
    "link": missing_links,
    "group_size": missing_links,
    "in_order": _numbers,
}
"""What has no entry has no answer that could be known: words that differ, a link too many, a gap in time."""
