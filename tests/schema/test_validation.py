"""Which edits the schema refuses, and in which words."""

from collections.abc import Callable
from functools import cache

import msgspec
import pytest

from crosstie.schema import edits as ed
from crosstie.schema.anchors import (
    Anchor,
    Box,
    Keyframe,
    Keypoint,
    Keypoints,
    Mask,
    PageRegion,
    PointSet,
    Polygon,
    TextSpan,
    TimeSpan,
    Track,
    WholeAsset,
)
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import AttributeValue
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from tests.schema import samples
from tests.schema.documents import example, example_with
from tests.schema.samples import annotation, entity, labelled_state, link, mark, sample_state, thing

ALL_ANCHORS = b"""
schema: all
version: 1.0.0
languages: [en]
classes:
  - id: c_any
    anchors: [box, rotated_box, polygon, polyline, keypoints, mask, page_region, cuboid, point_set, time_span,
              text_span, whole_asset]
    keypoints: [head, tail]
"""
MASK = Mask(4, 3, (2, 3, 7))
POINTS = PointSet(((0, 4), (9, 12)))
POINT_TRACK = Track((Keyframe(0, POINTS),))

ANCHORS: dict[str, Anchor] = {
    "box": samples.BOX,
    "box track": samples.BOX_TRACK,
    "mask": MASK,
    "mask track": Track((Keyframe(0, Mask(640, 360, (640 * 360,))),)),
    "keypoints": Keypoints((Keypoint("head", 1, 1),)),
    "page region": samples.REGION,
    "page region track": Track((Keyframe(0, samples.REGION),)),
    "cuboid": samples.CUBOID,
    "cuboid track": samples.CUBOID_TRACK,
    "points": POINTS,
    "points track": POINT_TRACK,
    "time": samples.SPEECH,
    "text": samples.WORDS,
    "whole": WholeAsset(),
}
FITS = {
    "cam": {"box track", "mask track", "time", "whole"},
    "photo": {"box", "mask", "keypoints", "whole"},
    "photos": {"box track", "mask track", "whole"},
    "mic": {"time", "whole"},
    "words": {"time", "text", "whole"},
    "report": {"page region", "whole"},
    "lidar": {"cuboid track", "points track", "whole"},
    "scan": {"cuboid", "points", "whole"},
    "radar": {"cuboid", "points", "whole"},
    "answer": {"text", "whole"},
}


@cache
def _all_anchors() -> SchemaDocument:
    return load_schema(ALL_ANCHORS, "all")


@pytest.mark.parametrize("asset_id", FITS)
@pytest.mark.parametrize("anchor", ANCHORS)
def test_anchors_fit_their_assets_and_no_others(asset_id: str, anchor: str) -> None:
    document = _all_anchors()
    edit = ed.AddAnnotation(annotation("a", "c_any", asset_id, ANCHORS[anchor]))
    if anchor in FITS[asset_id]:
        check_edit(document, sample_state(document), edit)
    else:
        with pytest.raises(EditRefused, match=asset_id):
            check_edit(document, sample_state(document), edit)


def _added(class_id: str, asset_id: str, anchor: Anchor, **attributes: AttributeValue) -> ed.Edit:
    return ed.AddAnnotation(annotation("new", class_id, asset_id, anchor, attributes))


def _retold(key: str, class_id: str, **attributes: AttributeValue) -> Callable[[SampleState], ed.Edit]:
    def edit(state: SampleState) -> ed.Edit:
        before = state.annotations[key]
        return ed.SetMeaning(
            samples.SAMPLE,
            key,
            ed.Meaning(before.class_id, before.attributes),
            ed.Meaning(class_id, attributes),
        )

    return edit


def _reshaped(key: str, anchor: Anchor) -> Callable[[SampleState], ed.Edit]:
    return lambda state: ed.SetAnchor(samples.SAMPLE, key, state.annotations[key].anchor, anchor)


def _about(key: str, entity_id: str) -> Callable[[SampleState], ed.Edit]:
    return lambda state: ed.SetEntityOf(samples.SAMPLE, key, state.annotations[key].entity_id, entity_id)


