"""Every kind of mistake in a schema document is told with its place."""

import pytest

from crosstie.schema.document import load_schema
from crosstie.schema.errors import SchemaInvalid
from tests.schema.documents import EXAMPLE, example_with

_SPEED = "speed_kph: {type: number, min: 0, unit: km/h}"
_TRUCK = "parent: c_vehicle}"

MISTAKES = [
    ("{type: language}", "{type: flot}", "classes[2].attributes.language: unknown type 'flot'; use choice, "),
    (
        "{type: language}",
        "{type: langage}",
        "classes[2].attributes.language: unknown type 'langage'; did you mean",
    ),
    ("{type: language}", "flot", "classes[2].attributes.language: unknown type 'flot'"),
    ("{type: language}", "{}", "classes[2].attributes.language: 'type' is missing"),
    (
        "{type: language}",
        "[bool]",
        "classes[2].attributes.language: must be a mapping of keys to values, not a list",
    ),
    (_SPEED, "speed kph: bool", "classes[0].attributes.speed kph: 'speed kph' is no attribute's name"),
    (
        _SPEED,
        "speed_kph: {type: number, min: fast}",
        "classes[0].attributes.speed_kph.min: must be a number, not the",
    ),
    (_SPEED, "s: {type: number, min: 3, max: 2}", "classes[0].attributes.s.min: 3 is above the max 2"),
    (_SPEED, "s: {type: number, default: -1, min: 0}", "classes[0].attributes.s.default: -1 is below 0"),
    (
        _SPEED,
        "s: {type: integer, default: 1.5}",
        "classes[0].attributes.s.default: must be a whole number, not 1.5",
    ),
    (_SPEED, "s: {type: integer, default: true}", "classes[0].attributes.s.default: must be a whole number"),
    (_SPEED, "s: {type: text, unit: m}", "classes[0].attributes.s.unit: a text attribute has no unit"),
    (_SPEED, "s: {type: text, max: 2}", "classes[0].attributes.s.max: a text attribute has no max"),
    (_SPEED, "s: {type: text, of: [a]}", "classes[0].attributes.s.of: a text attribute has no words"),
    (_SPEED, "s: {type: choice}", "classes[0].attributes.s: a choice attribute needs 'of'"),
    (_SPEED, "s: {type: choice, of: []}", "classes[0].attributes.s.of: at least one word is needed"),
    (
        _SPEED,
        "s: {type: choice, of: [a, 2]}",
        "classes[0].attributes.s.of[1]: must be a text, not the number 2; put",
    ),
    (_SPEED, "s: {type: choice, of: [a, a]}", "classes[0].attributes.s.of[1]: 'a' stands twice"),
    (
        _SPEED,
        "s: {type: choice, of: [red], default: rad}",
        "classes[0].attributes.s.default: 'rad' is not one of red",
    ),
    (
        _SPEED,
        "s: {type: multi_choice, of: [a], default: a}",
        "classes[0].attributes.s.default: must be a list of",
    ),
    (
        _SPEED,
        "s: {type: bool, default: {}}",
        "classes[0].attributes.s.default: must be a value of type bool, not a",
    ),
    (
        _SPEED,
        "s: {type: bool, requird: true}",
        "classes[0].attributes.s.requird: unknown key 'requird'; did you",
    ),
    (_TRUCK, "parent: c_vehicel}", "classes[1].parent: unknown class 'c_vehicel'; did you mean 'c_vehicle'?"),
    (_TRUCK, "parent: c_truck}", "classes[1].parent: c_truck descends from itself"),
    (_TRUCK, "parent: c_vehicle, colour: blue}", "classes[1].colour: must be a number, not the text 'blue'"),
    (_TRUCK, "parent: c_vehicle, colour: -1}", "classes[1].colour: must be a slot of the palette"),
    (
        _TRUCK,
        "parent: c_vehicle, attributes: {colour: bool}}",
        "classes[1].attributes.colour: c_vehicle gives this",
    ),
    (
        _TRUCK,
        "parent: c_vehicle, keypoints: {points: [a], edges: [[a]]}}",
        "classes[1].keypoints.edges[0]: an edge",
    ),
    (
        _TRUCK,
        "parent: c_vehicle, keypoints: {points: [a], edges: [[a, b]]}}",
        "classes[1].keypoints.edges[0][1]: un",
    ),
    (_TRUCK, "}", "classes[1]: no 'anchors', own or inherited"),
    (
        "anchors: [time_span]",
        "anchors: [time_spam]",
        "classes[2].anchors[0]: unknown anchor kind 'time_spam'; did",
    ),
    (
        "anchors: [time_span]",
        "anchors: time_span",
        "classes[2].anchors: must be a list, not the text 'time_span'",
    ),
    ("id: c_truck", "id: 2nd", "classes[1].id: '2nd' is no id"),
    ("{id: c_truck, ", "{", "classes[1]: 'id' is missing"),
    ("{id: c_truck, ", "{id: , ", "classes[1]: 'id' is missing"),
    ("{id: c_truck", "{id: c_vehicle", "classes[1]: the id 'c_vehicle' already stands at classes[0]"),
    ("{id: e_speaker", "{id: c_speech", "entities[1]: the id 'c_speech' already stands at classes[2]"),
    ("vi: xe tải", "de: Laster", "classes[1].name.de: 'de' is not among the document's languages"),
    ("vi: xe tải", "vi: ''", "classes[1].name.vi: must be a text, not an empty text"),
    (
        "[c_vehicle, c_truck]",
        "[c_vehicle, c_trck]",
        "entities[0].classes[1]: unknown class 'c_trck'; did you mean",
    ),
    (
        "classes: [c_speech]",
        "clases: [c_speech]",
        "entities[1].clases: unknown key 'clases'; did you mean 'classes'?",
    ),
    (
        "[c_mention], modality",
        "[c_mentoin], modality",
        "links[0].from.classes[0]: unknown class 'c_mentoin'; did",
    ),
    (
        "{entities: [e_vehicle]}",
        "{entities: [e_car]}",
        "links[0].to.entities[0]: unknown entity type 'e_car'; use e_",
    ),
    ("{entities: [e_vehicle]}", "{}", "links[0].to: nothing may stand here"),
    (
        "{entities: [e_vehicle]}",
        "{entities: [e_vehicle], anchors: [box]}",
        "links[0].to: 'anchors' and 'modality'",
    ),
    (
        "modality: transcript",
        "modality: transcrpt",
        "links[0].from.modality: unknown modality 'transcrpt'; did you",
    ),
    (
        "modality: transcript",
        "modality: video",
        "links[0].from: no class listed here has an anchor that this end",
    ),
    (
        "anchors: [cuboid]}",
        "anchors: [mask]}",
        "links[1].to: no class listed here has an anchor that this end",
    ),
    (
        "    symmetric: true\n",
        "    group: {max: 0}\n",
        "links[1].group.max: must be a whole number from 1, not 0",
    ),
    ("    symmetric: true\n", "    group: {min: 3, max: 2}\n", "links[1].group.max: max 2 is below min 3"),
    (
        "    symmetric: true\n",
        "    symmetric: true\n    group: {}\n",
        "links[1].group: a symmetric link has no origin",
    ),
    (
        "    symmetric: true\n",
        "    cardinality: many-to-one\n    group: {min: 2}\n",
        "links[1].group: the origin of a many-to-one link has no group",
    ),
    ("many-to-one", "many-to-1", "links[0].cardinality: unknown cardinality 'many-to-1'; did you mean"),
    ("symmetric: true", "symmetric: yes", "links[1].symmetric: must be true or false, not the text 'yes'"),
    (
        "require: same_class",
        "require: same_clas",
        "rules[0].require: unknown requirement 'same_clas'; did you mean",
    ),
    ("require: same_class", "require: {}", "rules[0].require: must be a text, not a mapping"),
    ("require: same_class", "require: {same: 1}", "rules[0].require.same: unknown requirement 'same'"),
    (
        "require: same_class",
        "require: {same_class: 3}",
        "rules[0].require.same_class: same_class takes no argument",
    ),
    (
        "require: same_class",
        "require: has_entity",
        "rules[0].require: has_entity is asked of a class, and this rule",
    ),
    (
        "require: same_class",
        "require: {same_attribute: tint}",
        "rules[0].require: no class at that end of l_same_obj",
    ),
    (", require: same_class", "", "rules[0]: 'require' is missing"),
    (
        "on: l_same_object, require: same",
        "on: l_same_objet, require: same",
        "rules[0].on: unknown link type 'l_same_",
    ),
    (
        "on: l_same_object, require: same",
        "on: l_mentions, require: same",
        "rules[0].require: same_class compares ann",
    ),
    (
        "on: l_same_object, require: {pro",
        "on: l_mentions, require: {pro",
        "rules[1].require: projected_iou needs l_",
    ),
    (
        "id: r_same_class, on: l_same_object",
        "id: r_same_class",
        "rules[0]: needs either 'on' (a link type) or",
    ),
    ("id: r_same_class", "id: required_attribute", "rules[0].id: 'required_attribute' is the name of a rule"),
    (
        "at_least: 0.5",
        "at_least: 1.5",
        "rules[1].require.projected_iou.at_least: must be above 0 and at most 1",
    ),
    (
        "at_least: 0.5",
        "at_leest: 0.5",
        "rules[1].require.projected_iou.at_leest: projected_iou has no argument 'at",
    ),
    (
        "for_each: c_mention",
        "for_each: c_menton",
        "rules[2].for_each: unknown class or entity type 'c_menton'; did",
    ),
    (
        "for_each: c_mention",
        "for_each: c_speech",
        "rules[2].require: c_speech can stand at neither end of l_mentions",
    ),
    (
        "count: 1",
        "count: 2",
        "rules[2].require: l_mentions is many-to-one, so c_mention can never have 2 of it",
    ),
    ("count: 1", "count: 0.5", "rules[2].require.count: must be a whole number from 0, not 0.5"),
    ("count: 1", "at_least: 1, at_most: 0", "rules[2].require: at_most 0 is below the 1 that it asks for"),
    (
        "link: l_mentions",
        "link: l_mention",
        "rules[2].require.link: unknown link type 'l_mention'; did you mean",
    ),
    (
        "geometry: [anchor]",
        "geometry: [ancor]",
        "units.geometry[0]: unknown part 'ancor'; did you mean 'anchor'?",
    ),
    (
        "[class, attributes]",
        "[class, anchor]",
        "units.meaning: 'anchor' already belongs to the unit 'geometry'",
    ),
    ("version: 2.1.0", "version: 2.1", "version: a version has three numbers, as in 2.1.0, not 2.1"),
    ("version: 2.1.0", "version: latest", "version: a version has three numbers, as in 2.1.0, not 'latest'"),
    ("version: 2.1.0", "version: ", "'version' is missing"),
    ("[en, vi, th]", "[]", "languages: at least one language is needed"),
    ("[en, vi, th]", "[en, vi, thai_]", "languages[2]: 'thai_' is no language tag"),
    ("classes:\n", "clases:\n", "clases: unknown key 'clases'; did you mean 'classes'?"),
    ("from: 2.0.0", "from: 2", "migrations[0].from: a version has three numbers"),
    (
        "{rename_class: {id: c_vehicle, name: {en: vehicle}}}",
        "rename",
        "migrations[0].steps[0]: a step is a mapping",
    ),
    ("schema: driving", "schema: driving\nschema: x", "line 2: the key 'schema' stands twice"),
    ("schema: driving", "schema: [driving", "line 2, column 8: "),
    (
        "schema: driving",
        "schema: !!python/name:os.system x",
        "line 1: the tag 'tag:yaml.org,2002:python/name:os.sys",
    ),
    ("schema: driving", "schema: &a [*a]", "line 1: deeper than 32 levels, or an alias within itself"),
]


