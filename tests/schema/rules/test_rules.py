"""Verdicts of every requirement: kept, broken and not applicable, with the place to look at."""

import msgspec
import pytest

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track, WholeAsset
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.records import Annotation, Calibration, Link
from crosstie.schema.rules.evaluate import judge, violations
from crosstie.schema.rules.verdict import RuleState
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.documents import EXAMPLE, example
from tests.schema.samples import BOX_TRACK, CUBOID_TRACK, PASS, SECOND, annotation, link, mark, thing

_ANYTHING = """
schema: any
version: 1.0.0
languages: [en]
classes:
  - id: c_root
    anchors: [box, cuboid, page_region, text_span, time_span, whole_asset]
    attributes: {colour: {type: choice, of: [red, blue]}, note: text, plate: {type: text, required: %s}}
  - {id: c_child, parent: c_root}
  - {id: c_other, parent: c_root}
entities:
  - {id: e_thing, name: thing, classes: [c_root]}
links:
  - id: l_tie
    name: tie
    from: {classes: [c_root], entities: [e_thing]}
    to: {classes: [c_root], entities: [e_thing]}
rules:
  - {id: r, %s}
"""


def _document(rule: str, required: str = "false") -> SchemaDocument:
    return load_schema((_ANYTHING % (required, rule)).encode(), "any")


def _tied(require: str) -> SchemaDocument:
    return _document(f"on: l_tie, require: {require}")


def _state(*labels: Annotation | Link) -> SampleState:
    state = samples.sample_state()
    state.apply(
        [
            ed.AddEntity(samples.entity("t1", "e_thing", "T-01")),
            ed.AddEntity(samples.entity("t2", "e_thing", "T-02")),
        ]
    )
    state.apply(ed.AddLink(one) if isinstance(one, Link) else ed.AddAnnotation(one) for one in labels)
    return state


TIE = link("l", "l_tie", mark("a"), mark("b"))


def _verdict(document: SchemaDocument, state: SampleState) -> tuple[RuleState, str, int | None]:
    report = judge(document, state)
    found = report.violations
    assert (report.states["r"] == "broken") == bool(found)
    return (report.states["r"], found[0].message, found[0].at_ns) if found else (report.states["r"], "", None)


def _span(key: str, start_s: float, end_s: float, class_id: str = "c_root") -> Annotation:
    return annotation(key, class_id, "mic", TimeSpan(int(start_s * SECOND), int(end_s * SECOND)))


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
    labels = _span("a", 3, 4, first), _span("b", 2, 5, second)
    found = _verdict(_tied("same_class"), _state(*labels, TIE))
    assert found[0] == state
    if state == "broken":
        assert found[1:] == (
            "The 'child' time span in mic and the 'other' time span in mic are of different classes",
            2 * SECOND,
        )


def test_an_entitys_class_cannot_be_compared() -> None:
    to_entity = link("l", "l_tie", mark("a"), thing("t1"))
    assert _verdict(_tied("same_class"), _state(_span("a", 0, 1), to_entity))[0] == "not_applicable"


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
    found = _verdict(_tied("same_entity"), _state(*labels, TIE))
    assert found[0] == state
    assert found[1].endswith(ends)


def test_an_end_that_is_the_entity_counts_as_about_it() -> None:
    label = annotation("a", "c_root", "mic", TimeSpan(0, 9), entity_id="t1")
    for key, state in (("t1", "kept"), ("t2", "broken")):
        tied = link("l", "l_tie", mark("a"), thing(key))
        assert _verdict(_tied("same_entity"), _state(label, tied))[0] == state


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
    found = _verdict(_tied("{same_attribute: [colour, note]}"), _state(a, b, TIE))
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
    found = _verdict(_tied(f"{{text_equal: {how}}}"), _state(a, b, TIE))
    assert found[0] == state
    assert state != "broken" or f"say different things: '{spoken}' and '{printed}'" in found[1]


