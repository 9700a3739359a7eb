"""Projects for tests: a new one with one sample, one open pass and short ways to label it."""

from collections.abc import Sequence
from pathlib import Path

from crosstie.schema.anchors import Anchor, Box
from crosstie.schema.edits import AddAnnotation, AddAsset, AddEntity, AddLink, AddSample, Edit, OpenPass
from crosstie.schema.ids import new_id
from crosstie.schema.records import (
    Annotation,
    Asset,
    End,
    Entity,
    Link,
    MediaFile,
    Pass,
    PassKind,
    Sample,
)
from crosstie.storage.project import create_project
from crosstie.storage.store import Store

SCHEMA = b"""
schema: tiny
version: 1.0.0
languages: [en]
classes:
  - id: c_vehicle
    name: {en: vehicle}
    anchors: [box, time_span, text_span, page_region, cuboid]
    attributes: {colour: {type: choice, of: [white, red]}, speed: {type: number}}
  - {id: c_speech, name: {en: speech}, anchors: [time_span, box]}
entities:
  - {id: e_vehicle, name: {en: vehicle}, classes: [c_vehicle, c_speech]}
links:
  - {id: l_same, name: {en: same}, from: {classes: [c_vehicle]}, to: {classes: [c_vehicle, c_speech]}}
"""

ANNA = "Anna"


def new_project(root: Path, sample_ids: Sequence[str] = ("s1",)) -> Store:
    """Make and open a project with these samples, each with a picture and an assisted pass of Anna's."""
    store = create_project(root, SCHEMA, "tiny.yaml", ANNA)
    for sample_id in sample_ids:
        store.apply([AddSample(Sample(sample_id, "en")), AddAsset(picture(sample_id))])
        open_pass(store, sample_id)
    return store


def picture(sample_id: str, asset_id: str = "cam") -> Asset:
    return Asset(asset_id, sample_id, "image", (MediaFile("/nowhere.png", 1, "0" * 64),))


def open_pass(store: Store, sample_id: str = "s1", kind: PassKind = "assisted", actor_id: str = "") -> Pass:
    """Open one more pass, by default of the store's own actor."""
    actor = actor_id or store.actor.id
    opened = Pass(f"{kind}-{new_id()}", sample_id, kind, actor, store.schema_ref())
    store.apply([OpenPass(opened)], actor_id=actor)
    return opened


def only_pass(store: Store, sample_id: str = "s1") -> Pass:
    return next(iter(store.load_sample(sample_id).passes.values()))


def annotation(opened: Pass, anchor: Anchor | None = None, class_id: str = "c_vehicle") -> Annotation:
    place = anchor or Box(10, 20, 30, 40)
    return Annotation(new_id(), opened.sample_id, opened.id, "cam", class_id, place)


def labels(opened: Pass) -> list[Edit]:
    """Two annotations, the entity that one of them is about, and a link between them."""
    entity = Entity(new_id(), opened.sample_id, opened.id, "e_vehicle", "the red one")
    first = annotation(opened)
    second = Annotation(
        new_id(), opened.sample_id, opened.id, "cam", "c_speech", Box(1, 1, 2, 2), entity_id=entity.id
    )
    link = Link(
        new_id(), opened.sample_id, opened.id, "l_same",
        End("annotation", first.id), End("annotation", second.id), "candidate",
    )  # fmt: skip
    return [AddEntity(entity), AddAnnotation(first), AddAnnotation(second), AddLink(link)]
