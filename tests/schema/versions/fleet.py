"""Two versions of one schema with every step between them, and a labelled sample under the older one."""

from functools import cache
from typing import Final

from crosstie.schema.anchors import Anchor, Box, TextSpan, TimeSpan
from crosstie.schema.changes import kind_of
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.records import (
    Annotation,
    Asset,
    AssetKind,
    AttributeValue,
    End,
    Entity,
    Link,
    MediaFile,
    Pass,
    Sample,
)
from crosstie.schema.sample_state import SampleState

OLD_SOURCE: Final = b"""
schema: fleet
version: 1.0.0
languages: [en, vi]
classes:
  - id: c_car
    name: {en: car, vi: xe}
    anchors: [box]
    attributes:
      kind: {type: choice, of: [car, truck, bus]}
      colour: {type: choice, of: [red, white, grey]}
      speed: {type: number, unit: km/h}
      parked: bool
      note: text
      doors: integer
  - {id: c_van, name: {en: van}, anchors: [box], attributes: {kind: {type: choice, of: [car, truck, bus]}}}
  - {id: c_lorry, name: {en: lorry}, anchors: [box]}
  - {id: c_ghost, name: {en: ghost}, anchors: [box]}
  - {id: c_word, name: {en: word}, anchors: [text_span]}
  - {id: c_speech, name: {en: speech}, anchors: [time_span]}
entities:
  - {id: e_car, name: {en: car}, classes: [c_car, c_van, c_lorry]}
  - {id: e_voice, name: {en: voice}, classes: [c_speech]}
  - {id: e_dream, name: {en: dream}, classes: [c_ghost]}
links:
  - {id: l_about, from: {classes: [c_word]}, to: {classes: [c_car, c_van, c_lorry]}}
  - {id: l_says, from: {classes: [c_speech]}, to: {classes: [c_word]}, attributes: {sure: bool}}
  - {id: l_near, from: {classes: [c_car]}, to: {classes: [c_car, c_lorry, c_ghost]}}
"""

NEW_SOURCE: Final = b"""
schema: fleet
version: 2.0.0
languages: [en, vi]
classes:
  - id: c_vehicle
    name: {en: vehicle, vi: xe}
    anchors: [box]
    attributes:
      kind: {type: choice, of: [car, truck, bus, van]}
      paint: {type: choice, of: [red, white]}
      speed: {type: number, unit: m/s}
      parked: {type: choice, of: ["yes", "no"]}
      seen_by: {type: text}
  - {id: c_truck, name: {en: truck}, parent: c_vehicle, attributes: {doors: integer}}
  - {id: c_word, name: {en: word}, anchors: [text_span]}
  - {id: c_talk, name: {en: talk}, anchors: [time_span]}
entities:
  - {id: e_vehicle, name: {en: vehicle}, classes: [c_vehicle]}
  - {id: e_voice, name: {en: voice}, classes: [c_talk]}
links:
  - {id: l_mentions, from: {classes: [c_word]}, to: {entities: [e_vehicle]}, cardinality: many-to-one}
  - {id: l_said_in, from: {classes: [c_word]}, to: {classes: [c_talk]}, attributes: {sure: bool}}
  - {id: l_near, from: {classes: [c_vehicle]}, to: {classes: [c_vehicle]}}
migrations:
  - from: 1.0.0
    steps:
      - {merge_classes: {ids: [c_car, c_lorry], into: c_vehicle}}
      - {merge_classes: {ids: [c_van], into: c_vehicle, remember: kind}}
      - {split_class: {id: c_vehicle, when: "attributes.kind == 'truck' and anchor == 'box'", into: c_truck}}
      - {rename_class: {id: c_speech, to: c_talk, name: {en: talk}}}
      - {drop_class: {id: c_ghost}}
      - {rename_attribute: {of: c_vehicle, attribute: colour, to: paint}}
      - {retype_attribute: {of: c_vehicle, attribute: paint, values: {white: white}}}
      - {retype_attribute: {of: c_vehicle, attribute: speed, scale: 0.277777777777777777}}
      - {retype_attribute: {of: c_vehicle, attribute: parked, values: {"true": "yes", "false": "no"}}}
      - {default_attribute: {of: c_vehicle, attribute: seen_by, value: camera}}
      - {drop_attribute: {of: c_car, attribute: note}}
      - {move_attribute: {of: c_vehicle, attribute: doors, to: c_truck}}
      - {rename_entity: {id: e_car, to: e_vehicle}}
      - {drop_entity: {id: e_dream}}
      - {rename_link: {id: l_about, to: l_mentions}}
      - {remap_ends: {id: l_mentions, to: entity}}
      - {rename_link: {id: l_says, to: l_said_in}}
      - {remap_ends: {id: l_said_in, swap: true}}
"""

SAMPLE: Final = "drive"
PASS: Final = "old-pass"


def _asset(name: str, kind: AssetKind) -> Asset:
    return Asset(name, SAMPLE, kind, (MediaFile(f"/{name}", 1, "0" * 64),))


PICTURE: Final = _asset("cam", "image")
SOUND: Final = _asset("mic", "audio")
WORDS: Final = _asset("text", "transcript")


@cache
def old_document() -> SchemaDocument:
    """Return version 1.0.0."""
    return load_schema(OLD_SOURCE, "old.yaml")


@cache
def new_document() -> SchemaDocument:
    """Return version 2.0.0."""
    return load_schema(NEW_SOURCE, "new.yaml")


def old_pass(actor_id: str = "anna") -> Pass:
    return Pass(PASS, SAMPLE, "assisted", actor_id, schema_ref(old_document()))


def mark(
    key: str, class_id: str, attributes: dict[str, AttributeValue] | None = None, entity_id: str = ""
) -> Annotation:
    """Return an annotation of the old pass, its anchor and asset as the class wants them."""
    anchor: Anchor = Box(1, 2, 3, 4)
    asset = PICTURE
    if class_id == "c_word":
        asset, anchor = WORDS, TextSpan(0, 5, "a car")
    if class_id == "c_speech":
        asset, anchor = SOUND, TimeSpan(0, 10)
    return Annotation(key, SAMPLE, PASS, asset.id, class_id, anchor, attributes or {}, entity_id)


def tie(key: str, type_id: str, from_id: str, to_id: str) -> Link:
    return Link(key, SAMPLE, PASS, type_id, End("annotation", from_id), End("annotation", to_id))


def entity(key: str, type_id: str = "e_car") -> Entity:
    return Entity(key, SAMPLE, PASS, type_id, key)


def old_state(*labels: Annotation | Entity | Link) -> SampleState:
    """Return the sample with the old pass and these labels, in an order in which they can be added."""
    kinds = ("entity", "annotation", "link")
    ordered = sorted(labels, key=lambda label: kinds.index(kind_of(label)))
    return SampleState(SAMPLE, [Sample(SAMPLE, "vi"), PICTURE, SOUND, WORDS, old_pass(), *ordered])
