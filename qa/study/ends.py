"""Which end of a link in one pass is which of another: annotations by place, entities by mentions."""

from collections import Counter

import numpy as np

from crosstie.qa.matching.assign import sparse_pairs
from crosstie.qa.study.locating import Located
from crosstie.qa.study.side import Side

_SAME_TYPE = 2.0**-30  # of equal overlaps, the entity of the same type


def match_ends(located: Located) -> dict[str, str]:
    """Return second pass's id -> first pass's, of annotations and entities, each at most once."""
    mine, others = located.first.columns.ids, located.second.columns.ids
    found = {others[j]: mine[i] for j, i in located.partner.items()}
    return found | match_entities(located)


def match_entities(located: Located) -> dict[str, str]:
    """Return entities of the second pass -> of the first, one to one.

    The greatest sum of shared annotations over all of either (Dice). What no annotation decides, the type and
    the name do.
    """
    first, second = located.first, located.second
    shared: Counter[tuple[str, str]] = Counter()
    for j, i in located.partner.items():
        one, other = first.columns.entities[i], second.columns.entities[j]
        if one and other:
            shared[one, other] += 1
    mine, others = sorted({one for one, _ in shared}), sorted({other for _, other in shared})
    pairs = sorted(shared)
    place, other_place = ({key: at for at, key in enumerate(side)} for side in (mine, others))
    rows = np.array([place[one] for one, _ in pairs], np.intp)
    columns = np.array([other_place[other] for _, other in pairs], np.intp)
    score = np.array([_dice(first, second, pair, shared[pair]) for pair in pairs], np.float64)
    r, c = sparse_pairs(rows, columns, score)
    found = {others[j]: mine[i] for i, j in zip(r.tolist(), c.tolist(), strict=True)}
    return found | _by_name(first, second, found)


def _dice(first: Side, second: Side, pair: tuple[str, str], shared: int) -> float:
    one, other = pair
    size = len(first.mentions[one]) + len(second.mentions[other])
    same = first.columns.entity_of[one][0] == second.columns.entity_of[other][0]
    return 2 * shared / size + _SAME_TYPE * same


def _by_name(first: Side, second: Side, found: dict[str, str]) -> dict[str, str]:
    """Match entities that nothing is about, on one side at least, by type and name where that is plain."""
    taken = set(found.values())
    mine = _plain_names(first, taken)
    others = _plain_names(second, set(found))
    named = {others[said]: mine[said] for said in mine.keys() & others.keys()}
    return {
        other: one
        for other, one in named.items()
        if not (first.mentions.get(one) and second.mentions.get(other))
    }


def _plain_names(side: Side, taken: set[str]) -> dict[tuple[str, str], str]:
    said = Counter(side.columns.entity_of.values())
    return {what: key for key, what in side.columns.entity_of.items() if key not in taken and said[what] == 1}
