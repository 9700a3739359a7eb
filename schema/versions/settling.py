"""What a person decides on leftovers: a class for the old label, or that it is dropped."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import Edits
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, AttributeValue, Entity, Leftover, Link
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import edit_problem
from crosstie.schema.versions.fitting import drop_unfit_values, facts_of
from crosstie.schema.versions.link_carrying import remapped, with_new_ends
from crosstie.schema.versions.moving import Moving
from crosstie.schema.versions.plan import Plan
from crosstie.schema.versions.stepping import Between, take_step

Label = Annotation | Entity | Link
L = TypeVar("L", Annotation, Entity, Link)
MakeId = Callable[[], str]


class Case(msgspec.Struct, frozen=True):
    """The leftovers of one pass: the state that it is in, and by id the labels of the pass that it continues.

    `plan` is what led from that pass to this one.
    """

    plan: Plan
    state: SampleState
    pass_id: str
    olds: Mapping[str, Label]

    def open(self) -> tuple[Leftover, ...]:
        """What nobody has decided on."""
        notes = self.state.leftovers.values()
        return tuple(note for note in notes if note.pass_id == self.pass_id and note.decision == "open")


def drop(note: Leftover) -> Edits:
    """Leaves a label, or a value that it lost, out for good; the old label stays in the old pass."""
    return (ed.SetLeftover(note, msgspec.structs.replace(note, decision="dropped")),)


def place(case: Case, note: Leftover, type_id: str, make_id: MakeId = new_id) -> Edits:
    """Brings an old label into the pass under a class or type that a person chose, and what waited for it.

    Raises EditRefused where it does not fit, and for a leftover whose label is there already.
    """
    if note.label_id:
        raise EditRefused(f"the label of leftover {note.id} is there; only a value of it was lost")
    trial = case.state.copy()
    made = _Placing(case, trial, make_id)
    made.label(note, type_id)
    made.followers()
    return tuple(made.edits)


def said_of(case: Case, note: Leftover) -> str:
    """An old label in the words of its own schema: class, attributes, and where it stands."""
    old, document = case.olds.get(note.origin_id), case.plan.origin
    language = case.state.sample.language
    match old:
        case None:
            return ""
        case Entity():
            return f"{document.display_name(old.type_id, language)} {old.name}"
        case Link():
            return f"link {document.display_name(old.type_id, language)}"
        case Annotation():
            specs = document.attributes_of(old.class_id)
            names = {name: document.attribute_name(spec, language) for name, spec in specs.items()}
            said = (f"{names.get(name, name)}: {_word(value)}" for name, value in old.attributes.items())
            told = f" ({', '.join(said)})" if old.attributes else ""
            return f"{document.display_name(old.class_id, language)}{told} in {old.asset_id}"


class _Placing:
    """One decision and all that follows from it, tried on a copy of the state."""

    def __init__(self, case: Case, trial: SampleState, make_id: MakeId) -> None:
        self._case, self._trial, self._make_id = case, trial, make_id
        self._target = case.plan.target
        self._new_ids = dict(self._standing())
        self.edits: list[ed.ReversibleEdit] = []

    def _standing(self) -> Iterator[tuple[str, str]]:
        for labels in (self._trial.annotations, self._trial.entities, self._trial.links):
            for label in labels.values():
                if label.pass_id == self._case.pass_id and label.provenance.origin_id:
                    yield label.provenance.origin_id, label.id

    def label(self, note: Leftover, type_id: str) -> None:
        """The label that the decision is about."""
        old = self._case.olds.get(note.origin_id)
        if old is None:
            raise EditRefused(f"the label {note.origin_id} of leftover {note.id} is not in the sample")
        edit = self._chosen(old, note, type_id)
        if problem := edit_problem(self._target, self._trial, edit):
            raise EditRefused(f"sample {note.sample_id}: {problem}")
        self._settle(note, edit)

    def followers(self) -> None:
        """Links whose ends are both there now, and annotations whose entity is."""
        for note in self._case.open():
            old = self._case.olds.get(note.origin_id)
            if isinstance(old, Link) and not note.label_id and note.id in self._open_ids():
                self._link(note, old)
            if isinstance(old, Annotation) and note.label_id and not note.step:
                self._about(note, old)

    def _open_ids(self) -> frozenset[str]:
        return frozenset(note.id for note in self._trial.leftovers.values() if note.decision == "open")

    def _chosen(self, old: Label, note: Leftover, type_id: str) -> ed.ReversibleEdit:
        step = f"{note.step or 'no step'}, decided by a person"
        match old:
            case Annotation():
                moving = self._moving(Moving("class", old.class_id, old.attributes, {}), step, type_id)
                about = self._new_ids.get(old.entity_id, "")
                new = msgspec.structs.replace(
                    self._copied(old, moving), class_id=type_id, attributes=moving.attributes, entity_id=about
                )
                unfit = about and edit_problem(self._target, self._trial, ed.AddAnnotation(new))
                return ed.AddAnnotation(msgspec.structs.replace(new, entity_id="") if unfit else new)
            case Entity():
                moving = self._moving(Moving("entity", old.type_id, {}, {}), step, type_id)
                return ed.AddEntity(msgspec.structs.replace(self._copied(old, moving), type_id=type_id))
            case Link():
                moving = self._moving(Moving("link", old.type_id, old.attributes, {}), step, type_id)
                tied = with_new_ends(old, moving, self._new_ids)
                if tied is None:
                    raise EditRefused(f"{moving.issues[-1].reason}; decide on that first")
                copy = self._copied(tied, moving)
                return ed.AddLink(
                    msgspec.structs.replace(copy, type_id=type_id, attributes=moving.attributes)
                )

    def _moving(self, moving: Moving, step: str, type_id: str) -> Moving:
        moving.retype(step, type_id)
        drop_unfit_values(moving, Between(self._case.plan.origin, self._target))
        return moving

    def _link(self, note: Leftover, old: Link) -> None:
        """Takes a link that waited for an end through the steps that it could not be taken through."""
        between = Between(self._case.plan.origin, self._target)
        moving = Moving("link", old.type_id, old.attributes, facts_of(self._case.state, old))
        steps = () if self._case.plan.back else self._case.plan.steps
        for placed in steps:
            take_step(moving, placed, between)
        drop_unfit_values(moving, between)
        tied = with_new_ends(old, moving, self._new_ids)
        if tied is None or moving.stays_out:
            return
        turned = remapped(tied, moving, steps, self._target, self._trial)
        copy = self._copied(turned, moving)
        edit = ed.AddLink(msgspec.structs.replace(copy, type_id=moving.type_id, attributes=moving.attributes))
        if not _stays_out(moving) and not edit_problem(self._target, self._trial, edit):
            self._settle(note, edit)

    def _about(self, note: Leftover, old: Annotation) -> None:
        entity_id, standing = self._new_ids.get(old.entity_id, ""), self._trial.annotations.get(note.label_id)
        if not entity_id or standing is None or standing.entity_id:
            return
        edit = ed.SetEntityOf(note.sample_id, standing.id, "", entity_id)
        if not edit_problem(self._target, self._trial, edit):
            self._apply(edit, ed.SetLeftover(note, msgspec.structs.replace(note, decision="placed")))

    def _settle(self, note: Leftover, edit: ed.ReversibleEdit) -> None:
        [change] = self._trial.apply([edit]).items
        self._new_ids[note.origin_id] = change.id
        self.edits.append(edit)
        self._apply(
            ed.SetLeftover(note, msgspec.structs.replace(note, decision="placed", label_id=change.id))
        )

    def _apply(self, *edits: ed.ReversibleEdit) -> None:
        self._trial.apply(edits)
        self.edits += edits

    def _copied(self, label: L, moving: Moving) -> L:
        steps = (*label.provenance.steps, *moving.replaced)
        taken = msgspec.structs.replace(label.provenance, source="pass", origin_id=label.id, steps=steps)
        return msgspec.structs.replace(
            label, id=self._make_id(), pass_id=self._case.pass_id, provenance=taken
        )


def _word(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else "not said" if value is None else str(value)


def _stays_out(moving: Moving) -> bool:
    """Asked anew: what turned the ends may have found that it does."""
    return moving.stays_out
