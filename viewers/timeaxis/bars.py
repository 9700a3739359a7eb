"""The bars of one row as arrays, so that what is in view is found without looking at the rest."""

from collections.abc import Iterable
from copy import copy

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.records import Annotation
from crosstie.viewers.timeaxis.packing import MOST_SUBROWS, Times, pack


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

    def __init__(self, bars: Iterable[Bar] = ()) -> None:
        self.bars = sorted(bars, key=lambda bar: (bar.start_ns, bar.id))
        self.starts_ns: Times = np.array([bar.start_ns for bar in self.bars], np.int64)
        self.ends_ns: Times = np.array([bar.end_ns for bar in self.bars], np.int64)
        self.rgb: NDArray[np.uint32] = np.array([bar.rgb for bar in self.bars], np.uint32)
        self.subrows, self.subrow_count = pack(self.starts_ns, self.ends_ns)
        self._by_id = {bar.id: bar for bar in self.bars}
        self._reach_ns = np.maximum.accumulate(self.ends_ns)

    def __contains__(self, annotation_id: str) -> bool:
        return annotation_id in self._by_id

    def __len__(self) -> int:
        return len(self.bars)

    def place_of(self, annotation_id: str) -> int:
        """Where in the order a bar stands. Raises KeyError for one that is not here."""
        bar = self._by_id[annotation_id]
        place = int(np.searchsorted(self.starts_ns, bar.start_ns))
        while self.bars[place] is not bar:
            place += 1
        return place

    def with_changes(self, gone: Iterable[str], come: Iterable[Bar]) -> "Bars":
        """Bars with some taken away and some put in; all others stay in their sub-rows, so nothing jumps."""
        changed = copy(self)
        changed.bars, changed._by_id = self.bars.copy(), self._by_id.copy()
        left: dict[str, int] = {}
        for annotation_id in gone:
            if annotation_id in changed:
                left[annotation_id] = changed._take_out(annotation_id)
        for bar in come:
            changed._put_in(bar, left.get(bar.id))
        changed.subrow_count = int(changed.subrows.max(initial=0)) + 1
        changed._reach_ns = np.maximum.accumulate(changed.ends_ns)
        return changed

    def _take_out(self, annotation_id: str) -> int:
        """Takes a bar away and says in which sub-row it stood."""
        place = self.place_of(annotation_id)
        subrow = int(self.subrows[place])
        del self.bars[place], self._by_id[annotation_id]
        self.starts_ns, self.ends_ns = np.delete(self.starts_ns, place), np.delete(self.ends_ns, place)
        self.rgb, self.subrows = np.delete(self.rgb, place), np.delete(self.subrows, place)
        return subrow

    def _put_in(self, bar: Bar, wanted: int | None) -> None:
        """Puts a bar in, in the sub-row `wanted` if that is free, else in the topmost free one."""
        overlaps = (self.starts_ns < max(bar.end_ns, bar.start_ns + 1)) & (
            np.maximum(self.ends_ns, self.starts_ns + 1) > bar.start_ns
        )
        taken = set(self.subrows[overlaps].tolist())
        free = (subrow for subrow in range(MOST_SUBROWS) if subrow not in taken)
        subrow = wanted if wanted is not None and wanted not in taken else next(free, MOST_SUBROWS - 1)
        place = int(np.searchsorted(self.starts_ns, bar.start_ns))
        self.bars.insert(place, bar)
        self._by_id[bar.id] = bar
        self.starts_ns = np.insert(self.starts_ns, place, bar.start_ns)
        self.ends_ns = np.insert(self.ends_ns, place, bar.end_ns)
        self.rgb = np.insert(self.rgb, place, bar.rgb)
        self.subrows = np.insert(self.subrows, place, subrow)

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
