"""Which links are offered between two ends, and what is said where none is."""

import msgspec
import pytest

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import EditRefused
from crosstie.schema.links import LinkOption, link_options, why_not
from crosstie.schema.records import End
from crosstie.schema.validation import check_edit
from tests.schema import samples
from tests.schema.documents import EXAMPLE, example
from tests.schema.samples import annotation, labelled_state, link, mark, thing


def _with_links(more: str) -> SchemaDocument:
    return load_schema(EXAMPLE.replace(b"\nunits:", more.encode() + b"\nunits:"), "x")


def test_an_option_knows_its_direction_whichever_end_was_picked_first() -> None:
    document, state = example(), labelled_state()
    option = LinkOption("l_mentions", mark("mention"), thing("v2"))
    state.apply([ed.RemoveLink(state.links["tie"])])
    assert link_options(document, state, mark("mention"), thing("v2")) == (option,)
    assert link_options(document, state, thing("v2"), mark("mention")) == (option,)


def test_a_symmetric_type_is_offered_once_in_its_own_direction() -> None:
    document, state = example(), labelled_state()
    for pair in ((mark("box"), mark("lone")), (mark("lone"), mark("box"))):
        assert link_options(document, state, *pair) == (
            LinkOption("l_same_object", mark("box"), mark("lone")),
        )


def test_all_types_in_both_directions_are_offered_in_the_documents_order() -> None:
    ends = "{classes: [c_vehicle], anchors: [box, cuboid]}"
    document = _with_links(
        f"\n  - {{id: l_follows, from: {ends}, to: {ends}}}"
        f"\n  - {{id: l_near, from: {ends}, to: {ends}, symmetric: true}}"
    )
    options = link_options(document, labelled_state(), mark("lone"), mark("box"))
    assert options == (
        LinkOption("l_same_object", mark("box"), mark("lone")),
        LinkOption("l_follows", mark("lone"), mark("box")),
        LinkOption("l_follows", mark("box"), mark("lone")),
        LinkOption("l_near", mark("lone"), mark("box")),
    )


def test_a_symmetric_link_stands_once_whichever_end_comes_first() -> None:
    ends = "{classes: [c_vehicle], anchors: [cuboid]}"
    document = _with_links(
        f"\n  - {{id: l_near, from: {ends}, to: {ends}, symmetric: true, cardinality: one-to-one}}"
    )
    state = labelled_state()
    state.apply([ed.AddLink(link("near", "l_near", mark("lone"), mark("cuboid")))])
    assert link_options(document, state, mark("cuboid"), mark("lone")) == ()
    assert why_not(document, state, mark("cuboid"), mark("lone")) == "They are already tied by 'near'."
    state.apply([ed.AddAnnotation(annotation("third", "c_truck", "lidar", samples.CUBOID_TRACK))])
    assert link_options(document, state, mark("third"), mark("cuboid")) == ()
    said = why_not(document, state, mark("third"), mark("cuboid"))
    assert said == "The 'truck' cuboid in lidar already has its one 'near' link; remove that one first."


def test_a_rejected_link_leaves_room_for_a_new_one() -> None:
    document, state = example(), labelled_state()
    state.apply([ed.SetLink("s1", "tie", ed.LinkState("certain", {}), ed.LinkState("rejected", {}))])
    assert link_options(document, state, mark("mention"), thing("v1")) != ()


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (mark("box"), mark("box"), "A link needs two different ends."),
        (mark("box"), mark("gone"), "The annotation gone is not in the sample."),
        (mark("mention"), thing("v1"), "They are already tied by 'mentions'."),
        (
            mark("mention"),
            thing("v2"),
            "The 'mention' text span in words already has its one 'mentions' link; remove that one first.",
        ),
        (
            mark("speech"),
            thing("v1"),
            (
                "No link type ties the 'speech' time span in mic and the vehicle V-01. Nearest is "
                "'mentions' (mention as transcript → vehicle): a 'speech' cannot stand there."
            ),
        ),
        (
            mark("region"),
            mark("lone"),
            (
                "No link type ties the 'vehicle' page region in report and the 'truck' cuboid in lidar. "
                "Nearest is 'same object' (vehicle as box → vehicle as cuboid): a page region cannot stand "
                "there, only a box."
            ),
        ),
        (
            mark("lone"),
            mark("mention"),
            (
                "No link type ties the 'truck' cuboid in lidar and the 'mention' text span in words. "
                "Nearest is 'mentions' (mention as transcript → vehicle): a 'truck' cannot stand there, "
                "but its entity could: assign one first (E)."
            ),
        ),
    ],
)
def test_why_not_names_the_nearest_type_and_what_does_not_fit(first: End, second: End, said: str) -> None:
    document, state = example(), labelled_state()
    assert link_options(document, state, first, second) == ()
    assert why_not(document, state, first, second) == said


def test_a_schema_without_links_says_so() -> None:
    text = b"schema: s\nversion: 1.0.0\nlanguages: [en]\nclasses: [{id: c_speech, anchors: [time_span]}]"
    said = why_not(load_schema(text, "x"), labelled_state(), mark("speech"), thing("v1"))
    assert said.startswith("The schema has no link types")


def test_every_offered_link_passes_the_check_and_no_other_pair_does() -> None:
    """Offering and checking agree over all pairs of ends and all types."""
    document, state = example(), labelled_state()
    ends = [*map(mark, state.annotations), *map(thing, state.entities)]
    for first in ends:
        for second in ends:
            offered = link_options(document, state, first, second)
            for spec in document.links:
                edit = ed.AddLink(link("new", spec.id, first, second))
                if LinkOption(spec.id, first, second) in offered:
                    check_edit(document, state, edit)
                elif not spec.symmetric:
                    with pytest.raises(EditRefused):
                        check_edit(document, state, edit)


def test_an_origin_takes_as_many_links_of_a_group_as_the_schema_says() -> None:
    end = "{classes: [c_vehicle], anchors: [cuboid]}"
    document = _with_links(
        "\n  - {id: l_seen, from: {classes: [c_mention]}, to: " + end + ", group: {max: 1, ordered: true}}"
    )
    state = labelled_state()
    first = msgspec.structs.replace(link("seen", "l_seen", mark("mention"), mark("cuboid")), place=1)
    check_edit(document, state, ed.AddLink(first))
    state.apply([ed.AddLink(first)])
    check_edit(document, state, ed.SetLink("s1", "seen", ed.LinkState.of(first), ed.LinkState("certain", {})))
    assert link_options(document, state, mark("mention"), mark("lone")) == ()
    said = why_not(document, state, mark("mention"), mark("lone"))
    assert said == "The 'mention' text span in words already has all 1 'seen' links; remove one first."
