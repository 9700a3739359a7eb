"""Time spans on a waveform: bars in a strip above the wave, edges through it, and what a point means."""

from collections.abc import Collection
from typing import Final, Literal

import msgspec

from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.bars import Bar, Bars
from crosstie.viewers.timeaxis.scale import Scale
from crosstie.viewers.timeaxis.span_drag import SpanPart

PITCH_PX: Final = 18.0
LEAST_PITCH_PX: Final = 7.0
LOW_PX: Final = 58.0
STRIP_SHARE: Final = 0.4
"""Part of the height that bars may take from the wave."""
EDGE_PX: Final = 5.0
LEAST_BAR_PX: Final = 3.0


class Hit(msgspec.Struct, frozen=True):
    """What a point means: a part of a span, taken at its bar or at its edge through the wave, or no span."""

    place: Literal["bar", "edge", "wave", "gutter"]
    annotation_id: str = ""
    part: SpanPart = "body"


class SpanView(msgspec.Struct, frozen=True, eq=False):
    """The spans of one picture. Pixels are the widget's; the strip begins at `top`, the wave below it."""

    bars: Bars
    scale: Scale
    width: float
    height: float
    top: float

    @property
    def pitch(self) -> float:
        """Height of one bar and its gap; in a low pane the wave comes first, and bars are without names."""
        if self.height - self.top < LOW_PX:
            return LEAST_PITCH_PX
        room = (self.height - self.top) * STRIP_SHARE
        return min(max(room / self.bars.subrow_count, LEAST_PITCH_PX), PITCH_PX)

    @property
    def wave_top(self) -> float:
        """Where the wave begins; one line is kept free for the first span, so that the wave does not jump."""
        return self.top + 4 + self.pitch * self.bars.subrow_count

    def edges(self, bar: Bar) -> tuple[float, float]:
        """Left and right of a span; one too short to be seen is widened."""
        left = self.scale.x(bar.start_ns)
        return left, max(self.scale.x(bar.end_ns), left + LEAST_BAR_PX)

    def bar_rect(self, place: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a bar in the strip."""
        left, right = self.edges(self.bars.bars[place])
        top = self.top + 3 + int(self.bars.subrows[place]) * self.pitch
        return left, top, right, top + self.pitch - 2

    @property
    def in_view(self) -> range:
        """Places of the bars about the view."""
        near = self.bars.between(self.scale.ns(GUTTER_PX), self.scale.ns(self.width))
        return range(near.start, near.stop)

    def hit(self, x: float, y: float, selected: Collection[str]) -> Hit:
        """The part of a span under a point: a selected one's edges first, then bars, then other edges."""
        if x < GUTTER_PX:
            return Hit("gutter")
        if self.top <= y < self.wave_top:
            return self._bar_hit(x, y)
        chosen = [self.bars.bars[self.bars.place_of(key)] for key in selected if key in self.bars]
        return self._edge_hit(chosen, x) or self._edge_hit(self._near(x), x) or self._inside_hit(x, chosen)

    def _near(self, x: float) -> list[Bar]:
        near = self.bars.between(self.scale.ns(x - EDGE_PX), self.scale.ns(x + EDGE_PX))
        return self.bars.bars[near]

    def _bar_hit(self, x: float, y: float) -> Hit:
        subrow = min(max(int((y - self.top - 3) // self.pitch), 0), self.bars.subrow_count - 1)
        bar = self.bars.at(subrow, self.scale.ns(x), self.scale.length_ns(EDGE_PX - 2))
        if bar is None:
            return Hit("wave")
        left, right = self.edges(bar)
        reach = min(EDGE_PX, max((right - left) / 3, 2.0))
        if x <= left + reach:
            return Hit("bar", bar.id, "start")
        return Hit("bar", bar.id, "end" if x >= right - reach else "body")

    def _edge_hit(self, bars: list[Bar], x: float) -> Hit | None:
        """The nearest edge. Where two spans meet, the hand takes the edge of the one on whose side it is."""
        found: list[tuple[int, bool, str, SpanPart]] = []
        for bar in bars:
            left, right = self.edges(bar)
            outside = not left <= x <= right
            found.append((round(abs(left - x)), outside, bar.id, "start"))
            found.append((round(abs(right - x)), outside, bar.id, "end"))
        if not found:
            return None
        away, _, annotation_id, part = min(found)
        return Hit("edge", annotation_id, part) if away <= EDGE_PX else None

    def _inside_hit(self, x: float, chosen: list[Bar]) -> Hit:
        """The span around a point of the wave: a selected one before others, then the shortest."""
        at_ns = self.scale.ns(x)
        around = [bar for bar in self._near(x) if bar.start_ns <= at_ns <= bar.end_ns]
        if not around:
            return Hit("wave")
        ids = {bar.id for bar in chosen}
        bar = min(around, key=lambda one: (one.id not in ids, one.end_ns - one.start_ns))
        return Hit("wave", bar.id)
