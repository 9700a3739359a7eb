"""Verdicts over one link: what its two ends have to do with each other."""

from crosstie.schema.clock import clock_text
from crosstie.schema.document_parts import LabelFilter, RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.records import Annotation, AttributeValue, End
from crosstie.schema.rules.conditions import fits_at
from crosstie.schema.rules.times import length_ns, meet, shared_ns
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Subject, Verdict, broken
from crosstie.schema.rules.wording import normalised, text_of


def same_class(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """One end's class is the other's, or descends from it."""
    ends = _annotations(case, subject)
    if ends is None:
        return NOT_APPLICABLE
    first, second = ends
    is_a = case.document.is_a
    if is_a(first.class_id, second.class_id) or is_a(second.class_id, first.class_id):
        return KEPT
    return broken(f"{_both(case, subject)} are of different classes", _start(case, subject))


def same_entity(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Both ends are about one entity. Not applicable while neither is about any."""
    first, second = (entity_at(case, end) for end in _ends(case, subject))
    if not first and not second:
        return NOT_APPLICABLE
    if first == second:
        return KEPT
    names = [case.state.entities[key].name if key else "none" for key in (first, second)]
    message = f"{_both(case, subject)} are about different entities: {names[0]} and {names[1]}"
    return broken(message, _start(case, subject))


def same_attribute(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """The named attributes agree wherever both ends say them."""
    ends = _annotations(case, subject)
    if ends is None:
        return NOT_APPLICABLE
    name, said = differing(rule, ends)
    if name is None:
        return KEPT if said else NOT_APPLICABLE
    values = " and ".join(told(one.attributes[name]) for one in ends)
    return broken(f"{_both(case, subject)} differ in {name}: {values}", _start(case, subject))


def differing(rule: RuleSpec, labels: tuple[Annotation, ...]) -> tuple[str | None, bool]:
    """The first of a rule's attributes in which two labels differ, and whether two say any of them."""
    names = rule.arguments["of"]
    assert isinstance(names, tuple)
    any_said = False
    for name in names:
        said = [one.attributes[name] for one in labels if one.attributes.get(name) is not None]
        any_said = any_said or len(said) > 1
        if any(value != said[0] for value in said):
            return name, True
    return None, any_said


def text_equal(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Both ends say the same words under the named normalisation."""
    how = str(rule.arguments["normalise"])
    attributes = (str(rule.arguments.get(name, "")) for name in ("from_attribute", "to_attribute"))
    pairs = zip(_ends(case, subject), attributes, strict=True)
    first, second = [text_of(case.state, end, name) for end, name in pairs]
    if first is None or second is None:
        return NOT_APPLICABLE
    if normalised(first, how) == normalised(second, how):
        return KEPT
    message = f"{_both(case, subject)} say different things: '{first}' and '{second}'"
    return broken(message, _start(case, subject))


def order(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """The end named by `first` does not begin after the other."""
    ends = _ends(case, subject)
    from_ns, to_ns = (start_of(case, end) for end in ends)
    if from_ns is None or to_ns is None:
        return NOT_APPLICABLE
    from_leads = rule.arguments["first"] == "from"
    if from_ns == to_ns or (from_ns < to_ns) == from_leads:
        return KEPT
    late, early = ends if from_leads else ends[::-1]
    names = (end_name(case.document, case.state, end) for end in (late, early))
    return broken("{} begins after {}".format(*names), min(from_ns, to_ns))


def temporal_overlap(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """The time that both ends share is at least the asked part of the time that `of` names."""
    first, second = (case.present.spans_of(end) for end in _ends(case, subject))
    if not first or not second:
        return NOT_APPLICABLE
    shared, lengths = shared_ns(first, second), (length_ns(first), length_ns(second))
    whole = {
        "shorter": min(lengths),
        "longer": max(lengths),
        "union": sum(lengths) - shared,
        "from": lengths[0],
        "to": lengths[1],
    }[str(rule.arguments["of"])]
    # An instant has no length to share: it is inside or it is not.
    share = shared / whole if whole else float(meet(first, second))
    asked = rule.arguments["at_least"]
    assert isinstance(asked, int | float)
    if share >= asked:
        return KEPT
    at_ns = max(first[0][0], second[0][0])
    message = f"{_both(case, subject)} are together for {share:.0%} of the time, and {asked:.0%} is asked"
    return broken(f"{message} (at {clock_text(at_ns)})", at_ns)


def forbidden_ends(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Not both ends are among the labels that may not be tied; of a symmetric link in either direction."""
    link = case.state.links[subject.id]
    first, second = rule.arguments.get("from"), rule.arguments.get("to")
    spec = case.document.find_link_type(link.type_id)
    ways = [link.ends, link.ends[::-1]] if spec and spec.symmetric else [link.ends]
    if not any(_stands(case, first, ends[0]) and _stands(case, second, ends[1]) for ends in ways):
        return KEPT
    return broken(f"{_both(case, subject)} may not be tied by this link", _start(case, subject))


def start_of(case: Case, *ends: End) -> int | None:
    """The earliest sample time at which one of the ends is there; None where none has a time."""
    return min((span[0] for end in ends for span in case.present.spans_of(end)[:1]), default=None)


def entity_at(case: Case, end: End) -> str:
    """The id of the entity that an end is, or is about; empty for none."""
    return end.id if end.kind == "entity" else case.state.annotations[end.id].entity_id


def told(value: AttributeValue) -> str:
    """An attribute's value as a sentence says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _stands(case: Case, labels: object, end: End) -> bool:
    return not isinstance(labels, LabelFilter) or fits_at(case, labels, end)


def _ends(case: Case, subject: Subject) -> tuple[End, End]:
    return case.state.links[subject.id].ends


def _start(case: Case, subject: Subject) -> int | None:
    return start_of(case, *_ends(case, subject))


def _annotations(case: Case, subject: Subject) -> tuple[Annotation, Annotation] | None:
    first, second = _ends(case, subject)
    if first.kind == "entity" or second.kind == "entity":
        return None
    return case.state.annotations[first.id], case.state.annotations[second.id]


def _both(case: Case, subject: Subject) -> str:
    first, second = (end_name(case.document, case.state, end) for end in _ends(case, subject))
    return f"{first} and {second}"
