"""Candidate passes, what waits for a decision in which order, and what a decision leaves."""

import msgspec
import pytest

from crosstie.schema import edits as ed
from crosstie.schema.decisions import candidate_passes, decide, decisions, pending
from crosstie.schema.document import schema_ref
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import delete, start_pass_from
from crosstie.schema.records import End, Link, Pass, Provenance
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from tests.schema.documents import example
from tests.schema.samples import (
    CUBOID_TRACK,
    PASS,
    SAMPLE,
    annotation,
    labelled_state,
    link,
    mark,
    open_pass,
    thing,
)

SAME, SAYS = "l_same_object", "l_mentions"


def maker_pass(pass_id: str, maker: str = "geometry", about: str = PASS) -> Pass:
    return Pass(pass_id, SAMPLE, "model", maker, schema_ref(example()), about)


def candidate(
    key: str, type_id: str, from_end: End, to_end: End, score: float | None, maker: str = "m1"
) -> Link:
    said = Provenance("model", model="geometry", score=score, reason=f"{key} fits.")
    return Link(key, SAMPLE, maker, type_id, from_end, to_end, "candidate", provenance=said)


def proposed(*links: Link) -> SampleState:
    state = labelled_state()
    state.apply([ed.OpenPass(maker_pass("m1")), ed.OpenPass(maker_pass("m2", "words"))])
    apply(state, *map(ed.AddLink, links))
    return state


def apply(state: SampleState, *edits: ed.Edit) -> None:
    """Applies edits as the store does: each checked against the schema first."""
    for edit in edits:
        check_edit(example(), state, edit)
        state.apply([edit])


def waiting(state: SampleState) -> list[str]:
    return [one.link.id for one in pending(example(), state, PASS)]


SURE = candidate("sure", SAME, mark("box"), mark("cuboid"), 0.97)
TOSS = candidate("toss", SAME, mark("box"), mark("lone"), 0.55)


def test_a_candidate_pass_ties_labels_of_the_pass_that_it_is_about() -> None:
    state = proposed(SURE)
    assert [one.id for one in candidate_passes(state, PASS)] == ["m1", "m2"]
    assert state.links["sure"].pass_id == "m1"
    assert not any(one.status == "candidate" for one in state.links.values() if one.pass_id == PASS)


@pytest.mark.parametrize("about", ["", "elsewhere"])
def test_no_other_pass_may_tie_them(about: str) -> None:
    state = labelled_state()
    state.apply([ed.OpenPass(open_pass("elsewhere")), ed.OpenPass(maker_pass("m1", about=about))])
    with pytest.raises(EditRefused, match="another pass"):
        apply(state, ed.AddLink(SURE))


def test_a_candidate_pass_holds_candidates_only() -> None:
    with pytest.raises(EditRefused, match="holds candidates only"):
        proposed(msgspec.structs.replace(SURE, status="certain"))


def test_no_pass_starts_from_candidates() -> None:
    with pytest.raises(EditRefused, match="holds candidates about pass p1"):
        start_pass_from(proposed(SURE), "m1", open_pass("p2"))


def test_the_most_uncertain_comes_first() -> None:
    assert waiting(proposed(SURE, TOSS)) == ["toss", "sure"]


def test_makers_that_say_the_same_are_one_candidate_with_both_reasons() -> None:
    again = msgspec.structs.replace(
        SURE, id="again", pass_id="m2", provenance=Provenance("model", score=0.5, reason="Their words agree.")
    )
    [one] = pending(example(), proposed(again, SURE), PASS)
    assert [link.id for link in one.said] == ["sure", "again"]
    assert one.reason == "sure fits. Their words agree."
    assert one.score == pytest.approx(0.985)


def test_what_cannot_both_be_right_is_uncertain_however_sure_each_is() -> None:
    state = labelled_state()
    state.apply([ed.RemoveLink(state.links["tie"]), ed.OpenPass(maker_pass("m1"))])
    first = candidate("first", SAYS, mark("mention"), thing("v1"), 0.95)
    second = candidate("second", SAYS, mark("mention"), thing("v2"), 0.9)
    apply(state, ed.AddLink(first), ed.AddLink(second), ed.AddLink(TOSS))
    found = {one.link.id: one for one in pending(example(), state, PASS)}
    assert found["first"].rival == "second"
    assert found["second"].rival == "first"
    assert found["first"].uncertainty == pytest.approx(0.95)
    assert found["first"].uncertainty > found["toss"].uncertainty
    assert not found["toss"].rival


