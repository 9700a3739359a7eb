"""A project with one sample that mixes real files of every modality, for tests of the whole window."""

import shutil
from pathlib import Path
from typing import Final

from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from tests.data import data_file

ACTOR: Final = "An"
SAMPLE: Final = "mixed-01"
SCHEMA: Final = b"""
schema: mixed
version: 1.0.0
languages: [en, th, ja]
classes:
  - {id: c_thing, name: {en: thing}, anchors: [box, cuboid, page_region, time_span, text_span]}
  - {id: c_other, name: {en: other}, anchors: [box, cuboid, page_region, time_span, text_span]}
entities:
  - {id: e_thing, name: {en: thing}, classes: [c_thing, c_other]}
links:
  - {id: l_tied, name: {en: tied to}, from: {classes: [c_thing]}, to: {classes: [c_thing]}, symmetric: true}
"""

_MANIFEST: Final = """
samples:
  - id: {sample}
    language: th
    batch: b1
    site: lab
    assets:
      - {{id: film, kind: video, path: {video}/nasa_13013.mp4, stream: "video:1"}}
      - {{id: film_sound, kind: audio, path: {video}/nasa_13013.mp4, stream: "audio:1"}}
      - {{id: subtitles, kind: transcript, path: {video}/nasa_13013.mp4, stream: "subtitle:0"}}
      - {{id: cam_front, kind: video, glob: "{sustech}/camera/front/*.jpg", fps: 2}}
      - {{id: lidar, kind: pointcloud, glob: "{sustech}/lidar/*.pcd", fps: 2}}
      - {{id: photo, kind: image, path: {kitti}/training/image_2/000001.png}}
      - {{id: form, kind: document, path: {pdf}}}
"""


def make_project(root: Path) -> Path:
    """Makes the project below `root` with the real files registered in place; returns its folder."""
    return _make(
        root,
        data_file("video/torchcodec_nasa"),
        data_file("driving/sustech_sequence"),
        data_file("driving/kitti_object_3"),
        data_file("documents/pdfjs/ThuluthFeatures.pdf"),
    )


def make_project_on_copies(root: Path) -> tuple[Path, Path]:
    """The same on copies that a test may break; returns the project's folder and that of the copies."""
    copies = root / "copies"
    for name in ("video/torchcodec_nasa", "driving/sustech_sequence", "driving/kitti_object_3"):
        shutil.copytree(data_file(name), copies / Path(name).name)
    form = Path(shutil.copy(data_file("documents/pdfjs/ThuluthFeatures.pdf"), copies))
    film, street, object_3 = (
        copies / name for name in ("torchcodec_nasa", "sustech_sequence", "kitti_object_3")
    )
    return _make(root, film, street, object_3, form), copies


def _make(root: Path, video: Path, sustech: Path, kitti: Path, pdf: Path) -> Path:
    manifest = root / "manifest.yaml"
    text = _MANIFEST.format(sample=SAMPLE, video=video, sustech=sustech, kitti=kitti, pdf=pdf)
    manifest.write_text(text, encoding="utf-8")
    with create_project(root / "project", SCHEMA, actor_name=ACTOR) as store:
        add_manifest(store, manifest)
    return root / "project"
