"""Verdicts on what is forbidden, covered, counted and ordered."""

import msgspec
import pytest

from crosstie.schema.anchors import PageRegion, TextSpan, TimeSpan, Track
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, Asset, AttributeValue, Link
from crosstie.schema.rules.evaluate import judge, violations
from crosstie.schema.rules.verdict import RuleState
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.rules.cases import TIE, document_with, span, state_with, tied_by, verdict
from tests.schema.samples import PASS, SECOND, annotation, link, mark, thing

NOTHING = document_with("on: l_tie, require: same_class")


@pytest.mark.parametrize(
    ("asked", "about", "state"),
    [
        ("has_entity", "t1", "kept"),
        ("{has_entity: e_thing}", "t1", "kept"),
        ("{has_entity: e_thing}", "", "broken"),
    ],
)
def test_an_entity_of_a_type(asked: str, about: str, state: RuleState) -> None:
    document = document_with(f"for_each: c_root, require: {asked}")
    label = annotation("a", "c_root", "mic", TimeSpan(0, 9), entity_id=about)
    assert verdict(document, state_with(label))[0] == state


def test_named_attributes_are_said() -> None:
    document = document_with("for_each: c_root, require: {has_attribute: [note, colour]}")
    said = annotation("a", "c_root", "mic", TimeSpan(0, 9), {"note": "x", "colour": "red"})
    assert verdict(document, state_with(said))[0] == "kept"
    silent = annotation("a", "c_root", "mic", TimeSpan(0, 9), {"note": "x"})
    found = verdict(document, state_with(silent))
    assert found[:2] == ("broken", "The 'root' time span in mic lacks 'colour'")


def test_named_attributes_of_a_link_are_said() -> None:
    document = tied_by("{has_attribute: sure}")
    labels = span("a", 0, 1), span("b", 0, 1)
    assert verdict(document, state_with(*labels, TIE))[1].startswith("The 'tie' link between the 'root'")
    sure = msgspec.structs.replace(TIE, attributes={"sure": False})
    assert verdict(document, state_with(*labels, sure))[0] == "kept"


def test_all_annotations_of_an_entity_agree() -> None:
    document = document_with("for_each: e_thing, require: {same_attribute: colour}")

    def state(*colours: str | None) -> SampleState:
        said: list[dict[str, AttributeValue]] = [{"colour": one} if one else {} for one in colours]
        return state_with(
            *(
                annotation(f"a{at}", "c_root", "mic", TimeSpan(at, 9), one, "t1")
                for at, one in enumerate(said)
            )
        )

    assert verdict(document, state("red", None))[0] == "not_applicable"
    assert verdict(document, state("red", None, "red"))[0] == "kept"
    report = judge(document, state("red", "blue", "red"))
    [violation] = report.violations
    assert violation.message == "The thing T-01 has annotations that differ in colour: red and blue"
    assert violation.ends == (thing("t1"), mark("a0"), mark("a1"), mark("a2"))


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("c_child", "c_other", "broken"),
        ("c_other", "c_child", "kept"),
        ("c_child", "c_child", "kept"),
    ],
)
def test_a_combination_of_ends_is_forbidden(first: str, second: str, state: RuleState) -> None:
    document = document_with("on: l_tie, forbid: {ends: {from: c_child, to: c_other}}")
    found = verdict(document, state_with(span("a", 0, 1, first), span("b", 0, 1, second), TIE))
    assert found[0] == state
    assert state == "kept" or found[1].endswith("may not be tied by this link")


def test_of_a_symmetric_link_it_is_forbidden_in_either_direction() -> None:
    document = document_with("on: l_pair, forbid: {ends: {from: c_child, to: c_other}}")
    for first, second in (("c_child", "c_other"), ("c_other", "c_child")):
        tied = msgspec.structs.replace(TIE, type_id="l_pair")
        state = state_with(span("a", 0, 1, first), span("b", 0, 1, second), tied)
        assert verdict(document, state)[0] == "broken"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"colour": "red", "parked": True}, "broken"),
        ({"colour": "red", "parked": False}, "kept"),
        ({"colour": "red"}, "kept"),
    ],
)
def test_a_combination_of_attributes_is_forbidden(said: dict[str, AttributeValue], state: RuleState) -> None:
    document = document_with("for_each: c_root, forbid: {attributes: {colour: [red, blue], parked: true}}")
    found = verdict(document, state_with(annotation("a", "c_root", "mic", TimeSpan(0, 9), said)))
    assert found[0] == state
    assert state == "kept" or found[1] == "The 'root' time span in mic may not be colour red and parked yes"


