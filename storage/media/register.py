"""Registering files by size and SHA-256, and noticing that one moved or changed."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

from crosstie.schema.records import MediaFile
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import file_path

_CHUNK: Final = 1 << 20


def register_file(path: Path, copy_into: Path | None = None) -> MediaFile:
    """Hashes a file and, where a project's folder is given, copies it into that folder's `media/`.

    A copy is named after its hash, so the same bytes are kept once; it appears as a whole or not at all. It
    is the copied bytes that are hashed. Raises MediaUnreadable when the file cannot be read or copied.
    """
    try:
        if path.is_dir():
            raise MediaUnreadable(f"{path.name}: is a folder, not a file")
        if copy_into is None:
            sha256, size = _hashed(path)
            return MediaFile(str(path.resolve()), size, sha256)
        return _copied(path, copy_into)
    except FileNotFoundError as error:
        raise MediaUnreadable(f"{path.name}: the file is not there ({path.parent})") from error
    except OSError as error:
        raise MediaUnreadable(f"{path.name}: {(error.strerror or 'cannot be read').lower()}") from error


def check_file(file: MediaFile, root: Path, *, with_hash: bool = True) -> str | None:
    """What is wrong with a registered file, as one line; None when it is what it was.

    `root` is the project's folder. Without `with_hash` only presence and size are looked at, which is quick.
    """
    path = file_path(file, root)
    try:
        size = path.stat().st_size
        if size != file.size:
            return (
                f"{path.name}: the file has changed: {size:,} bytes instead of {file.size:,} ({path.parent})"
            )
        if with_hash and _hashed(path)[0] != file.sha256:
            return f"{path.name}: the file has changed: same size, other content ({path.parent})"
    except FileNotFoundError:
        return f"{path.name}: the file is not there any more; put it back ({path.parent})"
    except OSError as error:
        return f"{path.name}: {(error.strerror or 'cannot be read').lower()} ({path.parent})"
    return None


def _hashed(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _copied(path: Path, root: Path) -> MediaFile:
    media = root / "media"
    media.mkdir(parents=True, exist_ok=True)
    partial = media / f".{os.getpid()}-{path.name}.partial"
    try:
        shutil.copyfile(path, partial)
        sha256, size = _hashed(partial)
        target = media / f"{sha256[:16]}{''.join(path.suffixes[-2:]).lower()}"
        if target.exists() and _hashed(target)[0] == sha256:
            partial.unlink()
        else:
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return MediaFile(str(target.relative_to(root)), size, sha256, copied=True)
