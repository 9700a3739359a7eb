"""Bad files end in one line that names them: never in this process's death, and never in half a success."""

import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from crosstie.schema.records import AssetKind, MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.probe import Prober, probe
from crosstie.storage.media.process import Limits
from tests.data import DATA, data_file
from tests.storage.media.assets import EVERYWHERE, asset_of
from tests.storage.media.clips import write_clip

KINDS: dict[str, AssetKind] = {
    ".mp4": "video", ".webm": "video", ".mkv": "video", ".wav": "audio", ".flac": "audio", ".mp3": "audio",
    ".opus": "audio", ".png": "image", ".jpg": "image", ".apng": "image", ".gif": "image", ".tif": "image",
    ".ico": "image", ".pdf": "document", ".pcd": "pointcloud", ".bin": "pointcloud", ".vtt": "transcript",
    ".textgrid": "transcript", ".xml": "transcript",
}  # fmt: skip
# What these hold is whole and can be shown; they are odd in ways that do not matter to a label.
SOUND_AT_HEART = {
    "video_rotation_90.mp4", "no_timescale.mp4",
    "PDFBOX-3148-2-fuzzed.pdf", "bad-PageLabels.pdf", "bigboundingbox.pdf", "boundingBox_invalid.pdf",
    "cidfont_cmap_overflow.pdf", "doc_actions.pdf", "empty_protected.pdf", "evaljs.pdf", "helloworld-bad.pdf",
    "issue12963.pdf", "js-buttons.pdf", "pdfjsbad1586.pdf", "poppler-90-0-fuzzed.pdf",
    "recursiveCompositGlyf.pdf",
    "chunk_actl_after_idat.png", "chunk_multi_actl.png", "chunk_no_actl.png", "chunk_no_fctl.png",
    "chunk_repeat_fctl.png", "syntax_num_frames_high.png", "syntax_num_frames_invalid.png",
    "syntax_num_frames_low.png", "broken_exif_dpi.jpg", "decompression_bomb_extents.gif",
    "exif-dpi-zerodivision.jpg", "exif_typeerror.jpg", "hopper_bad_exif.jpg", "icc-after-SOF.jpg",
    "invalid-exif-without-x-resolution.jpg", "invalid-exif.jpg", "iss634.apng", "multiple_exif.jpg",
    "truncated_app14.jpg", "truncated_exif_dpi.jpg",
}  # fmt: skip
# These are added without a look inside: the pane asks for their password.
PROTECTED = {
    "auth-event-ef-open.pdf", "bug1782186.pdf", "encrypted-attachment.pdf", "issue15893_reduced.pdf",
    "issue6010_1.pdf", "saslprep-r6.pdf",
}  # fmt: skip


@pytest.fixture
def prober(tmp_path: Path) -> Iterator[Prober]:
    with Prober(EVERYWHERE, tmp_path / "cache") as one:
        yield one


def files_below(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((DATA / folder).rglob("*.*"))]
    return [path for path in found if path.suffix.lower() in KINDS]


def refusal(prober: Prober, kind: AssetKind, path: Path) -> str:
    """Why an asset is refused, checked to be one line that begins with its name; empty when it is not."""
    try:
        prober.probe(asset_of(kind, path))
    except MediaUnreadable as error:
        reason = str(error)
    else:
        return ""
    assert reason.startswith(f"{path.name}: ")
    assert "\n" not in reason
    return reason


def test_malformed_files(prober: Prober) -> None:
    data_file("malformed")
    wrong = {}
    for path in files_below("malformed"):
        reason = refusal(prober, KINDS[path.suffix.lower()], path)
        if bool(reason) == (path.name in SOUND_AT_HEART | PROTECTED):
            wrong[path.name] = reason
    assert wrong == {}


def test_truncated_copies_of_good_files(prober: Prober, tmp_path: Path) -> None:
    data_file("video")
    accepted = []
    for path in files_below("video", "audio", "driving", "documents"):
        if KINDS[path.suffix.lower()] == "transcript" and path.suffix != ".TextGrid":
            # Text that ends early is text; nothing tells that there was more.
            continue
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3 - 1])
        if not refusal(prober, KINDS[path.suffix.lower()], copy):
            accepted.append(path.name)
        copy.unlink()
    assert accepted == []


@pytest.mark.parametrize("kind", ["video", "audio", "image", "transcript", "document", "pointcloud"])
def test_what_is_no_file(kind: AssetKind, prober: Prober, tmp_path: Path) -> None:
    suffix = {"pointcloud": ".pcd", "video": ".mp4", "document": ".pdf"}.get(kind, ".x")
    empty, folder, missing = (tmp_path / f"{name}{suffix}" for name in ("empty", "folder", "missing"))
    empty.touch()
    folder.mkdir()
    assert "the file is empty" in refusal(prober, kind, empty)
    assert "is a folder" in refusal(prober, kind, folder)
    assert "the file is not there" in refusal(prober, kind, missing)


@pytest.mark.parametrize("kind", ["video", "audio", "image", "transcript", "document", "pointcloud"])
def test_noise(kind: AssetKind, prober: Prober, tmp_path: Path) -> None:
    for seed in range(3):
        path = tmp_path / f"noise{seed}.bin"
        path.write_bytes(np.random.default_rng(seed).bytes(30_011))
        assert refusal(prober, kind, path)


@pytest.mark.parametrize("target", ["/etc/hostname", "http://127.0.0.1:9/x.ts"])
def test_a_playlist_cannot_send_the_decoder_elsewhere(target: str, prober: Prober, tmp_path: Path) -> None:
    playlist = tmp_path / "list.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n", "utf-8")
    assert "no readable media file" in refusal(prober, "video", playlist)
    script = tmp_path / "script.mp4"
    script.write_text(f"ffconcat version 1.0\nfile {target}\n", "utf-8")
    assert "no readable media file" in refusal(prober, "video", script)


def test_a_picture_too_large_for_the_limit_is_refused_and_the_next_one_is_not(tmp_path: Path) -> None:
    large, small = tmp_path / "large.png", tmp_path / "small.png"
    write_black_png(large, 7000)
    write_black_png(small, 64)
    with Prober(EVERYWHERE, tmp_path, Limits(memory_bytes=300 << 20)) as prober:
        reason = refusal(prober, "image", large)
        assert "needs more than the 0.3 GiB of memory allowed" in reason
        assert refusal(prober, "image", small) == ""


def write_black_png(path: Path, side: int) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(side * (3 * side + 1)), 1))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b""))


def test_one_bad_file_of_a_sequence_is_named(prober: Prober, tmp_path: Path) -> None:
    names = ["0.jpg", "1.jpg", "2.jpg"]
    source = data_file("driving/sustech_sequence/camera/front/000965.jpg")
    for name in names:
        shutil.copy(source, tmp_path / name)
    (tmp_path / "1.jpg").write_bytes(source.read_bytes()[:1000])
    asset = asset_of("video", *(tmp_path / name for name in names), times_ns=(0, 1, 2))
    with pytest.raises(MediaUnreadable, match=r"^1\.jpg: .*cut off"):
        prober.probe(asset)


def test_good_files_have_their_facts(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", [0, 3000, 6000])
    soundfile.write(tmp_path / "sound.wav", np.zeros(8000), 8000)
    assert probe(asset_of("video", tmp_path / "clip.mp4"), EVERYWHERE, tmp_path).frame_count == 3
    facts = probe(asset_of("audio", tmp_path / "sound.wav"), EVERYWHERE, tmp_path)
    assert facts == MediaFacts(duration_ns=10**9, channels=1, sample_rate=8000, codec="pcm_16")
