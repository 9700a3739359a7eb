"""From how well each pair fits to the links proposed: rivals share what is likely, and the best get it."""

from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np

from crosstie.app.prelabelling.assignment import best_pairs
from crosstie.app.prelabelling.maker import LEAST_SCORE, OPERATING_POINT, Proposal
from crosstie.app.prelabelling.roles import Sides
from crosstie.schema.records import End

_SUREST: Final = 0.99
"""No maker is surer than this."""
_FINITE: Final = 1e-9


class Fit(msgspec.Struct, frozen=True):
    """How likely two ends belong together if there were no others, and why, in one sentence."""

    likely: float
    reason: str


Fits = Mapping[tuple[End, End], Fit]


def proposals(
    side: Sides, fits: Fits, *, first_one: bool = False, second_one: bool = False
) -> list[Proposal]:
    """The links to propose of what fits, the surest first.

    Where an end takes one link at most (by the type's cardinality, or because the maker says so with
    `first_one` and `second_one`) the pairs at it are rivals: each gets the part of its likelihood that its
    odds have of theirs, and one that the best assignment leaves out stays below the operating point.
    """
    first_one, second_one = first_one or side.first_has_one, second_one or side.second_has_one
    # Makers work with NumPy, whose numbers pass for floats but cannot be recorded.
    likely = {pair: float(fit.likely) for pair, fit in fits.items() if fit.likely >= LEAST_SCORE / 2}
    shares = _shares(likely, first_one=first_one, second_one=second_one)
    winners = _winners(likely, first_one=first_one, second_one=second_one)
    found = []
    for pair, value in likely.items():
        score = min(value * shares[pair], _SUREST)
        if pair not in winners:
            score = min(score, OPERATING_POINT - 0.01)
        if score >= LEAST_SCORE:
            from_end, to_end = pair if side.forward else pair[::-1]
            found.append(Proposal(side.spec.id, from_end, to_end, round(score, 3), fits[pair].reason))
    return sorted(found, key=lambda one: -one.score)


def _shares(
    likely: Mapping[tuple[End, End], float], *, first_one: bool, second_one: bool
) -> dict[tuple[End, End], float]:
    odds = {pair: value / (1 - value + _FINITE) for pair, value in likely.items()}
    totals: dict[tuple[int, End], float] = {}
    for pair, value in odds.items():
        for place, end in enumerate(pair):
            totals[place, end] = totals.get((place, end), 0.0) + value
    limited = [place for place, one in enumerate((first_one, second_one)) if one]
    return {
        pair: min((value / totals[place, pair[place]] for place in limited), default=1.0)
        for pair, value in odds.items()
    }


def _winners(
    likely: Mapping[tuple[End, End], float], *, first_one: bool, second_one: bool
) -> set[tuple[End, End]]:
    if first_one and second_one:
        return _assigned(likely)
    best: dict[End, tuple[End, End]] = {}
    if not (first_one or second_one):
        return set(likely)
    place = 0 if first_one else 1
    for pair, value in likely.items():
        standing = best.get(pair[place])
        if standing is None or value > likely[standing]:
            best[pair[place]] = pair
    return set(best.values())


def _assigned(likely: Mapping[tuple[End, End], float]) -> set[tuple[End, End]]:
    firsts = list(dict.fromkeys(first for first, _ in likely))
    seconds = list(dict.fromkeys(second for _, second in likely))
    row, column = ({end: at for at, end in enumerate(ends)} for ends in (firsts, seconds))
    worth = np.zeros((len(firsts), len(seconds)))
    for (first, second), value in likely.items():
        worth[row[first], column[second]] = value
    return {(firsts[at], seconds[to]) for at, to in best_pairs(worth)}
