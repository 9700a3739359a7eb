"""A rule that does not type-check, or that nobody could ever keep, is refused with its place."""

import pytest

from crosstie.schema.document import load_kept_schema, load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.rules.live import LiveRules
from crosstie.schema.sample_state import SampleState
from crosstie.schema.yaml_node import Doubt
from tests.schema.rules.test_manual import loaded, with_rules

MISTAKES = [
    # Subjects and keys
    (
        "on: l_speaker, in_each: audio, require: same_class",
        "rules[0]: needs either 'on' (a link type) or 'for_each'",
    ),
    ("on: l_speaker", "rules[0]: 'require' is missing, or 'forbid'"),
    (
        "on: l_speaker, require: same_class, forbid: {links: [a, b]}",
        "rules[0]: has both 'require' and 'forbid'",
    ),
    (
        "in_each: audoi, require: has_entity",
        "rules[0].in_each: unknown modality 'audoi'; did you mean 'audio'?",
    ),
    (
        "in_each: audio, require: has_entity",
        "rules[0].require: has_entity is asked of a class, and this rule is",
    ),
    (
        "for_each: c_speech, forbid: {overlaps: c_face}",
        "rules[0].forbid.overlaps: unknown combination 'overlaps'; did",
    ),
    # Conditions
    ("for_each: c_speech, when: {}, require: has_entity", "rules[0].when: says nothing; use class, modality"),
    (
        "for_each: c_speech, when: {from: c_face}, require: has_entity",
        "rules[0].when.from: unknown key 'from'",
    ),
    (
        "for_each: c_speech, when: {class: c_sp}, require: has_entity",
        "rules[0].when.class: unknown class 'c_sp'",
    ),
    (
        "for_each: c_speech, when: {modality: document}, require: has_entity",
        "rules[0].when.modality: a c_speech has no anchor that fits document",
    ),
    (
        "for_each: c_speech, when: {attributes: {tone: high}}, require: has_entity",
        "rules[0].when.attributes.tone: a c_speech has no attribute 'tone'",
    ),
    (
        "for_each: c_vehicle, when: {attributes: {colour: [white, rde]}}, require: has_entity",
        "rules[0].when.attributes.colour[1]: 'rde' is not one of white, red, other",
    ),
    (
        "for_each: c_vehicle, when: {attributes: {parked: 1}}, require: has_entity",
        "rules[0].when.attributes.parked: must be true or false, not 1",
    ),
    (
        "on: l_speaker, when: {to: c_vehicle}, require: {order: from}",
        "rules[0].when.to: c_vehicle is never at that end of the link, so this would never hold",
    ),
    (
        "on: l_speaker, when: {attributes: {sure: true}}, require: {order: from}",
        "rules[0].when.attributes.sure: l_speaker has no attribute 'sure'",
    ),
    (
        "for_each: c_speech, when: {while: c_utterance}, require: has_entity",
        "rules[0].when.while: c_utterance is never there at a time",
    ),
    (
        "for_each: c_row, when: {while: c_face}, require: has_entity",
        "rules[0].when.while: c_row is never there at a time",
    ),
    (
        "for_each: c_row, when: {language: 7}, require: has_entity",
        "rules[0].when.language: must be a text, not the number 7",
    ),
    # What could never be kept
    (
        "on: l_speaker, require: same_class",
        "rules[0].require: no class at one end of l_speaker is a class of its",
    ),
    (
        "on: l_grounded, require: same_entity",
        "rules[0].require: no entity type can be at both ends of l_grounded",
    ),
    (
        "on: l_speaker, require: {same_attribute: visible}",
        "rules[0].require: no class at that end of l_speaker has",
    ),
    (
        "on: l_spoken_as, require: {order: from}",
        "rules[0].require: order needs both ends of l_spoken_as to be there",
    ),
    (
        "on: l_speaker, require: {text_equal: exact}",
        "rules[0].require: nothing at that end of l_speaker has words",
    ),
    ("for_each: c_answer, require: has_entity", "rules[0].require: c_answer can be about no entity"),
    (
        "for_each: c_face, require: {has_entity: e_vehicle}",
        "rules[0].require: c_face can be about no e_vehicle",
    ),
    (
        "for_each: c_face, require: {has_attribute: plate}",
        "rules[0].require: no class that is a c_face has an attribute",
    ),
    (
        "for_each: c_speech, require: {in_order: l_spoken_as}",
        "rules[0].require: l_spoken_as has no ordered group",
    ),
    (
        "for_each: c_row, require: {in_order: l_grounded}",
        "rules[0].require: c_row cannot be the origin of l_grounded",
    ),
    (
        "for_each: c_answer, require: {in_order: l_grounded}",
        "rules[0].require: what l_grounded leads to is never there",
    ),
    (
        "for_each: c_speech, require: {link: l_spoken_as, count: 2}",
        "rules[0].require: l_spoken_as is one-to-one, so",
    ),
    (
        "for_each: c_answer, require: {link: l_grounded, at_least: 6}",
        "rules[0].require: l_grounded is limited to 5, so",
    ),
    # Coverage
    (
        "in_each: image, require: {coverage: {by: c_face, at_least: 0.5}}",
        "rules[0].require: no image has a duration to be covered",
    ),
    (
        "in_each: audio, require: {coverage: {by: c_speech, of: text, at_least: 0.5}}",
        "rules[0].require: no audio has text to be covered",
    ),
    (
        "in_each: transcript, require: {coverage: {by: c_row, of: text, at_least: 0.5}}",
        "rules[0].require: c_row never stands in text",
    ),
    (
        "in_each: audio, require: {coverage: {by: c_utterance, at_least: 0.5}}",
        "rules[0].require: c_utterance is never on audio at a time",
    ),
    (
        "in_each: audio, require: {coverage: {by: c_face, of: c_row, at_least: 0.5}}",
        "rules[0].require: c_row is never there at a time",
    ),
    (
        "for_each: c_speech, require: {coverage: {by: c_face, of: text, at_least: 0.5}}",
        "rules[0].require: coverage of an annotation is of its duration, not of text",
    ),
    ("in_each: audio, require: {coverage: {by: c_speech}}", "rules[0].require: coverage needs 'at_least'"),
    (
        "in_each: audio, require: {coverage: {by: {modality: audio}, at_least: 1}}",
        "rules[0].require: coverage needs a class in 'by'",
    ),
    # What is forbidden
    ("on: l_speaker, forbid: ends", "rules[0].forbid: say what may not stand at 'from', at 'to' or at both"),
    (
        "on: l_speaker, forbid: {ends: {to: c_row}}",
        "rules[0].forbid.ends.to: c_row is never at that end of the link, so this would never hold",
    ),
    (
        "for_each: c_speech, forbid: {links: [l_speaker]}",
        "rules[0].forbid.links: name two link types or more",
    ),
    (
        "for_each: c_speech, forbid: {links: [l_speaker, l_grounded]}",
        "rules[0].forbid: c_speech can stand at neither end of l_grounded",
    ),
    (
        "for_each: c_row, forbid: {overlap: c_face}",
        "rules[0].forbid: text and pages are there at no time of their own",
    ),
    ("for_each: c_face, forbid: {attributes: {}}", "rules[0].forbid.attributes: name at least one attribute"),
]


