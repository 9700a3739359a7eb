"""Looks into the files that a manifest names: hashes, copies and probes them, several at a time."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from typing import Final, TypeVar

import msgspec

from crosstie.schema.errors import CrosstieError
from crosstie.schema.records import Asset, MediaFacts, MediaFile
from crosstie.storage.errors import MediaUnusable
from crosstie.storage.manifest_asset import AssetEntry
from crosstie.storage.media.calibration import read_calibration
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.probe import Prober
from crosstie.storage.media.register import register_file
from crosstie.storage.poses import check_poses

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[str, float], None]
Cancelled = Callable[[], bool]

_MOST_AT_ONCE: Final = 4
_LOOK_UP_S: Final = 0.1


class IntakeStopped(CrosstieError):
    """Somebody stopped adding samples; nothing was added."""


class Examiner:
    """Turns entries of a manifest into assets. A context manager: worker processes end with it."""

    def __init__(self, root: Path, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._root = root
        self._progress = progress or (lambda what, share: None)
        self._cancelled = cancelled or (lambda: False)
        at_once = min(_MOST_AT_ONCE, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="intake")
        self._all_probers = [Prober(root, root / "cache") for _ in range(at_once)]
        self._free_probers: SimpleQueue[Prober] = SimpleQueue()
        for prober in self._all_probers:
            self._free_probers.put(prober)
        self._done = self._total = 0

    def __enter__(self) -> "Examiner":
        return self

    def __exit__(self, *_error: object) -> None:
        for prober in self._all_probers:
            prober.close()
        self._threads.shutdown(cancel_futures=True)
        for prober in self._all_probers:
            prober.__exit__(None, None, None)

    def assets(self, entries: Sequence[AssetEntry]) -> list[Asset]:
        """The assets of these entries, each with its files registered and found usable.

        Raises MediaUnusable with the place in the manifest, the file and the reason, and IntakeStopped.
        """
        wanted = {(path, entry.copy): entry.place for entry in entries for path in _paths(entry)}
        self._total = len(wanted) + len(entries)
        keys = list(wanted)
        files = self._each("reading", keys, self._register, wanted.values())
        registered = dict(zip(keys, files, strict=True))
        places = [entry.place for entry in entries]
        return self._each("looking into", entries, lambda entry: self._asset(entry, registered), places)

    def _register(self, key: tuple[Path, bool]) -> MediaFile:
        path, copy = key
        return register_file(path, self._root if copy else None)

    def _asset(self, entry: AssetEntry, registered: dict[tuple[Path, bool], MediaFile]) -> Asset:
        files = tuple(registered[path, entry.copy] for path in entry.files)
        asset = msgspec.structs.replace(entry.asset, files=files)
        facts = self._facts(asset, entry)
        asset = msgspec.structs.replace(asset, facts=facts)
        if entry.calibration is not None:
            calibration = read_calibration(entry.calibration, facts.width, facts.height)
            asset = msgspec.structs.replace(asset, calibration=calibration)
        if entry.poses is not None:
            check_poses(entry.poses, len(files))
            asset = msgspec.structs.replace(asset, poses=registered[entry.poses, entry.copy])
        return asset

    def _facts(self, asset: Asset, entry: AssetEntry) -> MediaFacts:
        prober = self._free_probers.get()
        try:
            return prober.probe(asset)
        except MediaUnreadable as error:
            raise MediaUnreadable(_as_named(str(error), asset, entry)) from error
        finally:
            self._free_probers.put(prober)

    def _each(self, what: str, items: Sequence[T], work: Callable[[T], R], places: Iterable[str]) -> list[R]:
        """Does the same for each, several at a time; the first failure in the manifest's order counts."""
        futures = [self._threads.submit(work, item) for item in items]
        results: list[R] = []
        for place, future in zip(places, futures, strict=True):
            self._wait_for(future)
            try:
                results.append(future.result())
            except CrosstieError as error:
                raise MediaUnusable(f"{place}: {error}") from error
            self._done += 1
            self._progress(f"{what} {place}", self._done / self._total)
        return results

    def _wait_for(self, future: "Future[R]") -> None:
        while not wait([future], _LOOK_UP_S).done:
            self._refuse_when_cancelled()
        self._refuse_when_cancelled()

    def _refuse_when_cancelled(self) -> None:
        if self._cancelled():
            raise IntakeStopped("adding was stopped; nothing was added")


def _as_named(problem: str, asset: Asset, entry: AssetEntry) -> str:
    """A copy is named after its hash; a person knows the file by the name that the manifest gives."""
    for file, path in zip(asset.files, entry.files, strict=True):
        problem = problem.replace(Path(file.path).name, path.name)
    return problem


def _paths(entry: AssetEntry) -> tuple[Path, ...]:
    return entry.files if entry.poses is None else (*entry.files, entry.poses)
