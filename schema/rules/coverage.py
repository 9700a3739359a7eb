"""The verdict over what annotations of a class cover: an asset's duration, its text, another class's time."""

from collections.abc import Iterator

from crosstie.schema.anchors import TextSpan
from crosstie.schema.clock import clock_text
from crosstie.schema.document_parts import LabelFilter, RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.records import Annotation, End
from crosstie.schema.rules.conditions import fits_beside_class, narrows_by_class_alone, present
from crosstie.schema.rules.times import Spans, first_gap, length_ns, merged, within
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Subject, Verdict, broken
from crosstie.schema.timing import asset_span_ns


def coverage(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """At least the asked part is covered. Not applicable where there is nothing to cover."""
    if rule.arguments["of"] == "text":
        return _text_coverage(case, rule, subject)
    whole = _whole(case, rule, subject)
    length = length_ns(whole)
    if not length:
        return NOT_APPLICABLE
    covered = within(_covering(case, rule, subject, whole), whole)
    share, asked = length_ns(covered) / length, _asked(rule)
    if share >= asked:
        return KEPT
    gap_ns = first_gap(covered, whole)
    where = f"; the first gap is at {clock_text(gap_ns)}" if gap_ns is not None else ""
    return broken(_message(case, rule, subject, share) + where, gap_ns)


def _whole(case: Case, rule: RuleSpec, subject: Subject) -> Spans:
    """The time to be covered."""
    of = str(rule.arguments["of"])
    if subject.kind == "annotation":
        return case.present.spans_of(End("annotation", subject.id))
    if of == "duration":
        return merged([asset_span_ns(case.state.assets[subject.id])])
    return merged(
        span
        for annotation in case.present.in_asset(subject.pass_id, of, subject.id)
        for span in case.present.spans(annotation)
    )


def _covering(case: Case, rule: RuleSpec, subject: Subject, whole: Spans) -> Spans:
    """When something that covers is there: a duration in the asset itself, else anywhere in the sample."""
    labels = _by(rule)
    if subject.kind == "annotation":
        own = (End("annotation", subject.id),)
        found: Iterator[Annotation] = present(case, labels, subject.pass_id, own)
    elif rule.arguments["of"] == "duration":
        if narrows_by_class_alone(labels) and len(labels.classes) == 1:
            return case.present.covered(subject.pass_id, labels.classes[0], subject.id)
        found = _in_asset(case, labels, subject)
    else:
        found = _during(case, labels, subject.pass_id, whole)
    return merged(span for one in found for span in case.present.spans(one))


def _in_asset(case: Case, labels: LabelFilter, subject: Subject) -> Iterator[Annotation]:
    for class_id in labels.classes:
        for annotation in case.present.in_asset(subject.pass_id, class_id, subject.id):
            if fits_beside_class(case, labels, annotation):
                yield annotation


def _during(case: Case, labels: LabelFilter, pass_id: str, whole: Spans) -> Iterator[Annotation]:
    for class_id in labels.classes:
        for annotation in case.present.meeting(pass_id, class_id, whole):
            if fits_beside_class(case, labels, annotation):
                yield annotation


def _text_coverage(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Characters under a label against all characters of the text; white space counts for neither."""
    total = case.state.assets[subject.id].facts.character_count
    if not total:
        return NOT_APPLICABLE
    spans = [one.anchor for one in _in_asset(case, _by(rule), subject) if isinstance(one.anchor, TextSpan)]
    covered, reached = 0, 0
    for span in sorted(spans, key=lambda one: one.start):
        fresh = span.quote[max(reached - span.start, 0) :]
        covered += len(fresh) - sum(map(str.isspace, fresh))
        reached = max(reached, span.end)
    share = covered / total
    return KEPT if share >= _asked(rule) else broken(_message(case, rule, subject, share))


def _message(case: Case, rule: RuleSpec, subject: Subject, share: float) -> str:
    document = case.document
    names = " or ".join(f"'{document.display_name(one, document.languages[0])}'" for one in _by(rule).classes)
    of = str(rule.arguments["of"])
    if subject.kind == "annotation":
        what = end_name(document, case.state, End("annotation", subject.id))
    elif of in ("duration", "text"):
        what = f"the {of} of {subject.id}"
    else:
        what = f"the time of '{document.display_name(of, document.languages[0])}' in {subject.id}"
    return f"{names} annotations cover {share:.0%} of {what}, and {_asked(rule):.0%} is asked"


def _asked(rule: RuleSpec) -> float:
    asked = rule.arguments["at_least"]
    assert isinstance(asked, int | float)
    return asked


def _by(rule: RuleSpec) -> LabelFilter:
    labels = rule.arguments["by"]
    assert isinstance(labels, LabelFilter)
    return labels
