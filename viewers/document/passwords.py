"""The passwords of documents, for as long as the program runs and nowhere but in its memory."""

from typing import Final

from crosstie.schema.records import Asset

_given: Final[dict[tuple[str, ...], str]] = {}


def keep_password(asset: Asset, password: str) -> None:
    """Remembers what has opened an asset; of one whose content is not known nothing is kept."""
    if key := _content(asset):
        _given[key] = password


def kept_password(asset: Asset) -> str:
    """What has opened the same content before, in whatever sample; else the empty text."""
    return _given.get(_content(asset), "")


def forget_password(asset: Asset) -> None:
    """It does not open it any more."""
    _given.pop(_content(asset), None)


def _content(asset: Asset) -> tuple[str, ...]:
    hashes = tuple(file.sha256 for file in asset.files)
    return hashes if all(hashes) else ()
