"""Verdicts on links: kept, broken and not applicable, with the place to look at."""

import msgspec
import pytest

from crosstie.schema.anchors import Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track, WholeAsset
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.records import Annotation, Calibration, Link
from crosstie.schema.rules.verdict import RuleState
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.rules.cases import TIE, span, state_with, tied_by, verdict
from tests.schema.samples import BOX_TRACK, CUBOID_TRACK, SECOND, annotation, link, mark, thing


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("c_root", "c_root", "kept"),
        ("c_root", "c_child", "kept"),
        ("c_child", "c_root", "kept"),
        ("c_child", "c_other", "broken"),
    ],
)
def test_classes_agree_through_the_hierarchy(first: str, second: str, state: RuleState) -> None:
    labels = span("a", 3, 4, first), span("b", 2, 5, second)
    found = verdict(tied_by("same_class"), state_with(*labels, TIE))
    assert found[0] == state
    if state == "broken":
        assert found[1:] == (
            "The 'child' time span in mic and the 'other' time span in mic are of different classes",
            2 * SECOND,
        )


def test_an_entitys_class_cannot_be_compared() -> None:
    to_entity = link("l", "l_tie", mark("a"), thing("t1"))
    assert verdict(tied_by("same_class"), state_with(span("a", 0, 1), to_entity))[0] == "not_applicable"


@pytest.mark.parametrize(
    ("first", "second", "state", "ends"),
    [
        ("t1", "t1", "kept", ""),
        ("", "", "not_applicable", ""),
        ("t1", "t2", "broken", "are about different entities: T-01 and T-02"),
        ("t1", "", "broken", "are about different entities: T-01 and none"),
    ],
)
def test_both_ends_are_about_one_entity(first: str, second: str, state: RuleState, ends: str) -> None:
    labels = [
        annotation(key, "c_root", "mic", TimeSpan(0, 9), entity_id=about)
        for key, about in (("a", first), ("b", second))
    ]
    found = verdict(tied_by("same_entity"), state_with(*labels, TIE))
    assert found[0] == state
    assert found[1].endswith(ends)


def test_an_end_that_is_the_entity_counts_as_about_it() -> None:
    label = annotation("a", "c_root", "mic", TimeSpan(0, 9), entity_id="t1")
    for key, state in (("t1", "kept"), ("t2", "broken")):
        tied = link("l", "l_tie", mark("a"), thing(key))
        assert verdict(tied_by("same_entity"), state_with(label, tied))[0] == state


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ({"colour": "red"}, {"colour": "red"}, "kept"),
        ({"colour": "red"}, {"colour": "blue"}, "broken"),
        ({"colour": "red"}, {}, "not_applicable"),
        ({"colour": "red", "note": "x"}, {"colour": None, "note": "x"}, "kept"),
    ],
)
def test_attributes_agree_where_both_say_them(
    first: dict[str, str | None], second: dict[str, str | None], state: RuleState
) -> None:
    a = annotation("a", "c_root", "mic", TimeSpan(0, 9), {**first})
    b = annotation("b", "c_root", "mic", TimeSpan(0, 9), {**second})
    found = verdict(tied_by("{same_attribute: [colour, note]}"), state_with(a, b, TIE))
    assert found[0] == state
    assert state != "broken" or found[1].endswith("differ in colour: red and blue")


@pytest.mark.parametrize(
    ("spoken", "printed", "how", "state"),
    [
        ("AB-123", "AB-123", "exact", "kept"),
        ("AB-123", "ab-123", "exact", "broken"),
        ("ＡＢ－１２３", "AB-123", "nfkc", "kept"),
        ("Straße  9", "STRASSE 9", "casefold", "kept"),
        ("๕๑กท ๑๒๓", "51 กท-123", "letters_and_digits", "kept"),
        ("ทะเบียน ๑๒๓", "ทะเบยน 123", "letters_and_digits", "broken"),
        ("no. 1,234", "1234 VND", "digits", "kept"),
        ("nothing", "", "exact", "not_applicable"),
    ],
)
def test_texts_are_equal_after_the_named_normalisation(
    spoken: str, printed: str, how: str, state: RuleState
) -> None:
    a = annotation("a", "c_root", "words", TextSpan(0, len(spoken), spoken))
    b = annotation("b", "c_root", "report", PageRegion(0, 1, 1, 1, 1, printed))
    found = verdict(tied_by(f"{{text_equal: {how}}}"), state_with(a, b, TIE))
    assert found[0] == state
    assert state != "broken" or f"say different things: '{spoken}' and '{printed}'" in found[1]


