"""The state of a sample: edits applied, taken back, refused whole, and looked up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Keyframe, Track
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Annotation
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.samples import annotation, entity, labelled_state, link, mark, sample_state, thing
from tests.schema.strategies import edits_on, labelled_states


@settings(max_examples=40)
@given(labelled_states(), st.data())
def test_an_edit_and_its_inverse_change_nothing(state: SampleState, data: st.DataObject) -> None:
    before = state.copy()
    edit = data.draw(edits_on(state, "new"))
    state.apply([edit])
    state.apply([ed.inverse(edit)])
    assert state.same_as(before)
    assert ed.inverse(ed.inverse(edit)) == edit


@settings(max_examples=40)
@given(labelled_states(), st.data())
def test_a_refused_edit_leaves_the_whole_gesture_undone(state: SampleState, data: st.DataObject) -> None:
    before = state.copy()
    good = data.draw(edits_on(state, "new"))
    bad = ed.SetAnchor(samples.SAMPLE, "nobody", samples.BOX, samples.SPEECH)
    with pytest.raises(EditRefused):
        state.apply([good, bad])
    assert state.same_as(before)
    _assert_indexed(state)


class SampleUnderEdits(RuleBasedStateMachine):
    """Random edits, undone and redone in any order that undo allows."""

    def __init__(self) -> None:
        super().__init__()
        self.state = sample_state()
        self.done: list[ed.ReversibleEdit] = []
        self.undone: list[ed.ReversibleEdit] = []
        self.made = 0

    @rule(data=st.data())
    def do(self, data: st.DataObject) -> None:
        self.made += 1
        edit = data.draw(edits_on(self.state, f"made-{self.made}"))
        changes = self.state.apply([edit], "test")
        [change] = changes.items
        assert change.before != change.after or _idle(edit)
        self.done.append(edit)
        self.undone.clear()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        edit = self.done.pop()
        self.state.apply([ed.inverse(edit)])
        self.undone.append(edit)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        edit = self.undone.pop()
        self.state.apply([edit])
        self.done.append(edit)

    @invariant()
    def look_ups_agree_with_the_records(self) -> None:
        _assert_indexed(self.state)

    @invariant()
    def replaying_what_was_done_gives_the_same_state(self) -> None:
        replayed = sample_state()
        replayed.apply(self.done)
        assert replayed.same_as(self.state)


TestSampleUnderEdits = SampleUnderEdits.TestCase
TestSampleUnderEdits.settings = settings(max_examples=20, stateful_step_count=25)


def _idle(edit: ed.ReversibleEdit) -> bool:
    """Whether an edit sets what stands already."""
    return getattr(edit, "before", 0) == getattr(edit, "after", 1)


def _assert_indexed(state: SampleState) -> None:
    annotations = list(state.annotations.values())
    for asset_id in state.assets:
        assert {one.id for one in state.annotations_on(asset_id)} == {
            one.id for one in annotations if one.asset_id == asset_id
        }
    for entity_id in state.entities:
        assert {one.id for one in state.annotations_of(entity_id)} == {
            one.id for one in annotations if one.entity_id == entity_id
        }
    for end_id in (*state.annotations, *state.entities):
        assert {one.id for one in state.links_of(end_id)} == {
            one.id for one in state.links.values() if end_id in (end.id for end in one.ends)
        }


REFUSED: list[tuple[ed.Edit, str]] = [
    (ed.AddAnnotation(annotation("box", "c_truck", "cam", samples.BOX_TRACK)), "already in sample s1"),
    (
        ed.AddAnnotation(annotation("n", "c_truck", "gone", samples.BOX_TRACK)),
        "asset gone is not in",
    ),
    (
        ed.AddAnnotation(annotation("n", "c_truck", "cam", samples.BOX_TRACK, pass_id="p9")),
        "pass p9 is",
    ),
    (
        ed.AddAnnotation(annotation("n", "c_truck", "cam", samples.BOX_TRACK, entity_id="e9")),
        "entity e9 is not in the sample",
    ),
    (ed.RemoveAnnotation(annotation("n", "c_truck", "cam", samples.BOX_TRACK)), "changed meanwhile"),
    (ed.AddEntity(entity("v1")), "already in sample s1"),
    (ed.AddEntity(entity("e", pass_id="p9")), "pass p9 is not in the sample"),
    (ed.RemoveEntity(entity("sp", "e_speaker", "Linh")), "annotations are still about entity Linh"),
    (ed.RemoveEntity(entity("v1", name="other")), "changed meanwhile"),
    (ed.SetEntity(entity("v1", name="other"), entity("v1")), "changed meanwhile"),
    (ed.AddLink(link("tie", "l", mark("box"), mark("lone"))), "already in sample s1"),
    (ed.AddLink(link("l", "l", mark("box"), mark("gone"))), "end annotation gone is not in the sample"),
    (ed.AddLink(link("l", "l", mark("v1"), thing("v1"))), "end annotation v1 is not in the sample"),
    (ed.RemoveLink(link("gone", "l", mark("box"), mark("lone"))), "changed meanwhile"),
    (
        ed.SetLink("s1", "gone", ed.LinkState("certain", {}), ed.LinkState("unsure", {})),
        "link gone is",
    ),
    (ed.SetLink("s1", "tie", ed.LinkState("unsure", {}), ed.LinkState("certain", {})), "changed meanwhile"),
    (ed.SetAnchor("s1", "box", samples.BOX, samples.BOX_TRACK), "changed meanwhile"),
    (ed.SetMeaning("s1", "box", ed.Meaning("c_bus", {}), ed.Meaning("c_truck", {})), "changed meanwhile"),
    (ed.SetEntityOf("s1", "box", "", "v2"), "changed meanwhile"),
    (ed.SetEntityOf("s1", "box", "v1", "e9"), "entity e9 is not in the sample"),
    (ed.SetKeyframe("s1", "speech", 0, None, Keyframe(0, samples.BOX)), "is no track"),
    (ed.SetKeyframe("s1", "box", 0, None, Keyframe(0, samples.BOX)), "changed meanwhile"),
    (ed.SetKeyframe("s1", "box", 5, None, Keyframe(6, samples.BOX)), "says 6 ns of itself"),
    (ed.SetKeyframe("s1", "box", 5, None, Keyframe(5, samples.CUBOID)), "must all be of one kind"),
    (ed.AddSample(labelled_state().sample), "already in sample s1"),
]


@pytest.mark.parametrize(("edit", "message"), REFUSED)
def test_an_edit_that_does_not_fit_what_stands_is_refused(edit: ed.Edit, message: str) -> None:
    state = labelled_state()
    with pytest.raises(EditRefused, match=message):
        state.apply([edit])
    assert state.same_as(labelled_state())


def test_the_last_keyframe_cannot_be_taken_away() -> None:
    state = labelled_state()
    state.apply([ed.AddAnnotation(annotation("one", "c_truck", "cam", Track((Keyframe(0, samples.BOX),))))])
    with pytest.raises(EditRefused, match="a track needs a keyframe"):
        state.apply([ed.SetKeyframe("s1", "one", 0, Keyframe(0, samples.BOX), None)])


def test_labels_need_a_sample_first() -> None:
    with pytest.raises(EditRefused, match="sample s1 is not in the project"):
        SampleState("s1").apply([ed.OpenPass(samples.open_pass())])
    with pytest.raises(EditRefused, match="sample s1 is not in the project"):
        _ = SampleState("s1").sample


def test_changes_tell_each_record_before_and_after_and_who_began() -> None:
    state = labelled_state()
    edits = ed.SetEntityOf("s1", "box", "v1", ""), ed.RemoveLink(state.links["tie"])
    changes = state.apply(edits, "inspector")
    assert (changes.sample_id, changes.initiator) == ("s1", "inspector")
    assert changes.ids("annotation") == {"box"}
    assert changes.touches("link")
    assert not changes.touches("entity", "asset")
    before, after = changes.items[0].before, changes.items[0].after
    assert isinstance(before, Annotation)
    assert isinstance(after, Annotation)
    assert (before.entity_id, after.entity_id) == ("v1", "")
    assert changes.items[1].after is None
