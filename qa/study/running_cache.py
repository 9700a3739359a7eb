"""What samples were counted as, kept in the project's cache folder: after an edit few are counted again."""

import hashlib
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

import crosstie.qa
import crosstie.schema
import crosstie.storage
from crosstie.qa.study.pods import PODS_FILE
from crosstie.qa.study.row import Comparison, Counted
from crosstie.qa.study.row_wire import decode_counted, encode_counted
from crosstie.qa.study.running_chunks import Chunk, chunk_name
from crosstie.storage.database import Driver
from crosstie.storage.media.files import partial_path
from crosstie.storage.project_folder import ProjectFolder
from crosstie.storage.queries import find_chain_head

MOST_KEPT: Final = 20_000
"""Samples of a project that are kept; larger ones are counted anew, which bounds the cache."""
_KINDS_KEPT: Final = 2
"""Different questions to one project that are kept side by side."""
_FOLDER: Final = "quality"
_SUFFIX: Final = ".counted"


class _Kept(msgspec.Struct, array_like=True):
    samples: dict[str, tuple[bytes, bytes]]


_decoder = msgspec.msgpack.Decoder(_Kept)
_encoder = msgspec.msgpack.Encoder()


class CountedCache:
    """A file for each chunk: of each sample the head of its chain, and what it was counted as then.

    Safe to delete at any time, and nothing fails where it cannot be written.
    """

    def __init__(self, driver: Driver, root: Path, asked: Collection[Comparison]) -> None:
        self._driver = driver
        self._folder = cache_folder(driver, root, asked)

    def kept(self, chunk: Chunk) -> "KeptChunk":
        """What is kept of a chunk's samples, as they are now."""
        heads = {}
        for sample_id in chunk:
            head = find_chain_head(self._driver, sample_id)
            if head is not None:
                heads[sample_id] = head.hash
        return KeptChunk(self._folder / f"{chunk_name(chunk)}{_SUFFIX}", heads)


class KeptChunk:
    """The samples of one chunk. Heads are read before the samples are: a sample that is edited meanwhile is
    counted again next time.
    """

    def __init__(self, path: Path, heads: Mapping[str, bytes]) -> None:
        self._path = path
        self._heads = heads
        self._before = _read(path)
        self._now: dict[str, tuple[bytes, bytes]] = {}
        self._changed = False

    def get(self, sample_id: str) -> Counted | None:
        """What a sample was counted as; None when it has changed since, or never was."""
        kept = self._before.get(sample_id)
        if kept is None or kept[0] != self._heads.get(sample_id):
            return None
        try:
            counted = decode_counted(kept[1])
        except (msgspec.MsgspecError, ValueError):
            return None
        self._now[sample_id] = kept
        return counted

    def put(self, sample_id: str, counted: Counted) -> None:
        """Keeps what a sample was counted as. One without a chain would never be known to have changed."""
        head = self._heads.get(sample_id)
        if head is not None:
            self._now[sample_id] = (head, encode_counted(counted))
            self._changed = True

    def write(self) -> None:
        """Writes the chunk where something of it is new, as a whole or not at all."""
        if not self._changed and self._now.keys() == self._before.keys():
            return
        with suppress(OSError):
            partial = partial_path(self._path)
            try:
                partial.write_bytes(_encoder.encode((self._now,)))
                partial.replace(self._path)
            finally:
                partial.unlink(missing_ok=True)


def cache_folder(driver: Driver, root: Path, asked: Collection[Comparison]) -> Path:
    """Return where counts of a project are kept: another folder for another question, for other people or
    pods, and for other code.
    """
    head = find_chain_head(driver, "")
    pods = root / PODS_FILE
    parts = (
        _code_digest().encode(),
        " ".join(sorted(asked)).encode(),
        head.hash if head else b"",
        pods.read_bytes() if pods.is_file() else b"",
    )
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return ProjectFolder(root).cache / _FOLDER / digest.hexdigest()


def tidy(folder: Path, names: Collection[str]) -> None:
    """Removes files of chunks that are no more, and the counts of questions not asked for longest."""
    with suppress(OSError):
        if not folder.is_dir():
            return
        folder.touch()
        for path in folder.glob(f"*{_SUFFIX}"):
            if path.stem not in names:
                path.unlink(missing_ok=True)
        others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in others[_KINDS_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _read(path: Path) -> dict[str, tuple[bytes, bytes]]:
    try:
        return _decoder.decode(path.read_bytes()).samples
    except (OSError, msgspec.MsgspecError):
        return {}


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """A digest of the code that counts: other code may count otherwise."""
    digest = hashlib.blake2b(digest_size=8)
    for package in (crosstie.qa, crosstie.schema, crosstie.storage):
        for folder in package.__path__:
            for path in sorted(Path(folder).rglob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()
