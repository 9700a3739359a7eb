"""One thing in several samples of a batch: proposals of "same as", by name and looks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

import msgspec

from crosstie.app.prelabelling.alike import Portrait, alike
from crosstie.app.prelabelling.found import SampleFound
from crosstie.app.prelabelling.maker import LEAST_SCORE

_COMMON: Final = 200
"""A word that so many entities of a batch have in their names tells nothing."""


class Appearance(msgspec.Struct, frozen=True):
    """An entity of a sample."""

    sample: str
    entity: str
    name: str


class SameAs(msgspec.Struct, frozen=True):
    """Two entities of two samples that may be one thing, how likely, and why.

    A link stays within its sample, so this is told and not written.
    """

    batch: str
    first: Appearance
    second: Appearance
    score: float
    reason: str


def same_across(samples: Iterable[SampleFound]) -> tuple[SameAs, ...]:
    """The pairs of every batch that share a word of their names, the surest first."""
    batches: dict[str, list[SampleFound]] = defaultdict(list)
    for one in samples:
        if one.batch:
            batches[one.batch].append(one)
    found = (pair for batch, members in batches.items() for pair in _of_batch(batch, members))
    return tuple(sorted(found, key=lambda one: -one.score))


def _of_batch(batch: str, members: list[SampleFound]) -> Iterator[SameAs]:
    portraits = {(one.sample_id, key): portrait for one in members for key, portrait in one.portraits.items()}
    for first, second in sorted(_sharing(portraits)):
        fit = alike(portraits[first], portraits[second])
        if fit is not None and fit.likely >= LEAST_SCORE:
            one, other = (Appearance(*key, portraits[key].name) for key in (first, second))
            yield SameAs(batch, one, other, round(fit.likely, 3), fit.reason)


def _sharing(
    portraits: dict[tuple[str, str], Portrait],
) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of two samples whose names share a word."""
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, portrait in portraits.items():
        for word in portrait.words:
            by_word[word].append(key)
    return {
        (min(pair), max(pair))
        for keys in by_word.values()
        if len(keys) <= _COMMON
        for pair in combinations(keys, 2)
        if pair[0][0] != pair[1][0]
    }
