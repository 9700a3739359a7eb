"""The rows of the lanes: what stands in each, in which order. Nothing here knows pixels."""

from collections.abc import Callable, Collection, Iterable
from typing import Final

import msgspec

from crosstie.schema.records import Annotation, Asset, AssetKind
from crosstie.schema.timing import asset_span_ns
from crosstie.storage.media.queries import Transcript
from crosstie.viewers.timeaxis.bars import Bar, Bars
from crosstie.viewers.timeaxis.extent import extent_ns

KIND_ORDER: Final[tuple[AssetKind, ...]] = (
    "audio", "transcript", "video", "image", "pointcloud", "radar", "document", "output",
)  # fmt: skip


class Chip(msgspec.Struct, frozen=True):
    """An annotation without a time: links need somewhere to end. `rgb` is 0xRRGGBB."""

    id: str
    rgb: int
    name: str


class Row(msgspec.Struct, frozen=True, eq=False):
    """One asset's annotations. `timed` rows have a stretch of sample time in which the asset exists."""

    asset: Asset
    bars: Bars
    chips: tuple[Chip, ...]
    start_ns: int
    end_ns: int

    @property
    def timed(self) -> bool:
        """Whether the asset lasts, or has annotations that do."""
        return self.end_ns > self.start_ns or len(self.bars) > 0


class Look(msgspec.Struct, frozen=True):
    """How annotations are named and coloured (0xRRGGBB); the context's, as plain functions."""

    name_of: Callable[[Annotation], str]
    rgb_of: Callable[[Annotation], int]


def in_row_order(assets: Iterable[Asset]) -> list[Asset]:
    """Sound first, then text, pictures, clouds and what has no time; within a kind as they were added."""
    return sorted(assets, key=lambda asset: KIND_ORDER.index(asset.kind))


def make_row(
    asset: Asset, annotations: Iterable[Annotation], transcript: Transcript | None, look: Look
) -> Row:
    """The row of one asset; `annotations` are those of the current pass that are not hidden."""
    bars, chips = _drawn(asset, annotations, transcript, look)
    return Row(asset, Bars(bars), chips, *asset_span_ns(asset))


def changed_row(
    row: Row, gone: Collection[str], come: Iterable[Annotation], transcript: Transcript | None, look: Look
) -> Row:
    """The row after the annotations `gone` have left and `come` have come or come back changed."""
    bars, chips = _drawn(row.asset, come, transcript, look)
    came = {chip.id: chip for chip in chips}
    stayed = [came.pop(chip.id, chip) for chip in row.chips if chip.id not in gone or chip.id in came]
    return msgspec.structs.replace(
        row, bars=row.bars.with_changes(gone, bars), chips=(*stayed, *came.values())
    )


def _drawn(
    asset: Asset, annotations: Iterable[Annotation], transcript: Transcript | None, look: Look
) -> tuple[list[Bar], tuple[Chip, ...]]:
    bars: list[Bar] = []
    chips: list[Chip] = []
    for annotation in annotations:
        extent = extent_ns(annotation, asset, transcript)
        rgb, name = look.rgb_of(annotation), look.name_of(annotation)
        if extent is None:
            chips.append(Chip(annotation.id, rgb, name))
        else:
            bars.append(Bar(annotation, *extent, rgb, name))
    return bars, tuple(chips)
