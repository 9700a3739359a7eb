"""Files that are damaged, cut off, empty, folders or gone: `add` names them in one line and adds nothing."""

from pathlib import Path
from typing import Final

import pytest

from crosstie.schema.records import AssetKind
from crosstie.storage.project import open_project, reading_project
from crosstie.storage.queries import summaries
from tests.app.command import SCHEMA, Commands, manifest_of
from tests.data import DATA, data_file
from tests.storage.small_files import write_wav

KINDS: Final[dict[str, AssetKind]] = {
    ".pdf": "document", ".mp4": "video", ".png": "image", ".jpg": "image", ".gif": "image", ".ico": "image",
    ".tif": "image", ".apng": "image", ".xml": "document",
}  # fmt: skip

# Odd in a way that a careful reader gets over: a wrong label, a broken EXIF block, an animation that is none.
USABLE: Final = frozenset(
    {
        "no_timescale.mp4", "video_rotation_90.mp4", "PDFBOX-3148-2-fuzzed.pdf", "bad-PageLabels.pdf",
        "bigboundingbox.pdf", "boundingBox_invalid.pdf", "cidfont_cmap_overflow.pdf", "doc_actions.pdf",
        "empty_protected.pdf", "evaljs.pdf", "helloworld-bad.pdf", "issue12963.pdf", "js-buttons.pdf",
        "pdfjsbad1586.pdf", "poppler-90-0-fuzzed.pdf", "recursiveCompositGlyf.pdf",
        "chunk_actl_after_idat.png", "chunk_multi_actl.png", "chunk_no_actl.png", "chunk_no_fctl.png",
        "chunk_repeat_fctl.png", "syntax_num_frames_high.png", "syntax_num_frames_invalid.png",
        "syntax_num_frames_low.png", "broken_exif_dpi.jpg", "decompression_bomb_extents.gif",
        "exif-dpi-zerodivision.jpg", "exif_typeerror.jpg", "hopper_bad_exif.jpg", "icc-after-SOF.jpg",
        "invalid-exif-without-x-resolution.jpg", "invalid-exif.jpg", "iss634.apng", "multiple_exif.jpg",
        "truncated_app14.jpg", "truncated_exif_dpi.jpg",
    }
)  # fmt: skip

# Added without a look inside: the window asks for their password.
PROTECTED: Final = frozenset(
    {
        "auth-event-ef-open.pdf", "bug1782186.pdf", "encrypted-attachment.pdf", "issue15893_reduced.pdf",
        "issue6010_1.pdf", "saslprep-r6.pdf",
    }
)  # fmt: skip

GOOD: Final[tuple[tuple[str, AssetKind], ...]] = (
    ("video/torchcodec_nasa/nasa_13013.mp4", "video"),
    ("video/torchcodec_nasa/av1_video.mkv", "video"),
    ("video/torchcodec_nasa/nasa_13013.mp4.audio.mp3", "audio"),
    ("audio/pyannote_sample/src/pyannote/audio/sample/sample.wav", "audio"),
    ("documents/pdfjs/structure_simple.pdf", "document"),
    ("driving/kitti_object_3/training/image_2/000000.png", "image"),
    ("driving/kitti_object_3/training/velodyne/000000.bin", "pointcloud"),
    ("driving/sustech_sequence/camera/front/000965.jpg", "image"),
    ("driving/sustech_sequence/lidar/000965.pcd", "pointcloud"),
)


def malformed() -> list[str]:
    """Names of the files under `malformed`; one that does not exist where there is no data."""
    found = sorted(path for path in (DATA / "malformed").rglob("*") if path.is_file())
    return [str(path.relative_to(DATA)) for path in found] or ["malformed"]


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def project(crosstie: Commands, tmp_path: Path) -> Path:
    """An empty project beside a good sound file."""
    write_wav(tmp_path / "good.wav")
    assert crosstie("new", tmp_path / "p", "--schema", SCHEMA).code == 0
    return tmp_path / "p"


def refused(crosstie: Commands, project: Path, kind: AssetKind, path: Path) -> str:
    """Add a good file and then `path`; return the complaint after looking that nothing was added."""
    good = project.parent / "good.wav"
    manifest = manifest_of(project.parent / "m.jsonl", ("good", "audio", good), ("bad", kind, path))
    complaint = crosstie("add", project, manifest, "--copy").complaint()
    assert path.name in complaint
    with reading_project(project) as database:
        assert summaries(database.driver) == ()
    assert list((project / "media").iterdir()) == []
    return complaint


@pytest.mark.parametrize("name", malformed())
def test_malformed_files_are_refused_or_whole(crosstie: Commands, project: Path, name: str) -> None:
    path = data_file(name)
    kind = KINDS[path.suffix]
    if path.name not in USABLE | PROTECTED:
        refused(crosstie, project, kind, path)
        return
    told = crosstie("add", project, manifest_of(project.parent / "m.jsonl", ("bad", kind, path)))
    assert told.code == 0
    with open_project(project) as store:
        facts = store.load_sample("s1").assets["bad"].facts
    assert (facts.width > 0 or facts.page_count > 0) == (path.name in USABLE)
    assert ("password" in told.out) == (path.name in PROTECTED)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
@pytest.mark.parametrize(("name", "kind"), GOOD, ids=[Path(name).name for name, _kind in GOOD])
def test_cut_off_files_are_refused(
    crosstie: Commands, project: Path, name: str, kind: AssetKind, share: float
) -> None:
    whole = data_file(name)
    content = whole.read_bytes()
    cut = project.parent / f"cut{whole.suffix}"
    # Not a multiple of a point's sixteen bytes, which would make a smaller cloud and no broken one.
    cut.write_bytes(content[: int(len(content) * share) | 1 if share else 0])
    refused(crosstie, project, kind, cut)


@pytest.mark.parametrize(("name", "kind"), GOOD, ids=[Path(name).name for name, _kind in GOOD])
def test_whole_files_are_added(crosstie: Commands, project: Path, name: str, kind: AssetKind) -> None:
    manifest = manifest_of(project.parent / "m.jsonl", ("good", kind, data_file(name)))
    assert crosstie("add", project, manifest).code == 0


@pytest.mark.parametrize("kind", ["video", "audio", "image", "transcript", "document", "pointcloud", "radar"])
def test_folders_and_missing_files_are_refused(crosstie: Commands, project: Path, kind: AssetKind) -> None:
    folder = project.parent / "a folder"
    folder.mkdir()
    assert "is a folder" in refused(crosstie, project, kind, folder)
    assert "no such file" in refused(crosstie, project, kind, project.parent / "gone.bin")
    empty = project.parent / "empty.bin"
    empty.write_bytes(b"")
    # Whatever its kind, what it is told by is that nothing is in it.
    assert "empty" in refused(crosstie, project, kind, empty)
