"""A manifest is added whole or not at all, and a file that moves or changes later is noticed."""

import hashlib
import threading
from pathlib import Path

import pytest

from crosstie.schema.errors import CrosstieError
from crosstie.storage.errors import ManifestInvalid, MediaUnusable
from crosstie.storage.intake import IntakeStopped, add_manifest
from crosstie.storage.media_check import media_problems
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.storage.projects import ANNA, SCHEMA
from tests.storage.small_files import write_png, write_vtt, write_wav


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with media and the manifest `m.yaml` of two samples."""
    folder = tmp_path / "media with spaces"
    folder.mkdir()
    write_wav(folder / "mic.wav", 1.5)
    write_vtt(folder / "words.vtt")
    for number in (1, 2, 10):
        write_png(folder / "photos" / f"{number}.png", 8, number)
    written(
        folder,
        """
        {id: mic, kind: audio, path: mic.wav}
        {id: words, kind: transcript, path: words.vtt, of: mic}
        """,
        """
        {id: photos, kind: image, glob: "photos/*.png", fps: 2, copy: true}
        """,
    )
    return folder


def written(folder: Path, *samples: str) -> Path:
    """Write `m.yaml` with one sample for each list of assets."""
    lines = ["samples:"]
    for number, assets in enumerate(samples, 1):
        lines += [f"  - id: s{number}", "    language: en", "    assets:"]
        lines += [f"      - {asset.strip()}" for asset in assets.strip().splitlines()]
    (folder / "m.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder / "m.yaml"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_project(tmp_path / "project", SCHEMA, "tiny.yaml", ANNA)


def is_untouched(store: Store) -> bool:
    """Whether nothing was added and no copied file was left."""
    return not store.samples() and not list((store.root / "media").iterdir())


def test_samples_are_added_with_their_files_and_facts(folder: Path, store: Store) -> None:
    with store:
        seen: list[float] = []
        assert add_manifest(store, folder / "m.yaml", lambda what, share: seen.append(share)) == ("s1", "s2")
        first, second = store.load_sample("s1"), store.load_sample("s2")
        mic = first.assets["mic"]
        content = (folder / "mic.wav").read_bytes()
        assert mic.facts.duration_ns == 1_500_000_000
        assert mic.files[0].sha256 == hashlib.sha256(content).hexdigest()
        assert (mic.files[0].size, mic.files[0].copied) == (len(content), False)
        assert Path(mic.files[0].path) == folder / "mic.wav"
        photos = second.assets["photos"]
        assert photos.times_ns == (0, 500_000_000, 1_000_000_000)
        assert all(file.copied and (store.root / file.path).is_file() for file in photos.files)
        assert seen == sorted(seen)
        assert seen[-1] == 1.0


def test_a_sample_is_added_once(folder: Path, store: Store) -> None:
    with store:
        add_manifest(store, folder / "m.yaml")
        before = store.samples()
        with pytest.raises(ManifestInvalid, match=r"samples\[0\].id: sample 's1' is already in the project"):
            add_manifest(store, folder / "m.yaml")
        assert store.samples() == before


@pytest.mark.parametrize("spoiled", ["empty", "garbage", "truncated"])
def test_one_bad_file_of_many_adds_nothing(folder: Path, store: Store, spoiled: str) -> None:
    last = folder / "photos" / "10.png"
    content = last.read_bytes()
    last.write_bytes({"empty": b"", "garbage": b"no picture at all", "truncated": content[:50]}[spoiled])
    with store:
        with pytest.raises(MediaUnusable, match=r"m.yaml: samples\[1\].assets\[0\]: 10.png: ") as caught:
            add_manifest(store, folder / "m.yaml")
        assert "\n" not in str(caught.value)
        assert is_untouched(store)


def test_a_file_that_vanishes_meanwhile_adds_nothing(folder: Path, store: Store) -> None:
    def vanish(what: str, share: float) -> None:
        (folder / "words.vtt").unlink(missing_ok=True)

    with store:
        with pytest.raises(MediaUnusable, match=r"words.vtt: the file is not there"):
            add_manifest(store, folder / "m.yaml", vanish)
        assert is_untouched(store)


def test_stopping_adds_nothing(folder: Path, store: Store) -> None:
    asked = threading.Event()

    def cancelled() -> bool:
        if asked.is_set():
            return True
        asked.set()
        return False

    with store:
        with pytest.raises(IntakeStopped, match="nothing was added"):
            add_manifest(store, folder / "m.yaml", cancelled=cancelled)
        assert is_untouched(store)
        add_manifest(store, folder / "m.yaml")
        assert len(store.samples()) == 2


def test_a_calibration_and_poses_belong_to_their_assets(folder: Path, store: Store) -> None:
    calibration = (
        "{width: 8, height: 1, fx: 5, fy: 5, cx: 4, cy: 3, "
        "camera_from_lidar: [[1,0,0,0], [0,1,0,0], [0,0,1,0], [0,0,0,1]]}"
    )
    (folder / "cam.yaml").write_text(calibration, encoding="utf-8")
    manifest = written(folder, "{id: cam, kind: image, path: photos/1.png, calibration: cam.yaml}")
    with store:
        add_manifest(store, manifest)
        known = store.load_sample("s1").assets["cam"].calibration
        assert known is not None
        assert known.intrinsics[0] == (5.0, 0.0, 4.0)
        (folder / "cam.yaml").write_text("{width: 8}", encoding="utf-8")
        manifest.write_text(
            manifest.read_text(encoding="utf-8").replace("id: s1", "id: s2"), encoding="utf-8"
        )
        with pytest.raises(MediaUnusable, match=r"cam.yaml: is no calibration"):
            add_manifest(store, manifest)


def test_copies_of_the_same_bytes_are_kept_once_and_survive_a_failure(folder: Path, store: Store) -> None:
    one = "{id: cam, kind: image, path: photos/1.png, copy: true}"
    with store:
        add_manifest(store, written(folder, one))
        kept = list((store.root / "media").iterdir())
        (folder / "bad.png").write_bytes(b"no picture")
        manifest = written(folder, one, f"{one}\n{{id: bad, kind: image, path: bad.png, copy: true}}")
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace("id: s1", "id: s3"), encoding="utf-8")
        with pytest.raises(CrosstieError, match=r"bad.png"):
            add_manifest(store, manifest)
        assert list((store.root / "media").iterdir()) == kept


def test_moved_and_changed_files_are_noticed(folder: Path, store: Store) -> None:
    with store:
        add_manifest(store, folder / "m.yaml")
        assets = [asset for name in ("s1", "s2") for asset in store.load_sample(name).assets.values()]
    root = store.root
    assert list(media_problems(assets, root)) == []
    sound = bytearray((folder / "mic.wav").read_bytes())
    sound[-1] ^= 1
    (folder / "mic.wav").write_bytes(sound)
    (folder / "words.vtt").rename(folder / "elsewhere.vtt")
    changed, moved = media_problems(assets, root)
    assert (changed.sample_id, changed.asset_id) == ("s1", "mic")
    assert "mic.wav: the file has changed: same size, other content" in changed.line
    assert "words.vtt: the file is not there any more" in moved.line
    (folder / "elsewhere.vtt").rename(folder / "words.vtt")
    assert [problem.asset_id for problem in media_problems(assets, root)] == ["mic"]
