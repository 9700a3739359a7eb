"""Where an asset's files lie, and what messages call them."""

import glob
import hashlib
import os
from pathlib import Path
from typing import Final

from crosstie.schema.records import Asset, MediaFile
from crosstie.storage.media.errors import MediaUnreadable

_PARTIAL: Final = ".partial"


def file_path(file: MediaFile, root: Path) -> Path:
    """The file's place on disk; a copied file's path is relative to the project's folder `root`."""
    return root / file.path


def present_file(file: MediaFile, root: Path) -> Path:
    """The file's place, checked. Raises MediaUnreadable when no readable file is there."""
    path = file_path(file, root)
    try:
        if path.is_dir():
            raise MediaUnreadable(f"{path.name}: is a folder, not a file")
        if path.stat().st_size == 0:
            raise MediaUnreadable(f"{path.name}: the file is empty")
    except FileNotFoundError as error:
        raise MediaUnreadable(f"{path.name}: the file is not there ({path.parent})") from error
    except OSError as error:
        raise MediaUnreadable(f"{path.name}: {(error.strerror or 'cannot be opened').lower()}") from error
    return path


def asset_name(asset: Asset) -> str:
    """What a message calls the asset: its file's name, or its own id where it has several files."""
    return Path(asset.files[0].path).name if len(asset.files) == 1 else asset.id


def cache_key(file: MediaFile, path: Path, *parts: str) -> str:
    """A file name for what is derived from a file's bytes; another one once the file is changed."""
    status = path.stat()
    identity = f"{file.sha256 or path.resolve()}|{status.st_size}|{status.st_mtime_ns}"
    return "-".join((hashlib.sha256(identity.encode()).hexdigest()[:32], *(part for part in parts if part)))


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all; another process may do the same at the same time."""
    partial = partial_path(path)
    partial.write_bytes(content)
    partial.replace(path)


def partial_path(path: Path) -> Path:
    """Where a file is written before it takes its name; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.{os.getpid()}{_PARTIAL}")


def remove_abandoned(path: Path) -> None:
    """Deletes what processes that were ended left of a file that they had begun to write."""
    for partial in path.parent.glob(f"{glob.escape(path.name)}.*{_PARTIAL}"):
        process = partial.name.removeprefix(f"{path.name}.").removesuffix(_PARTIAL)
        if process.isdecimal() and not _is_running(int(process)):
            partial.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
