"""What a good schema document says once it is loaded."""

import hashlib

import pytest

from crosstie.schema.document import load_schema, schema_ref
from crosstie.schema.document_parts import EndpointSpec, KeypointsSpec, RuleSpec
from crosstie.schema.versions.steps import Split
from tests.schema.documents import EXAMPLE, example, example_with


def test_reference_hashes_the_exact_bytes() -> None:
    document = example()
    reference = schema_ref(document)
    assert (reference.id, reference.version) == ("driving", "2.1.0")
    assert reference.sha256 == hashlib.sha256(EXAMPLE).hexdigest()
    assert document.source == EXAMPLE
    assert schema_ref(load_schema(EXAMPLE + b"\n", "x")) != reference


def test_documents_are_equal_when_their_bytes_are() -> None:
    assert load_schema(EXAMPLE, "here") == load_schema(EXAMPLE, "there")
    assert len({load_schema(EXAMPLE, "here"), load_schema(EXAMPLE, "there")}) == 1
    assert load_schema(EXAMPLE + b"#", "here") != load_schema(EXAMPLE, "here")


def test_children_inherit_anchors_and_attributes() -> None:
    document = example()
    assert document.anchors_of("c_truck") == ("box", "rotated_box", "cuboid", "text_span", "page_region")
    assert list(document.attributes_of("c_truck")) == ["colour", "occluded", "speed_kph"]
    assert document.is_a("c_truck", "c_vehicle")
    assert document.is_a("c_truck", "c_truck")
    assert not document.is_a("c_vehicle", "c_truck")
    assert not document.is_a("c_nowhere", "c_vehicle")


def test_a_childs_own_anchors_replace_its_parents_and_its_attributes_come_after_them() -> None:
    document = load_schema(
        example_with(
            "parent: c_vehicle}", "parent: c_vehicle, anchors: [box], attributes: {axles: integer}}"
        ),
        "x",
    )
    assert document.anchors_of("c_truck") == ("box",)
    assert list(document.attributes_of("c_truck")) == ["colour", "occluded", "speed_kph", "axles"]


def test_digits_follow_the_documents_order_and_the_anchor() -> None:
    document = example()
    assert [spec.id for spec in document.classes_for("box", "cuboid")] == ["c_vehicle", "c_truck"]
    assert [spec.id for spec in document.classes_for("text_span")] == ["c_vehicle", "c_truck", "c_mention"]
    assert [spec.id for spec in document.classes_for("time_span")] == ["c_speech"]


def test_entity_types_follow_the_class_hierarchy() -> None:
    document = load_schema(example_with("[c_vehicle, c_truck]", "[c_vehicle]"), "x")
    assert [spec.id for spec in document.entity_types_for("c_truck")] == ["e_vehicle"]
    assert document.entity_types_for("c_mention") == ()


@pytest.mark.parametrize(
    ("any_id", "language", "name"),
    [
        ("c_truck", "vi", "xe tải"),
        ("c_truck", "vi-VN", "xe tải"),
        ("c_truck", "th", "truck"),
        ("c_truck", "ko", "truck"),
        ("e_speaker", "en", "speaker"),
        ("l_mentions", "en", "mentions"),
        ("l_same_object", "en", "same object"),
        ("r_projects", "en", "projects"),
        ("c_unknown_thing", "en", "unknown thing"),
    ],
)
def test_display_names_fall_back_to_a_wider_language_then_the_first_then_the_id(
    any_id: str, language: str, name: str
) -> None:
    assert example().display_name(any_id, language) == name


def test_colours_follow_the_document_unless_a_class_names_its_own() -> None:
    document = load_schema(example_with("parent: c_vehicle}", "parent: c_vehicle, colour: 7}"), "x")
    assert [document.colour_index(spec.id) for spec in document.classes] == [0, 7, 2, 3]


def test_attributes_have_defaults_words_and_names() -> None:
    document = load_schema(
        example_with(
            "of: [white, black, red, other]}",
            "of: {white: {vi: trắng}, no: , on: }, name: {vi: màu}, required: true, default: white}",
        ),
        "x",
    )
    colour = document.attributes_of("c_truck")["colour"]
    assert colour.of == ("white", "no", "on")
    assert colour.required
    assert document.attribute_name(colour, "vi") == "màu"
    assert document.attribute_name(document.attributes_of("c_truck")["speed_kph"], "en") == "speed kph"
    assert document.choice_name(colour, "white", "vi") == "trắng"
    assert document.choice_name(colour, "no", "vi") == "no"
    assert document.default_attributes("c_truck") == {"colour": "white", "occluded": False}


def test_ends_may_name_one_word_or_a_list() -> None:
    mentions = example().find_link_type("l_mentions")
    assert mentions is not None
    assert mentions.from_end == EndpointSpec(classes=("c_mention",), modality=("transcript",))
    assert mentions.to_end == EndpointSpec(entities=("e_vehicle",))
    assert (mentions.one_from, mentions.one_to) == (False, True)


def test_rules_take_every_short_form() -> None:
    document = load_schema(
        example_with(
            "count: 1}}", "count: 1}}\n  - {id: r_short, on: l_same_object, require: {projected_iou: 0.3}}"
        ),
        "x",
    )
    assert document.find_rule("r_same_class") == RuleSpec(
        "r_same_class", "link", "l_same_object", "same_class"
    )
    assert document.find_rule("r_short") == RuleSpec(
        "r_short", "link", "l_same_object", "projected_iou", {"at_least": 0.3}
    )
    spoken = document.find_rule("r_spoken")
    assert spoken == RuleSpec("r_spoken", "class", "c_mention", "link", {"type": "l_mentions", "count": 1})


def test_units_and_migrations_are_read() -> None:
    document = example()
    assert document.units == {"geometry": ("anchor",), "meaning": ("class", "attributes")}
    [migration] = document.migrations
    assert migration.from_version == "2.0.0"
    split = migration.steps[1]
    assert isinstance(split, Split)
    assert (split.id, split.when.text, split.into) == ("c_vehicle", "attributes.kind == 'truck'", "c_truck")


def test_keypoints_may_be_a_list_or_a_skeleton() -> None:
    skeleton = "keypoints: {points: [front, rear], edges: [[front, rear]]}"
    document = load_schema(example_with("parent: c_vehicle}", f"parent: c_vehicle, {skeleton}}}"), "x")
    assert document.taxonomy.keypoints_of("c_truck") == KeypointsSpec(("front", "rear"), (("front", "rear"),))
    listed = load_schema(example_with("parent: c_vehicle}", "parent: c_vehicle, keypoints: [front]}"), "x")
    assert listed.taxonomy.keypoints_of("c_truck") == KeypointsSpec(("front",))


def test_names_may_be_one_text_in_the_first_language() -> None:
    document = load_schema(example_with("name: {en: mention}", "name: mention of"), "x")
    assert document.display_name("c_mention", "th") == "mention of"
