"""Verdicts over one annotation or entity, or one link's attributes: what it has to have, and what not."""

from collections.abc import Iterator, Mapping

from crosstie.schema.document_parts import ALWAYS, AttributeSpec, LabelFilter, RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.records import Annotation, AttributeValue, End
from crosstie.schema.rules.conditions import fits, present, says, subject_ends
from crosstie.schema.rules.link_verdicts import differing, start_of, told
from crosstie.schema.rules.times import Spans, length_ns, meet, shared_ns
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Subject, Verdict, broken


def has_entity(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """It is about an entity, of the type named if one is."""
    entity_id = case.state.annotations[subject.id].entity_id
    wanted = rule.arguments.get("type")
    if not entity_id:
        return _against(case, subject, "is about no entity")
    if wanted is None or case.state.entities[entity_id].type_id == wanted:
        return KEPT
    type_name = case.document.display_name(str(wanted), case.document.languages[0])
    return _against(case, subject, f"is about {case.state.entities[entity_id].name}, which is no {type_name}")


def has_attribute(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Every attribute named is said."""
    names = rule.arguments["of"]
    assert isinstance(names, tuple)
    specs, said = specs_of(case, subject), attributes_of(case, subject)
    missing = next((name for name in names if name in specs and said.get(name) is None), None)
    if missing is None:
        return KEPT if any(name in specs for name in names) else NOT_APPLICABLE
    return _lacks(case, subject, specs[missing])


def required_attributes(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Every attribute that its class requires is said."""
    required = [spec for spec in specs_of(case, subject).values() if spec.required]
    said = attributes_of(case, subject)
    missing = next((spec for spec in required if said.get(spec.name) is None), None)
    if missing is None:
        return KEPT if required else NOT_APPLICABLE
    return _lacks(case, subject, missing)


def same_attribute_of_entity(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """All annotations about the entity agree wherever they say the named attributes."""
    mentions = tuple(sorted(case.state.annotations_of(subject.id), key=lambda one: one.id))
    name, said = differing(rule, mentions)
    if name is None:
        return KEPT if said else NOT_APPLICABLE
    saying = [one for one in mentions if one.attributes.get(name) is not None]
    values = dict.fromkeys(told(one.attributes[name]) for one in saying)
    ends = tuple(End("annotation", one.id) for one in saying)
    return _against(case, subject, f"has annotations that differ in {name}: {' and '.join(values)}", ends)


def forbidden_attributes(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """It does not say all the forbidden values together."""
    forbidden = rule.arguments["of"]
    assert isinstance(forbidden, LabelFilter)
    said = attributes_of(case, subject)
    if not says(forbidden.attributes, said):
        return KEPT
    values = " and ".join(f"{name} {told(said.get(name))}" for name in forbidden.attributes)
    return _against(case, subject, f"may not be {values}")


def forbidden_overlap(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """No such annotation is there at the same time, within the sample, its asset or its entity."""
    own = case.state.annotations[subject.id]
    end = End("annotation", subject.id)
    spans = case.present.spans_of(end)
    if not spans or (rule.arguments["within"] == "entity" and not own.entity_id):
        return NOT_APPLICABLE
    overlapping = (
        (max(spans[0][0], theirs[0][0]), other.id)
        for other in _rivals(case, rule, own)
        if _overlap(spans, theirs := case.present.spans(other))
        if not (_is_mutual(case, rule, own, other) and (spans[0], own.id) < (theirs[0], other.id))
    )
    first = min(overlapping, default=None)
    if first is None:
        return KEPT
    at_ns, other_id = first
    far = End("annotation", other_id)
    return _against(case, subject, f"overlaps {end_name(case.document, case.state, far)}", (far,), at_ns)


def _rivals(case: Case, rule: RuleSpec, own: Annotation) -> Iterator[Annotation]:
    labels, within = rule.arguments["with"], rule.arguments["within"]
    assert isinstance(labels, LabelFilter)
    for other in present(case, labels, own.pass_id, (End("annotation", own.id),)):
        in_asset = within != "asset" or other.asset_id == own.asset_id
        if in_asset and (within != "entity" or other.entity_id == own.entity_id):
            yield other


def _overlap(spans: Spans, theirs: Spans) -> bool:
    """Touching is no overlap, but an instant within the other's time is."""
    is_instant = not length_ns(spans) or not length_ns(theirs)
    return bool(shared_ns(spans, theirs)) or (is_instant and meet(spans, theirs))


def _is_mutual(case: Case, rule: RuleSpec, own: Annotation, other: Annotation) -> bool:
    """Whether the rule says the same of the other, so that a pair is told once: where it begins later."""
    labels = rule.arguments["with"]
    assert isinstance(labels, LabelFilter)
    is_asked = rule.when is ALWAYS and case.document.is_a(other.class_id, rule.subject_id)
    return is_asked and fits(case, labels, own)


def specs_of(case: Case, subject: Subject) -> Mapping[str, AttributeSpec]:
    """The attributes that a link or an annotation may have."""
    if subject.kind == "link":
        spec = case.document.find_link_type(case.state.links[subject.id].type_id)
        return {one.name: one for one in spec.attributes} if spec else {}
    return case.document.attributes_of(case.state.annotations[subject.id].class_id)


def attributes_of(case: Case, subject: Subject) -> Mapping[str, AttributeValue]:
    """What a link or an annotation says."""
    if subject.kind == "link":
        return case.state.links[subject.id].attributes
    return case.state.annotations[subject.id].attributes


def named(case: Case, subject: Subject) -> str:
    """The subject as a sentence names it."""
    ends = subject_ends(case, subject)
    names = " and ".join(end_name(case.document, case.state, end) for end in ends)
    if subject.kind != "link":
        return names
    type_id = case.state.links[subject.id].type_id
    return f"the '{case.document.display_name(type_id, case.document.languages[0])}' link between {names}"


def _lacks(case: Case, subject: Subject, spec: AttributeSpec) -> Verdict:
    return _against(
        case, subject, f"lacks '{case.document.attribute_name(spec, case.document.languages[0])}'"
    )


def _against(
    case: Case, subject: Subject, what: str, ends: tuple[End, ...] = (), at_ns: int | None = None
) -> Verdict:
    when = start_of(case, *subject_ends(case, subject)) if at_ns is None else at_ns
    return broken(f"{named(case, subject)} {what}", when, ends)
