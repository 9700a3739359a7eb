"""Rules over a sample: which are kept, which are broken and where."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.readable import Readable
from crosstie.schema.records import End, Link
from crosstie.schema.rules import counting, coverage, each_verdicts, link_verdicts
from crosstie.schema.rules.conditions import applies, subject_ends
from crosstie.schema.rules.library import FORBIDDEN, REQUIREMENTS
from crosstie.schema.rules.plan import Plan, plan_of
from crosstie.schema.rules.presence import Presence
from crosstie.schema.rules.projected import projected_iou
from crosstie.schema.rules.roster import Ids, Roster
from crosstie.schema.rules.verdict import (
    NOT_APPLICABLE,
    Case,
    Report,
    RuleState,
    Subject,
    SubjectKind,
    Tally,
    Verdict,
    Violation,
)

Judge = Callable[[Case, RuleSpec, Subject], Verdict]
Place = tuple[int, bool, int, str, str]

_VERDICTS: Final[dict[str, Judge]] = {
    "same_class": link_verdicts.same_class,
    "same_entity": link_verdicts.same_entity,
    "text_equal": link_verdicts.text_equal,
    "order": link_verdicts.order,
    "temporal_overlap": link_verdicts.temporal_overlap,
    "projected_iou": projected_iou,
    "link": counting.link_count,
    "in_order": counting.in_order,
    "has_entity": each_verdicts.has_entity,
    "has_attribute": each_verdicts.has_attribute,
    "coverage": coverage.coverage,
    "ends": link_verdicts.forbidden_ends,
    "attributes": each_verdicts.forbidden_attributes,
    "links": counting.forbidden_links,
    "overlap": each_verdicts.forbidden_overlap,
    "one_link": counting.one_link,
    "group_size": counting.group_size,
    "required_attributes": each_verdicts.required_attributes,
    "same_attribute": lambda case, rule, subject: _AGREEMENT[subject.kind](case, rule, subject),
}
_AGREEMENT: Final[dict[SubjectKind, Judge]] = {
    "link": link_verdicts.same_attribute,
    "entity": each_verdicts.same_attribute_of_entity,
}
assert set(_VERDICTS) >= {*REQUIREMENTS, *FORBIDDEN}, "every requirement needs its verdict"


def violations(document: SchemaDocument, state: Readable, pass_id: str = "") -> tuple[Violation, ...]:
    """Every broken rule of a sample, or of one of its passes."""
    return judge(document, state, pass_id).violations


def judge(document: SchemaDocument, state: Readable, pass_id: str = "") -> Report:
    """Every rule of the schema over a sample, or over one of its passes. Only certain links are judged."""
    return judge_roster(document, state, Roster.of(state), plan_of(document), pass_id)


def judge_roster(
    document: SchemaDocument, state: Readable, roster: Roster, plan: Plan, pass_id: str = ""
) -> Report:
    """As `judge`, where who can be asked is known already, and for the rules of a plan alone."""
    case = Case(document, state, Presence(document.taxonomy, state, roster.ids_of_class))
    counts = no_counts(plan)
    found: list[tuple[Place, Violation]] = []
    for place, subject in subjects(state, roster, plan, pass_id):
        verdict = verdict_on(case, plan.rules[place], subject)
        counts[place][verdict.state] += 1
        if verdict.state == "broken":
            found.append(violation_of(case, place, plan.rules[place], subject, verdict))
    return report_of(plan, counts, (violation for _place, violation in sorted(found, key=lambda one: one[0])))


def no_counts(plan: Plan) -> list[dict[RuleState, int]]:
    """For each rule nobody who keeps it or breaks it."""
    return [{"kept": 0, "broken": 0, "not_applicable": 0} for _ in plan.rules]


def verdict_on(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """One rule over one of its subjects."""
    if not applies(case, rule, subject):
        return NOT_APPLICABLE
    return _VERDICTS[rule.requirement](case, rule, subject)


def violation_of(
    case: Case, place: int, rule: RuleSpec, subject: Subject, verdict: Verdict
) -> tuple[Place, Violation]:
    """A verdict against a subject as a violation, with its place among the others: by rule, then by time."""
    ends = tuple(dict.fromkeys((*subject_ends(case, subject), *verdict.ends)))
    at_ns = verdict.at_ns
    violation = Violation(rule.id, verdict.message, ends, at_ns, subject.pass_id, subject.kind, subject.id)
    return (place, at_ns is None, at_ns or 0, subject.id, subject.pass_id), violation


def subjects(state: Readable, roster: Roster, plan: Plan, pass_id: str) -> Iterator[tuple[int, Subject]]:
    """Everybody who is asked, each with the place of the rule; of one pass, or with an empty id of all."""
    yield from _asked("annotation", roster.annotations, plan.of_class, pass_id)
    yield from _asked("entity", roster.entities, plan.of_entity, pass_id)
    yield from _asked("link", roster.links, plan.of_link, pass_id)
    for kind, places in plan.of_asset.items():
        for asset_id in roster.assets.get(kind, ()):
            for one in [pass_id] if pass_id else roster.passes:
                yield from ((place, Subject("asset", asset_id, one)) for place in places)
    for type_id, places in plan.at_ends.items():
        yield from _at_ends(state, roster.links.get(type_id, {}), plan, places, pass_id)


def report_of(plan: Plan, counts: Iterable[dict[RuleState, int]], found: Iterable[Violation]) -> Report:
    """Tallies by rule. What is always there is told where there was something to ask."""
    tallies: dict[str, Tally] = {rule_id: Tally() for rule_id in plan.tallied()}
    for rule, count in zip(plan.rules, counts, strict=True):
        if any(count.values()):
            before = tallies.get(rule.id, Tally())
            tallies[rule.id] = Tally(
                before.kept + count["kept"],
                before.broken + count["broken"],
                before.not_applicable + count["not_applicable"],
            )
    return Report(tallies, tuple(found))


def _asked(
    kind: SubjectKind, by_kind: dict[str, Ids], asked: dict[str, tuple[int, ...]], pass_id: str
) -> Iterator[tuple[int, Subject]]:
    for name, places in asked.items():
        for key, owner in by_kind.get(name, {}).items():
            if not pass_id or owner == pass_id:
                subject = Subject(kind, key, owner)
                for place in places:
                    yield place, subject


def _at_ends(
    state: Readable, links: Ids, plan: Plan, places: tuple[int, ...], pass_id: str
) -> Iterator[tuple[int, Subject]]:
    """What stands at the named end of certain links of a type, each once."""
    for place in places:
        at = str(plan.rules[place].arguments["at"])
        found: dict[Subject, None] = {}
        for key, owner in links.items():
            if not pass_id or owner == pass_id:
                for end in ends_at(state.links[key], at):
                    found[Subject(end.kind, end.id, owner)] = None
        yield from ((place, subject) for subject in found)


def ends_at(link: Link, at: str) -> tuple[End, ...]:
    """The ends of a link that a rule about one side of it is asked of."""
    match at:
        case "from":
            return (link.from_end,)
        case "to":
            return (link.to_end,)
        case _:
            return link.ends