@pytest.mark.parametrize(("rule", "message"), MISTAKES)
def test_it_is_refused_with_its_place(rule: str, message: str) -> None:
    with pytest.raises(SchemaInvalid) as caught:
        loaded(f"- {{id: r, {rule}}}")
    assert caught.value.problems[0].startswith(message)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "for_each: c_vehicle, require: {link: l_same_object, at_least: 2}",
            "for_each: c_truck, require: {link: l_same_object, at_most: 1}",
            "rules[1]: nobody can keep both this and r1: at least 2 and at most 1 links",
        ),
        (
            "for_each: e_vehicle, require: {link: l_row_of, count: 1}",
            "for_each: e_vehicle, require: {link: l_row_of, count: 2}",
            "rules[1]: nobody can keep both this and r1: at least 2 and at most 1 links",
        ),
    ],
)
def test_two_rules_that_nobody_could_keep_together_are_refused(first: str, second: str, message: str) -> None:
    with pytest.raises(SchemaInvalid) as caught:
        loaded(f"- {{id: r1, {first}}}\n- {{id: r2, {second}}}")
    assert caught.value.problems[0].startswith(message)
    conditional = first.replace("require:", "when: {language: vi}, require:")
    assert loaded(f"- {{id: r1, {conditional}}}\n- {{id: r2, {second}}}").rules


def test_links_that_are_forbidden_together_are_not_both_required() -> None:
    rules = [
        "{id: r1, for_each: c_speech, require: {link: l_speaker}}",
        "{id: r2, for_each: c_speech, forbid: {links: [l_speaker, l_off_screen]}}",
        "{id: r3, for_each: c_speech, require: {link: l_off_screen}}",
    ]
    assert loaded("\n".join(f"- {one}" for one in rules[:2])).rules
    with pytest.raises(SchemaInvalid, match=r"rules\[2\]: nobody can keep r2 together with r1 and r3"):
        loaded("\n".join(f"- {one}" for one in rules))


@pytest.mark.parametrize("rule_id", ["required_attribute", "cardinality", "group_size"])
def test_the_names_of_the_rules_that_are_always_there_are_taken(rule_id: str) -> None:
    with pytest.raises(SchemaInvalid, match=r"rules\[0\]\.id: .* is the name of a rule that is always there"):
        loaded(f"- {{id: {rule_id}, for_each: c_speech, require: has_entity}}")


def test_a_symmetric_link_counts_at_either_end_once() -> None:
    fine = "- {id: r, for_each: c_vehicle, require: {link: l_same_object, at_least: 2}}"
    assert loaded(fine).rules


@pytest.mark.parametrize("rule", [rule for rule, _message in MISTAKES])
def test_a_document_in_use_is_read_and_judged_though_a_rule_of_it_could_never_hold(rule: str) -> None:
    source = with_rules(f"- {{id: r, {rule}}}")
    with pytest.raises(SchemaInvalid) as caught:
        load_schema(source, "x")
    if all(isinstance(one, Doubt) for one in caught.value.problems):
        document = load_kept_schema(source, "x")
        assert [one.id for one in document.rules] == ["r"]
        assert judge(document, SampleState("s1")).states["r"] == "not_applicable"
        LiveRules(document, "s1", (), "p1")
    else:
        with pytest.raises(SchemaInvalid):
            load_kept_schema(source, "x")


def test_some_mistakes_are_of_form_and_some_of_sense() -> None:
    doubts = 0
    for rule, _message in MISTAKES:
        with pytest.raises(SchemaInvalid) as caught:
            loaded(f"- {{id: r, {rule}}}")
        doubts += all(isinstance(one, Doubt) for one in caught.value.problems)
    assert 10 < doubts < len(MISTAKES) - 10
