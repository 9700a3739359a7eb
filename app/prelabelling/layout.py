"""How a value stands to a key on a page: beside it or below it, and how far away."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import regex

from crosstie.schema.anchors import Anchor, PageRegion

_RIGHT_TO_LEFT: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
_LINE_PT: Final = 14.0
_SLACK: Final = 0.4
_IN_BETWEEN: Final = 0.8


class Placing(NamedTuple):
    """Where a value stands from its key, in words, and what that costs: 0 for right beside it."""

    said: str
    cost: float


def placing(key: PageRegion, value: PageRegion, others: Iterable[Anchor], key_text: str) -> Placing | None:
    """How the value stands to the key; None where it stands neither on its line nor below it.

    Distances count in lines. What stands between the two makes it unlikely that they belong together.
    """
    line = min(key.height, value.height, _LINE_PT)
    found = _beside(key, value, line, backwards=bool(_RIGHT_TO_LEFT.search(key_text)))
    found = found or _below(key, value, line)
    if found is None:
        return None
    between = sum(
        _between(key, value, other)
        for other in set(others)
        if isinstance(other, PageRegion) and other.page == key.page and other not in (key, value)
    )
    return Placing(found.said, found.cost + _IN_BETWEEN * between)


def _beside(key: PageRegion, value: PageRegion, line: float, *, backwards: bool) -> Placing | None:
    shared = min(key.y + key.height, value.y + value.height) - max(key.y, value.y)
    if shared < 0.5 * min(key.height, value.height):
        return None
    left, right = (value, key) if backwards else (key, value)
    gap = right.x - (left.x + left.width)
    if gap < -_SLACK * line:
        return None
    side = "left" if backwards else "right"
    return Placing(f"{max(gap, 0):.0f} pt to the {side} of", max(gap, 0) / (16 * line))


def _below(key: PageRegion, value: PageRegion, line: float) -> Placing | None:
    shared = min(key.x + key.width, value.x + value.width) - max(key.x, value.x)
    gap = value.y - (key.y + key.height)
    if shared <= 0 or gap < -_SLACK * line:
        return None
    return Placing(f"{max(gap, 0):.0f} pt below", 0.25 + max(gap, 0) / (4 * line))


def _between(key: PageRegion, value: PageRegion, other: PageRegion) -> bool:
    """Whether another region's middle lies in the rectangle that spans the middles of both."""
    (x1, y1), (x2, y2), (x, y) = (_middle(one) for one in (key, value, other))
    slack = 0.5 * min(key.height, value.height)
    across = min(x1, x2) - slack <= x <= max(x1, x2) + slack
    return across and min(y1, y2) - slack <= y <= max(y1, y2) + slack


def _middle(region: PageRegion) -> tuple[float, float]:
    return region.x + region.width / 2, region.y + region.height / 2
