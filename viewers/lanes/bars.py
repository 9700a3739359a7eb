"""The bars of one row as arrays, so that what is in view is found without looking at the rest."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.records import Annotation
from crosstie.viewers.lanes.packing import Times, pack


class Bar(msgspec.Struct, frozen=True):
    """One annotation over sample time; `rgb` is 0xRRGGBB."""

    annotation: Annotation
    start_ns: int
    end_ns: int
    rgb: int
    name: str

    @property
    def id(self) -> str:
        """The annotation's id."""
        return self.annotation.id


class Bars:
    """Bars in ascending order of their start, each with its sub-row."""

    def __init__(self, bars: Sequence[Bar]) -> None:
        self.bars = tuple(sorted(bars, key=lambda bar: (bar.start_ns, bar.id)))
        self.starts_ns: Times = np.array([bar.start_ns for bar in self.bars], np.int64)
        self.ends_ns: Times = np.array([bar.end_ns for bar in self.bars], np.int64)
        self.rgb: NDArray[np.uint32] = np.array([bar.rgb for bar in self.bars], np.uint32)
        self.subrows, self.subrow_count = pack(self.starts_ns, self.ends_ns)
        self._reach_ns = np.maximum.accumulate(self.ends_ns) if self.bars else self.ends_ns
        self.place_of = {bar.id: place for place, bar in enumerate(self.bars)}

    def between(self, start_ns: int, end_ns: int) -> slice:
        """The places among which all bars lie that touch a stretch of time; few others lie among them."""
        first = int(np.searchsorted(self._reach_ns, start_ns, side="left"))
        last = int(np.searchsorted(self.starts_ns, end_ns, side="right"))
        return slice(first, max(first, last))

    def at(self, subrow: int, time_ns: int, grace_ns: int) -> Bar | None:
        """The bar of a sub-row that lies at an instant, or the nearest one no further than `grace_ns`."""
        near = self.between(time_ns - grace_ns, time_ns + grace_ns)
        places = np.arange(near.start, near.stop)[self.subrows[near] == subrow]
        away = np.maximum(self.starts_ns[places] - time_ns, time_ns - self.ends_ns[places])
        if not len(places) or away.min() > grace_ns:
            return None
        return self.bars[int(places[int(np.argmin(away))])]
