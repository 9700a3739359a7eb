"""What is offered to mend a broken rule: the right answers, and none where none can be known."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, AttributeValue
from crosstie.schema.rules.evaluate import violations
from crosstie.schema.rules.fixes import fixes
from crosstie.schema.rules.verdict import Fix, Violation
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from tests.schema.rules.cases import TIE, document_with, span, state_with, tied_by
from tests.schema.rules.worlds import crowded_world, gestures, rich
from tests.schema.samples import SECOND, annotation, link, mark, thing


def offered(document: SchemaDocument, state: SampleState, rule_id: str = "r") -> tuple[Fix, ...]:
    [violation] = [one for one in violations(document, state) if one.rule_id == rule_id]
    return fixes(document, state, violation)


def left_after(document: SchemaDocument, state: SampleState, fix: Fix, rule_id: str = "r") -> int:
    """How often the rule is broken after a fix."""
    for edit in fix.edits:
        check_edit(document, state, edit)
    state.apply(fix.edits)
    return sum(one.rule_id == rule_id for one in violations(document, state))


def saying(key: str, said: dict[str, AttributeValue], about: str = "") -> Annotation:
    return annotation(key, "c_root", "mic", TimeSpan(0, SECOND), said, about)


def test_an_end_that_is_about_nothing_takes_the_others_entity() -> None:
    document = tied_by("same_entity")
    state = state_with(saying("a", {}, "t1"), saying("b", {}), TIE)
    [fix] = offered(document, state)
    assert fix.title == "Make the 'root' time span in mic about T-01"
    assert fix.edits == (ed.SetEntityOf("s1", "b", "", "t1"),)
    assert left_after(document, state, fix) == 0


def test_of_two_entities_a_person_has_to_choose() -> None:
    state = state_with(saying("a", {}, "t1"), saying("b", {}, "t2"), TIE)
    titles = [fix.title for fix in offered(tied_by("same_entity"), state)]
    assert titles == [f"Make the 'root' time span in mic about {name}" for name in ("T-02", "T-01")]


def test_an_end_that_is_an_entity_is_the_answer() -> None:
    tied = link("l", "l_tie", mark("a"), thing("t1"))
    [fix] = offered(tied_by("same_entity"), state_with(saying("a", {}, "t2"), tied))
    assert fix.edits == (ed.SetEntityOf("s1", "a", "t2", "t1"),)


def test_either_end_may_take_the_others_value() -> None:
    document = tied_by("{same_attribute: colour}")
    state = state_with(saying("a", {"colour": "red", "note": "x"}), saying("b", {"colour": "blue"}), TIE)
    to_red, to_blue = offered(document, state)
    assert to_red.title == "Set colour of the 'root' time span in mic to red"
    assert left_after(document, state, to_blue) == 0
    assert state.annotations["a"].attributes == {"colour": "blue", "note": "x"}


def test_an_entitys_annotations_may_all_take_one_value_the_most_frequent_first() -> None:
    document = document_with("for_each: e_thing, require: {same_attribute: colour}")
    labels = [
        saying(f"a{at}", {"colour": one}, "t1")
        for at, one in enumerate(("red", "blue", "blue", "red", "red"))
    ]
    state = state_with(*labels)
    first, second = offered(document, state)
    assert (first.title, second.title) == (
        "Set colour of 2 annotations to red",
        "Set colour of 3 annotations to blue",
    )
    assert left_after(document, state, first) == 0


def test_a_default_is_said_where_a_value_is_missing() -> None:
    document = document_with("for_each: c_root, require: {has_attribute: [parked, note]}")
    [fix] = offered(document, state_with(saying("a", {"note": "x"})))
    assert fix.title == "Set 'parked' to no"
    [edit] = fix.edits
    assert isinstance(edit, ed.SetMeaning)
    assert edit.after.attributes == {"note": "x", "parked": False}


def test_a_link_says_its_default_too() -> None:
    document = tied_by("{has_attribute: sure}")
    state = state_with(span("a", 0, 1), span("b", 0, 1), TIE)
    [fix] = offered(document, state)
    assert left_after(document, state, fix) == 0
    assert state.links["l"].attributes == {"sure": True}


def test_what_has_no_default_is_not_guessed() -> None:
    document = document_with("for_each: c_root, require: {has_attribute: note}", required="true")
    state = state_with(saying("a", {}))
    assert offered(document, state) == offered(document, state, "required_attribute") == ()


def test_the_one_link_that_is_possible_is_made() -> None:
    document = document_with("for_each: c_child, require: {link: l_one}")
    state = state_with(span("a", 0, 1, "c_child"), span("b", 0, 1))
    [fix] = offered(document, state)
    assert fix.title == "Tie it to the 'root' time span in mic by 'one'"
    assert left_after(document, state, fix) == 0


@pytest.mark.parametrize("others", [(), ("b", "c")])
def test_where_none_or_several_are_possible_none_is_made(others: tuple[str, ...]) -> None:
    document = document_with("for_each: c_child, require: {link: l_one}")
    state = state_with(span("a", 0, 1, "c_child"), *(span(key, 0, 1) for key in others))
    assert offered(document, state) == ()


def test_a_link_too_many_is_nobodys_to_choose() -> None:
    document = document_with("for_each: c_child, require: {link: l_tie, at_most: 1}")
    ties = [link(f"l{key}", "l_tie", mark("a"), mark(key)) for key in "bc"]
    assert (
        offered(document, state_with(span("a", 0, 1, "c_child"), span("b", 0, 1), span("c", 0, 1), *ties))
        == ()
    )


def test_a_group_that_is_begun_takes_the_one_end_that_is_left() -> None:
    document = document_with("for_each: c_child, require: has_entity")
    begun = link("l", "l_list", mark("a"), mark("b"), place=1)
    state = state_with(span("a", 0, 1), span("b", 0, 1), span("c", 0, 1), begun)
    [fix] = offered(document, state, "group_size")
    assert left_after(document, state, fix, "group_size") == 0
    assert {one.to_end.id for one in state.links_of("a")} == {"b", "c"}


def test_a_group_is_numbered_in_its_order() -> None:
    document = document_with("for_each: c_child, require: {in_order: l_list}")
    labels = [span("q", 0, 1, "c_child"), *(span(key, at, at + 1) for at, key in enumerate("abc", 1))]
    links = [
        link(key, "l_list", mark("q"), mark(key[1]), place=at) for at, key in enumerate(("lc", "la", "lb"), 1)
    ]
    state = state_with(*labels, *links)
    [fix] = offered(document, state)
    assert left_after(document, state, fix) == 0
    assert [state.links[key].place for key in ("la", "lb", "lc")] == [1, 2, 3]


@pytest.mark.parametrize(
    "rule",
    [
        "on: l_tie, require: {text_equal: {from_attribute: note, to_attribute: note}}",
        "on: l_tie, require: same_class",
        "on: l_tie, require: {temporal_overlap: 1.0}",
        "for_each: c_child, forbid: {overlap: c_other}",
        "in_each: audio, require: {coverage: {by: c_root, at_least: 1.0}}",
    ],
)
def test_where_no_answer_can_be_known_none_is_offered(rule: str) -> None:
    first = annotation("a", "c_child", "mic", TimeSpan(0, 3 * SECOND), {"note": "x"})
    second = annotation("b", "c_other", "mic", TimeSpan(SECOND, 4 * SECOND), {"note": "y"})
    assert offered(document_with(rule), state_with(first, second, TIE)) == ()


def test_what_is_gone_or_mended_has_no_fix() -> None:
    document = tied_by("same_entity")
    state = state_with(saying("a", {}, "t1"), saying("b", {}), TIE)
    [violation] = violations(document, state)
    state.apply([ed.SetEntityOf("s1", "b", "", "t1")])
    assert fixes(document, state, violation) == ()
    state.apply([ed.RemoveLink(state.links["l"])])
    assert fixes(document, state, violation) == ()
    assert fixes(document, state, msgspec.structs.replace(violation, subject_id="nobody")) == ()


@settings(max_examples=60)
@given(st.data())
def test_every_fix_is_allowed_and_mends_what_it_says(data: st.DataObject) -> None:
    state = crowded_world()
    for number in range(data.draw(st.integers(1, 4))):
        state.apply(data.draw(gestures(state, f"g{number}")))
    for violation in violations(rich(), state):
        for fix in fixes(rich(), state, violation):
            after = state.copy()
            after.apply(fix.edits)
            assert not _same_again(after, violation), fix.title


def _same_again(state: SampleState, violation: Violation) -> bool:
    return any(
        (one.rule_id, one.subject_id, one.message)
        == (violation.rule_id, violation.subject_id, violation.message)
        for one in violations(rich(), state)
    )