def test_texts_may_stand_in_attributes_and_in_entities_names() -> None:
    document = _tied("{text_equal: {normalise: casefold, from_attribute: note}}")
    label = annotation("a", "c_root", "mic", TimeSpan(0, 9), {"note": "t-01"})
    tied = link("l", "l_tie", mark("a"), thing("t1"))
    assert _verdict(document, _state(label, tied))[0] == "kept"
    silent = annotation("a", "c_root", "mic", TimeSpan(0, 9))
    assert _verdict(document, _state(silent, tied))[0] == "not_applicable"


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
    labels = (_span(key, start, start + 3) for key, start in zip("ab", starts, strict=True))
    found = _verdict(_tied(f"{{order: {first}}}"), _state(*labels, TIE))
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
    document = _tied(f"{{temporal_overlap: {{at_least: {asked}, of: {of}}}}}")
    found = _verdict(document, _state(_span("a", 0, 4), _span("b", 1, 3), TIE))
    assert (found[0], found[2]) == (state, SECOND if state == "broken" else None)


def test_time_goes_through_the_assets_clocks() -> None:
    """The camera starts half a second late: its first second is 0.5–1.5 s of the sample."""
    box = annotation("a", "c_root", "cam", BOX_TRACK)
    document = _tied("{temporal_overlap: {at_least: 1.0, of: from}}")
    assert _verdict(document, _state(box, _span("b", 0.5, 1.5), TIE))[0] == "kept"
    state, message, at_ns = _verdict(document, _state(box, _span("b", 0, 1), TIE))
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
    document = _tied("{temporal_overlap: 1.0}")
    box = annotation("a", "c_root", "cam", gone)
    assert _verdict(document, _state(box, _span("b", 1.5, 2.5), TIE))[0] == "kept"
    assert _verdict(document, _state(box, _span("b", 2.6, 3.4), TIE))[0] == "broken"
    assert _verdict(document, _state(box, _span("b", 3, 4), TIE))[0] == "broken"


def test_an_instant_is_inside_or_not_and_text_has_no_time() -> None:
    document = _tied("{temporal_overlap: 0.5}")
    instant = annotation("a", "c_root", "cam", Track((Keyframe(SECOND, samples.BOX),)))
    assert _verdict(document, _state(instant, _span("b", 1, 2), TIE))[0] == "kept"
    assert _verdict(document, _state(instant, _span("b", 2, 3), TIE))[0] == "broken"
    words = annotation("a", "c_root", "words", samples.WORDS)
    assert _verdict(document, _state(words, _span("b", 2, 3), TIE))[0] == "not_applicable"
    whole = annotation("a", "c_root", "mic", WholeAsset())
    assert _verdict(document, _state(whole, _span("b", 2, 3), TIE))[0] == "kept"


def test_an_entity_is_there_whenever_one_of_its_annotations_is() -> None:
    labels = [
        annotation(key, "c_root", "mic", TimeSpan(start * SECOND, (start + 2) * SECOND), entity_id="t1")
        for key, start in (("x", 0), ("y", 1), ("z", 6))
    ]
    document = _tied("{temporal_overlap: {at_least: 0.6, of: to}}")
    tied = link("l", "l_tie", mark("a"), thing("t1"))
    assert _verdict(document, _state(*labels, _span("a", 0, 5), tied))[0] == "kept"
    assert _verdict(document, _state(*labels, _span("a", 3, 7), tied))[0] == "broken"