REFUSED: list[tuple[ed.Edit | Callable[[SampleState], ed.Edit], str]] = [
    (_added("c_car", "cam", samples.BOX_TRACK), "the schema has no class 'c_car'"),
    (_added("c_mention", "cam", samples.BOX_TRACK), "class 'mention' allows no box, only text span"),
    (
        _added("c_vehicle", "cam", samples.SPEECH),
        "class 'vehicle' allows no time span, only box, rotated box, ",
    ),
    (_added("c_vehicle", "mic", samples.BOX_TRACK), "a box does not fit the audio mic; it takes time span"),
    (_added("c_vehicle", "cam", samples.BOX), "a box on video cam must be a track"),
    (
        _added("c_vehicle", "scan", samples.CUBOID_TRACK),
        "a track does not fit pointcloud scan, which is one still",
    ),
    (
        _added("c_vehicle", "report", PageRegion(2, 0, 0, 9, 9)),
        "page 3 is past the end of report, which has 2",
    ),
    (_added("c_vehicle", "cam", samples.BOX_TRACK, tint="red"), "unknown attribute 'tint'"),
    (_added("c_vehicle", "cam", samples.BOX_TRACK, color="red"), "'color'; did you mean 'colour'?"),
    (
        _added("c_truck", "cam", samples.BOX_TRACK, colour="rd"),
        "attribute 'colour': 'rd' is not one of white, black",
    ),
    (
        _added("c_truck", "cam", samples.BOX_TRACK, colour=True),
        "attribute 'colour': must be one of its words, not T",
    ),
    (
        _added("c_truck", "cam", samples.BOX_TRACK, occluded=1),
        "attribute 'occluded': must be true or false, not 1",
    ),
    (_added("c_truck", "cam", samples.BOX_TRACK, speed_kph=-1), "attribute 'speed_kph': -1 is below 0"),
    (
        _added("c_truck", "cam", samples.BOX_TRACK, speed_kph=True),
        "attribute 'speed_kph': must be a number, not True",
    ),
    (
        _added("c_truck", "cam", samples.BOX_TRACK, speed_kph=float("nan")),
        "'speed_kph': is not a finite number",
    ),
    (
        _added("c_speech", "mic", samples.SPEECH, language="Việt"),
        "attribute 'language': 'Việt' is no language tag",
    ),
    (
        ed.AddAnnotation(annotation("n", "c_mention", "words", samples.WORDS, entity_id="v1")),
        "'mention' cannot be abo",
    ),
    (_about("lone", "sp"), "a 'truck' cannot be about the speaker Linh"),
    (_retold("box", "c_speech"), "class 'speech' allows no box"),
    (_retold("box", "c_nothing"), "the schema has no class 'c_nothing'"),
    (_retold("speech", "c_speech", language=3), "attribute 'language': must be a language tag, not 3"),
    (_retold("region", "c_mention"), "class 'mention' allows no page region"),
    (
        _retold("mention", "c_vehicle"),
        "it is tied by 'mentions', where a 'vehicle' cannot stand there; remove that",
    ),
    (_reshaped("speech", samples.WORDS), "class 'speech' allows no text span"),
    (_reshaped("box", samples.BOX), "must be a track"),
    (
        ed.SetKeyframe("s1", "box", 5, None, Keyframe(5, Polygon(((0, 0), (1, 0), (0, 1))))),
        "allows no polygon",
    ),
    (ed.AddEntity(entity("e", "e_thing")), "the schema has no entity type 'e_thing'"),
    (ed.AddEntity(entity("e", name="  ")), "an entity needs a name"),
    (ed.SetEntity(entity("v1"), entity("v1", name="")), "an entity needs a name"),
    (ed.SetEntity(entity("v1"), entity("v1", "e_speaker")), "a 'vehicle' cannot be about the speaker V-01"),
    (
        ed.AddLink(link("l", "l_nothing", mark("box"), mark("lone"))),
        "the schema has no link type 'l_nothing'",
    ),
    (
        ed.AddLink(link("l", "l_mentions", thing("v1"), mark("mention"))),
        "'mentions': the entity V-01 cannot stand th",
    ),
    (
        ed.AddLink(link("l", "l_mentions", mark("mention"), thing("sp"))),
        "'mentions': the entity Linh cannot stand th",
    ),
    (
        ed.AddLink(link("l", "l_mentions", mark("mention"), thing("v2"))),
        "The 'mention' text span in words already has",
    ),
    (
        ed.AddLink(link("l", "l_mentions", mark("mention"), thing("v1"))),
        "They are already tied by 'mentions'",
    ),
    (ed.AddLink(link("l", "l_same_object", mark("box"), mark("box"))), "A link needs two different ends"),
    (
        ed.AddLink(link("l", "l_same_object", mark("cuboid"), mark("box"))),
        "a cuboid cannot stand there, only a box",
    ),
    (
        ed.AddLink(link("l", "l_same_object", mark("box"), mark("region"))),
        "a page region cannot stand there, only a c",
    ),
]


@pytest.mark.parametrize(("edit", "message"), REFUSED)
def test_an_edit_that_breaks_the_schema_is_refused_in_one_line(
    edit: ed.Edit | Callable[[SampleState], ed.Edit], message: str
) -> None:
    state = labelled_state()
    with pytest.raises(EditRefused) as caught:
        check_edit(example(), state, edit(state) if callable(edit) else edit)
    assert message in str(caught.value)
    assert str(caught.value).startswith("sample s1: ")
    assert "\n" not in str(caught.value)


