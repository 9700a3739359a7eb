"""Verdicts over one link: what its two ends have to do with each other."""

from crosstie.schema.clock import clock_text
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.records import Annotation, AttributeValue, End, Link
from crosstie.schema.rules.times import length_ns, meet, shared_ns, spans_of
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Verdict, broken
from crosstie.schema.rules.wording import normalised, text_of


def same_class(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """One end's class is the other's, or descends from it."""
    ends = _annotations(case, link)
    if ends is None:
        return NOT_APPLICABLE
    first, second = ends
    is_a = case.document.is_a
    if is_a(first.class_id, second.class_id) or is_a(second.class_id, first.class_id):
        return KEPT
    return broken(f"{_both(case, link)} are of different classes", start_of(case, *link.ends))


def same_entity(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """Both ends are about one entity. Not applicable while neither is about any."""
    first, second = (_entity_at(case, end) for end in link.ends)
    if not first and not second:
        return NOT_APPLICABLE
    if first == second:
        return KEPT
    names = [case.state.entities[key].name if key else "none" for key in (first, second)]
    message = f"{_both(case, link)} are about different entities: {names[0]} and {names[1]}"
    return broken(message, start_of(case, *link.ends))


def same_attribute(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """The named attributes agree wherever both ends say them."""
    ends = _annotations(case, link)
    names = rule.arguments["of"]
    if ends is None or not isinstance(names, tuple):
        return NOT_APPLICABLE
    first, second = (one.attributes for one in ends)
    said = [name for name in names if first.get(name) is not None and second.get(name) is not None]
    differing = next((name for name in said if first[name] != second[name]), None)
    if differing is None:
        return KEPT if said else NOT_APPLICABLE
    values = f"{_told(first[differing])} and {_told(second[differing])}"
    return broken(f"{_both(case, link)} differ in {differing}: {values}", start_of(case, *link.ends))


def text_equal(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """Both ends say the same words under the named normalisation."""
    how = str(rule.arguments["normalise"])
    attributes = (str(rule.arguments.get(name, "")) for name in ("from_attribute", "to_attribute"))
    texts = [text_of(case.state, end, name) for end, name in zip(link.ends, attributes, strict=True)]
    first, second = texts
    if first is None or second is None:
        return NOT_APPLICABLE
    if normalised(first, how) == normalised(second, how):
        return KEPT
    message = f"{_both(case, link)} say different things: '{first}' and '{second}'"
    return broken(message, start_of(case, *link.ends))


def order(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """The end named by `first` does not begin after the other."""
    starts = [start_of(case, end) for end in link.ends]
    from_ns, to_ns = starts
    if from_ns is None or to_ns is None:
        return NOT_APPLICABLE
    from_leads = rule.arguments["first"] == "from"
    if from_ns == to_ns or (from_ns < to_ns) == from_leads:
        return KEPT
    late, early = link.ends if from_leads else link.ends[::-1]
    names = (end_name(case.document, case.state, end) for end in (late, early))
    return broken("{} begins after {}".format(*names), min(from_ns, to_ns))


def temporal_overlap(case: Case, rule: RuleSpec, link: Link) -> Verdict:
    """The time that both ends share is at least the asked part of the time that `of` names."""
    first, second = (spans_of(case.state, end) for end in link.ends)
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
    message = f"{_both(case, link)} are together for {share:.0%} of the time, and {asked:.0%} is asked"
    return broken(f"{message} (at {clock_text(at_ns)})", at_ns)


def start_of(case: Case, *ends: End) -> int | None:
    """The earliest sample time at which one of the ends is there; None where none has a time."""
    return min((span[0] for end in ends for span in spans_of(case.state, end)[:1]), default=None)


def _annotations(case: Case, link: Link) -> tuple[Annotation, Annotation] | None:
    first, second = (case.state.annotations.get(end.id) for end in link.ends)
    return (first, second) if first and second else None


def _entity_at(case: Case, end: End) -> str:
    return end.id if end.kind == "entity" else case.state.annotations[end.id].entity_id


def _both(case: Case, link: Link) -> str:
    first, second = (end_name(case.document, case.state, end) for end in link.ends)
    return f"{first} and {second}"


def _told(value: AttributeValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
