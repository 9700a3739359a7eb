"""Manifests are read as people mean them, and every mistake is told with its place."""

import json
from pathlib import Path

import jsonschema
import pytest

from crosstie.schema.clock import AssetClock
from crosstie.schema.yaml_reader import YamlInvalid, read_yaml
from crosstie.storage.errors import ManifestInvalid
from crosstie.storage.manifest import read_manifest

ROOT = Path(__file__).parents[2]
FORM = json.loads((ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8"))

DRIVE = """
samples:
  - id: drive-0001
    language: vi
    batch: 2026-11-A
    site: da-nang
    clock: {starts_at: "2026-11-03T09:14:02.120+07:00"}
    assets:
      - {id: cam_front, kind: video, path: cam.mp4, offset: 0.040, rate: 30000/30003, calibration: cam.yaml}
      - {id: mic, kind: audio, path: cam.mp4, stream: "audio:0", copy: true}
      - {id: subtitles, kind: transcript, path: words.vtt, of: mic, stream: "tier:the words"}
      - {id: lidar, kind: pointcloud, glob: "lidar/*.bin", layout: kitti, fps: 10, poses: poses.txt}
      - {id: photos, kind: image, glob: "photos/*.png", timestamps: [0.5, 1.25]}
      - {id: radar, kind: radar, glob: "radar/*.csv", timestamps: times.txt}
"""

FILES = (
    "cam.mp4", "cam.yaml", "words.vtt", "poses.txt", "lidar/1.bin", "lidar/2.bin", "lidar/10.bin",
    "photos/a.png", "photos/b.png", "radar/0.csv", "radar/1.csv",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "times.txt").write_text("# seconds\n1730600042.120000001\n1730600042.2\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str, name: str = "m.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_designs_example_is_read(folder: Path) -> None:
    (entry,) = read_manifest(written(folder, DRIVE))
    assert (entry.sample.id, entry.sample.language, entry.sample.batch) == ("drive-0001", "vi", "2026-11-A")
    assert entry.sample.starts_at == "2026-11-03T09:14:02.120+07:00"
    cam, mic, subtitles, lidar, photos, radar = entry.assets
    assert cam.asset.clock == AssetClock(40_000_000, 10_000, 10_001)
    assert cam.calibration == folder / "cam.yaml"
    assert (mic.asset.stream, mic.copy, cam.copy) == ("audio:0", True, False)
    assert subtitles.asset.of == "mic"
    assert [path.name for path in lidar.files] == ["1.bin", "2.bin", "10.bin"]
    assert lidar.asset.times_ns == (0, 100_000_000, 200_000_000)
    assert (lidar.asset.layout, lidar.poses) == ("kitti", folder / "poses.txt")
    assert photos.asset.times_ns == (500_000_000, 1_250_000_000)
    assert radar.asset.times_ns == (1_730_600_042_120_000_001, 1_730_600_042_200_000_000)


def test_a_rate_that_is_no_round_number_keeps_its_frames(folder: Path) -> None:
    text = DRIVE.replace("fps: 10", "fps: 29.97")
    times = read_manifest(written(folder, text))[0].assets[3].asset.times_ns
    assert times == (0, 33_366_700, 66_733_400)


def test_jsonl_holds_one_sample_a_line(folder: Path) -> None:
    lines = [
        {"id": f"0{number}", "language": "th", "assets": [{"id": "cam", "kind": "video", "path": "cam.mp4"}]}
        for number in range(3)
    ]
    text = "\n\n".join(json.dumps(line) for line in lines)
    assert [entry.sample.id for entry in read_manifest(written(folder, text, "m.jsonl"))] == [
        "00",
        "01",
        "02",
    ]
    with pytest.raises(ManifestInvalid, match=r"m.jsonl: line 3: not JSON"):
        read_manifest(written(folder, f"{json.dumps(lines[0])}\n\n{{", "m.jsonl"))


CAM = "{id: cam_front, kind: video, path: cam.mp4, offset: 0.040, rate: 30000/30003, calibration: cam.yaml}"
LIDAR = '{id: lidar, kind: pointcloud, glob: "lidar/*.bin", layout: kitti, fps: 10, poses: poses.txt}'
ASSET = r"samples\[0\].assets\[0\]"

WRONG = [
    ("samples:", "sampels:", "unknown key 'sampels'; did you mean 'samples'"),
    ("language: vi", "", r"samples\[0\]: 'language' is missing"),
    ("language: vi", "language: viet_nam", r"samples\[0\].language: 'viet_nam' is no language tag"),
    ("id: drive-0001", "id: a/b", r"samples\[0\].id: 'a/b' is no sample id"),
    ("id: drive-0001", "id: 0001", r"samples\[0\].id: must be a text, not the number 1; put it in quotes"),
    (CAM, "{id: cam, kind: video}", f"{ASSET}: it needs either 'path' or 'glob'"),
    (CAM, "{id: cam, kind: film, path: cam.mp4}", f"{ASSET}.kind: unknown kind of asset 'film'"),
    (CAM, "{id: mic, kind: video, path: cam.mp4}", r"assets\[1\]: the asset id 'mic' stands twice"),
    (CAM, "{id: cam, kind: video, path: gone.mp4}", f"{ASSET}.path: 'gone.mp4': there is no such file in"),
    (CAM, "{id: cam, kind: video, path: lidar}", f"{ASSET}.path: 'lidar': is a folder, not a file"),
    (CAM, "{id: cam, kind: image, glob: '*.tif'}", rf"{ASSET}.glob: '\*.tif' matches no file"),
    (CAM, "{id: cam, kind: image, glob: '**x'}", f"{ASSET}.glob: .*no pattern|matches no file"),
    (CAM, "{id: cam, kind: video, path: cam.mp4, offset: soon}", f"{ASSET}.offset: must be a number"),
    (CAM, "{id: cam, kind: video, path: cam.mp4, offset: 1e30}", f"{ASSET}.offset: '1e.30' is out of range"),
    (CAM, "{id: cam, kind: video, path: cam.mp4, rate: 0}", f"{ASSET}.rate: '0' is no rate"),
    (CAM, "{id: cam, kind: video, path: cam.mp4, rate: 1/0}", f"{ASSET}.rate: '1/0' is no rate"),
    (CAM, "{id: cam, kind: video, path: cam.mp4, stream: sound}", f"{ASSET}.stream: 'sound' is no stream"),
    (CAM, "{id: cam, kind: audio, path: cam.mp4, calibration: cam.yaml}", f"{ASSET}.calibration: belongs to"),
    (
        LIDAR,
        "{id: l, kind: pointcloud, glob: lidar/*.bin}",
        "a sequence of 3 files needs 'fps' or 'timestamps'",
    ),
    (LIDAR, "{id: l, kind: pointcloud, glob: lidar/*.bin, fps: 0}", "fps: 0 is no number of files a second"),
    (LIDAR, "{id: l, kind: pointcloud, glob: lidar/*.bin, fps: 1, timestamps: [0]}", "not both"),
    (LIDAR, "{id: l, kind: pointcloud, glob: lidar/*.bin, timestamps: [0]}", "has 1 times for 3 files"),
    (LIDAR, "{id: l, kind: pointcloud, glob: lidar/*.bin, timestamps: [0, 2, 1]}", "do not ascend"),
    (LIDAR, "{id: l, kind: pointcloud, glob: lidar/*.bin, timestamps: words.vtt}", "not a list of seconds"),
    ("of: mic", "of: lidar", "'of' names 'lidar', which is no audio or video asset"),
    ("copy: true", "copy: maybe", "copy: must be true or false"),
]


@pytest.mark.parametrize(("passage", "replacement", "message"), WRONG, ids=[wrong[2][:50] for wrong in WRONG])
def test_mistakes_name_the_file_and_the_place(
    folder: Path, passage: str, replacement: str, message: str
) -> None:
    text = DRIVE.replace(passage, replacement)
    assert text != DRIVE
    with pytest.raises(ManifestInvalid, match=message) as caught:
        read_manifest(written(folder, text))
    assert str(caught.value).startswith(str(folder / "m.yaml"))
    assert "\n" not in str(caught.value)


def test_samples_stand_once(folder: Path) -> None:
    twice = DRIVE + DRIVE.replace("samples:\n", "")
    with pytest.raises(
        ManifestInvalid, match=r"samples\[1\]: sample 'drive-0001' already stands at samples\[0\]"
    ):
        read_manifest(written(folder, twice))


@pytest.mark.parametrize("content", [b"", b"samples: []", b"\xff\xfe", b"samples: [", b"a: &x [*x]", b"null"])
def test_what_is_no_manifest_is_told_in_one_line(folder: Path, content: bytes) -> None:
    path = folder / "m.yaml"
    path.write_bytes(content)
    with pytest.raises(ManifestInvalid) as caught:
        read_manifest(path)
    assert "\n" not in str(caught.value)


def test_a_manifest_that_cannot_be_read_is_told(folder: Path) -> None:
    for path in (folder / "none.yaml", folder / "lidar"):
        with pytest.raises(ManifestInvalid, match="cannot be read"):
            read_manifest(path)


def agrees(text: str) -> bool:
    """Whether an editor that knows docs/manifest.schema.json would accept a manifest."""
    try:
        return bool(jsonschema.Draft202012Validator(FORM).is_valid(read_yaml(text.encode())))
    except YamlInvalid:
        return False


def test_editors_accept_what_is_right(folder: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(FORM)
    assert agrees(DRIVE)
    assert agrees((ROOT / "resources" / "demo" / "manifest.yaml").read_text(encoding="utf-8"))


BEYOND_THE_FORM = (
    "stands twice", "no such file", "is a folder", "matches no file", "files needs", "times for", "ascend",
    "list of seconds", "'of' names", "out of range", "no rate", "no pattern",
)  # fmt: skip
SEEN_BY_EDITORS = [wrong for wrong in WRONG if not any(words in wrong[2] for words in BEYOND_THE_FORM)]


@pytest.mark.parametrize(("passage", "replacement", "message"), SEEN_BY_EDITORS)
def test_editors_mark_what_the_form_forbids(passage: str, replacement: str, message: str) -> None:
    assert not agrees(DRIVE.replace(passage, replacement))