def test_two_types_of_link_at_one_end_are_forbidden() -> None:
    document = document_with("for_each: c_root, forbid: {links: [l_tie, l_one]}")
    labels = span("a", 0, 1), span("b", 0, 1), span("c", 0, 1)
    other = link("m", "l_one", mark("a"), mark("c"))
    assert verdict(document, state_with(*labels, TIE))[0] == "kept"
    [violation] = violations(document, state_with(*labels, TIE, other))
    assert (violation.subject_id, violation.message) == (
        "a",
        "The 'root' time span in mic may not have 'tie' and 'one' links at once",
    )
    maybe = msgspec.structs.replace(other, status="candidate")
    assert verdict(document, state_with(*labels, TIE, maybe))[0] == "kept"


@pytest.mark.parametrize(
    ("within", "other", "state"),
    [
        ("sample", annotation("b", "c_other", "cam", samples.BOX_TRACK), "broken"),
        ("asset", annotation("b", "c_other", "cam", samples.BOX_TRACK), "kept"),
        ("asset", span("b", 1.5, 3, "c_other"), "broken"),
        ("sample", span("b", 2, 3, "c_other"), "kept"),
        ("entity", span("b", 1.5, 3, "c_other"), "kept"),
    ],
)
def test_being_there_at_the_same_time_is_forbidden(within: str, other: Annotation, state: RuleState) -> None:
    document = document_with(f"for_each: c_child, forbid: {{overlap: c_other, within: {within}}}")
    own = annotation("a", "c_child", "mic", TimeSpan(SECOND, 2 * SECOND), entity_id="t1")
    found = verdict(document, state_with(own, other))
    assert found[0] == state
    if within == "asset" and state == "broken":
        assert found[1:] == (
            "The 'child' time span in mic overlaps the 'other' time span in mic",
            round(1.5 * SECOND),
        )


def test_about_one_entity_they_may_not_overlap() -> None:
    document = document_with("for_each: c_child, forbid: {overlap: c_child, within: entity}")
    spans = (TimeSpan(0, 2 * SECOND), TimeSpan(SECOND, 3 * SECOND))
    labels = [annotation(f"a{at}", "c_child", "mic", one, entity_id="t1") for at, one in enumerate(spans)]
    [violation] = violations(document, state_with(*labels))
    assert (violation.subject_id, violation.ends) == ("a1", (mark("a1"), mark("a0")))
    alone = [msgspec.structs.replace(one, entity_id="") for one in labels]
    assert verdict(document, state_with(*alone))[0] == "not_applicable"


def lasting(state: SampleState, **facts: int) -> SampleState:
    """The same with what was found in the transcript and the sound."""
    records = [
        msgspec.structs.replace(one, facts=msgspec.structs.replace(one.facts, **facts))
        if isinstance(one, Asset) and one.kind in ("audio", "transcript")
        else one
        for one in state.records()
    ]
    return SampleState(state.sample_id, records)


@pytest.mark.parametrize(
    ("asked", "state", "share", "gap_s"),
    [(0.5, "kept", "", None), (0.6, "broken", "56%", 2), (1.0, "broken", "56%", 2)],
)
def test_annotations_cover_an_assets_duration(
    asked: float, state: RuleState, share: str, gap_s: int | None
) -> None:
    """Five of the sound's nine seconds, twice over where they overlap; what lies outside does not count."""
    document = document_with(f"in_each: audio, require: {{coverage: {{by: c_root, at_least: {asked}}}}}")
    labels = span("a", 0, 2), span("b", 1, 2), span("c", 6, 20)
    found = verdict(document, state_with(*labels))
    assert (found[0], found[2]) == (state, gap_s if gap_s is None else gap_s * SECOND)
    if state == "broken":
        assert (
            f"'root' annotations cover {share} of the duration of mic, and {asked:.0%} is asked" in found[1]
        )


