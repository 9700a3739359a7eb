"""Which pane shows which kind of asset. A new modality is one sub-package and one row here."""

from importlib import import_module
from typing import Final

from crosstie.schema.records import Asset, AssetKind
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane

PANES: Final[dict[AssetKind, tuple[str, str]]] = {
    "video": ("crosstie.viewers.video", "VideoPane"),
    "image": ("crosstie.viewers.image", "ImagePane"),
    "audio": ("crosstie.viewers.waveform", "WaveformPane"),
    "transcript": ("crosstie.viewers.transcript", "TranscriptPane"),
    "document": ("crosstie.viewers.document", "DocumentPane"),
    "pointcloud": ("crosstie.viewers.pointcloud", "PointCloudPane"),
    "radar": ("crosstie.viewers.pointcloud", "PointCloudPane"),
}


def make_pane(context: PaneContext, asset: Asset) -> Pane | None:
    """The pane for an asset, or None where this release has none for its kind.

    Modules are imported at first use: a sample without clouds never loads OpenGL.
    """
    row = PANES.get(asset.kind)
    if row is None:
        return None
    pane_class = getattr(import_module(row[0]), row[1])
    pane = pane_class(context, asset)
    assert isinstance(pane, Pane)
    return pane
