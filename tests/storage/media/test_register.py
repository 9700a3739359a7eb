"""Files are known by their bytes, so that one that moved or changed is noticed and named."""

import hashlib
from pathlib import Path

import pytest

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import file_path
from crosstie.storage.media.register import check_file, register_file

CONTENT = b"some bytes" * 300_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "clip.PCD.bin"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def test_in_place(source: Path, tmp_path: Path) -> None:
    file = register_file(source)
    assert (file.path, file.size, file.copied) == (str(source), len(CONTENT), False)
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert check_file(file, tmp_path / "project") is None


def test_a_copy_is_kept_once_and_is_independent(source: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    file = register_file(source, project)
    again = register_file(source, project)
    assert file == again
    assert file.copied
    assert not Path(file.path).is_absolute()
    assert [path.name for path in (project / "media").iterdir()] == [Path(file.path).name]
    assert file.path.endswith(".pcd.bin")
    source.unlink()
    assert check_file(file, project) is None
    assert file_path(file, project).read_bytes() == CONTENT


def test_what_changed_is_named(source: Path, tmp_path: Path) -> None:
    file = register_file(source)
    source.write_bytes(CONTENT[:-1] + b"!")
    assert check_file(file, tmp_path, with_hash=False) is None
    assert (
        check_file(file, tmp_path)
        == f"clip.PCD.bin: the file has changed: same size, other content ({source.parent})"
    )
    source.write_bytes(CONTENT + b"more")
    problem = check_file(file, tmp_path)
    assert problem is not None
    assert "3,000,004 bytes instead of 3,000,000" in problem
    source.unlink()
    problem = check_file(file, tmp_path, with_hash=False)
    assert problem is not None
    assert "is not there any more" in problem


@pytest.mark.parametrize(
    ("make", "reason"), [("nothing", "the file is not there"), ("folder", "is a folder")]
)
def test_what_cannot_be_registered_leaves_nothing_behind(make: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    if make == "folder":
        path.mkdir()
    with pytest.raises(MediaUnreadable, match=rf"^x\.mp4: {reason}"):
        register_file(path, tmp_path / "project")
    media = tmp_path / "project" / "media"
    assert not media.exists() or list(media.iterdir()) == []