def test_texts_may_stand_in_attributes_and_in_entities_names() -> None:
    document = tied_by("{text_equal: {normalise: casefold, from_attribute: note}}")
    label = annotation("a", "c_root", "mic", TimeSpan(0, 9), {"note": "t-01"})
    tied = link("l", "l_tie", mark("a"), thing("t1"))
    assert verdict(document, state_with(label, tied))[0] == "kept"
    silent = annotation("a", "c_root", "mic", TimeSpan(0, 9))
    assert verdict(document, state_with(silent, tied))[0] == "not_applicable"


@pytest.mark.parametrize(
    ("first", "starts", "state", "at_s"),
    [
        ("from", (1, 2), "kept", None),
        ("from", (2, 2), "kept", None),
        ("from", (3, 2), "broken", 2),
        ("to", (3, 2), "kept", None),
        ("to", (1, 2), "broken", 1),
    ],
)
def test_one_end_does_not_begin_after_the_other(
    first: str, starts: tuple[int, int], state: RuleState, at_s: int | None
) -> None:
    labels = (span(key, start, start + 3) for key, start in zip("ab", starts, strict=True))
    found = verdict(tied_by(f"{{order: {first}}}"), state_with(*labels, TIE))
    assert (found[0], found[2]) == (state, at_s if at_s is None else at_s * SECOND)


@pytest.mark.parametrize(
    ("of", "asked", "state"),
    [
        ("shorter", 1.0, "kept"),
        ("longer", 0.5, "kept"),
        ("longer", 0.51, "broken"),
        ("union", 0.5, "kept"),
        ("from", 0.51, "broken"),
        ("to", 1.0, "kept"),
    ],
)
def test_time_is_shared_in_the_asked_part(of: str, asked: float, state: RuleState) -> None:
    document = tied_by(f"{{temporal_overlap: {{at_least: {asked}, of: {of}}}}}")
    found = verdict(document, state_with(span("a", 0, 4), span("b", 1, 3), TIE))
    assert (found[0], found[2]) == (state, SECOND if state == "broken" else None)


