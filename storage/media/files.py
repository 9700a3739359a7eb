"""Where an asset's files lie, and what messages call them."""

from pathlib import Path

from crosstie.schema.records import Asset, MediaFile
from crosstie.storage.media.errors import MediaUnreadable


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


def cache_key(file: MediaFile, *parts: str) -> str:
    """A name for what is derived from a file's bytes; empty when its hash is not known."""
    return "-".join((file.sha256[:32], *parts)) if file.sha256 else ""