ALLOWED: list[ed.Edit | Callable[[SampleState], ed.Edit]] = [
    _added("c_truck", "cam", samples.BOX_TRACK, colour="red", occluded=True, speed_kph=12.5),
    _added("c_truck", "cam", samples.BOX_TRACK, colour=None),
    _added("c_truck", "cam", samples.BOX_TRACK, speed_kph=12),
    _about("lone", "v2"),
    _about("box", ""),
    _retold("box", "c_truck", colour="white"),
    _reshaped("speech", TimeSpan(5, 6)),
    _reshaped("mention", TextSpan(0, 2, "ab")),
    ed.SetKeyframe("s1", "box", 5, None, Keyframe(5, Box(1, 1, 1, 1))),
    ed.SetKeyframe("s1", "box", 0, Keyframe(0, samples.BOX), None),
    ed.SetEntity(entity("v1"), entity("v1", name="Xe tải đỏ")),
    ed.AddLink(link("l", "l_same_object", mark("box"), mark("cuboid"))),
    ed.AddLink(link("l", "l_mentions", mark("mention"), thing("v2"), "candidate")),
    ed.AddLink(link("l", "l_mentions", mark("mention"), thing("v1"), "rejected")),
    lambda state: ed.RemoveLink(state.links["tie"]),
    lambda state: ed.RemoveAnnotation(state.annotations["lone"]),
]


@pytest.mark.parametrize("edit", ALLOWED)
def test_an_edit_that_keeps_the_schema_passes(edit: ed.Edit | Callable[[SampleState], ed.Edit]) -> None:
    state = labelled_state()
    told = edit(state) if callable(edit) else edit
    check_edit(example(), state, told)
    state.apply([told])


def test_a_candidate_may_not_become_certain_beside_the_one_link_that_is() -> None:
    state = labelled_state()
    state.apply([ed.AddLink(link("maybe", "l_mentions", mark("mention"), thing("v2"), "candidate"))])
    accept = ed.SetLink("s1", "maybe", ed.LinkState("candidate", {}), ed.LinkState("certain", {}))
    with pytest.raises(EditRefused, match="already has its one 'mentions' link"):
        check_edit(example(), state, accept)
    state.apply([ed.RemoveLink(state.links["tie"])])
    check_edit(example(), state, accept)


def test_one_to_one_limits_both_ends_and_one_to_many_only_the_target() -> None:
    for cardinality, refused in (("one-to-one", True), ("one-to-many", True), ("many-to-one", False)):
        document = load_schema(example_with("cardinality: many-to-one", f"cardinality: {cardinality}"), "x")
        state = labelled_state()
        state.apply([ed.AddAnnotation(annotation("again", "c_mention", "words", TextSpan(0, 1, "x")))])
        edit = ed.AddLink(link("l", "l_mentions", mark("again"), thing("v1")))
        if refused:
            with pytest.raises(EditRefused, match=r"The vehicle V-01 already has its one 'mentions' link"):
                check_edit(document, state, edit)
        else:
            check_edit(document, state, edit)


def test_link_attributes_are_typed_and_ends_stay_within_the_pass() -> None:
    sure = "symmetric: true\n    attributes: {sure: {type: number, max: 1}}"
    document = load_schema(example_with("symmetric: true", sure), "x")
    state = labelled_state()
    tied = link("l", "l_same_object", mark("box"), mark("cuboid"))
    check_edit(document, state, ed.AddLink(msgspec.structs.replace(tied, attributes={"sure": 0.5})))
    with pytest.raises(EditRefused, match="attribute 'sure': 2 is above 1"):
        check_edit(document, state, ed.AddLink(msgspec.structs.replace(tied, attributes={"sure": 2})))
    state.apply([ed.OpenPass(samples.open_pass("p2"))])
    with pytest.raises(EditRefused, match="The link is of another pass than its ends"):
        check_edit(document, state, ed.AddLink(msgspec.structs.replace(tied, pass_id="p2")))
    state.apply(
        [ed.AddAnnotation(annotation("theirs", "c_truck", "lidar", samples.CUBOID_TRACK, pass_id="p2"))]
    )
    with pytest.raises(EditRefused, match="from different passes"):
        check_edit(document, state, ed.AddLink(link("l", "l_same_object", mark("box"), mark("theirs"))))
    with pytest.raises(EditRefused, match="entity V-01 is of another pass"):
        check_edit(document, state, ed.SetEntityOf("s1", "theirs", "", "v1"))


def test_masks_and_keypoints_fit_picture_and_class() -> None:
    document = _all_anchors()
    state = sample_state(document)
    with pytest.raises(EditRefused, match="a mask of 5×3 does not fit photo, which is 4×3"):
        check_edit(document, state, _added("c_any", "photo", Mask(5, 3, (15,))))
    with pytest.raises(EditRefused, match="unknown keypoint 'wing'; the class has head, tail"):
        check_edit(document, state, _added("c_any", "photo", Keypoints((Keypoint("wing", 1, 1),))))


def test_what_only_the_state_can_tell_is_left_to_it() -> None:
    document, state = example(), labelled_state()
    missing = ed.SetAnchor("s1", "nobody", samples.BOX, samples.BOX)
    check_edit(document, state, missing)
    with pytest.raises(EditRefused, match="annotation nobody is not in sample s1"):
        state.apply([missing])
    for tied in (ed.RemoveAnnotation(state.annotations["mention"]), ed.RemoveEntity(state.entities["v1"])):
        check_edit(document, state, tied)
        with pytest.raises(EditRefused, match="still"):
            state.apply([tied])
