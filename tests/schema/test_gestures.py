"""Gestures: what they change, and that each is one step which undo takes back whole."""

from collections.abc import Iterator
from itertools import count

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.document import load_schema
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import (
    Edits,
    assign_entity,
    assign_new_entity,
    change_class,
    delete,
    next_entity_name,
    rename_entity,
    start_pass_from,
    tie,
)
from crosstie.schema.links import link_options
from crosstie.schema.records import AttributeValue, Pass, Provenance
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from tests.schema.documents import example, example_with
from tests.schema.samples import PASS, SAMPLE, annotation, entity, labelled_state, mark, open_pass, thing
from tests.schema.strategies import ends_of, labelled_states


def _ids() -> Iterator[str]:
    return (f"new-{number}" for number in count())


def _done(state: SampleState, edits: Edits) -> None:
    """Applies a gesture as the store does, each edit checked against what those before it left."""
    before = state.copy()
    for edit in edits:
        check_edit(example(), state, edit)
        state.apply([edit])
    undone = state.copy()
    undone.apply(ed.inverses(edits))
    assert undone.same_as(before)


def test_deleting_an_annotation_takes_its_links_and_leaves_its_entity() -> None:
    state = labelled_state()
    _done(state, delete(state, ["mention"]))
    assert "mention" not in state.annotations
    assert "tie" not in state.links
    assert "v1" in state.entities


def test_deleting_an_entity_frees_its_annotations_and_takes_its_links() -> None:
    state = labelled_state()
    _done(state, delete(state, ["v1"]))
    assert "v1" not in state.entities
    assert "tie" not in state.links
    assert state.annotations["box"].entity_id == ""


def test_deleting_a_link_leaves_its_ends() -> None:
    state = labelled_state()
    _done(state, delete(state, ["tie"]))
    assert list(state.links) == []
    assert state.holds(mark("mention"))


@settings(max_examples=40)
@given(labelled_states(), st.data())
def test_anything_can_be_deleted_together_and_brought_back(state: SampleState, data: st.DataObject) -> None:
    ids = [end.id for end in ends_of(state)] + list(state.links) + ["nobody"]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
    before = state.copy()
    edits = delete(state, chosen)
    state.apply(edits)
    assert not {*chosen} & {*state.annotations, *state.entities, *state.links}
    state.apply(ed.inverses(edits))
    assert state.same_as(before)


def test_tying_makes_the_offered_link_in_the_pass_of_its_ends() -> None:
    state = labelled_state()
    [option] = link_options(example(), state, mark("lone"), mark("box"))
    _done(state, tie(state, option, lambda: "new"))
    made = state.links["new"]
    assert (made.type_id, made.from_end, made.to_end) == ("l_same_object", mark("box"), mark("lone"))
    assert (made.pass_id, made.status) == (PASS, "certain")


def test_a_new_class_keeps_the_attributes_that_it_also_has() -> None:
    state = labelled_state()
    values: dict[str, AttributeValue] = {"colour": "red", "occluded": True}
    state.apply(
        [ed.AddAnnotation(annotation("a", "c_truck", "cam", state.annotations["box"].anchor, values))]
    )
    _done(state, change_class(example(), state.annotations["a"], "c_vehicle"))
    assert state.annotations["a"].attributes == values
    assert change_class(example(), state.annotations["a"], "c_vehicle") == ()
    words = "attributes: {colour: {type: choice, of: [blue]}, sure: {type: bool, default: true}}"
    document = load_schema(example_with("name: {en: mention}", f"name: {{en: mention}}, {words}"), "x")
    [edit] = change_class(document, state.annotations["a"], "c_mention")
    assert isinstance(edit, ed.SetMeaning)
    assert edit.after == ed.Meaning("c_mention", {"sure": True})


def test_a_new_entity_takes_the_next_free_name_of_its_type() -> None:
    state = labelled_state()
    assert next_entity_name(example(), state, PASS, "e_vehicle") == "V-03"
    assert next_entity_name(example(), state, PASS, "e_speaker") == "S-01"
    assert next_entity_name(example(), state, "another pass", "e_vehicle") == "V-01"
    _done(state, assign_new_entity(example(), state, [state.annotations["lone"]], "e_vehicle", lambda: "v3"))
    assert state.entities["v3"].name == "V-03"
    assert state.annotations["lone"].entity_id == "v3"
    state.apply([ed.AddEntity(entity("v9", name="V-109"))])
    assert next_entity_name(example(), state, PASS, "e_vehicle") == "V-110"


def test_assigning_touches_only_what_is_about_something_else() -> None:
    state = labelled_state()
    edits = assign_entity([state.annotations["box"], state.annotations["lone"]], "v1")
    _done(state, edits)
    assert [edit.annotation_id for edit in edits if isinstance(edit, ed.SetEntityOf)] == ["lone"]
    _done(state, assign_entity([state.annotations["box"]], ""))
    assert state.annotations["box"].entity_id == ""


def test_renaming_an_entity() -> None:
    state = labelled_state()
    _done(state, rename_entity(state.entities["v1"], " xe tải đỏ "))
    assert state.entities["v1"].name == "xe tải đỏ"
    assert rename_entity(state.entities["v1"], "xe tải đỏ") == ()


def test_a_pass_is_copied_whole_with_its_provenance() -> None:
    state = labelled_state()
    opened = open_pass("p2")
    state.apply([ed.OpenPass(opened)])
    ids = _ids()
    _done(state, start_pass_from(state, PASS, opened, lambda: next(ids)))
    copies = [label for label in state.annotations.values() if label.pass_id == "p2"]
    originals = [label for label in state.annotations.values() if label.pass_id == PASS]
    assert [copy.anchor for copy in copies] == [label.anchor for label in originals]
    assert [copy.provenance.origin_id for copy in copies] == [label.id for label in originals]
    assert {copy.provenance.source for copy in copies} == {"pass"}
    [copied_tie] = [link for link in state.links.values() if link.pass_id == "p2"]
    assert state.annotations[copied_tie.from_end.id].provenance.origin_id == "mention"
    assert state.entities[copied_tie.to_end.id].provenance.origin_id == "v1"
    assert {label.entity_id for label in originals} & {copy.entity_id for copy in copies} == {""}


def test_a_copy_keeps_the_models_name_and_score() -> None:
    state = labelled_state()
    scored = Provenance("model", model="det-3", score=0.75)
    by_model = Pass("m", SAMPLE, "model", "bot", open_pass().schema)
    state.apply([ed.OpenPass(by_model), ed.OpenPass(open_pass("p2"))])
    label = annotation("found", "c_truck", "cam", state.annotations["box"].anchor, pass_id="m")
    state.apply([ed.AddAnnotation(msgspec.structs.replace(label, provenance=scored))])
    [copied] = start_pass_from(state, "m", state.passes["p2"])
    assert isinstance(copied, ed.AddAnnotation)
    assert copied.annotation.provenance == Provenance("pass", "found", "det-3", 0.75)


def test_copying_a_pass_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="pass nowhere is not in sample s1"):
        start_pass_from(labelled_state(), "nowhere", open_pass("p2"))


def test_thing_ends_can_be_deleted_while_tied() -> None:
    state = labelled_state()
    assert any(state.links_of(thing("v1").id))
    _done(state, delete(state, ["mention", "v1", "tie"]))
    assert list(state.links) == []
