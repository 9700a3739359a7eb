"""Rules kept in step with the labels: only verdicts that looked at what changed are reached anew."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from crosstie.schema.changes import Change, Changes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, End, Entity, Link
from crosstie.schema.rules.counting import certain_links
from crosstie.schema.rules.dependants import Dependants
from crosstie.schema.rules.evaluate import (
    Place,
    ends_at,
    no_counts,
    report_of,
    subjects,
    verdict_on,
    violation_of,
)
from crosstie.schema.rules.plan import plan_of
from crosstie.schema.rules.presence import Presence
from crosstie.schema.rules.roster import Roster
from crosstie.schema.rules.traced import Seen, TracedPresence, TracedState, Watch
from crosstie.schema.rules.verdict import Case, Report, RuleState, Subject, Violation
from crosstie.schema.sample_state import SampleState, StateRecord

Asked = tuple[int, Subject]
"""A rule, by its place in the plan, and whom it is asked of."""


class _Held(msgspec.Struct, frozen=True):
    state: RuleState
    seen: Seen
    place: Place | None


class LiveRules:
    """Every verdict on one pass of a sample, or on all of its passes, and what each depends on.

    Says at any time what `judge` would say of the same labels. Not safe for several threads; it keeps a
    state of its own, so that it may live on another thread than the labels that are shown. `judged` tells
    how many verdicts were reached by the last change.
    """

    def __init__(
        self, document: SchemaDocument, sample_id: str, records: Iterable[StateRecord], pass_id: str = ""
    ) -> None:
        self._document = document
        self._plan = plan_of(document)
        self._pass_id = pass_id
        self._state = SampleState(sample_id, records)
        self.judged = 0
        self._begin()

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Every broken rule, in the order of the rules and of time."""
        return tuple(violation for _place, violation in self._broken)

    def report(self) -> Report:
        """Each rule's tally, and every violation."""
        return report_of(self._plan, self._counts, self.violations)

    def apply(self, changes: Changes) -> None:
        """Takes over what was changed elsewhere, in the order in which it was changed."""
        self.judged = 0
        self._state.follow(changes)
        if changes.touches("sample", "asset", "pass"):
            self._begin()
            return
        dirty: dict[Asked, None] = {}
        for change in changes.items:
            dirty |= dict.fromkeys(self._concerned(change))
        for asked in dirty:
            self._judge(*asked)

    def _begin(self) -> None:
        """Judges everything."""
        taxonomy = self._document.taxonomy
        self._roster = Roster.of(self._state)
        self._presence = Presence(taxonomy, self._state, self._roster.ids_of_class)
        self._watch = Watch()
        watched = TracedState(self._state, self._watch), TracedPresence(self._presence, self._watch)
        self._case = Case(self._document, *watched)
        self._dependants: Dependants[Asked] = Dependants(taxonomy)
        self._held: dict[Asked, _Held] = {}
        self._broken: list[tuple[Place, Violation]] = []
        self._counts = no_counts(self._plan)
        for asked in list(subjects(self._state, self._roster, self._plan, self._pass_id)):
            self._judge(*asked)

    def _concerned(self, change: Change) -> Iterator[Asked]:
        """Who has to be judged anew, the label itself included, before and after."""
        for record, takes in ((change.before, False), (change.after, True)):
            if not isinstance(record, Annotation | Entity | Link):
                continue
            yield from self._dependants.of(record, self._times(record))
            yield from self._own(record)
            (self._roster.put if takes else self._roster.drop)(record)
            if isinstance(record, Annotation):
                (self._presence.put if takes else self._presence.drop)(record)

    def _times(self, record: Annotation | Entity | Link) -> tuple[tuple[int, int], ...]:
        return self._presence.spans(record) if isinstance(record, Annotation) else ()

    def _own(self, record: Annotation | Entity | Link) -> Iterator[Asked]:
        """The rules that are asked of a label itself, and of a link's ends."""
        plan, owner = self._plan, record.pass_id
        if self._pass_id and owner != self._pass_id:
            return
        match record:
            case Annotation():
                yield from (
                    (at, Subject("annotation", record.id, owner))
                    for at in plan.of_class.get(record.class_id, ())
                )
            case Entity():
                yield from (
                    (at, Subject("entity", record.id, owner)) for at in plan.of_entity.get(record.type_id, ())
                )
            case Link():
                yield from (
                    (at, Subject("link", record.id, owner)) for at in plan.of_link.get(record.type_id, ())
                )
                for at in plan.at_ends.get(record.type_id, ()):
                    ends = ends_at(record, str(plan.rules[at].arguments["at"]))
                    yield from ((at, Subject(end.kind, end.id, owner)) for end in ends)

    def _judge(self, place: int, subject: Subject) -> None:
        asked = (place, subject)
        self._forget(asked)
        if not self._is_asked(place, subject):
            return
        rule = self._plan.rules[place]
        self.judged += 1
        verdict = verdict_on(self._case, rule, subject)
        where = None
        if verdict.state == "broken":
            entry = violation_of(self._case, place, rule, subject, verdict)
            insort(self._broken, entry, key=_PLACE)
            where = entry[0]
        held = _Held(verdict.state, self._watch.taken(), where)
        self._held[asked] = held
        self._counts[place][held.state] += 1
        self._dependants.put(asked, held.seen)

    def _forget(self, asked: Asked) -> None:
        held = self._held.pop(asked, None)
        if held is None:
            return
        self._counts[asked[0]][held.state] -= 1
        self._dependants.drop(asked, held.seen)
        if held.place is not None:
            del self._broken[bisect_left(self._broken, held.place, key=_PLACE)]

    def _is_asked(self, place: int, subject: Subject) -> bool:
        """Whether the rule is still about the subject: it may be gone, or be of another class now."""
        rule, state = self._plan.rules[place], self._state
        if rule.subject == "end":
            if not state.holds(End("entity" if subject.kind == "entity" else "annotation", subject.id)):
                return False
            links = certain_links(state, subject, rule.subject_id, str(rule.arguments["at"]))
            return next(links, None) is not None
        match subject.kind:
            case "annotation":
                annotation = state.annotations.get(subject.id)
                return annotation is not None and place in self._plan.of_class.get(annotation.class_id, ())
            case "entity":
                entity = state.entities.get(subject.id)
                return entity is not None and place in self._plan.of_entity.get(entity.type_id, ())
            case "link":
                link = state.links.get(subject.id)
                return link is not None and link.status == "certain"
            case _:
                return True


def _place_of(entry: tuple[Place, Violation]) -> Place:
    return entry[0]


_PLACE: Final = _place_of
