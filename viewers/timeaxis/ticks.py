"""Where a ruler's ticks stand and what is written at them."""

from typing import Final

import msgspec

from crosstie.schema.clock import NS_PER_SECOND, clock_text

MS: Final = 1_000_000
_MINUTE: Final = 60 * NS_PER_SECOND
_HOUR: Final = 60 * _MINUTE
STEPS: Final = tuple(
    (count * unit, parts)
    for unit, counts in (
        (MS // 1000, ((100, 5), (200, 4), (500, 5))),
        (MS, ((1, 5), (2, 4), (5, 5), (10, 5), (20, 4), (50, 5), (100, 5), (200, 4), (500, 5))),
        (NS_PER_SECOND, ((1, 5), (2, 4), (5, 5), (10, 5), (15, 3), (30, 3))),
        (_MINUTE, ((1, 4), (2, 4), (5, 5), (10, 5), (15, 3), (30, 3))),
        (_HOUR, ((1, 4), (2, 4), (6, 6), (12, 4), (24, 4))),
    )
    for count, parts in counts
)
"""Distances between labelled ticks in nanoseconds, ascending, and into how many parts each is divided."""


class Tick(msgspec.Struct, frozen=True):
    """One tick of a ruler; a minor one has no label."""

    at_ns: int
    label: str = ""

    @property
    def major(self) -> bool:
        """Whether a label stands at it."""
        return bool(self.label)


def tick_step(ns_per_px: float, label_px: float) -> tuple[int, int]:
    """The smallest labelled distance that leaves `label_px` between labels, and its number of parts."""
    for step_ns, parts in STEPS:
        if step_ns >= ns_per_px * label_px:
            return step_ns, parts
    return STEPS[-1]


def ticks(start_ns: int, end_ns: int, ns_per_px: float, label_px: float = 84.0) -> list[Tick]:
    """The ticks from `start_ns` to `end_ns`, never before zero, in ascending order."""
    step_ns, parts = tick_step(ns_per_px, label_px)
    minor_ns = step_ns // parts
    first = max(-(-start_ns // minor_ns), 0)
    return [
        Tick(index * minor_ns, "" if index % parts else tick_text(index * minor_ns, step_ns))
        for index in range(first, end_ns // minor_ns + 1)
    ]


def tick_text(at_ns: int, step_ns: int) -> str:
    """The time at a tick with as many digits as the distance between ticks needs."""
    text = clock_text(at_ns)
    if step_ns % NS_PER_SECOND == 0:
        return text[:-4]
    if step_ns % MS:
        return f"{text}{at_ns // (MS // 10) % 10}"
    kept = next(places for places in (1, 2, 3) if step_ns % 10 ** (9 - places) == 0)
    return text[: len(text) - 3 + kept]
