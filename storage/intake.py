"""Adds the samples of a manifest to a project: all of them, or none."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec

from crosstie.schema.edits import AddAsset, AddSample, Edit
from crosstie.schema.records import Asset
from crosstie.storage.errors import ManifestInvalid, MediaUnusable
from crosstie.storage.examiner import Cancelled, Examiner, IntakeStopped, Progress
from crosstie.storage.manifest import SampleEntry, read_manifest
from crosstie.storage.media_check import files_of, remember_checked
from crosstie.storage.store import Store

__all__ = ["IntakeStopped", "add_manifest"]


def add_manifest(
    store: Store,
    manifest: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    copy: bool = False,
) -> tuple[str, ...]:
    """Adds every sample of a manifest and returns their ids.

    Files are hashed, copied where the manifest or `copy` says so, and opened to see that they are usable.
    `progress` takes what is being done and the share of 1 that is done; `cancelled` is asked now and then.
    Raises ManifestInvalid, MediaUnusable, IntakeStopped or StoreFailed in one line, and then neither a
    record nor a copied file is left.
    """
    entries = read_manifest(manifest)
    _refuse_taken(store, manifest, entries)
    listed = [entry for sample in entries for entry in sample.assets]
    if copy:
        listed = [msgspec.structs.replace(entry, copy=True) for entry in listed]
    with _NewCopies(store.root / "media") as copies:
        try:
            with Examiner(store.root, progress, cancelled) as examiner:
                assets = examiner.assets(listed)
        except MediaUnusable as error:
            raise MediaUnusable(f"{manifest}: {error}") from error
        store.apply_together(_gestures(entries, assets), "add")
        copies.keep()
    remember_checked((file for asset in assets for file in files_of(asset)), store.root)
    return tuple(entry.sample.id for entry in entries)


def _refuse_taken(store: Store, manifest: Path, entries: Sequence[SampleEntry]) -> None:
    taken = {summary.id for summary in store.samples()}
    for entry in entries:
        if entry.sample.id in taken:
            raise ManifestInvalid(
                f"{manifest}: {entry.place}.id: sample '{entry.sample.id}' is already in the project"
            )


def _gestures(entries: Sequence[SampleEntry], assets: Sequence[Asset]) -> list[list[Edit]]:
    coming = iter(assets)
    return [[AddSample(entry.sample), *map(AddAsset, islice(coming, len(entry.assets)))] for entry in entries]


class _NewCopies:
    """Takes away the copies that were made inside, unless they are kept."""

    def __init__(self, media: Path) -> None:
        self._media = media
        self._kept = False
        media.mkdir(exist_ok=True)
        for leftover in media.glob(".*.partial"):
            leftover.unlink(missing_ok=True)
        self._before = set(media.iterdir())

    def __enter__(self) -> "_NewCopies":
        return self

    def keep(self) -> None:
        """The records that name the copies are in the store."""
        self._kept = True

    def __exit__(self, *_error: object) -> None:
        if not self._kept:
            for path in set(self._media.iterdir()) - self._before:
                with suppress(OSError):
                    path.unlink()
