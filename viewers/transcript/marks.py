"""Text spans as marks on the text: which lie in a stretch of it, and at which level each is underlined."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from crosstie.schema.anchors import TextSpan
from crosstie.viewers.timeaxis.packing import pack


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
        ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.annotation_id))
        self._starts = np.array([mark.start for mark in ordered], np.int64)
        ends = np.array([mark.end for mark in ordered], np.int64)
        self._reach = np.maximum.accumulate(ends)
        levels, _ = pack(self._starts, ends)
        self.marks = [
            msgspec.structs.replace(mark, level=int(level))
            for mark, level in zip(ordered, levels, strict=True)
        ]
        self._by_id = {mark.annotation_id: mark for mark in self.marks}

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