def test_labels_elsewhere_cover_no_duration_and_nothing_needs_no_cover() -> None:
    document = document_with("in_each: audio, require: {coverage: {by: c_root, at_least: 0.1}}")
    seen = annotation("a", "c_root", "cam", samples.BOX_TRACK)
    assert verdict(document, state_with(seen))[0] == "broken"
    assert verdict(document, lasting(state_with(seen), duration_ns=0))[0] == "not_applicable"


@pytest.mark.parametrize(
    ("quotes", "state"),
    [(((0, "ab cd"),), "kept"), (((0, "ab"),), "broken"), (((0, "ab "), (1, "b cd")), "kept")],
)
def test_annotations_cover_a_text(quotes: tuple[tuple[int, str], ...], state: RuleState) -> None:
    """Of eight characters, white space apart."""
    document = document_with(
        "in_each: transcript, require: {coverage: {by: c_root, of: text, at_least: 0.5}}"
    )
    labels = (
        annotation(f"a{at}", "c_root", "words", TextSpan(start, start + len(quote), quote))
        for at, (start, quote) in enumerate(quotes)
    )
    labelled = state_with(*labels)
    assert verdict(document, lasting(labelled, character_count=8))[0] == state
    assert verdict(document, labelled)[0] == "not_applicable"


def test_annotations_cover_the_time_of_another_class() -> None:
    document = document_with(
        "in_each: audio, require: {coverage: {by: c_other, of: c_child, at_least: 0.75}}"
    )
    turns = span("a", 0, 2, "c_child"), span("b", 4, 6, "c_child")
    seen = annotation("f", "c_other", "cam", samples.BOX_TRACK)
    assert verdict(document, state_with(*turns, span("c", 0, 5, "c_other")))[0] == "kept"
    assert verdict(document, state_with(*turns, span("c", 4, 6, "c_other"), seen))[0] == "kept"
    state, message, at_ns = verdict(document, state_with(*turns, span("c", 4, 5, "c_other"), seen))
    assert (state, at_ns) == ("broken", 0)
    assert message.startswith("'other' annotations cover 50% of the time of 'child' in mic, and 75% is asked")
    assert verdict(document, state_with(seen))[0] == "not_applicable"


def test_annotations_cover_each_annotation_of_another_class() -> None:
    document = document_with("for_each: c_child, require: {coverage: {by: c_other, at_least: 0.5}}")
    own = span("a", 0, 2, "c_child")
    assert verdict(document, state_with(own, span("b", 1, 9, "c_other")))[0] == "kept"
    state, message, at_ns = verdict(document, state_with(own, span("b", 1.5, 9, "c_other")))
    assert (state, at_ns) == ("broken", 0)
    assert message == (
        "'other' annotations cover 25% of the 'child' time span in mic, and 50% is asked; "
        "the first gap is at 00:00.000"
    )


def listed(*targets: tuple[str, int]) -> list[Link]:
    return [
        link(f"l{at}", "l_list", mark("q"), mark(key), place=place) for at, (key, place) in enumerate(targets)
    ]


def test_a_group_has_as_many_links_as_its_type_allows() -> None:
    ends = [span(key, at, at + 1) for at, key in enumerate("qabcd")]

    def told(count: int) -> tuple[str, ...]:
        links = listed(*((key, at + 1) for at, key in enumerate("abcd"[:count])))
        return tuple(one.message for one in violations(NOTHING, state_with(*ends, *links)))

    assert told(0) == told(2) == told(3) == ()
    assert told(1) == ("The 'root' time span in mic needs at least 2 'list' links and has 1",)
    assert told(4) == ("The 'root' time span in mic needs at most 3 'list' links and has 4",)
    assert judge(NOTHING, state_with(*ends, *listed(("a", 1), ("b", 2)))).states["group_size"] == "kept"


