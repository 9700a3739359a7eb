"""A schema with rules of several kinds, and crowds of labels: turns, words, faces, boxes, cuboids, tied."""

from collections.abc import Iterator
from typing import Final

from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, TextSpan, TimeSpan, Track
from crosstie.schema.records import (
    Annotation,
    Asset,
    AttributeValue,
    Calibration,
    End,
    Entity,
    Link,
    MediaFacts,
    MediaFile,
    Pass,
    Sample,
    SchemaRef,
)

SCHEMA: Final = b"""
schema: crowd
version: 1.0.0
languages: [en]
classes:
  - {id: c_vehicle, anchors: [box, cuboid],
     attributes: {colour: {type: choice, of: [white, red], required: true}}}
  - {id: c_truck, parent: c_vehicle}
  - {id: c_face, anchors: [box]}
  - {id: c_speech, anchors: [time_span], attributes: {language: language}}
  - {id: c_words, anchors: [text_span]}
entities:
  - {id: e_vehicle, classes: [c_vehicle]}
  - {id: e_person, classes: [c_face, c_speech, c_words]}
links:
  - {id: l_same, from: {classes: [c_vehicle], anchors: [box]}, to: {classes: [c_vehicle], anchors: [cuboid]},
     cardinality: one-to-one}
  - {id: l_spoken, from: {classes: [c_speech]}, to: {classes: [c_words]}, cardinality: one-to-one}
  - {id: l_speaker, from: {classes: [c_speech]}, to: {entities: [e_person]}, cardinality: many-to-one}
rules:
  - {id: same_class, on: l_same, require: same_class}
  - {id: same_entity, on: l_same, require: same_entity}
  - {id: same_colour, on: l_same, require: {same_attribute: colour}}
  - {id: together, on: l_same, require: {temporal_overlap: 0.5}}
  - {id: speaker, for_each: c_speech, when: {while: c_face}, require: {link: l_speaker, count: 1}}
  - {id: written, for_each: c_speech, require: {link: l_spoken, count: 1}}
  - {id: covered, in_each: audio, require: {coverage: {by: c_speech, at_least: 0.2}}}
  - {id: one_colour, for_each: e_vehicle, require: {same_attribute: colour}}
"""
SECOND: Final = 1_000_000_000
PER_MOMENT: Final = 5
"""A box and its cuboid, a turn and its words, a face."""
_CAMERA: Final = Calibration(
    "pinhole", 640, 360,
    ((400.0, 0.0, 320.0), (0.0, 400.0, 180.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)  # fmt: skip
Labels = Annotation | Entity | Link
Said = dict[str, AttributeValue]


def founding(sample_id: str, pass_id: str, actor_id: str, schema: SchemaRef) -> list[Sample | Asset | Pass]:
    """The sample, its assets and one open pass."""
    file = MediaFile("/nowhere.bin", 1, "0" * 64)
    facts = MediaFacts(duration_ns=3600 * SECOND)
    assets = [
        Asset("cam", sample_id, "video", (file,), calibration=_CAMERA, facts=facts),
        Asset("lidar", sample_id, "pointcloud", (file,), facts=facts),
        Asset("mic", sample_id, "audio", (file,), facts=facts),
        Asset("words", sample_id, "transcript", (file,), of="mic", facts=facts),
    ]
    return [Sample(sample_id, "en"), *assets, Pass(pass_id, sample_id, "assisted", actor_id, schema)]


def labels(sample_id: str, pass_id: str, count: int) -> Iterator[Labels]:
    """`count` annotations, an entity for every fifty of them, and three links for every five.

    One in twenty vehicles is of another colour in the cloud, and one in fifty turns has no words.
    """
    moments = count // PER_MOMENT
    for at in range(max(moments // 10, 1)):
        for type_id in ("e_vehicle", "e_person"):
            yield Entity(f"{type_id}{at}", sample_id, pass_id, type_id, f"{type_id[2].upper()}-{at:02d}")
    for at in range(moments):
        yield from _moment(sample_id, pass_id, at)


def _moment(sample_id: str, pass_id: str, at: int) -> Iterator[Labels]:
    start, end = at * SECOND // 2, at * SECOND // 2 + SECOND
    box = Track((Keyframe(start, Box(10, 20, 30, 40)), Keyframe(end, Box(12, 20, 30, 40))))
    cuboid = Cuboid((10.0, 1.0, 0.5), (4.0, 2.0, 1.5))
    solid = Track((Keyframe(start, cuboid), Keyframe(end, cuboid)))
    vehicle, person = f"e_vehicle{at // 10}", f"e_person{at // 10}"
    colour = "red" if at % 20 == 0 else "white"

    def mark(key: str, asset_id: str, class_id: str, anchor: Anchor, said: Said, about: str) -> Annotation:
        return Annotation(f"{key}{at}", sample_id, pass_id, asset_id, class_id, anchor, said, about)

    yield mark("b", "cam", "c_truck", box, {"colour": "white"}, vehicle)
    yield mark("c", "lidar", "c_truck", solid, {"colour": colour}, vehicle)
    yield mark(
        "f",
        "cam",
        "c_face",
        Track((Keyframe(start, Box(1, 1, 9, 9)), Keyframe(end, Box(1, 1, 9, 9)))),
        {},
        person,
    )
    yield mark("t", "mic", "c_speech", TimeSpan(start, end), {"language": "en"}, person)
    yield mark("w", "words", "c_words", TextSpan(at * 20, at * 20 + 11, "hello world"), {}, person)
    tied = (("l_same", "b", End("annotation", f"c{at}")), ("l_speaker", "t", End("entity", person)))
    spoken = () if at % 50 == 0 else (("l_spoken", "t", End("annotation", f"w{at}")),)
    for type_id, key, far in (*tied, *spoken):
        yield Link(f"{type_id}{at}", sample_id, pass_id, type_id, End("annotation", f"{key}{at}"), far)
