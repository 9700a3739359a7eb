"""Carries a pass over to another version of its schema: a new pass, and notes of what is left to a person."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.document import schema_ref
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, Entity, Leftover, LeftoverKind, Link, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import edit_problem
from crosstie.schema.versions.fitting import drop_unfit_values, facts_of
from crosstie.schema.versions.link_carrying import note_crowded, remapped, with_new_ends
from crosstie.schema.versions.moving import Issue, Moving
from crosstie.schema.versions.plan import Plan
from crosstie.schema.versions.stepping import Between, take_step
from crosstie.schema.versions.taking_back import taken_back

MakeId = Callable[[], str]
Tally = Counter[tuple[str, str]]
"""How many labels, by the place of the step ("" where none touched them) and by what became of them."""

Label = TypeVar("Label", Annotation, Entity, Link)


class Carried(msgspec.Struct, frozen=True):
    """A pass as carried over: the edits that make it, the first of which opens it, and how it went."""

    opened: Pass
    edits: tuple[ed.Edit, ...]
    leftovers: tuple[Leftover, ...]
    tally: Tally


def carry_over(
    plan: Plan, state: SampleState, old: Pass, started_from: str = "", make_id: MakeId = new_id
) -> Carried:
    """The pass `old`, which stays as it is, under the plan's target; `started_from` is the new pass's own."""
    return _Carrier(plan, state, old, started_from, make_id).carried()


class _Carrier:
    """Brings labels over one by one into a trial of the new pass, in which nothing unfit gets."""

    def __init__(self, plan: Plan, state: SampleState, old: Pass, started_from: str, make_id: MakeId) -> None:
        self._plan, self._state, self._old, self._make_id = plan, state, old, make_id
        ref = schema_ref(plan.target)
        self._opened = Pass(make_id(), old.sample_id, old.kind, old.actor_id, ref, started_from, old.id)
        self._trial = SampleState(old.sample_id, [state.sample, *state.assets.values(), self._opened])
        self._between = Between(plan.origin, plan.target)
        self._places = frozenset(placed.place for placed in plan.steps)
        self._edits: list[ed.Edit] = [ed.OpenPass(self._opened)]
        self._leftovers: list[Leftover] = []
        self._tally: Tally = Counter()
        self._new_ids: dict[str, str] = {}
        notes = (note for note in state.leftovers.values() if note.pass_id == old.id)
        waiting = (note.origin_id for note in notes if note.decision == "open" and not note.label_id)
        self._waiting = frozenset(waiting if plan.back else ())

    def carried(self) -> Carried:
        """Entities first, then the annotations about them, then the links between both."""
        for entity in self._labels(self._state.entities.values()):
            self._entity(entity)
        for annotation in self._labels(self._state.annotations.values()):
            self._annotation(annotation)
        self._links(tuple(self._labels(self._state.links.values())))
        notes = map(ed.AddLeftover, self._leftovers)
        return Carried(self._opened, (*self._edits, *notes), tuple(self._leftovers), self._tally)

    def _labels(self, labels: Iterable[Label]) -> Iterator[Label]:
        """The pass's own, and going back also what is left over from the pass before it: there it fits."""
        return (label for label in labels if label.pass_id == self._old.id or label.id in self._waiting)

    def _entity(self, old: Entity) -> None:
        was = self._before(old)
        label = self._stepped(was, Moving("entity", was.type_id, {}, facts_of(self._state, old)))
        new = msgspec.structs.replace(self._copied(was, old.id, label), type_id=label.type_id)
        self._settle("entity", old.id, label, ed.AddEntity(new))

    def _annotation(self, old: Annotation) -> None:
        was = self._before(old)
        label = self._stepped(was, Moving("class", was.class_id, was.attributes, facts_of(self._state, old)))
        about = self._new_ids.get(was.entity_id, "")
        if was.entity_id and not about:
            label.issues.append(Issue("", "needs_human", "the entity that it is about waits for a person"))
        new = msgspec.structs.replace(
            self._copied(was, old.id, label),
            class_id=label.type_id, attributes=label.attributes, entity_id=about,
        )  # fmt: skip
        if about and not label.stays_out and self._problem(ed.AddAnnotation(new)):
            alone = msgspec.structs.replace(new, entity_id="")
            if not self._problem(ed.AddAnnotation(alone)):
                label.issues.append(Issue("", "needs_human", self._problem(ed.AddAnnotation(new))))
                new = alone
        self._settle("annotation", old.id, label, ed.AddAnnotation(new))

    def _links(self, olds: tuple[Link, ...]) -> None:
        moved: list[tuple[Link, Moving, str]] = []
        for old in olds:
            was = self._before(old)
            label = self._stepped(
                was, Moving("link", was.type_id, was.attributes, facts_of(self._state, old))
            )
            turned = with_new_ends(was, label, self._new_ids)
            if turned is not None and not self._plan.back:
                turned = remapped(turned, label, self._plan.steps, self._plan.target, self._trial)
            moved.append((turned or was, label, old.id))
        note_crowded([(link, label) for link, label, _ in moved], self._plan.target)
        for link, label, old_id in moved:
            copy = self._copied(link, old_id, label)
            new = msgspec.structs.replace(copy, type_id=label.type_id, attributes=label.attributes)
            self._settle("link", old_id, label, ed.AddLink(new))

    def _before(self, label: Label) -> Label:
        """Going back, the label as it was before the steps; else the label itself."""
        if not self._plan.back:
            return label
        back = taken_back(label, self._places)
        assert isinstance(back, type(label))
        return back

    def _stepped(self, old: Annotation | Entity | Link, label: Moving) -> Moving:
        for placed in () if self._plan.back else self._plan.steps:
            take_step(label, placed, self._between)
            if label.stays_out:
                return label
        drop_unfit_values(label, self._between)
        return label

    def _copied(self, label: Label, old_id: str, moving: Moving) -> Label:
        steps = (*label.provenance.steps, *moving.replaced)
        taken = msgspec.structs.replace(label.provenance, source="pass", origin_id=old_id, steps=steps)
        return msgspec.structs.replace(label, id=self._make_id(), pass_id=self._opened.id, provenance=taken)

    def _origin_of(self, old_id: str) -> str:
        """The id in the pass before the old one, by which what was left over there names its ends."""
        state = self._state
        label = state.annotations.get(old_id) or state.entities.get(old_id) or state.links.get(old_id)
        return label.provenance.origin_id if label else ""

    def _problem(self, edit: ed.Edit) -> str:
        return edit_problem(self._plan.target, self._trial, edit)

    def _settle(self, kind: LeftoverKind, old_id: str, label: Moving, edit: ed.Edit) -> None:
        """Adds a label to the new pass, or notes why it stays out."""
        if not label.stays_out and (problem := self._problem(edit)):
            label.issues.append(Issue("", "needs_human", problem, stays_out=True))
        new_label_id = ""
        if not label.stays_out:
            [change] = self._trial.apply([edit]).items
            new_label_id = self._new_ids[old_id] = change.id
            if self._plan.back and (origin_id := self._origin_of(old_id)):
                self._new_ids[origin_id] = change.id
            self._edits.append(edit)
        issues = [issue for issue in label.issues if issue.stays_out][:1] if label.stays_out else label.issues
        for issue in issues:
            self._leave(kind, old_id, new_label_id, issue)
        self._count(label, issues)

    def _leave(self, kind: LeftoverKind, old_id: str, new_label_id: str, issue: Issue) -> None:
        note = Leftover(
            self._make_id(), self._old.sample_id, self._opened.id, kind, old_id,
            issue.step, issue.state, issue.reason, new_label_id,
        )  # fmt: skip
        self._leftovers.append(note)

    def _count(self, label: Moving, issues: list[Issue]) -> None:
        for issue in issues:
            self._tally[issue.step, issue.state] += 1
        if label.stays_out:
            return
        troubled = {issue.step for issue in issues}
        changed = {one.step for one in label.replaced} - troubled
        for step in changed:
            self._tally[step, "lossless"] += 1
        if not changed and not issues:
            self._tally["", "lossless"] += 1