@pytest.mark.parametrize(
    ("type_id", "pairs", "broken"),
    [
        ("l_one", (("a", "b"), ("c", "b")), ()),
        ("l_one", (("a", "b"), ("a", "c")), ("a",)),
        ("l_pair", (("a", "b"), ("c", "b")), ("b",)),
        ("l_pair", (("a", "b"), ("b", "c")), ("b",)),
        ("l_tie", (("a", "b"), ("a", "c")), ()),
    ],
)
def test_no_end_has_more_links_than_its_cardinality_allows(
    type_id: str, pairs: tuple[tuple[str, str], ...], broken: tuple[str, ...]
) -> None:
    """Edits cannot bring it about; importing and migrating can."""
    links = [link(f"l{at}", type_id, mark(a), mark(b)) for at, (a, b) in enumerate(pairs)]
    state = state_with(span("a", 0, 1), span("b", 0, 1), span("c", 0, 1), *links)
    found = [one for one in violations(NOTHING, state) if one.rule_id == "cardinality"]
    assert tuple(one.subject_id for one in found) == broken
    name = type_id.removeprefix("l_")
    assert all(one.message.endswith(f"has 2 '{name}' links, and 1 is allowed") for one in found)


@pytest.mark.parametrize(
    ("places", "state", "told"),
    [
        ((("a", 1), ("b", 2), ("c", 3)), "kept", ""),
        ((("c", 2), ("a", 1)), "kept", ""),
        ((("b", 1), ("a", 2)), "broken", "before"),
        ((("a", 1), ("b", 1)), "broken", "at place 1"),
    ],
)
def test_a_group_is_in_order_of_time(
    places: tuple[tuple[str, int], ...], state: RuleState, told: str
) -> None:
    document = document_with("for_each: c_child, require: {in_order: l_list}")
    ends = [span("q", 0, 1, "c_child"), *(span(key, at, at + 1) for at, key in enumerate("abc", 1))]
    found = verdict(document, state_with(*ends, *listed(*places)))
    assert found[0] == state
    assert told in found[1]
    alone = state_with(*ends, *listed(("a", 1)))
    assert judge(document, alone).states["r"] == "not_applicable"


def test_a_group_is_in_reading_order() -> None:
    document = document_with("for_each: c_child, require: {in_order: l_list, by: reading}")
    regions = {
        "a": PageRegion(0, 300, 10, 5, 5),
        "b": PageRegion(0, 5, 50, 5, 5),
        "c": PageRegion(1, 5, 5, 5, 5),
    }
    ends = [
        span("q", 0, 1, "c_child"),
        *(annotation(key, "c_root", "report", one) for key, one in regions.items()),
    ]
    assert verdict(document, state_with(*ends, *listed(("a", 1), ("b", 2), ("c", 3))))[0] == "kept"
    assert verdict(document, state_with(*ends, *listed(("b", 1), ("a", 2))))[0] == "broken"
    quotes = [annotation(key, "c_root", "words", TextSpan(at, at + 1, "x")) for at, key in enumerate("ab")]
    assert verdict(document, state_with(ends[0], *quotes, *listed(("b", 1), ("a", 2))))[0] == "broken"


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("รถ บรรทุก ๑๒", "รถบรรทุก12", "kept"),
        ("ឡាន\u200bធំ", "ឡាន ធំ", "kept"),
        ("白い　トラック", "白いトラック", "kept"),
        ("१२३ Main St", "123 main st", "kept"),
        ("co\u00adoperate", "cooperate", "kept"),
        ("A-1", "A1", "broken"),
    ],
)
def test_spaces_between_words_do_not_count_unspaced(first: str, second: str, state: RuleState) -> None:
    labels = (
        annotation(key, "c_root", "words", TextSpan(0, len(quote), quote))
        for key, quote in (("a", first), ("b", second))
    )
    assert verdict(tied_by("{text_equal: unspaced}"), state_with(*labels, TIE))[0] == state


def test_verdicts_stand_in_the_order_of_rules_and_time() -> None:
    document: SchemaDocument = document_with("for_each: c_child, require: has_entity", required="true")
    later, sooner = span("a", 5, 6, "c_child"), span("b", 1, 2, "c_child")
    moving = annotation("c", "c_child", "cam", Track(samples.BOX_TRACK.keyframes))
    found = violations(document, state_with(later, sooner, moving), PASS)
    assert [(one.rule_id, one.subject_id) for one in found] == [
        ("r", "c"), ("r", "b"), ("r", "a"),
        ("required_attribute", "c"), ("required_attribute", "b"), ("required_attribute", "a"),
    ]  # fmt: skip
