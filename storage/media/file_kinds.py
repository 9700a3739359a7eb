"""Which kind of file an asset is made of."""

from pathlib import Path
from typing import Final

from crosstie.schema.records import Asset, AssetKind

_PICTURE_SUFFIXES: Final = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".png",
        ".bmp",
        ".webp",
        ".tif",
        ".tiff",
        ".jp2",
        ".pgm",
        ".ppm",
        ".pnm",
        ".gif",
    }
)


def kind_of_files(asset: Asset) -> AssetKind:
    """The kind of reader: a camera may be a sequence of pictures, a model's output any file."""
    suffix = Path(asset.files[0].path).suffix.lower()
    if asset.kind == "video" and (len(asset.files) > 1 or suffix in _PICTURE_SUFFIXES):
        return "image"
    if asset.kind == "output":
        return "image" if suffix in _PICTURE_SUFFIXES else "transcript"
    return asset.kind
