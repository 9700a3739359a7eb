"""One reader for each kind of asset, opened where it is needed so that a worker loads one library only."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from crosstie.schema.records import Asset, AssetKind
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.file_kinds import kind_of_files
from crosstie.storage.media.files import asset_name
from crosstie.storage.media.queries import Query, Reply, Sound

Report = Callable[[float, str], None]
"""Takes how much of 1 is done, and of what."""


class Reader(Protocol):
    """An open asset."""

    def answer(self, query: Query, report: Report) -> Reply:
        """The answer to a query of the asset's kind. Raises MediaUnreadable."""

    def close(self) -> None:
        """Gives files back."""


@runtime_checkable
class WorksAhead(Protocol):
    """A reader that knows what is likely to be asked for next, and can stop half way."""

    def stop_when(self, overtaken: Callable[[], bool]) -> None:
        """Gives what tells that nobody waits any more; long answers look at it and raise Overtaken."""

    def work_ahead(self, *, rested: bool) -> bool:
        """Does a few milliseconds of work; False when there is none left.

        `rested` tells that nothing was asked for a while.
        """


@runtime_checkable
class FinishesApart(Protocol):
    """A reader whose answers have a last part that needs nothing of it: it works ahead meanwhile."""

    def prepare(self, query: Query, report: Report) -> Callable[[], Reply]:
        """All but the last part of an answer, which another thread may do. Raises MediaUnreadable."""


@runtime_checkable
class ShowsWork(Protocol):
    """A reader of long sounds, whose work can be looked at and listened to before it is finished."""

    def so_far(self) -> Sound | None:
        """What has been prepared by now; None while there is nothing."""


@runtime_checkable
class Unlockable(Protocol):
    """A reader of files that may be protected."""

    def unlock(self, password: str) -> None:
        """Opens what is protected. Raises MediaLocked when the password is another one."""


Opener = Callable[[Asset, Path, Path, Report], Reader]


def open_reader(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    """The reader of an asset's files. Raises MediaUnreadable."""
    if not asset.files:
        raise MediaUnreadable(f"{asset.id}: no file belongs to it")
    return _OPENERS[kind_of_files(asset)](asset, root, cache, report)


def not_answered(asset: Asset, query: Query) -> MediaUnreadable:
    """The error for a query that an asset of this kind has no answer to."""
    return MediaUnreadable(f"{asset_name(asset)}: a {asset.kind} has no answer to {type(query).__name__}")


def _open_video(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.video import VideoReader

    return VideoReader(asset, root, cache, report)


def _open_image(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.image import ImageReader

    return ImageReader(asset, root)


def _open_audio(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.audio import AudioReader

    return AudioReader(asset, root, cache)


def _open_transcript(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.transcript import TranscriptReader

    return TranscriptReader(asset, root)


def _open_document(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.document import DocumentReader

    return DocumentReader(asset, root)


def _open_cloud(asset: Asset, root: Path, cache: Path, report: Report) -> Reader:
    from crosstie.storage.media.pointcloud import CloudReader

    return CloudReader(asset, root, cache)


_OPENERS: Final[dict[AssetKind, Opener]] = {
    "video": _open_video,
    "audio": _open_audio,
    "document": _open_document,
    "image": _open_image,
    "pointcloud": _open_cloud,
    "radar": _open_cloud,
    "transcript": _open_transcript,
}
