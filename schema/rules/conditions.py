"""Whether a rule applies to a subject: its `when`."""

from collections.abc import Iterator, Mapping

from crosstie.schema.document_parts import ALWAYS, ConditionSpec, LabelFilter, RuleSpec
from crosstie.schema.records import Annotation, AttributeValue, End
from crosstie.schema.rules.verdict import Case, Subject


def applies(case: Case, rule: RuleSpec, subject: Subject) -> bool:
    """Whether everything that the rule's `when` says holds for the subject."""
    when = rule.when
    if when is ALWAYS:
        return True
    if when.languages and not _speaks(case.state.sample.language, when.languages):
        return False
    if subject.kind == "asset":
        return True
    ends = subject_ends(case, subject)
    if when.label is not None and not _is_meant(case, when.label, subject):
        return False
    if subject.kind == "link" and not _ends_fit(case, when, ends):
        return False
    return when.during is None or any(present(case, when.during, subject.pass_id, ends))


def subject_ends(case: Case, subject: Subject) -> tuple[End, ...]:
    """The annotations and entities that a verdict over a subject concerns."""
    match subject.kind:
        case "link":
            return case.state.links[subject.id].ends
        case "annotation":
            return (End("annotation", subject.id),)
        case "entity":
            return (End("entity", subject.id),)
        case _:
            return ()


def fits(case: Case, labels: LabelFilter, annotation: Annotation) -> bool:
    """Whether an annotation is among the labels meant."""
    if labels.classes and not case.document.taxonomy.is_any(annotation.class_id, labels.classes):
        return False
    return fits_beside_class(case, labels, annotation)


def fits_beside_class(case: Case, labels: LabelFilter, annotation: Annotation) -> bool:
    """Whether an annotation of one of the classes meant is among the labels meant."""
    if narrows_by_class_alone(labels):
        return True
    if labels.modality and case.state.assets[annotation.asset_id].kind not in labels.modality:
        return False
    return says(labels.attributes, annotation.attributes)


def narrows_by_class_alone(labels: LabelFilter) -> bool:
    """Whether nothing but the class decides who is meant."""
    return not labels.modality and not labels.attributes


def fits_at(case: Case, labels: LabelFilter, end: End) -> bool:
    """Whether what stands at a link's end is an annotation among the labels meant."""
    return end.kind == "annotation" and fits(case, labels, case.state.annotations[end.id])


def says(wanted: Mapping[str, tuple[AttributeValue, ...]], said: Mapping[str, AttributeValue]) -> bool:
    """Whether each attribute has one of the values wanted; of a multiple choice one word is enough."""
    return all(_is_among(said.get(name), values) for name, values in wanted.items())


def present(case: Case, labels: LabelFilter, pass_id: str, ends: tuple[End, ...]) -> Iterator[Annotation]:
    """The annotations among the labels meant that are there when one of `ends` is, these themselves apart."""
    own = {end.id for end in ends}
    for end in ends:
        spans = case.present.spans_of(end)
        for class_id in labels.classes:
            for annotation in case.present.meeting(pass_id, class_id, spans) if spans else ():
                if annotation.id not in own and fits_beside_class(case, labels, annotation):
                    yield annotation


def _is_meant(case: Case, labels: LabelFilter, subject: Subject) -> bool:
    match subject.kind:
        case "link":
            return says(labels.attributes, case.state.links[subject.id].attributes)
        case "entity":
            return any(fits(case, labels, one) for one in case.state.annotations_of(subject.id))
        case _:
            return fits(case, labels, case.state.annotations[subject.id])


def _ends_fit(case: Case, when: ConditionSpec, ends: tuple[End, ...]) -> bool:
    asked = zip((when.from_end, when.to_end), ends, strict=True)
    return all(labels is None or fits_at(case, labels, end) for labels, end in asked)


def _speaks(language: str, wanted: tuple[str, ...]) -> bool:
    """Whether a tag is one of those or a narrower one: "zh-Hant" is "zh" (RFC 4647, basic filtering)."""
    said = language.casefold()
    return any(said == one.casefold() or said.startswith(f"{one.casefold()}-") for one in wanted)


def _is_among(value: AttributeValue, wanted: tuple[AttributeValue, ...]) -> bool:
    if isinstance(value, tuple):
        return any(word in wanted for word in value) or (not value and None in wanted)
    # Python counts True as 1; a schema does not.
    return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in wanted)
