"""Links that are missing and can be made in one way alone."""

from collections.abc import Iterator

from crosstie.schema.document_parts import EndpointSpec, RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.gestures import tie
from crosstie.schema.links import LinkOption, link_options
from crosstie.schema.records import End
from crosstie.schema.rules.counting import certain_links
from crosstie.schema.rules.counting_checks import asked_range
from crosstie.schema.rules.verdict import Case, Fix, Subject
from crosstie.schema.rules.wording import text_of
from crosstie.schema.sample_state import SampleState


def missing_links(case: Case, state: SampleState, rule: RuleSpec, subject: Subject) -> list[Fix]:
    """The links that a rule misses, where exactly so many could be made; nothing where there is a choice."""
    type_id = str(rule.arguments.get("type", rule.subject_id))
    found = sum(1 for _ in certain_links(state, subject, type_id, str(rule.arguments.get("at", "either"))))
    missing = _least(rule) - found
    if missing <= 0:
        return []
    options: list[LinkOption] = []
    for option in _possible(case, state, subject, type_id, bool(rule.arguments.get("at"))):
        options.append(option)
        if len(options) > missing:
            return []
    if len(options) < missing:
        return []
    own = _end(subject)
    far = [option.to_end if option.from_end == own else option.from_end for option in options]
    names = " and ".join(_told(case, state, end) for end in far)
    link_name = case.document.display_name(type_id, case.document.languages[0])
    return [Fix(f"Tie it to {names} by '{link_name}'", tuple(e for one in options for e in tie(state, one)))]


def _told(case: Case, state: SampleState, end: End) -> str:
    """Its name, and its words where it has some: of several texts in one transcript it says which."""
    name, words = end_name(case.document, state, end), text_of(state, end)
    return f"{name} “{words}”" if words and end.kind == "annotation" else name


def _least(rule: RuleSpec) -> int:
    least = rule.arguments.get("min")
    return least if isinstance(least, int) else asked_range(rule)[0]


def _possible(
    case: Case, state: SampleState, subject: Subject, type_id: str, from_only: bool
) -> Iterator[LinkOption]:
    """The links of the type that could be made at the subject now, one for each other end."""
    spec, own = case.document.find_link_type(type_id), _end(subject)
    if spec is None:
        return
    for end in _might_stand(case, state, subject, (spec.from_end, spec.to_end)):
        if end == own:
            continue
        for option in link_options(case.document, state, own, end):
            if option.type_id == type_id and not (from_only and option.from_end != own):
                yield option
                break


def _might_stand(
    case: Case, state: SampleState, subject: Subject, specs: tuple[EndpointSpec, ...]
) -> Iterator[End]:
    """Who of the subject's pass is of a class or type that an end takes: the rest need not be asked."""
    classes = {one for spec in specs for one in case.document.declared.classes_at(spec)}
    types = {one for spec in specs for one in spec.entities}
    for entity in state.entities.values():
        if entity.type_id in types and entity.pass_id == subject.pass_id:
            yield End("entity", entity.id)
    for annotation in state.annotations.values():
        if annotation.class_id in classes and annotation.pass_id == subject.pass_id:
            yield End("annotation", annotation.id)


def _end(subject: Subject) -> End:
    return End("entity" if subject.kind == "entity" else "annotation", subject.id)
