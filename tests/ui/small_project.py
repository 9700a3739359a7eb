"""A small project with labels in every modality, made once a run and copied for each test that opens it."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track
from crosstie.schema.edits import AddActor, AddAnnotation, AddEntity, AddLink, Edit, OpenPass
from crosstie.schema.records import (
    Actor,
    Annotation,
    AttributeValue,
    End,
    Entity,
    Link,
    Pass,
    PassKind,
    Provenance,
)
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.ui.small_media import TEXT, write_media

ACTOR: Final = "An"
STREET: Final = "street"
"""Every modality, labels in each."""
TALK: Final = "talk"
"""Sound and its transcript alone: opens fastest."""
PHOTO: Final = "photo"
"""One picture, no time."""
BOT: Final = Actor("bot", "model", "Detector 3")
SECOND: Final = 1_000_000_000

SCHEMA: Final = """
schema: street
version: 1.2.0
languages: [en, th]
classes:
  - id: c_vehicle
    name: {en: vehicle, th: ยานพาหนะ}
    anchors: [box, cuboid]
    attributes:
      colour: {type: choice, of: [white, red, blue]}
      parked: {type: bool, default: false}
      speed: {type: number, min: 0, max: 300, unit: km/h}
      seats: {type: integer, min: 1}
      notes: {type: text}
      lights: {type: multi_choice, of: [front, rear, blinker]}
      tongue: {type: language}
  - {id: c_person, name: {en: person, th: คน}, anchors: [box, cuboid], attributes: {
      parked: {type: bool}, notes: {type: text}, colour: {type: choice, of: [red, green]}}}
  - {id: c_tree, name: {en: tree, th: ต้นไม้}, anchors: [point_set]}
  - {id: c_speech, name: {en: speech, th: คำพูด}, anchors: [time_span]}
  - {id: c_noise, name: {en: noise, th: เสียง}, anchors: [time_span]}
  - {id: c_mention, name: {en: mention, th: การกล่าวถึง}, anchors: [text_span]}
  - {id: c_row, name: {en: row, th: แถว}, anchors: [page_region]}
entities:
  - {id: e_vehicle, name: {en: vehicle, th: ยานพาหนะ}, classes: [c_vehicle, c_mention, c_row]}
  - {id: e_person, name: {en: person, th: คน}, classes: [c_person, c_mention]}
links:
  - {id: l_same, name: {en: same object}, from: {classes: [c_vehicle], anchors: [box]},
     to: {classes: [c_vehicle], anchors: [cuboid]}, symmetric: true}
  - {id: l_mentions, name: {en: mentions}, from: {classes: [c_mention, c_row]}, to: {entities: [e_vehicle]},
     attributes: {sure: {type: choice, of: [heard, guessed]}, why: {type: text}}}
  - {id: l_about, name: {en: about}, from: {classes: [c_speech]},
     to: {classes: [c_vehicle, c_person], anchors: [box]}}
  - {id: l_drowns, name: {en: drowns}, from: {classes: [c_speech]},
     to: {classes: [c_vehicle], anchors: [box]}}
  - {id: l_source, name: {en: comes from}, from: {classes: [c_noise]}, to: {entities: [e_vehicle]},
     cardinality: many-to-one}
rules:
  - {id: r_row, for_each: c_row, require: {link: l_mentions, count: 1}}
"""
_MANIFEST: Final = """
samples:
  - id: street
    language: en
    batch: b1
    site: lab
    assets:
      - {id: cam, kind: video, path: film.mp4}
      - {id: mic, kind: audio, path: mic.wav}
      - {id: talk, kind: transcript, path: talk.vtt, of: mic}
      - {id: lidar, kind: pointcloud, glob: "cloud/*.bin", layout: kitti, fps: 2}
      - {id: report, kind: document, path: report.pdf}
  - id: talk
    language: en
    assets:
      - {id: mic, kind: audio, path: mic.wav}
      - {id: talk, kind: transcript, path: talk.vtt, of: mic}
  - {id: photo, language: th, assets: [{id: still, kind: image, path: photo.png}]}
"""


def make_small_project(root: Path) -> Path:
    """Makes the media and the project below `root`; returns the project's folder."""
    media = root / "files"
    media.mkdir(parents=True)
    write_media(media)
    (media / "manifest.yaml").write_text(_MANIFEST, encoding="utf-8")
    with create_project(root / "project", SCHEMA.encode(), "street.yaml", ACTOR) as store:
        add_manifest(store, media / "manifest.yaml")
        _label(store)
    return root / "project"


