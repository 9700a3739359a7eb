"""Which of many stretches of time meet a given one, found without looking at all of them."""

from collections.abc import Iterator
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Span = tuple[int, int]
"""Start and end in sample time, in nanoseconds; equal for an instant."""
ALL_TIME: Final[Span] = (-(1 << 80), 1 << 80)

_FINEST_BITS: Final = 28
"""The finest cells are a quarter of a second wide."""
_STEP_BITS: Final = 4
_CELLS_A_SPAN: Final = 16


class SpanGrid(Generic[Key]):
    """Keys with their spans, kept in cells of time: short spans in fine cells, long ones in coarse cells.

    A span lies in at most _CELLS_A_SPAN + 1 cells of one level; a question looks at every level in use.
    """

    def __init__(self) -> None:
        self.spans: dict[Key, tuple[Span, ...]] = {}
        self._levels: dict[int, dict[int, dict[Key, None]]] = {}

    def put(self, key: Key, spans: tuple[Span, ...]) -> None:
        """Adds a key, or gives it other spans; without spans it is nowhere."""
        self.drop(key)
        if not spans:
            return
        self.spans[key] = spans
        for bits, cell in _cells(spans):
            self._levels.setdefault(bits, {}).setdefault(cell, {})[key] = None

    def drop(self, key: Key) -> None:
        """Takes a key away, if it is there."""
        for bits, cell in _cells(self.spans.pop(key, ())):
            keys = self._levels[bits].get(cell)
            if keys is None:
                continue
            keys.pop(key, None)
            if not keys:
                del self._levels[bits][cell]

    def meeting(self, spans: tuple[Span, ...]) -> list[Key]:
        """The keys that are there at an instant of `spans` at least, each once."""
        found: dict[Key, None] = {}
        for span in spans:
            for key in self._near(span):
                if key not in found and _meets(self.spans[key], span):
                    found[key] = None
        return list(found)

    def _near(self, span: Span) -> Iterator[Key]:
        start, end = span
        for bits, cells in self._levels.items():
            first, last = start >> bits, end >> bits
            if last - first >= len(cells):
                for cell, keys in cells.items():
                    if first <= cell <= last:
                        yield from keys
            else:
                for cell in range(first, last + 1):
                    yield from cells.get(cell, ())


def _cells(spans: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        bits = _FINEST_BITS
        while (end - start) >> bits > _CELLS_A_SPAN:
            bits += _STEP_BITS
        for cell in range(start >> bits, (end >> bits) + 1):
            yield bits, cell


def _meets(spans: tuple[Span, ...], other: Span) -> bool:
    return any(start <= other[1] and other[0] <= end for start, end in spans)
