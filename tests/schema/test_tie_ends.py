"""What may stand at the far end of a tie: the same as link_options says, for one start and for several."""

import itertools

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.links import link_options
from crosstie.schema.records import End
from crosstie.schema.sample_state import SampleState
from crosstie.schema.tie_ends import TieEnds, stands_for, tie_all
from tests.schema.documents import EXAMPLE
from tests.schema.samples import BOX_TRACK, annotation, labelled_state, mark, thing
from tests.schema.strategies import ends_of

_ENDS = "{classes: [c_vehicle], anchors: [box, cuboid]}"
_MORE = f"""
  - {{id: l_follows, from: {_ENDS}, to: {_ENDS}}}
  - {{id: l_near, from: {_ENDS}, to: {_ENDS}, symmetric: true, cardinality: one-to-one}}
  - {{id: l_grounds, from: {{classes: [c_mention]}}, to: {{classes: [c_vehicle]}},
     group: {{max: 3, ordered: true}}}}
"""


def _document() -> SchemaDocument:
    return load_schema(EXAMPLE.replace(b"\nunits:", _MORE.encode() + b"\nunits:"), "x")


def _pairs(document: SchemaDocument, state: SampleState, start: End, target: End) -> set[object]:
    """What link_options finds, each end standing for itself and for its entity."""
    found: set[object] = set()
    for first, second in itertools.product(stands_for(state, start), stands_for(state, target)):
        for option in link_options(document, state, first, second):
            spec = document.find_link_type(option.type_id)
            ends = (option.from_end, option.to_end)
            found.add((option.type_id, frozenset(ends) if spec and spec.symmetric else ends))
    return found


def test_one_start_has_the_ends_that_link_options_has() -> None:
    document, state = _document(), labelled_state()
    for start, target in itertools.permutations(ends_of(state), 2):
        options = TieEnds(document, state, (start,)).options(target)
        found: set[object] = set()
        for option in options:
            spec = document.find_link_type(option.type_id)
            [one] = option.links
            ends = (one.from_end, one.to_end)
            found.add((one.type_id, frozenset(ends) if spec and spec.symmetric else ends))
        assert found == _pairs(document, state, start, target), (start, target)
        assert len(found) == len(options)


def test_several_starts_are_tied_by_one_type_in_the_order_of_picking() -> None:
    document, state = _document(), labelled_state()
    starts = (mark("region"), mark("box"), mark("lone"))
    [option] = TieEnds(document, state, starts).options(mark("mention"))
    made = [edit.link for edit in tie_all(document, state, option) if isinstance(edit, ed.AddLink)]
    assert [one.to_end for one in made] == list(starts)
    assert {one.from_end for one in made} == {mark("mention")}
    assert [one.place for one in made] == [1, 2, 3]


def test_a_group_that_is_full_takes_no_more() -> None:
    document, state = _document(), labelled_state()
    state.apply([ed.AddAnnotation(annotation("box2", "c_vehicle", "cam", BOX_TRACK))])
    four = (mark("region"), mark("box"), mark("lone"), mark("box2"))
    assert TieEnds(document, state, four).options(mark("mention")) == ()
    ties = TieEnds(document, state, four[:2])
    state.apply(tie_all(document, state, ties.options(mark("mention"))[0]))
    rest = TieEnds(document, state, four[2:])
    assert rest.options(mark("mention")) == ()
    assert rest.why_not(mark("mention"))
    [option] = TieEnds(document, state, four[2:3]).options(mark("mention"))
    [edit] = tie_all(document, state, option)
    assert isinstance(edit, ed.AddLink)
    assert edit.link.place == 3


def test_starts_that_no_one_type_fits_are_told_why() -> None:
    document, state = _document(), labelled_state()
    ties = TieEnds(document, state, (mark("box"), mark("speech")))
    assert not ties.possible(mark("mention"))
    assert "No link type ties the 'speech' time span" in ties.why_not(mark("mention"))


def test_a_start_that_is_gone_is_left_out_and_nothing_is_tied_to_itself() -> None:
    document, state = _document(), labelled_state()
    assert TieEnds(document, state, (mark("gone"),)).options(mark("box")) == ()
    assert not TieEnds(document, state, (mark("mention"),)).possible(mark("mention"))
    assert not TieEnds(document, state, (mark("mention"),)).possible(thing("gone"))
