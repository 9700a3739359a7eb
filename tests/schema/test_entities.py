"""Merging and splitting entities: nothing lost, everything told, and undo takes the whole of it back."""

import time
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.entities import Regrouped, merge, same_as, split, successor
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import delete
from crosstie.schema.records import Link, Pass, Provenance
from crosstie.schema.sample_state import SampleState
from crosstie.schema.tie_ends import TieEnds, tie_all
from crosstie.schema.validation import check_edit
from tests.schema.documents import EXAMPLE, example
from tests.schema.samples import PASS, SAMPLE, WORDS, annotation, entity, labelled_state, link, mark, thing
from tests.schema.strategies import ends_of, labelled_states

_THINGS = "{entities: [e_vehicle]}"
_MORE = f"""
  - {{id: l_owns, name: {{en: owns}}, from: {_THINGS}, to: {_THINGS}, cardinality: many-to-one}}
  - {{id: l_same, name: {{en: same as}}, from: {_THINGS}, to: {_THINGS}, symmetric: true}}
  - {{id: l_steps, from: {_THINGS}, to: {{classes: [c_mention]}}, group: {{max: 3, ordered: true}}}}
"""


def _document() -> SchemaDocument:
    return load_schema(EXAMPLE.replace(b"\nunits:", _MORE.encode() + b"\nunits:"), "x")


def _done(state: SampleState, edits: Sequence[ed.ReversibleEdit]) -> None:
    """Applies a gesture as the store would, and sees that undo takes all of it back."""
    before = state.copy()
    for edit in edits:
        check_edit(_document(), state, edit)
        state.apply([edit])
    undone = state.copy()
    undone.apply(ed.inverses(edits))
    assert undone.same_as(before)


def _mention(state: SampleState, key: str, entity_id: str = "") -> None:
    state.apply([ed.AddAnnotation(annotation(key, "c_mention", "words", WORDS, entity_id=entity_id))])


def test_a_merged_entity_hands_over_its_annotations_and_its_links() -> None:
    state = labelled_state()
    done = merge(_document(), state, "v2", ["v1"])
    _done(state, done.edits)
    assert "v1" not in state.entities
    assert {one.id for one in state.annotations_of("v2")} == {"box", "cuboid", "region"}
    assert state.links["tie"].to_end == thing("v2")
    assert done.told == "V-01 is now V-02."


def test_of_two_links_that_fall_together_the_surer_one_stays() -> None:
    state = labelled_state()
    _mention(state, "m2")
    state.apply(
        [
            ed.AddLink(link("weak", "l_mentions", mark("m2"), thing("v1"), "unsure")),
            ed.AddLink(link("sure", "l_mentions", mark("m2"), thing("v2"))),
        ]
    )
    done = merge(_document(), state, "v1", ["v2"])
    _done(state, done.edits)
    assert {one.id: one.to_end for one in state.links_of("m2")} == {"sure": thing("v1")}
    assert done.told == "V-02 is now V-01. 1 link stood twice and fell together."


def test_a_link_whose_place_is_taken_becomes_unsure_and_is_told() -> None:
    state = labelled_state()
    state.apply(
        [
            ed.AddEntity(entity("v3", name="V-03")),
            ed.AddEntity(entity("v4", name="V-04")),
            ed.AddLink(link("own1", "l_owns", thing("v1"), thing("v3"))),
            ed.AddLink(link("own2", "l_owns", thing("v2"), thing("v4"))),
        ]
    )
    done = merge(_document(), state, "v1", ["v2"])
    _done(state, done.edits)
    assert (state.links["own1"].status, state.links["own2"].status) == ("certain", "unsure")
    assert "1 'owns' link became unsure: its place was taken." in done.told


def test_a_link_between_the_merged_falls_away() -> None:
    state = labelled_state()
    state.apply([ed.AddLink(link("same", "l_same", thing("v1"), thing("v2"), "unsure"))])
    done = merge(_document(), state, "v1", ["v2"])
    _done(state, done.edits)
    assert "same" not in state.links
    assert "1 link between them fell away." in done.told


def test_an_ordered_group_goes_on_counting() -> None:
    state = labelled_state()
    for key, origin, place in (("m1", "v1", 1), ("m2", "v1", 2), ("m3", "v2", 1), ("m4", "v2", 2)):
        _mention(state, key)
        made = ed.AddLink(link(f"to-{key}", "l_steps", thing(origin), mark(key)))
        state.apply([ed.AddLink(_at_place(made, place))])
    _done(state, merge(_document(), state, "v1", ["v2"]).edits)
    assert [state.links[f"to-m{n}"].place for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert [state.links[f"to-m{n}"].status for n in (3, 4)] == ["certain", "unsure"]


def _at_place(edit: ed.AddLink, place: int) -> Link:
    return ed.LinkState("certain", {}, place).on(edit.link)


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["v1", "sp"], "V-01 is a vehicle, Linh is a speaker: only entities of one type can be one."),
        (["v1", "gone"], "Merging takes two entities or more"),
        (["v1"], "Merging takes two entities or more"),
    ],
)
def test_what_cannot_be_merged_is_told_and_nothing_changes(ids: list[str], said: str) -> None:
    state = labelled_state()
    with pytest.raises(EditRefused, match=said):
        merge(_document(), state, ids[0], ids[1:])


def test_splitting_makes_a_new_entity_that_takes_along_what_was_said() -> None:
    state = labelled_state()
    _mention(state, "m2")
    state.apply([ed.SetEntityOf(SAMPLE, "lone", "", "v1")])
    done = split(_document(), state, ["cuboid", "lone"], lambda: "v3")
    _done(state, done.edits)
    assert {one.id for one in state.annotations_of("v3")} == {"cuboid", "lone"}
    assert {one.id for one in state.annotations_of("v1")} == {"box", "region"}
    assert (done.entity.type_id, done.entity.name) == ("e_vehicle", "V-03")
    assert done.told == "2 annotations split off from V-01: now V-03."


