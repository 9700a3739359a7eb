"""Which anchors fit which kind of asset."""

from typing import Final, get_args

from crosstie.schema.records import AssetKind

ASSET_KINDS: Final[tuple[AssetKind, ...]] = get_args(AssetKind)
PLANE_KINDS: Final = ("box", "rotated_box", "polygon", "polyline", "keypoints", "mask")
"""Anchor kinds in the pixels of a picture."""
CLOUD_KINDS: Final = ("cuboid", "point_set")
"""Anchor kinds in the metres of a cloud."""

ANCHORS_OF_ASSET: Final[dict[AssetKind, tuple[str, ...]]] = {
    "video": (*PLANE_KINDS, "time_span", "whole_asset"),
    "audio": ("time_span", "whole_asset"),
    "image": (*PLANE_KINDS, "whole_asset"),
    "transcript": ("text_span", "time_span", "whole_asset"),
    "document": ("page_region", "whole_asset"),
    "pointcloud": (*CLOUD_KINDS, "whole_asset"),
    "radar": (*CLOUD_KINDS, "whole_asset"),
    "output": ("text_span", "whole_asset"),
}
assert set(ANCHORS_OF_ASSET) == set(ASSET_KINDS), "every asset kind needs its anchors"
