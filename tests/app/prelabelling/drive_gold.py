"""Projects with a gold pass out of real driving labels: KITTI's own boxes and cuboids, SUSTech's cuboids.

KITTI's labels give each object a box that a person drew in the picture and a cuboid that a person drew in the
cloud: what is gold there is real. SUSTech's labels are cuboids with ids; its boxes are made here, by
projecting the cuboids through the cameras' calibrations and disturbing them as a detector would (see
`disturbed`), from a fixed seed. What is measured there is whether the maker stands such a disturbance.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crosstie.schema.edits import AddActor, AddAnnotation, AddEntity, AddLink, Edit, OpenPass
from crosstie.schema.records import Actor, Annotation, End, Entity, Link, Pass
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.app.prelabelling.kitti_labels import kitti_objects
from tests.app.prelabelling.seen_objects import Seen
from tests.app.prelabelling.sustech_labels import Disturbance, sustech_objects
from tests.data import data_file

KITTI: Final = ("000000", "000001", "000002")
IMPORTER: Final = Actor("importer", "importer", "Label files")
SCHEMA: Final = b"""
schema: street
version: 1.0.0
languages: [en]
classes:
  - {id: c_object, name: {en: object}, anchors: [box, cuboid]}
  - {id: c_car, name: {en: car}, parent: c_object}
  - {id: c_truck, name: {en: truck}, parent: c_object}
  - {id: c_bus, name: {en: bus}, parent: c_object}
  - {id: c_pedestrian, name: {en: pedestrian}, parent: c_object}
  - {id: c_rider, name: {en: rider}, aliases: [cyclist], parent: c_object}
  - {id: c_motor, name: {en: motorbike}, parent: c_object}
  - {id: c_misc, name: {en: other}, parent: c_object}
entities:
  - {id: e_object, name: {en: object}, classes: [c_object]}
links:
  - id: l_same_object
    from: {classes: [c_object], anchors: [box]}
    to: {classes: [c_object], anchors: [cuboid]}
    cardinality: many-to-one
  - id: l_across
    from: {classes: [c_object], anchors: [box], modality: video}
    to: {classes: [c_object], anchors: [box], modality: video}
    symmetric: true
"""
_KITTI_SAMPLE: Final = """
  - id: kitti-{number}
    language: de
    assets:
      - {{id: camera, kind: image, path: "{folder}/image_2/{number}.png",
         calibration: "{folder}/calib/{number}.txt"}}
      - {{id: lidar, kind: pointcloud, path: "{folder}/velodyne/{number}.bin", layout: kitti}}
"""
_SUSTECH_SAMPLE: Final = """
  - id: sustech
    language: zh
    assets:
      - {{id: left, kind: video, glob: "{folder}/camera/left/*.jpg", fps: 2,
         calibration: "{folder}/calib/camera/left.json"}}
      - {{id: front, kind: video, glob: "{folder}/camera/front/*.jpg", fps: 2,
         calibration: "{folder}/calib/camera/front.json"}}
      - {{id: right, kind: video, glob: "{folder}/camera/right/*.jpg", fps: 2,
         calibration: "{folder}/calib/camera/right.json"}}
      - {{id: lidar, kind: pointcloud, glob: "{folder}/lidar/*.pcd", fps: 2}}
"""


def make_kitti(root: Path) -> Path:
    """A project of KITTI's three scenes with their labels as gold; returns its folder."""
    folder = data_file("driving/kitti_object_3/training")
    samples = "".join(_KITTI_SAMPLE.format(number=number, folder=folder) for number in KITTI)
    with _project(root, samples) as store:
        for number in KITTI:
            _label(store, f"kitti-{number}", kitti_objects(folder, number))
    return root


def make_sustech(root: Path, drawn: Disturbance | None = None) -> Path:
    """A project of SUSTech's sequence with its cuboids, and boxes made from them, as gold; its folder."""
    folder = data_file("driving/sustech_sequence")
    with _project(root, _SUSTECH_SAMPLE.format(folder=folder)) as store:
        cameras = [one for one in store.load_sample("sustech").assets.values() if one.calibration]
        _label(store, "sustech", sustech_objects(folder, cameras, drawn or Disturbance()))
    return root


def _project(root: Path, samples: str) -> Store:
    store = create_project(root, SCHEMA, "street.yaml", "Anna")
    manifest = root / "manifest.yaml"
    manifest.write_text(f"samples:{samples}", encoding="utf-8")
    add_manifest(store, manifest)
    if IMPORTER.id not in store.actors:
        store.apply([AddActor(IMPORTER)])
    return store


def _label(store: Store, sample_id: str, seen: list[Seen]) -> None:
    gold = Pass(f"gold-{sample_id}", sample_id, "gold", IMPORTER.id, store.schema_ref())
    store.apply([OpenPass(gold), *_edits(gold, seen)], actor_id=IMPORTER.id)


def _edits(gold: Pass, seen: list[Seen]) -> Iterator[Edit]:
    """Entities, annotations, and a link from each box to the cuboid and to the later boxes of its object."""
    sample_id = gold.sample_id
    known = {one.thing for one in seen if one.thing}
    for thing in sorted(known):
        yield AddEntity(Entity(f"{sample_id}/{thing}", sample_id, gold.id, "e_object", f"object {thing}"))
    for number, one in enumerate(seen):
        about = f"{sample_id}/{one.thing}" if one.thing else ""
        key = f"{sample_id}#{number}"
        yield AddAnnotation(
            Annotation(key, sample_id, gold.id, one.asset_id, one.class_id, one.anchor, {}, about)
        )
    for number, one in enumerate(seen):
        key = f"{sample_id}#{number}"
        for other_number, other in enumerate(seen):
            type_id = _tie(number, one, other_number, other)
            if type_id:
                ends = [End("annotation", f"{sample_id}#{place}") for place in (number, other_number)]
                yield AddLink(Link(f"{key}-{other_number}", sample_id, gold.id, type_id, ends[0], ends[1]))


def _tie(number: int, one: Seen, other_number: int, other: Seen) -> str:
    """The link type between two things seen; empty for none."""
    if one.asset_id == "lidar" or not one.thing or one.thing != other.thing:
        return ""
    if other.asset_id == "lidar":
        return "l_same_object" if one.meets(other) else ""
    # One thing stays one, also where the second camera sees it only after the first.
    return "l_across" if number < other_number and one.asset_id != other.asset_id else ""
