"""Notices media files that were moved or changed since they were registered."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.records import Asset, MediaFile
from crosstie.storage.media.files import file_path
from crosstie.storage.media.register import check_file

_LEDGER: Final = "media-checked.json"


class MediaProblem(msgspec.Struct, frozen=True):
    """A registered file that is not what it was, in one line."""

    sample_id: str
    asset_id: str
    what: str

    @property
    def line(self) -> str:
        """The problem with its place."""
        return f"sample {self.sample_id}, asset {self.asset_id}: {self.what}"


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """How a file looked when its bytes were last found to have the hash that is registered."""

    size: int
    mtime_ns: int
    sha256: str


def files_of(asset: Asset) -> tuple[MediaFile, ...]:
    """Every registered file of an asset, its poses too."""
    return asset.files if asset.poses is None else (*asset.files, asset.poses)


def media_problems(
    assets: Iterable[Asset], root: Path, progress: Callable[[float], None] | None = None
) -> Iterator[MediaProblem]:
    """What is wrong with the registered files of these assets; `root` is the project's folder.

    A file is hashed unless its size and time are as they were when it was last found unchanged; the
    project's cache remembers that.
    """
    listed = [(asset, file) for asset in assets for file in files_of(asset)]
    ledger = _Ledger(root)
    for number, (asset, file) in enumerate(listed, 1):
        if not ledger.knows(file):
            problem = check_file(file, root)
            if problem is not None:
                yield MediaProblem(asset.sample_id, asset.id, problem)
            else:
                ledger.note(file)
        if progress is not None:
            progress(number / len(listed))
    ledger.save()


def remember_checked(files: Iterable[MediaFile], root: Path) -> None:
    """Remembers files that were hashed just now, so that they need not be hashed again until they change."""
    ledger = _Ledger(root)
    for file in files:
        ledger.note(file)
    ledger.save()


class _Ledger:
    """Kept in the cache: losing it costs time only."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / "cache" / _LEDGER
        self._seen: dict[str, _Seen] = {}
        try:
            self._seen = msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Seen])
        except (OSError, msgspec.MsgspecError):
            return

    def knows(self, file: MediaFile) -> bool:
        """Whether the file looks exactly as when it was last hashed."""
        seen = self._seen.get(file.path)
        return seen is not None and seen == self._look(file)

    def note(self, file: MediaFile) -> None:
        """Remembers how an unchanged file looks."""
        if (seen := self._look(file)) is not None:
            self._seen[file.path] = seen

    def save(self) -> None:
        """Writes it down where that is possible; a project may be read where it cannot be written."""
        partial = self._path.with_suffix(".partial")
        try:
            self._path.parent.mkdir(exist_ok=True)
            partial.write_bytes(msgspec.json.encode(self._seen))
            partial.replace(self._path)
        except OSError:
            return

    def _look(self, file: MediaFile) -> _Seen | None:
        try:
            status = file_path(file, self._root).stat()
        except OSError:
            return None
        return _Seen(status.st_size, status.st_mtime_ns, file.sha256)
