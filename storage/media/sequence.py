"""Times of a file sequence, and which of its files stands at an instant."""

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.records import Asset
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import FrameTimes

GRACE_NS: Final = 1
"""A time that came through another clock is rounded; this much too early still finds its frame."""


class Times(msgspec.Struct, frozen=True):
    """Ascending instants, each holding until the next; the last one until `end_ns`."""

    starts_ns: Sequence[int]
    end_ns: int

    def index_at(self, asset_ns: int) -> int:
        """The instant at or last before `asset_ns`; the first one before them all."""
        return max(0, bisect_right(self.starts_ns, asset_ns + GRACE_NS) - 1)

    def every(self) -> FrameTimes:
        """All instants, as a pane asks for them."""
        return FrameTimes(np.asarray(self.starts_ns, "<i8"), self.end_ns)

    def next_ns(self, index: int) -> int:
        """When instant `index` gives way."""
        return self.starts_ns[index + 1] if index + 1 < len(self.starts_ns) else self.end_ns


def asset_times(asset: Asset) -> Times:
    """The times of an asset's files; a single file without a time stands at zero, for no time at all.

    Raises MediaUnreadable when a sequence's times are missing or do not ascend.
    """
    starts = asset.times_ns
    if len(asset.files) == 1 and not starts:
        return Times((0,), 0)
    if len(starts) != len(asset.files):
        raise MediaUnreadable(
            f"{asset.id}: has {len(asset.files)} files but {len(starts)} times; give rate or times"
        )
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    if min(gaps, default=1) <= 0:
        raise MediaUnreadable(f"{asset.id}: the times of its files do not ascend")
    return Times(starts, starts[-1] + round(statistics.median(gaps) if gaps else 0))
