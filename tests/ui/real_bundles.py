"""A project with one sample for each bundle of real files that Crosstie is shown on."""

from pathlib import Path
from typing import Final

from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from tests.data import data_file
from tests.ui.mixed_sample import ACTOR, SCHEMA

AT_SECONDS: Final = {
    "nasa": 6.0,
    "sustech": 0.5,
    "kitti": 0.0,
    "meeting": 6.0,
    "japanese": 1.0,
    "aligned": 2.0,
    "pages": 0.0,
    "captions": 6.0,
}
KITTI_SAMPLE: Final = """\
  - id: kitti
    language: de
    assets:
      - {{id: camera, kind: image, path: "{kitti}/image_2/000002.png",
         calibration: "{kitti}/calib/000002.txt"}}
      - {{id: lidar, kind: pointcloud, path: "{kitti}/velodyne/000002.bin", layout: kitti}}
"""
"""In a manifest in which `kitti` is the folder of the training files."""
_MANIFEST: Final = (
    """
samples:
  - id: nasa
    language: en
    assets:
      - {{id: film_low, kind: video, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4", stream: "video:0"}}
      - {{id: film, kind: video, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4", stream: "video:1"}}
      - {{id: sound_0, kind: audio, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4", stream: "audio:0"}}
      - {{id: sound_1, kind: audio, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4", stream: "audio:1"}}
      - {{id: subtitles_0, kind: transcript, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4",
         stream: "subtitle:0"}}
      - {{id: subtitles_1, kind: transcript, path: "{data}/video/torchcodec_nasa/nasa_13013.mp4",
         stream: "subtitle:1"}}
  - id: sustech
    language: zh
    assets:
      - {{id: left, kind: video, glob: "{sustech}/camera/left/*.jpg", fps: 2,
         calibration: "{sustech}/calib/camera/left.json"}}
      - {{id: front, kind: video, glob: "{sustech}/camera/front/*.jpg", fps: 2,
         calibration: "{sustech}/calib/camera/front.json"}}
      - {{id: right, kind: video, glob: "{sustech}/camera/right/*.jpg", fps: 2,
         calibration: "{sustech}/calib/camera/right.json"}}
      - {{id: lidar, kind: pointcloud, glob: "{sustech}/lidar/*.pcd", fps: 2}}
"""
    + KITTI_SAMPLE
    + """\
  - id: meeting
    language: en
    assets:
      - {{id: room, kind: audio, path: "{data}/audio/pyannote_sample/src/pyannote/audio/sample/sample.wav"}}
      - {{id: turns, kind: transcript,
         path: "{data}/audio/pyannote_sample/src/pyannote/audio/sample/sample.rttm", of: room}}
  - id: japanese
    language: ja
    assets:
      - {{id: voice, kind: audio, path: "{speech}/wav/common_voice_ja_24511055.mp3"}}
      - {{id: text, kind: transcript, path: "{speech}/lab/common_voice_ja_24511055.lab", of: voice}}
  - id: aligned
    language: en
    assets:
      - {{id: voice, kind: audio, path: "{speech}/wav/acoustic_corpus.wav"}}
      - {{id: words, kind: transcript, path: "{speech}/textgrid/acoustic_corpus.TextGrid", of: voice}}
  - id: pages
    language: th
    assets:
      - {{id: thai, kind: document, path: "{pdf}/issue13211.pdf"}}
      - {{id: japanese, kind: document, path: "{pdf}/vertical.pdf"}}
      - {{id: chinese, kind: document, path: "{pdf}/XiaoBiaoSong.pdf"}}
      - {{id: arabic, kind: document, path: "{pdf}/ThuluthFeatures.pdf"}}
      - {{id: form, kind: document, path: "{pdf}/160F-2019.pdf"}}
      - {{id: scan, kind: document, path: "{pdf}/issue7229.pdf"}}
  - id: captions
    language: ja
    assets:
      - {{id: captions_ja, kind: transcript, path: "{subs}/wwa_captions_ja.vtt"}}
      - {{id: captions_ko, kind: transcript, path: "{subs}/blocks4all_captions_ko.vtt"}}
      - {{id: captions_zh, kind: transcript, path: "{subs}/itaccess_subtitles_zh-cn.vtt"}}
      - {{id: captions_hi, kind: transcript, path: "{subs}/deadline_captions_hi.vtt"}}
      - {{id: captions_ar, kind: transcript, path: "{subs}/deadline_captions_ar.vtt"}}
"""
)


def make_bundles(root: Path) -> Path:
    """Makes the project below `root`; returns its folder."""
    data = data_file("")
    text = _MANIFEST.format(
        data=data,
        sustech=data / "driving/sustech_sequence",
        kitti=data / "driving/kitti_object_3/training",
        speech=data / "audio/mfa_speech",
        pdf=data / "documents/pdfjs",
        subs=data / "apac_text/ableplayer_subs",
    )
    manifest = root / "manifest.yaml"
    manifest.write_text(text, encoding="utf-8")
    with create_project(root / "project", SCHEMA, actor_name=ACTOR) as store:
        add_manifest(store, manifest)
    return root / "project"