def test_a_split_off_annotation_takes_its_link_to_the_entity_along() -> None:
    wide = EXAMPLE.replace(b"classes: [c_vehicle, c_truck]", b"classes: [c_vehicle, c_truck, c_mention]")
    document, state = load_schema(wide, "x"), labelled_state()
    state.apply([ed.SetEntityOf(SAMPLE, "mention", "", "v1")])
    done = split(document, state, ["mention"], lambda: "v3")
    state.apply(done.edits)
    assert state.links["tie"].to_end == thing("v3")
    assert done.told.endswith("1 link went along.")


@pytest.mark.parametrize("ids", [["lone"], ["box", "speech"], []])
def test_only_annotations_of_one_entity_are_split_off(ids: list[str]) -> None:
    with pytest.raises(EditRefused, match="Select annotations of one entity"):
        split(_document(), labelled_state(), ids)


def test_ten_thousand_links_at_one_entity_are_merged_quickly() -> None:
    state = labelled_state()
    edits: list[ed.Edit] = []
    for number in range(10_000):
        key = f"n{number}"
        edits.append(ed.AddAnnotation(annotation(key, "c_mention", "words", WORDS)))
        edits.append(ed.AddLink(link(f"to-{key}", "l_mentions", mark(key), thing("v1"))))
    state.apply(edits)
    document, started = _document(), time.perf_counter()
    done = merge(document, state, "v2", ["v1"])
    for edit in done.edits:
        check_edit(document, state, edit)
        state.apply([edit])
    assert time.perf_counter() - started < 5
    assert sum(1 for _ in state.links_of("v2")) == 10_001


def test_a_proposal_that_two_are_the_same_is_found_among_the_candidates() -> None:
    state = labelled_state()
    opened = Pass("c1", SAMPLE, "model", "maker", state.passes[PASS].schema, started_from=PASS)
    said = link("same", "l_same", thing("v1"), thing("v2"), "candidate")
    reason = Provenance("model", model="looks", score=0.8, reason="They look alike.")
    made = ed.AddLink(_in_pass(said, "c1", reason))
    state.apply([ed.OpenPass(opened), made])
    [found] = same_as(_document(), state, PASS)
    assert (found.link.id, found.reason) == ("same", "They look alike.")
    state.apply(merge(_document(), state, "v1", ["v2"]).edits)
    assert same_as(_document(), state, PASS) == ()
    assert same_as(example(), state, PASS) == ()


def _in_pass(said: Link, pass_id: str, reason: Provenance) -> Link:
    return msgspec.structs.replace(said, pass_id=pass_id, provenance=reason)


def test_the_entity_that_another_became_is_told_by_the_changes() -> None:
    state = labelled_state()
    changes = state.apply(merge(_document(), state, "v2", ["v1"]).edits)
    assert successor(changes, "v1") == "v2"
    assert successor(changes, "v2") == ""
    gone = state.apply(delete(state, ["v2"]))
    assert successor(gone, "v2") == ""


def test_an_entity_that_appears_nowhere_is_followed_by_its_links() -> None:
    state = labelled_state()
    state.apply([ed.AddEntity(entity("v3", name="V-03"))])
    state.apply([ed.AddLink(link("own", "l_owns", thing("v2"), thing("v3")))])
    changes = state.apply(merge(_document(), state, "v1", ["v2"]).edits)
    assert successor(changes, "v2") == "v1"


@settings(max_examples=25)
@given(labelled_states(), st.data())
def test_whatever_is_merged_is_as_it_was_after_undo(state: SampleState, data: st.DataObject) -> None:
    assume(len(state.entities) > 1)
    ids = data.draw(st.lists(st.sampled_from(sorted(state.entities)), min_size=2, unique=True))
    before = state.copy()
    annotations = len(state.annotations)
    try:
        done: Regrouped = merge(_document(), state, ids[0], ids[1:])
    except EditRefused:
        assert state.same_as(before)
        return
    state.apply(done.edits)
    assert len(state.annotations) == annotations
    assert not set(ids[1:]) & set(state.entities)
    assert all(state.holds(end) for one in state.links.values() for end in one.ends)
    state.apply(ed.inverses(done.edits))
    assert state.same_as(before)


@settings(max_examples=25)
@given(labelled_states(), st.data())
def test_whatever_is_split_is_as_it_was_after_undo(state: SampleState, data: st.DataObject) -> None:
    about = sorted({one.entity_id for one in state.annotations.values()} - {""})
    assume(about)
    entity_id = data.draw(st.sampled_from(about))
    ids = [one.id for one in state.annotations_of(entity_id)]
    chosen = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    before = state.copy()
    done = split(_document(), state, chosen)
    state.apply(done.edits)
    assert {one.id for one in state.annotations_of(done.entity.id)} == set(chosen)
    assert len(state.links) == len(before.links)
    state.apply(ed.inverses(done.edits))
    assert state.same_as(before)


@settings(max_examples=25)
@given(labelled_states(), st.data())
def test_whatever_is_tied_at_once_is_as_it_was_after_undo(state: SampleState, data: st.DataObject) -> None:
    ends = ends_of(state)
    assume(len(ends) > 1)
    starts = data.draw(st.lists(st.sampled_from(ends), min_size=1, max_size=4, unique=True))
    before, document = state.copy(), _document()
    for target in ends:
        for option in TieEnds(document, state, starts).options(target):
            edits = tie_all(document, state, option)
            for edit in edits:
                check_edit(document, state, edit)
                state.apply([edit])
            state.apply(ed.inverses(edits))
            assert state.same_as(before)
