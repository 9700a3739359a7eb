"""Text spans as marks on the text: which lie in a stretch of it, and at which level each is underlined."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from copy import copy

import msgspec
import numpy as np

from crosstie.schema.anchors import TextSpan
from crosstie.viewers.timeaxis.packing import MOST_SUBROWS, pack


class Mark(msgspec.Struct, frozen=True):
    """One annotation's characters `start` to `end` of the whole text; `rgb` is 0xRRGGBB.

    `level` counts underlines from the text downwards: overlapping marks never share one.
    """

    annotation_id: str
    start: int
    end: int
    rgb: int
    name: str
    level: int = 0


class Marks:
    """All marks of a text in ascending order of their start."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        ordered = sorted(marks, key=_order)
        self._starts = np.array([mark.start for mark in ordered], np.int64)
        self._ends = np.array([mark.end for mark in ordered], np.int64)
        self._reach = np.maximum.accumulate(self._ends)
        levels, _ = pack(self._starts, self._ends)
        self.marks = [
            msgspec.structs.replace(mark, level=level) if level else mark
            for mark, level in zip(ordered, levels.tolist(), strict=True)
        ]
        self._by_id = {mark.annotation_id: mark for mark in self.marks}

    def with_changes(self, gone: Iterable[str], come: Iterable[Mark]) -> "Marks":
        """Marks with some taken away and some put in; all others stay at their levels, so nothing jumps."""
        changed = copy(self)
        changed.marks, changed._by_id = self.marks.copy(), self._by_id.copy()
        left: dict[str, Mark] = {}
        for annotation_id in gone:
            if annotation_id in changed._by_id:
                left[annotation_id] = changed._take_out(annotation_id)
        for mark in come:
            changed._put_in(mark, left.get(mark.annotation_id))
        changed._reach = np.maximum.accumulate(changed._ends)
        return changed

    def _take_out(self, annotation_id: str) -> Mark:
        mark = self._by_id.pop(annotation_id)
        place = bisect_left(self.marks, _order(mark), key=_order)
        del self.marks[place]
        self._starts, self._ends = np.delete(self._starts, place), np.delete(self._ends, place)
        return mark

    def _put_in(self, mark: Mark, before: Mark | None) -> None:
        """Puts a mark in at the level where it stood if that is free, else at the topmost free one."""
        overlaps = np.flatnonzero((self._starts < mark.end) & (self._ends > mark.start))
        taken = {self.marks[place].level for place in overlaps.tolist()}
        wanted = before.level if before is not None and before.level not in taken else None
        free = next(level for level in range(len(taken) + 1) if level not in taken)
        level = wanted if wanted is not None else min(free, MOST_SUBROWS - 1)
        placed = msgspec.structs.replace(mark, level=level)
        place = bisect_left(self.marks, _order(placed), key=_order)
        self.marks.insert(place, placed)
        self._by_id[placed.annotation_id] = placed
        self._starts = np.insert(self._starts, place, placed.start)
        self._ends = np.insert(self._ends, place, placed.end)

    def get(self, annotation_id: str) -> Mark | None:
        """The mark of an annotation, if it has one."""
        return self._by_id.get(annotation_id)

    def between(self, start: int, end: int) -> list[Mark]:
        """Marks that hold some character from `start` to `end`."""
        first = int(np.searchsorted(self._reach, start, side="right"))
        last = int(np.searchsorted(self._starts, end, side="left"))
        return [mark for mark in self.marks[first:last] if mark.end > start]

    def at(self, offset: int, skip: Sequence[str] = ()) -> Mark | None:
        """The shortest mark around a character; those in `skip` only when there is no other."""
        around = self.between(offset, offset + 1)
        return min(around, key=lambda mark: (mark.annotation_id in skip, mark.end - mark.start), default=None)


def span_mark(annotation_id: str, anchor: TextSpan, text_length: int, rgb: int, name: str) -> Mark | None:
    """The mark of a text span, cut to the text; None for one that lies beyond its end."""
    end = min(anchor.end, text_length)
    return Mark(annotation_id, anchor.start, end, rgb, name) if anchor.start < end else None


def _order(mark: Mark) -> tuple[int, int, str]:
    """From left to right, the longer before the shorter."""
    return mark.start, -mark.end, mark.annotation_id