def test_a_maker_s_newest_pass_replaces_what_it_said_before() -> None:
    state = proposed(SURE)
    state.apply([ed.OpenPass(maker_pass("m3"))])
    apply(state, ed.AddLink(msgspec.structs.replace(TOSS, pass_id="m3")))
    assert waiting(state) == ["toss"]


@pytest.mark.parametrize("status", ["certain", "rejected", "unsure"])
def test_a_decision_is_a_copy_in_the_reviewers_pass_that_tells_where_it_came_from(status: str) -> None:
    state = proposed(SURE)
    [one] = pending(example(), state, PASS)
    apply(state, *decide(state, one, PASS, msgspec.convert(status, type=type(one.link.status)), 1200))
    [decision] = decisions(state, PASS)
    assert (decision.status, decision.decided_ms, decision.ends) == (status, 1200, SURE.ends)
    assert decision.provenance == Provenance("pass", "sure", "geometry", 0.97, "sure fits.")
    assert state.links["sure"] == SURE
    assert waiting(state) == []


def test_undoing_a_decision_brings_the_candidate_back() -> None:
    state = proposed(SURE)
    before = state.copy()
    [one] = pending(example(), state, PASS)
    edits = decide(state, one, PASS, "certain", 10)
    state.apply(edits)
    state.apply(ed.inverses(edits))
    assert state.same_as(before)
    assert waiting(state) == ["sure"]


def test_re_aiming_rejects_what_was_proposed_and_ties_the_other_end() -> None:
    state = proposed(SURE)
    [one] = pending(example(), state, PASS)
    apply(state, *decide(state, one, PASS, "certain", 800, (mark("box"), mark("lone"))))
    assert {(made.status, made.ends) for made in decisions(state, PASS)} == {
        ("rejected", SURE.ends),
        ("certain", (mark("box"), mark("lone"))),
    }
    assert waiting(state) == []


def test_a_candidate_of_ones_own_pass_is_decided_in_place() -> None:
    state = labelled_state()
    apply(state, ed.AddLink(link("mine", SAME, mark("box"), mark("lone"), "candidate")))
    [one] = pending(example(), state, PASS)
    apply(state, *decide(state, one, PASS, "rejected", 300))
    assert (state.links["mine"].status, state.links["mine"].decided_ms) == ("rejected", 300)
    assert waiting(state) == []


def test_a_candidate_goes_with_its_end_and_comes_back_with_it() -> None:
    state = proposed(SURE, TOSS)
    gone = delete(state, ["lone"])
    assert all(not isinstance(edit, ed.RemoveLink) for edit in gone)
    apply(state, *gone)
    assert waiting(state) == ["sure"]
    assert list(state.links_of("box")) == [SURE]
    state.apply(ed.inverses(gone))
    assert waiting(state) == ["toss", "sure"]


def test_candidates_stand_in_nobodys_way() -> None:
    state = proposed(candidate("maybe", SAYS, mark("mention"), thing("v2"), 0.5), SURE)
    lone = annotation("other", "c_truck", "lidar", CUBOID_TRACK)
    apply(state, ed.AddAnnotation(lone), ed.AddLink(link("mine", SAME, mark("box"), mark("cuboid"))))
    changed = ed.SetMeaning(
        SAMPLE, "region", ed.Meaning("c_vehicle", {}), ed.Meaning("c_truck", {"occluded": True})
    )
    apply(state, changed)
    # The mention has its one entity already, and the box its cuboid: both candidates are settled.
    assert waiting(state) == []


def test_a_candidate_that_was_decided_on_meanwhile_is_refused_in_words() -> None:
    state = proposed(SURE)
    [one] = pending(example(), state, PASS)
    state.apply([ed.RemoveLink(SURE)])
    with pytest.raises(EditRefused, match="decided on meanwhile"):
        decide(state, one, PASS, "certain", 1)


def test_how_long_a_decision_took_stays_with_who_made_it() -> None:
    state = proposed(SURE)
    [one] = pending(example(), state, PASS)
    apply(state, *decide(state, one, PASS, "unsure", 1200))
    apply(state, ed.OpenPass(open_pass("p2")))
    apply(state, *start_pass_from(state, PASS, state.passes["p2"]))
    copies = [link for link in state.links.values() if link.pass_id == "p2" and link.status == "unsure"]
    assert [link.decided_ms for link in copies] == [0]
    assert list(decisions(state, "p2")) == []