CAMERA = Calibration(
    "pinhole",
    640,
    360,
    ((400.0, 0.0, 320.0), (0.0, 400.0, 180.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)


def _calibrated(*labels: Annotation | Link) -> SampleState:
    state = _state(*labels)
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
    document = _tied("{projected_iou: 0.7}")
    cuboid = annotation("a", "c_root", "scan", samples.CUBOID)
    good = annotation("b", "c_root", "photo", _projected(samples.CUBOID))
    assert _verdict(document, _calibrated(cuboid, good, TIE))[0] == "kept"
    swapped = link("l", "l_tie", mark("b"), mark("a"))
    assert _verdict(document, _calibrated(cuboid, good, swapped))[0] == "kept"
    bad = annotation("b", "c_root", "photo", Box(0, 0, 50, 50))
    state, message, at_ns = _verdict(document, _calibrated(cuboid, bad, TIE))
    assert (state, at_ns) == ("broken", None)
    assert message == (
        "The 'root' cuboid in scan projects onto the 'root' box in photo with an IoU of 0.00, "
        "and 0.7 is asked"
    )
    assert _verdict(document, _state(cuboid, good, TIE))[0] == "not_applicable"
    assert _verdict(document, _calibrated(good, _span("a", 0, 1), TIE))[0] == "not_applicable"


def test_moving_things_are_compared_where_both_are_and_the_worst_time_is_told() -> None:
    """The camera starts 0.5 s late and both move: boxes follow the cuboid, but for the last."""
    moved = [Cuboid((10.0 + 2 * s, 1.0, 0.5), (4.0, 2.0, 1.5)) for s in (0.0, 0.5, 1.0)]
    cuboid = annotation("a", "c_root", "lidar", CUBOID_TRACK)
    half = SECOND // 2
    late = Keyframe(4 * SECOND, Box(0, 0, 9, 9))
    document = _tied("{projected_iou: 0.9}")
    following = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, _projected(moved[2])), late))
    good = annotation("b", "c_root", "cam", following)
    assert _verdict(document, _calibrated(cuboid, good, TIE))[0] == "kept"
    wandering = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, Box(0, 0, 9, 9)), late))
    bad = annotation("b", "c_root", "cam", wandering)
    state, message, at_ns = _verdict(document, _calibrated(cuboid, bad, TIE))
    assert (state, at_ns) == ("broken", SECOND)
    assert "IoU of 0.00 at 00:01.000" in message
    hidden = Track((Keyframe(0, _projected(moved[1])), Keyframe(half, Box(0, 0, 9, 9), "out"), late))
    out = annotation("b", "c_root", "cam", hidden)
    assert _verdict(document, _calibrated(cuboid, out, TIE))[0] == "kept"


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
    document = _document(f"for_each: c_child, require: {{link: l_tie, {asked}}}")
    labels = [_span("a", 1, 2, "c_child"), _span("b", 0, 1), _span("c", 0, 1)]
    ties = [link(f"l{at}", "l_tie", mark("a"), mark(key)) for at, key in enumerate("bc"[:count])]
    maybe = link("maybe", "l_tie", mark("c"), mark("a"), "candidate")
    found = _verdict(document, _state(*labels, *ties, maybe))
    assert found[0] == state
    assert found[1].endswith(wanted)
    assert state != "broken" or found[2] == SECOND


def test_links_are_counted_at_each_entity_of_a_type() -> None:
    document = _document("for_each: e_thing, require: {link: l_tie}")
    state = _state(_span("a", 1, 2), link("l", "l_tie", mark("a"), thing("t1")))
    [violation] = violations(document, state)
    assert violation.ends == (thing("t2"),)
    assert violation.message == "The thing T-02 needs at least 1 'tie' link and has 0"


def test_each_annotation_of_a_class_is_about_an_entity() -> None:
    document = _document("for_each: c_child, require: has_entity")
    about = annotation("a", "c_child", "mic", TimeSpan(0, 9), entity_id="t1")
    assert _verdict(document, _state(about, _span("b", 0, 1)))[0] == "kept"
    state, message, _ = _verdict(document, _state(about, _span("b", 0, 1, "c_child")))
    assert (state, message) == ("broken", "The 'child' time span in mic is about no entity")
    assert _verdict(document, _state(_span("b", 0, 1)))[0] == "not_applicable"


def test_a_required_attribute_that_is_missing_is_a_violation_and_no_refusal() -> None:
    document = _document("on: l_tie, require: same_class", required="true")
    said = annotation("a", "c_child", "mic", TimeSpan(0, 9), {"plate": "AB"})
    [violation] = violations(document, _state(said, _span("b", 2, 3)))
    assert violation.rule_id == "required_attribute"
    assert violation.message == "The 'root' time span in mic lacks 'plate'"
    assert (violation.ends, violation.at_ns, violation.pass_id) == ((mark("b"),), 2 * SECOND, PASS)
    assert judge(document, _state(said)).states["required_attribute"] == "kept"


def test_only_certain_links_are_judged() -> None:
    for status, expected in (
        ("certain", "broken"),
        ("candidate", "not_applicable"),
        ("rejected", "not_applicable"),
    ):
        tied = msgspec.structs.replace(TIE, status=status)
        state = _state(_span("a", 0, 1, "c_child"), _span("b", 0, 1, "c_other"), tied)
        assert judge(_tied("same_class"), state).states["r"] == expected


def test_one_pass_can_be_judged_alone() -> None:
    document = _document("for_each: c_child, require: has_entity")
    state = _state(_span("a", 0, 1, "c_child"))
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
    }
    state.apply([ed.RemoveLink(state.links["tie"])])
    [violation] = violations(example(), state)
    assert violation.message == "The 'mention' text span in words needs 1 'mentions' link and has 0"
    assert b"r_spoken" in EXAMPLE
