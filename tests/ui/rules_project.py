"""A talk whose labels break rules: some with one right answer, some with two, some with none."""

from pathlib import Path
from typing import Final

from crosstie.schema.anchors import TextSpan, TimeSpan
from crosstie.schema.edits import AddAnnotation, AddEntity, AddLink, Edit, OpenPass
from crosstie.schema.records import Annotation, AttributeValue, End, Entity, Link, Pass
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from tests.ui.small_media import TEXT, write_media
from tests.ui.small_project import ACTOR, SECOND

_SCHEMA: Final = b"""
schema: talk
version: 1.0.0
languages: [en]
classes:
  - id: c_turn
    name: turn
    anchors: [time_span]
    attributes:
      language: {type: language}
      tone: {type: choice, of: [calm, loud], default: calm, required: true}
  - {id: c_words, name: words, anchors: [text_span], attributes: {language: {type: language}}}
entities:
  - {id: e_person, name: person, classes: [c_turn, c_words]}
links:
  - {id: l_written, name: written as, from: {classes: [c_turn]}, to: {classes: [c_words]},
     cardinality: one-to-one}
rules:
  - {id: r_person, name: One speaker, on: l_written, require: same_entity}
  - {id: r_language, name: One language, on: l_written, require: {same_attribute: language}}
  - {id: r_written, name: Every turn is written down, for_each: c_turn, require: {link: l_written, count: 1}}
  - {id: r_covered, name: Everything said is labelled, in_each: audio,
     require: {coverage: {by: c_turn, at_least: 0.95}}}
"""
_MANIFEST: Final = """
samples:
  - id: talk
    language: en
    assets:
      - {id: mic, kind: audio, path: mic.wav}
      - {id: talk, kind: transcript, path: talk.vtt, of: mic}
"""


def make_rules_project(root: Path) -> Path:
    """Makes the media and the project below `root`; returns the project's folder."""
    media = root / "files"
    media.mkdir(parents=True)
    write_media(media)
    (media / "manifest.yaml").write_text(_MANIFEST, encoding="utf-8")
    with create_project(root / "project", _SCHEMA, "talk.yaml", ACTOR) as store:
        add_manifest(store, media / "manifest.yaml")
        opened = Pass("mine", "talk", "assisted", store.actor.id, store.schema_ref())
        store.apply([OpenPass(opened), *_labels()])
    return root / "project"


def _labels() -> list[Edit]:
    return [
        AddEntity(Entity("linh", "talk", "mine", "e_person", "Linh")),
        AddEntity(Entity("minh", "talk", "mine", "e_person", "Minh")),
        _turn("t1", 0.1, 0.6, {"language": "en", "tone": "calm"}, "linh"),
        _turn("t2", 0.7, 1.2, {"language": "en"}, "linh"),
        _turn("t3", 1.3, 1.9, {"tone": "loud"}),
        _words("w1", "white van", {"language": "vi"}),
        _words("w2", "red car", {"language": "en"}, "minh"),
        _words("w3", TEXT.split()[0], {}),
        _tie("l1", "t1", "w1"),
        _tie("l2", "t2", "w2"),
    ]


def _turn(
    key: str, start_s: float, end_s: float, said: dict[str, AttributeValue], about: str = ""
) -> AddAnnotation:
    span = TimeSpan(round(start_s * SECOND), round(end_s * SECOND))
    return AddAnnotation(Annotation(key, "talk", "mine", "mic", "c_turn", span, said, about))


def _words(key: str, quote: str, said: dict[str, AttributeValue], about: str = "") -> AddAnnotation:
    start = TEXT.index(quote)
    span = TextSpan(start, start + len(quote), quote)
    return AddAnnotation(Annotation(key, "talk", "mine", "talk", "c_words", span, said, about))


def _tie(key: str, turn: str, words: str) -> AddLink:
    return AddLink(Link(key, "talk", "mine", "l_written", End("annotation", turn), End("annotation", words)))
