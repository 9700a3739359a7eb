"""The order within a group of links from one origin."""

from crosstie.schema import edits as ed
from crosstie.schema.document import load_schema
from crosstie.schema.groups import group_of, is_ordered, move_in_group
from crosstie.schema.sample_state import SampleState
from tests.schema.documents import EXAMPLE
from tests.schema.samples import labelled_state, link, mark

_MORE = b"""
  - {id: l_grounds, from: {classes: [c_mention]}, to: {classes: [c_vehicle]}, group: {max: 3, ordered: true}}
"""


def _grouped() -> SampleState:
    state = labelled_state()
    for place, key in enumerate(("box", "cuboid", "lone"), start=1):
        made = link(f"to-{key}", "l_grounds", mark("mention"), mark(key))
        state.apply([ed.AddLink(ed.LinkState("certain", {}, place).on(made))])
    return state


def _order(state: SampleState) -> list[str]:
    return [one.id for one in group_of(state, state.links["to-box"])]


def test_a_link_is_moved_and_the_others_close_up() -> None:
    state = _grouped()
    before = state.copy()
    edits = move_in_group(state, state.links["to-lone"], 1)
    state.apply(edits)
    assert _order(state) == ["to-lone", "to-box", "to-cuboid"]
    assert [state.links[key].place for key in _order(state)] == [1, 2, 3]
    state.apply(ed.inverses(edits))
    assert state.same_as(before)


def test_a_place_beyond_the_ends_is_the_first_or_the_last() -> None:
    state = _grouped()
    state.apply(move_in_group(state, state.links["to-box"], 99))
    assert _order(state)[-1] == "to-box"
    state.apply(move_in_group(state, state.links["to-box"], -4))
    assert _order(state)[0] == "to-box"
    assert move_in_group(state, state.links["to-box"], 1) == ()


def test_a_rejected_link_has_no_place() -> None:
    state = _grouped()
    one = state.links["to-cuboid"]
    before = ed.LinkState.of(one)
    state.apply([ed.SetLink("s1", one.id, before, ed.LinkState("rejected", {}, 2))])
    assert _order(state) == ["to-box", "to-lone"]
    assert move_in_group(state, state.links["to-cuboid"], 1) == ()


def test_only_a_type_that_says_so_is_ordered() -> None:
    state = _grouped()
    document = load_schema(EXAMPLE.replace(b"\nunits:", _MORE + b"\nunits:"), "x")
    assert is_ordered(document, state.links["to-box"])
    assert not is_ordered(document, state.links["tie"])