def copied(project: Path, place: Path) -> Path:
    """A copy of the project to open and to change; its media stay where they are."""
    shutil.copytree(project, place)
    return place


def labels(sample_id: str, pass_id: str, prefix: str = "") -> list[Edit]:
    """The labels of the street, or of the talk, with ids that begin with `prefix`."""
    make = _Labels(sample_id, pass_id, prefix)
    return make.street() if sample_id == STREET else make.talk()


class _Labels:
    def __init__(self, sample_id: str, pass_id: str, prefix: str) -> None:
        self.sample_id, self.pass_id, self.prefix = sample_id, pass_id, prefix

    def street(self) -> list[Edit]:
        van: dict[str, AttributeValue] = {"colour": "white", "parked": False, "notes": "dented"}
        return [
            self.entity("van", "V-01"),
            self.entity("car", "V-02"),
            self.label("box_van", "cam", "c_vehicle", _boxes(10, 0, 0.8, 1.5), "van", van),
            self.label("box_car", "cam", "c_vehicle", _boxes(90, 0.5, 1.9), "car", {"parked": False}),
            self.label("cube_van", "lidar", "c_vehicle", _cuboids(0, 1.5), "van", {"parked": False}),
            self.label(
                "row_van", "report", "c_row", PageRegion(0, 28, 66, 140, 18, "white van   30 km/h"), "van"
            ),
            *self.talk(),
            self.link("said", "l_mentions", "m_van", "van", kind="entity"),
            self.link("same", "l_same", "box_van", "cube_van"),
        ]

    def talk(self) -> list[Edit]:
        about = "van" if self.sample_id == STREET else ""
        return [
            self.label("turn_1", "mic", "c_speech", _span(0.1, 0.9)),
            self.label("turn_2", "mic", "c_speech", _span(1.1, 1.9)),
            self.label("m_van", "talk", "c_mention", _words("white van"), about),
            self.label("m_car", "talk", "c_mention", _words("red car")),
        ]

    def entity(self, key: str, name: str) -> AddEntity:
        return AddEntity(Entity(self.prefix + key, self.sample_id, self.pass_id, "e_vehicle", name))

    def label(
        self,
        key: str,
        asset_id: str,
        class_id: str,
        anchor: Anchor,
        entity: str = "",
        attributes: dict[str, AttributeValue] | None = None,
    ) -> AddAnnotation:
        return AddAnnotation(
            Annotation(
                id=self.prefix + key,
                sample_id=self.sample_id,
                pass_id=self.pass_id,
                asset_id=asset_id,
                class_id=class_id,
                anchor=anchor,
                attributes=attributes or {},
                entity_id=self.prefix + entity if entity else "",
                provenance=Provenance("model", model="Detector 3", score=0.87)
                if self.prefix
                else Provenance(),
            )
        )

    def link(self, key: str, type_id: str, first: str, second: str, kind: str = "annotation") -> AddLink:
        far = End("entity" if kind == "entity" else "annotation", self.prefix + second)
        near = End("annotation", self.prefix + first)
        return AddLink(Link(self.prefix + key, self.sample_id, self.pass_id, type_id, near, far))


def _label(store: Store) -> None:
    store.apply([AddActor(BOT)], "import")
    bots = _pass(store, "model", BOT.id)
    store.apply([OpenPass(bots), *labels(STREET, bots.id, "bot_")], "import", actor_id=BOT.id)
    for sample_id in (STREET, TALK):
        mine = _pass(store, "assisted", store.actor.id, sample_id)
        store.apply([OpenPass(mine), *labels(sample_id, mine.id)], "test")


def _pass(store: Store, kind: PassKind, actor_id: str, sample_id: str = STREET) -> Pass:
    return Pass(f"{kind}-{sample_id}", sample_id, kind, actor_id, store.schema_ref())


def _boxes(x: float, *times_s: float) -> Track:
    return Track(tuple(Keyframe(_ns(at), Box(x + 10 * at, 30, 40, 30)) for at in times_s))


def _cuboids(*times_s: float) -> Track:
    return Track(tuple(Keyframe(_ns(at), Cuboid((5, at, -0.8), (4, 2, 1.6))) for at in times_s))


def _span(start_s: float, end_s: float) -> TimeSpan:
    return TimeSpan(_ns(start_s), _ns(end_s))


def _words(quote: str) -> TextSpan:
    start = TEXT.index(quote)
    return TextSpan(start, start + len(quote), quote)


def _ns(seconds: float) -> int:
    return round(seconds * SECOND)


def names(edits: Sequence[Edit]) -> list[str]:
    """What kinds of edit these are, for assertions on gestures."""
    return [type(edit).__name__ for edit in edits]
