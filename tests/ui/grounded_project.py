"""A talk whose answers are grounded in several mentions, in order; two things may be one."""

from pathlib import Path
from typing import Final

from crosstie.schema.anchors import TextSpan, TimeSpan
from crosstie.schema.edits import AddActor, AddAnnotation, AddEntity, AddLink, Edit, OpenPass
from crosstie.schema.records import Actor, Annotation, End, Entity, Link, Pass, Provenance
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.ui.small_media import TEXT, write_media

ACTOR: Final = "An"
SAMPLE: Final = "talk"
LOOKS: Final = Actor("looks", "model", "Looks 1")
_SCHEMA: Final = b"""
schema: grounded
version: 1.0.0
languages: [en]
classes:
  - {id: c_answer, name: {en: answer}, anchors: [time_span]}
  - {id: c_mention, name: {en: mention}, anchors: [text_span]}
entities:
  - {id: e_thing, name: {en: thing}, classes: [c_mention]}
links:
  - {id: l_grounds, name: {en: grounded in}, from: {classes: [c_answer]}, to: {classes: [c_mention]},
     group: {max: 3, ordered: true}}
  - {id: l_alike, name: {en: same as}, from: {entities: [e_thing]}, to: {entities: [e_thing]},
     symmetric: true}
"""
_MANIFEST: Final = """
samples:
  - id: talk
    language: en
    assets:
      - {id: mic, kind: audio, path: mic.wav}
      - {id: talk, kind: transcript, path: talk.vtt, of: mic}
"""


def make_grounded_project(root: Path) -> Path:
    """Makes the media and the project below `root`; returns the project's folder."""
    media = root / "files"
    media.mkdir(parents=True)
    write_media(media)
    (media / "manifest.yaml").write_text(_MANIFEST, encoding="utf-8")
    with create_project(root / "project", _SCHEMA, "grounded.yaml", ACTOR) as store:
        add_manifest(store, media / "manifest.yaml")
        _label(store)
    return root / "project"


def _label(store: Store) -> None:
    mine = Pass("mine", SAMPLE, "assisted", store.actor.id, store.schema_ref())
    made: list[Edit] = [OpenPass(mine)]
    made += [AddEntity(Entity(key, SAMPLE, mine.id, "e_thing", key.title())) for key in ("van", "car")]
    for key, quote, entity_id in (
        ("m_van", "white van", "van"),
        ("m_car", "red car", "car"),
        ("m_a", "A", ""),
    ):
        start = TEXT.index(quote)
        words = TextSpan(start, start + len(quote), quote)
        label = Annotation(key, SAMPLE, mine.id, "talk", "c_mention", words, entity_id=entity_id)
        made.append(AddAnnotation(label))
    span = TimeSpan(1_000_000_000, 1_800_000_000)
    made.append(AddAnnotation(Annotation("answer", SAMPLE, mine.id, "mic", "c_answer", span)))
    store.apply(made, "test")
    proposed = Pass("proposed", SAMPLE, "model", LOOKS.id, store.schema_ref(), started_from=mine.id)
    said = Provenance("model", model=LOOKS.name, score=0.8, reason="Both are vehicles.")
    ends = End("entity", "van"), End("entity", "car")
    alike = Link("alike", SAMPLE, proposed.id, "l_alike", *ends, "candidate", provenance=said)
    store.apply([AddActor(LOOKS)], "test")
    store.apply([OpenPass(proposed), AddLink(alike)], "test", actor_id=LOOKS.id)
