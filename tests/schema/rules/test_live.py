"""Rules that are kept in step say what rules judged from scratch say, after any edits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.rules.library import FORBIDDEN, REQUIREMENTS
from crosstie.schema.rules.live import LiveRules
from crosstie.schema.sample_state import SampleState
from tests.schema.rules.cases import TIE, span, state_with, tied_by
from tests.schema.rules.worlds import crowded_world, empty_world, gestures, rich
from tests.schema.samples import PASS, SAMPLE


def test_every_requirement_stands_in_the_rich_schema() -> None:
    assert {rule.requirement for rule in rich().rules} == {*REQUIREMENTS, *FORBIDDEN}


@settings(max_examples=120)
@given(st.data())
def test_after_any_edits_all_verdicts_are_those_from_scratch(data: st.DataObject) -> None:
    state = data.draw(st.sampled_from((crowded_world, crowded_world, empty_world)))()
    lives = {pass_id: _live(state, pass_id) for pass_id in ("", PASS)}
    for number in range(data.draw(st.integers(1, 6))):
        changes = state.apply(data.draw(gestures(state, f"then-{number}")))
        for pass_id, live in lives.items():
            live.apply(changes)
            assert live.report() == judge(rich(), state, pass_id)


@settings(max_examples=30)
@given(st.data())
def test_undoing_a_gesture_brings_the_verdicts_back(data: st.DataObject) -> None:
    state = crowded_world()
    live = _live(state, PASS)
    before = live.report()
    gesture = data.draw(gestures(state, "then"))
    live.apply(state.apply(gesture))
    live.apply(state.apply(ed.inverses(gesture)))
    assert live.report() == before


def test_a_name_in_a_message_follows_its_entity() -> None:
    document = tied_by("same_entity")
    state = state_with(span("a", 0, 1), span("b", 0, 1), TIE)
    state.apply([ed.SetEntityOf(SAMPLE, "a", "", "t1"), ed.SetEntityOf(SAMPLE, "b", "", "t2")])
    live = LiveRules(document, SAMPLE, state.records(), PASS)
    assert "T-01 and T-02" in live.violations[0].message
    renamed = state.entities["t2"].__class__("t2", SAMPLE, PASS, "e_thing", "the lorry")
    live.apply(state.apply([ed.SetEntity(state.entities["t2"], renamed)]))
    assert "T-01 and the lorry" in live.violations[0].message


def test_only_what_depends_on_an_edit_is_judged_again() -> None:
    document = tied_by("{same_attribute: colour}")
    state = state_with(span("a", 0, 1), span("b", 0, 1), span("c", 0, 1), TIE)
    live = LiveRules(document, SAMPLE, state.records(), PASS)
    for key, colour, judged in (("c", "red", 0), ("a", "red", 1), ("b", "blue", 1)):
        meaning = ed.Meaning("c_root", {"colour": colour})
        live.apply(state.apply([ed.SetMeaning(SAMPLE, key, ed.Meaning("c_root", {}), meaning)]))
        assert live.judged == judged
    [violation] = live.violations
    assert (violation.subject_kind, violation.subject_id) == ("link", "l")


def _live(state: SampleState, pass_id: str) -> LiveRules:
    return LiveRules(rich(), SAMPLE, state.records(), pass_id)
