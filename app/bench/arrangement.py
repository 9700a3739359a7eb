"""Where panes stand when nobody has moved them: rows of stacks. No Qt."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from crosstie.schema.records import Asset, AssetKind

PICTURES: Final[tuple[AssetKind, ...]] = ("video", "image")
SCENES: Final[tuple[AssetKind, ...]] = ("pointcloud", "radar", "document", "transcript", "output")
_PER_ROW: Final = 4
_PICTURES_PERCENT: Final = 55
_LOW_PX: Final = 800
_STACKED: Final[tuple[AssetKind, ...]] = ("document", "transcript", "radar", "output")


class Row(msgspec.Struct, frozen=True):
    """Stacks side by side: each a tuple of asset ids that share one place as tabs."""

    stacks: tuple[tuple[str, ...], ...]


def arrange(assets: Iterable[Asset]) -> tuple[Row, ...]:
    """Pictures above, at most four abreast in rows of one length; clouds, documents and transcripts below,
    one stack a kind.

    Sound has no pane here: its wave stands on the time axis below. Radar that accompanies a cloud is
    drawn in the cloud's pane.
    """
    shown = list(assets)
    pictures = [(asset.id,) for asset in shown if asset.kind in PICTURES]
    row_count = -(-len(pictures) // _PER_ROW)
    abreast = -(-len(pictures) // max(row_count, 1))
    rows = [Row(tuple(pictures[i : i + abreast])) for i in range(0, len(pictures), max(abreast, 1))]
    scenes = _scene_stacks(shown)
    if scenes:
        rows.append(Row(scenes))
    return tuple(rows)


def _scene_stacks(assets: list[Asset]) -> tuple[tuple[str, ...], ...]:
    has_cloud = any(asset.kind == "pointcloud" for asset in assets)
    stacks: list[tuple[str, ...]] = []
    for kind in SCENES:
        ids = tuple(asset.id for asset in assets if asset.kind == kind)
        if not ids or (kind == "radar" and has_cloud):
            continue
        stacks += [ids] if kind in _STACKED else [(one,) for one in ids]
    return tuple(stacks)


def row_heights_px(asked_px: Sequence[int | None], room_px: int) -> list[int]:
    """How high each row is: pictures as high as they ask, all of them together at most a good half where
    there are others; these, which ask for nothing, share the rest.
    """
    wanted = sum(height for height in asked_px if height is not None)
    others = asked_px.count(None)
    bound = room_px * _PICTURES_PERCENT // 100 if others else room_px
    shrunk = min(1.0, bound / wanted) if wanted else 1.0
    heights = [None if height is None else int(height * shrunk) for height in asked_px]
    rest = (room_px - sum(height for height in heights if height is not None)) // max(others, 1)
    return [rest if height is None else height for height in heights]


def strip_height_px(wanted_px: int, room_px: int) -> int:
    """How high the strip of time is: what it wants, at most two fifths, or a third on a low screen."""
    return min(wanted_px, room_px // 3 if room_px < _LOW_PX else room_px * 2 // 5)
