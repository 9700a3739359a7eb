"""Where panes stand when nobody has moved them: rows of stacks. No Qt."""

from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.schema.records import Asset, AssetKind

PICTURES: Final[tuple[AssetKind, ...]] = ("video", "image")
SCENES: Final[tuple[AssetKind, ...]] = ("pointcloud", "radar", "document", "transcript", "output")
_PER_ROW: Final = 4
_STACKED: Final[tuple[AssetKind, ...]] = ("document", "transcript", "radar", "output")


class Row(msgspec.Struct, frozen=True):
    """Stacks side by side: each a tuple of asset ids that share one place as tabs."""

    stacks: tuple[tuple[str, ...], ...]


def arrange(assets: Iterable[Asset]) -> tuple[Row, ...]:
    """Pictures above, at most four abreast; clouds, documents and transcripts below, one stack a kind.

    Sound has no pane here: its wave stands on the time axis below. Radar that accompanies a cloud is
    drawn in the cloud's pane.
    """
    shown = list(assets)
    pictures = [(asset.id,) for asset in shown if asset.kind in PICTURES]
    rows = [Row(tuple(pictures[i : i + _PER_ROW])) for i in range(0, len(pictures), _PER_ROW)]
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
