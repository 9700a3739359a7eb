"""Dragging a whole row: shifts an asset on the sample's clock, finer than a frame. One drag is one edit."""

from typing import Final

import msgspec

from crosstie.schema.alignment import shifted
from crosstie.schema.edits import SetAssetClock
from crosstie.schema.records import Asset
from crosstie.schema.timing import asset_span_ns
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.scale import Scale

FINE: Final = 10
"""With Shift the asset moves so many times slower than the hand."""


class ShiftedAsset(msgspec.Struct, frozen=True):
    """Where an asset will lie once the hand lets go."""

    asset_id: str
    start_ns: int
    end_ns: int
    by_ns: int
    offset_ns: int

    @property
    def text(self) -> str:
        """How far it was moved and where that leaves it, in milliseconds."""
        return f"{self.asset_id} {self.by_ns / 1e6:+.1f} ms · offset {self.offset_ns / 1e6:+.1f} ms"


class AssetDrag:
    """One drag at a time, begun on a row's name. `ghost` stays after the release until `settle`."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._asset: Asset | None = None
        self._x = 0.0
        self._by_ns = 0
        self.ghost: ShiftedAsset | None = None

    @property
    def active(self) -> bool:
        """Whether a row is in the hand."""
        return self._asset is not None

    def can_shift(self, asset_id: str) -> bool:
        """Whether the asset lasts, so that it lies somewhere in time, and may be moved."""
        asset = self._context.state.assets.get(asset_id)
        return asset is not None and asset.facts.duration_ns > 0 and not self._context.read_only

    def begin(self, asset_id: str, x: float) -> None:
        """Takes hold of a row at a pixel."""
        self._asset, self._x, self._by_ns = self._context.state.assets[asset_id], x, 0

    def move(self, x: float, scale: Scale, *, fine: bool) -> None:
        """The hand has moved to a pixel."""
        if self._asset is None:
            return
        self._by_ns += scale.length_ns((x - self._x) / (FINE if fine else 1))
        self._x = x
        start_ns, end_ns = asset_span_ns(self._asset)
        self.ghost = ShiftedAsset(
            self._asset.id,
            start_ns + self._by_ns,
            end_ns + self._by_ns,
            self._by_ns,
            self._asset.clock.offset_ns + self._by_ns,
        )

    def finish(self) -> None:
        """The hand lets go: hands the edit over. Nothing is edited when nothing has moved."""
        asset, self._asset = self._asset, None
        if asset is None or not self._by_ns:
            self.ghost = None
            return
        after = shifted(asset.clock, self._by_ns)
        edit = SetAssetClock(self._context.state.sample_id, asset.id, asset.clock, after)
        self._context.submit((edit,), "lanes")

    def cancel(self) -> None:
        """Leaves everything as it was."""
        self._asset, self.ghost = None, None

    def settle(self) -> None:
        """The answer has come: what was drawn ahead of it goes."""
        if not self.active:
            self.ghost = None