def test_time_goes_through_the_assets_clocks() -> None:
    """The camera starts half a second late: its first second is 0.5–1.5 s of the sample."""
    box = annotation("a", "c_root", "cam", BOX_TRACK)
    document = tied_by("{temporal_overlap: {at_least: 1.0, of: from}}")
    assert verdict(document, state_with(box, span("b", 0.5, 1.5), TIE))[0] == "kept"
    state, message, at_ns = verdict(document, state_with(box, span("b", 0, 1), TIE))
    assert (state, at_ns) == ("broken", SECOND // 2)
    assert message.endswith("are together for 50% of the time, and 100% is asked (at 00:00.500)")


def test_what_is_out_of_the_picture_shares_no_time() -> None:
    gone = Track(
        (
            Keyframe(0, samples.BOX, "out"),
            Keyframe(SECOND, samples.BOX),
            Keyframe(2 * SECOND, samples.BOX, "out"),
            Keyframe(3 * SECOND, samples.BOX),
        )
    )
    document = tied_by("{temporal_overlap: 1.0}")
    box = annotation("a", "c_root", "cam", gone)
    assert verdict(document, state_with(box, span("b", 1.5, 2.5), TIE))[0] == "kept"
    assert verdict(document, state_with(box, span("b", 2.6, 3.4), TIE))[0] == "broken"
    assert verdict(document, state_with(box, span("b", 3, 4), TIE))[0] == "broken"


def test_an_instant_is_inside_or_not_and_text_has_no_time() -> None:
    document = tied_by("{temporal_overlap: 0.5}")
    instant = annotation("a", "c_root", "cam", Track((Keyframe(SECOND, samples.BOX),)))
    assert verdict(document, state_with(instant, span("b", 1, 2), TIE))[0] == "kept"
    assert verdict(document, state_with(instant, span("b", 2, 3), TIE))[0] == "broken"
    words = annotation("a", "c_root", "words", samples.WORDS)
    assert verdict(document, state_with(words, span("b", 2, 3), TIE))[0] == "not_applicable"
    whole = annotation("a", "c_root", "mic", WholeAsset())
    assert verdict(document, state_with(whole, span("b", 2, 3), TIE))[0] == "kept"


def test_an_entity_is_there_whenever_one_of_its_annotations_is() -> None:
    labels = [
        annotation(key, "c_root", "mic", TimeSpan(start * SECOND, (start + 2) * SECOND), entity_id="t1")
        for key, start in (("x", 0), ("y", 1), ("z", 6))
    ]
    document = tied_by("{temporal_overlap: {at_least: 0.6, of: to}}")
    tied = link("l", "l_tie", mark("a"), thing("t1"))
    assert verdict(document, state_with(*labels, span("a", 0, 5), tied))[0] == "kept"
    assert verdict(document, state_with(*labels, span("a", 3, 7), tied))[0] == "broken"


CAMERA = Calibration(
    "pinhole",
    640,
    360,
    ((400.0, 0.0, 320.0), (0.0, 400.0, 180.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)


def _calibrated(*labels: Annotation | Link) -> SampleState:
    state = state_with(*labels)
    records = [
        msgspec.structs.replace(one, calibration=CAMERA)
        if getattr(one, "id", "") in ("cam", "photo")
        else one
        for one in state.records()
    ]
    return SampleState(samples.SAMPLE, records)


def _projected(cuboid: Cuboid) -> Box:
    box = cuboid_box(CAMERA, cuboid)
    assert box is not None
    return box


def test_a_cuboid_projects_onto_its_box_in_a_still() -> None:
    document = tied_by("{projected_iou: 0.7}")
    cuboid = annotation("a", "c_root", "scan", samples.CUBOID)
    good = annotation("b", "c_root", "photo", _projected(samples.CUBOID))
    assert verdict(document, _calibrated(cuboid, good, TIE))[0] == "kept"
    swapped = link("l", "l_tie", mark("b"), mark("a"))
    assert verdict(document, _calibrated(cuboid, good, swapped))[0] == "kept"
    bad = annotation("b", "c_root", "photo", Box(0, 0, 50, 50))
    state, message, at_ns = verdict(document, _calibrated(cuboid, bad, TIE))
    assert (state, at_ns) == ("broken", None)
    assert message == (
        "The 'root' cuboid in scan projects onto the 'root' box in photo with an IoU of 0.00, "
        "and 0.7 is asked"
    )
    assert verdict(document, state_with(cuboid, good, TIE))[0] == "not_applicable"
    assert verdict(document, _calibrated(good, span("a", 0, 1), TIE))[0] == "not_applicable"


def test_moving_things_are_compared_where_both_are_and_the_worst_time_is_told() -> None:
    """The camera starts 0.5 s late and both move: boxes follow the cuboid, but for the last."""
    moved = [Cuboid((10.0 + 2 * s, 1.0, 0.5), (4.0, 2.0, 1.5)) for s in (0.0, 0.5, 1.0)]
    cuboid = annotation("a", "c_root", "lidar", CUBOID_TRACK)
    half = SECOND // 2
    late = Keyframe(4 * SECOND, Box(0, 0, 9, 9))
    document = tied_by("{projected_iou: 0.9}")
    following = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, _projected(moved[2])), late))
    good = annotation("b", "c_root", "cam", following)
    assert verdict(document, _calibrated(cuboid, good, TIE))[0] == "kept"
    wandering = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, Box(0, 0, 9, 9)), late))
    bad = annotation("b", "c_root", "cam", wandering)
    state, message, at_ns = verdict(document, _calibrated(cuboid, bad, TIE))
    assert (state, at_ns) == ("broken", SECOND)
    assert "IoU of 0.00 at 00:01.000" in message
    hidden = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, Box(0, 0, 9, 9), "out"), late))
    out = annotation("b", "c_root", "cam", hidden)
    assert verdict(document, _calibrated(cuboid, out, TIE))[0] == "kept"
