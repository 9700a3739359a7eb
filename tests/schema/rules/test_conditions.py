"""`when`: where a rule does not apply it is neither kept nor broken."""

import msgspec
import pytest

from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, AttributeValue, Link, Sample
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.rules.cases import TIE, document_with, span, state_with, tied_by
from tests.schema.samples import SECOND, annotation, link, mark


def states(document: SchemaDocument, state: SampleState) -> str:
    return judge(document, state).states["r"]


def face(start_s: float, end_s: float, said: dict[str, AttributeValue] | None = None) -> Annotation:
    """A face in the camera, whose clock begins half a second into the sample."""
    times = (round((at - 0.5) * SECOND) for at in (start_s, end_s))
    track = Track(tuple(Keyframe(at, Box(1, 1, 5, 5)) for at in times))
    return annotation("face", "c_other", "cam", track, said)


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ("class: c_child", True),
        ("class: c_other", False),
        ("class: [c_other, c_child]", True),
        ("modality: audio", True),
        ("modality: [video, image]", False),
        ("attributes: {colour: red}", True),
        ("attributes: {colour: blue}", False),
        ("attributes: {colour: [blue, red]}", True),
        ("attributes: {note: null}", True),
        ("attributes: {colour: null}", False),
        ("attributes: {colour: red, note: x}", False),
        ("language: vi", True),
        ("language: [en, th]", False),
        ("class: c_child, modality: audio, language: [en, vi]", True),
        ("class: c_child, modality: video", False),
    ],
)
def test_what_an_annotation_is_and_says(when: str, applies: bool) -> None:
    document = document_with(f"for_each: c_root, when: {{{when}}}, require: has_entity")
    label = annotation("a", "c_child", "mic", TimeSpan(0, SECOND), {"colour": "red"})
    assert states(document, state_with(label)) == ("broken" if applies else "not_applicable")


def test_one_word_of_several_is_enough() -> None:
    document = document_with("for_each: c_root, when: {attributes: {tags: b}}, require: has_entity")
    for tags, expected in ((("a", "b"), "broken"), (("a",), "not_applicable"), ((), "not_applicable")):
        label = annotation("a", "c_child", "mic", TimeSpan(0, SECOND), {"tags": tags})
        assert states(document, state_with(label)) == expected


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [("zh", "zh-Hant", "broken"), ("zh-Hant", "zh", "not_applicable"), ("vi", "vie", "not_applicable")],
)
def test_a_language_takes_the_narrower_ones(asked: str, said: str, expected: str) -> None:
    document = document_with(f"for_each: c_root, when: {{language: {asked}}}, require: has_entity")
    records = [
        msgspec.structs.replace(one, language=said) if isinstance(one, Sample) else one
        for one in state_with(span("a", 0, 1)).records()
    ]
    assert states(document, SampleState(samples.SAMPLE, records)) == expected


@pytest.mark.parametrize(
    ("when", "times", "said", "expected"),
    [
        ("c_other", (1.5, 3), {}, "broken"),
        ("c_other", (2, 3), {}, "broken"),
        ("c_other", (2.1, 3), {}, "not_applicable"),
        ("{class: c_other, attributes: {colour: red}}", (1, 2), {"colour": "red"}, "broken"),
        ("{class: c_other, attributes: {colour: red}}", (1, 2), {"colour": "blue"}, "not_applicable"),
        ("{class: c_other, modality: audio}", (1, 2), {}, "not_applicable"),
        ("c_root", (5, 6), {}, "not_applicable"),
    ],
)
def test_while_another_class_is_there(
    when: str, times: tuple[float, float], said: dict[str, AttributeValue], expected: str
) -> None:
    """Through the camera's clock, and never because of the annotation itself."""
    document = document_with(f"for_each: c_child, when: {{while: {when}}}, require: has_entity")
    assert states(document, state_with(span("a", 1, 2, "c_child"), face(*times, said))) == expected


def test_while_is_asked_of_the_same_pass_alone() -> None:
    document = document_with("for_each: c_child, when: {while: c_other}, require: has_entity")
    state = state_with(span("a", 1, 2, "c_child"))
    other = msgspec.structs.replace(face(1, 2), pass_id="p2")
    records = [*state.records(), samples.open_pass("p2"), other]
    assert states(document, SampleState(samples.SAMPLE, records)) == "not_applicable"


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ("from: c_child", True),
        ("from: c_other", False),
        ("to: {class: c_other, attributes: {colour: blue}}", True),
        ("to: {modality: video}", False),
        ("from: c_child, to: c_child", False),
        ("while: {class: c_root, modality: video}", False),
    ],
)
def test_what_stands_at_a_links_ends(when: str, applies: bool) -> None:
    document = document_with(f"on: l_tie, when: {{{when}}}, require: same_class")
    labels = span("a", 0, 2, "c_child"), span("b", 1, 2, "c_other")
    blue = msgspec.structs.replace(labels[1], attributes={"colour": "blue"})
    assert states(document, state_with(labels[0], blue, TIE)) == ("broken" if applies else "not_applicable")


@pytest.mark.parametrize(("times", "expected"), [((4, 5), "broken"), ((3, 3.5), "not_applicable")])
def test_while_something_is_there_at_either_end(times: tuple[float, float], expected: str) -> None:
    document = document_with("on: l_tie, when: {while: c_other}, require: same_entity")
    labels = [
        annotation(key, "c_child", "mic", TimeSpan(start * SECOND, (start + 2) * SECOND), entity_id=about)
        for key, start, about in (("a", 0, "t1"), ("b", 4, "t2"))
    ]
    assert states(document, state_with(*labels, face(*times), TIE)) == expected


def test_what_a_link_says() -> None:
    document = tied_by("same_class")
    asked = document_with("on: l_tie, when: {attributes: {sure: true}}, require: same_class")
    labels = span("a", 0, 2, "c_child"), span("b", 1, 2, "c_other")
    for sure, expected in ((True, "broken"), (False, "not_applicable"), (1, "not_applicable")):
        tied: Link = msgspec.structs.replace(TIE, attributes={"sure": sure})
        state = state_with(*labels, tied)
        assert (states(asked, state), states(document, state)) == (expected, "broken")


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ("class: c_child", True),
        ("class: c_other", False),
        ("modality: audio", True),
        ("while: c_other", True),
    ],
)
def test_how_an_entity_appears(when: str, applies: bool) -> None:
    document = document_with(f"for_each: e_thing, when: {{{when}}}, require: {{link: l_tie, at_least: 1}}")
    about = annotation("a", "c_child", "mic", TimeSpan(0, 2 * SECOND), entity_id="t1")
    tied = link("l", "l_tie", mark("a"), mark("face"))
    state = state_with(about, face(1, 3), tied)
    assert states(document, state) == ("broken" if applies else "not_applicable")
