"""Codes of one or two signs, none of which begins another one, so that each is taken when it is typed."""

from collections.abc import Sequence
from typing import Final

ALPHABET: Final = "123456789ASDFGHJKQWERYUZXCVBNM"
"""Signs that are not taken for each other. T is left out: it leaves the mode that it began."""
MOST: Final = len(ALPHABET) ** 2


def codes(count: int) -> list[str]:
    """As many codes, the shortest first; at most MOST."""
    count = min(count, MOST)
    signs = len(ALPHABET)
    # So many signs begin a code of two that all find one: each of them gives up being a code itself.
    leading = max(-(-(count - signs) // (signs - 1)), 0) if count > signs else 0
    single = ALPHABET[: signs - leading]
    double = [first + second for first in ALPHABET[signs - leading :] for second in ALPHABET]
    return [*single, *double][:count]


def given(wanted: Sequence[str], before: dict[str, str]) -> dict[str, str]:
    """A code for each of what is wanted. As long as nothing new is among it, all keep the codes they had."""
    if all(key in before for key in wanted):
        return {key: before[key] for key in wanted}
    return dict(zip(wanted, codes(len(wanted)), strict=False))
