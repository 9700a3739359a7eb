"""What a person does quickly, one thing upon another, against a store that answers late and may refuse."""

from collections import deque
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.app.outbox import Outbox, UndoStep
from crosstie.app.undo import Gesture, UndoStack
from crosstie.schema.anchors import Box, TimeSpan
from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.edits import (
    AddAnnotation,
    AddAsset,
    AddSample,
    Edit,
    FoundingEdit,
    Meaning,
    OpenPass,
    SetAnchor,
    SetMeaning,
)
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import assign_new_entity, delete
from crosstie.schema.records import Annotation, Asset, Pass, Sample
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit

SCHEMA = b"""
schema: street
version: 1.0.0
languages: [en]
classes:
  - {id: c_car, name: {en: car}, anchors: [box], attributes: {speed: {type: number, min: 0, max: 9}}}
entities:
  - {id: e_car, name: {en: car}, classes: [c_car]}
links:
  - {id: l_before, name: {en: before}, from: {classes: [c_car]}, to: {classes: [c_car]}}
"""
DOCUMENT: SchemaDocument = load_schema(SCHEMA, "test")
KEYS = ("a", "b", "c")


def label(key: str) -> Annotation:
    """A car in the picture."""
    return Annotation(key, "s", "p", "cam", "c_car", Box(1, 2, 3, 4))


def begun() -> SampleState:
    """A picture with two cars."""
    state = SampleState("s")
    opened = Pass("p", "s", "assisted", "an", schema_ref(DOCUMENT))
    asset = Asset(id="cam", sample_id="s", kind="image", files=())
    state.apply([AddSample(Sample("s", "en")), AddAsset(asset), OpenPass(opened)])
    state.apply([AddAnnotation(label("a")), AddAnnotation(label("b"))])
    return state


class SlowStore:
    """Keeps a state of its own, applies what it was sent when it is told to, or refuses it."""

    def __init__(self) -> None:
        self.state = begun()
        self.waiting: deque[Sequence[Edit]] = deque()

    def answer(self, *, fails: bool = False) -> bool:
        """Says whether the oldest is on disk now."""
        edits = self.waiting.popleft()
        if fails:
            return False
        kept = self.state.copy()
        try:
            for edit in edits:
                check_edit(DOCUMENT, self.state, edit)
                self.state.apply([edit])
        except EditRefused:
            self.state = kept
            return False
        return True


class Person:
    """Hands at a window without a window: the state on the screen, undo, and the store behind."""

    def __init__(self) -> None:
        self.screen = begun()
        self.undo = UndoStack()
        self.outbox = Outbox(self.undo)
        self.store = SlowStore()
        self.made = 0
        self.told: dict[str, object] = {
            key: one for kept in (self.screen.annotations, self.screen.entities) for key, one in kept.items()
        }

    def send(self, edits: Sequence[Edit], step: UndoStep | None = None) -> None:
        """One gesture, made of what stands on the screen."""
        reversible = tuple(edit for edit in edits if not isinstance(edit, FoundingEdit))
        gesture = Gesture(reversible, "x")
        step = step or (lambda undo: undo.done(gesture))
        self.listen(self.outbox.put(self.screen, DOCUMENT, edits, "test", step))
        self.store.waiting.append(edits)

    def answer(self, *, fails: bool = False) -> bool:
        """The store answers to the oldest; the screen follows."""
        if self.store.answer(fails=fails):
            self.outbox.saved()
            return True
        self.listen(self.outbox.refused(self.screen, DOCUMENT))
        return False

    def listen(self, changes: Changes) -> None:
        """A pane that goes by what it is told, and looks at nothing else."""
        for change in changes.items:
            assert self.told.get(change.id) == change.before
            self.told[change.id] = change.after
        shown = {**self.screen.annotations, **self.screen.entities}
        assert {key: one for key, one in self.told.items() if one is not None} == shown

    def do(self, what: str, key: str, number: int) -> None:
        """One thing that a hand can do, if it can be done now."""
        standing = self.screen.annotations.get(key)
        newest, undone = self.undo.newest, self.undo.newest_undone
        if what == "undo" and newest is not None:
            self.send(newest.taken_back, lambda undo: undo.undone(newest))
        elif what == "redo" and undone is not None:
            self.send(undone.edits, lambda undo: undo.redone(undone))
        elif what == "add" and standing is None:
            self.send([AddAnnotation(label(key))])
        elif standing is not None and what in ("say", "move", "delete", "entity"):
            self.send(self._edits(what, standing, number))

    def _edits(self, what: str, standing: Annotation, number: int) -> Sequence[Edit]:
        match what:
            case "say":
                before = Meaning(standing.class_id, standing.attributes)
                return [SetMeaning("s", standing.id, before, Meaning("c_car", {"speed": float(number)}))]
            case "move":
                return [SetAnchor("s", standing.id, standing.anchor, Box(number, 2, 3, 4))]
            case "delete":
                return delete(self.screen, [standing.id])
        self.made += 1
        return assign_new_entity(DOCUMENT, self.screen, [standing], "e_car", lambda: f"e{self.made}")


HAND = st.tuples(
    st.sampled_from(["say", "say", "move", "add", "delete", "entity", "undo", "redo", "answer"]),
    st.sampled_from(KEYS),
    st.integers(0, 9),
)


@given(st.lists(HAND, max_size=40))
def test_nobody_is_refused_for_being_quick(hands: list[tuple[str, str, int]]) -> None:
    person = Person()
    for what, key, number in hands:
        if what == "answer" and person.outbox:
            assert person.answer()
        else:
            person.do(what, key, number)
    while person.outbox:
        assert person.answer()
    assert person.screen.same_as(person.store.state)


@settings(max_examples=300)
@given(st.lists(st.tuples(HAND, st.booleans()), max_size=40))
def test_what_the_store_refuses_goes_with_all_that_leans_on_it(
    hands: list[tuple[tuple[str, str, int], bool]],
) -> None:
    person = Person()
    for (what, key, number), fails in hands:
        if what == "answer" and person.outbox:
            person.answer(fails=fails)
        else:
            person.do(what, key, number)
    while person.outbox:
        person.answer()
    assert person.screen.same_as(person.store.state)
    # What is left can be undone to the very start, so undo knows of all that came to be and of nothing else.
    while person.undo.newest:
        person.do("undo", "a", 0)
        assert person.answer()
    assert person.screen.same_as(begun())


def test_what_breaks_the_schema_is_refused_at_once_and_not_sent() -> None:
    person = Person()
    before = person.screen.copy()
    edit = SetAnchor("s", "a", Box(1, 2, 3, 4), TimeSpan(0, 5))
    with pytest.raises(EditRefused, match=r"time.span"):
        person.outbox.put(person.screen, DOCUMENT, [edit], "test", UndoStack.forget)
    assert len(person.outbox) == 0
    assert person.screen.same_as(before)


def test_another_state_of_the_sample_gets_what_is_still_on_its_way() -> None:
    person = Person()
    person.do("move", "a", 7)
    loaded = begun()
    person.outbox.move_to(loaded, DOCUMENT)
    assert loaded.annotations["a"].anchor == Box(7, 2, 3, 4)
    person.screen = loaded
    assert not person.answer(fails=True)
    assert person.screen.same_as(begun())


def test_what_belongs_to_a_sample_that_was_left_touches_no_other() -> None:
    person = Person()
    person.do("move", "a", 7)
    other = SampleState("other")
    person.outbox.move_to(other, DOCUMENT)
    person.screen, person.told = other, {}
    assert not person.answer(fails=True)
    assert not person.outbox
    assert list(other.records()) == []
