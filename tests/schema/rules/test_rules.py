"""Verdicts on annotations and entities, and on a sample as a whole."""

import msgspec
import pytest

from crosstie.schema import edits as ed
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.rules.evaluate import judge, violations
from crosstie.schema.rules.verdict import RuleState
from tests.schema import samples
from tests.schema.documents import EXAMPLE, example
from tests.schema.rules.cases import TIE, document_with, span, state_with, tied_by, verdict
from tests.schema.samples import PASS, SECOND, annotation, link, mark, thing


@pytest.mark.parametrize(
    ("asked", "count", "state", "wanted"),
    [
        ("count: 1", 1, "kept", ""),
        ("count: 1", 0, "broken", "needs 1 'tie' link and has 0"),
        ("count: 1", 2, "broken", "needs 1 'tie' link and has 2"),
        ("at_least: 2", 1, "broken", "needs at least 2 'tie' links and has 1"),
        ("at_most: 1", 2, "broken", "needs at most 1 'tie' link and has 2"),
        ("at_most: 1", 0, "kept", ""),
        ("", 0, "broken", "needs at least 1 'tie' link and has 0"),
        ("", 1, "kept", ""),
    ],
)
def test_links_are_counted_at_each_annotation_of_a_class(
    asked: str, count: int, state: RuleState, wanted: str
) -> None:
    document = document_with(f"for_each: c_child, require: {{link: l_tie, {asked}}}")
    labels = [span("a", 1, 2, "c_child"), span("b", 0, 1), span("c", 0, 1)]
    ties = [link(f"l{at}", "l_tie", mark("a"), mark(key)) for at, key in enumerate("bc"[:count])]
    maybe = link("maybe", "l_tie", mark("c"), mark("a"), "candidate")
    found = verdict(document, state_with(*labels, *ties, maybe))
    assert found[0] == state
    assert found[1].endswith(wanted)
    assert state != "broken" or found[2] == SECOND


def test_links_are_counted_at_each_entity_of_a_type() -> None:
    document = document_with("for_each: e_thing, require: {link: l_tie}")
    state = state_with(span("a", 1, 2), link("l", "l_tie", mark("a"), thing("t1")))
    [violation] = violations(document, state)
    assert violation.ends == (thing("t2"),)
    assert violation.message == "The thing T-02 needs at least 1 'tie' link and has 0"


def test_each_annotation_of_a_class_is_about_an_entity() -> None:
    document = document_with("for_each: c_child, require: has_entity")
    about = annotation("a", "c_child", "mic", TimeSpan(0, 9), entity_id="t1")
    assert verdict(document, state_with(about, span("b", 0, 1)))[0] == "kept"
    state, message, _ = verdict(document, state_with(about, span("b", 0, 1, "c_child")))
    assert (state, message) == ("broken", "The 'child' time span in mic is about no entity")
    assert verdict(document, state_with(span("b", 0, 1)))[0] == "not_applicable"


def test_a_required_attribute_that_is_missing_is_a_violation_and_no_refusal() -> None:
    document = document_with("on: l_tie, require: same_class", required="true")
    said = annotation("a", "c_child", "mic", TimeSpan(0, 9), {"plate": "AB"})
    [violation] = violations(document, state_with(said, span("b", 2, 3)))
    assert violation.rule_id == "required_attribute"
    assert violation.message == "The 'root' time span in mic lacks 'plate'"
    assert (violation.ends, violation.at_ns, violation.pass_id) == ((mark("b"),), 2 * SECOND, PASS)
    assert judge(document, state_with(said)).states["required_attribute"] == "kept"


def test_only_certain_links_are_judged() -> None:
    for status, expected in (
        ("certain", "broken"),
        ("candidate", "not_applicable"),
        ("rejected", "not_applicable"),
    ):
        tied = msgspec.structs.replace(TIE, status=status)
        state = state_with(span("a", 0, 1, "c_child"), span("b", 0, 1, "c_other"), tied)
        assert judge(tied_by("same_class"), state).states["r"] == expected


def test_one_pass_can_be_judged_alone() -> None:
    document = document_with("for_each: c_child, require: has_entity")
    state = state_with(span("a", 0, 1, "c_child"))
    state.apply([ed.OpenPass(samples.open_pass("p2"))])
    assert len(violations(document, state, PASS)) == 1
    assert violations(document, state, "p2") == ()


def test_the_designs_example_is_judged() -> None:
    state = samples.labelled_state()
    report = judge(example(), state)
    assert report.states == {
        "r_same_class": "not_applicable",
        "r_projects": "not_applicable",
        "r_spoken": "kept",
        "cardinality": "kept",
    }
    state.apply([ed.RemoveLink(state.links["tie"])])
    [violation] = violations(example(), state)
    assert violation.message == "The 'mention' text span in words needs 1 'mentions' link and has 0"
    assert b"r_spoken" in EXAMPLE