@pytest.mark.parametrize(("passage", "mistake", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place_first(passage: str, mistake: str, message: str) -> None:
    with pytest.raises(SchemaInvalid) as caught:
        load_schema(example_with(passage, mistake), "driving.yaml")
    assert str(caught.value).startswith(message)
    assert "driving.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.problems[0].startswith(message)


def test_all_mistakes_are_collected_and_counted() -> None:
    text = (
        EXAMPLE.replace(b"{type: language}", b"{type: flot}")
        .replace(b"many-to-one", b"one")
        .replace(b"0.5", b"5")
    )
    with pytest.raises(SchemaInvalid) as caught:
        load_schema(text, "driving.yaml")
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "classes[2].attributes.language",
        "links[0].cardinality",
        "rules[1].require.projected_iou.at_least",
    ]
    assert str(caught.value).endswith("(driving.yaml, and 2 more)")


def test_a_long_line_of_parents_is_refused() -> None:
    classes = "".join(f"  - {{id: c_{at}, parent: c_{at + 1}, anchors: [box]}}\n" for at in range(40))
    text = (
        f"schema: s\nversion: 1.0.0\nlanguages: [en]\nclasses:\n{classes}  - {{id: c_40, anchors: [box]}}\n"
    )
    with pytest.raises(SchemaInvalid, match=r"^classes\[0\]\.parent: more than 32 levels of classes"):
        load_schema(text.encode(), "deep.yaml")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "must be a mapping of keys to values, not nothing"),
        (b"- a", "must be a mapping of keys to values, not a list"),
        (b"\xff\xfe", "line 1: not UTF-8 text"),
        (b"a: 1\nb: \xe9", "line 2: not UTF-8 text"),
        (b"a: \x00", "not YAML: unacceptable character"),
        (b"[" * 5000, "line 1: nested deeper than 32 levels"),
        (b"x" * ((1 << 20) + 1), "the file is larger than 1 MiB"),
        (b"a: 1\n---\nb: 2", "line 2, column 1: but found another document"),
        (b"? [a]\n: b", "line 1: a key must be a plain word"),
        (b"a: " + b"9" * 400, "line 1: the number is too large"),
        (b"a: 1e999", "line 1: the number is too large"),
    ],
)
def test_bytes_that_are_no_schema_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(SchemaInvalid) as caught:
        load_schema(data, "bad.yaml")
    assert str(caught.value).startswith(message)


def test_an_alias_bomb_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 9)]
    with pytest.raises(SchemaInvalid, match="more than 100000 values, aliases counted"):
        load_schema("\n".join(lines).encode(), "bomb.yaml")
