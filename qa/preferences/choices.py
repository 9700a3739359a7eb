"""Strengths from pairwise choices: Bradley-Terry."""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from scipy.sparse.csgraph import connected_components

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, sums

_STEPS = 20_000


def bradley_terry(
    items: Sequence[Hashable], wins: Sequence[Sequence[float]], reference: Hashable = None, ridge: float = 0.0
) -> Result:
    """Return log abilities of `items` from a table of wins, row over column; P(i over j) = 1 / (1 + exp(b_j
    - b_i)).

    They are relative to `reference`, or of mean 0. Where the wins do not lead from every item to every other
    there is no finite estimate: None, not_strongly_connected, unless a `ridge` (wins added both ways to every
    pair) is given. Bradley & Terry 1952, Biometrika 39:324; Ford 1957, Am Math Mon 64:28. Value: None, there
    is one for each item.
    """
    return finish_bradley_terry(choice_sums(items, wins), reference, ridge, items)


def choice_sums(items: Sequence[Hashable], wins: Sequence[Sequence[float]]) -> Sums:
    """Return ("wins", winner, loser) counts; samples add."""
    if len(wins) != len(items) or any(len(row) != len(items) for row in wins):
        raise QualityInvalid("the table of wins has one row and one column for each item.")
    return sums(
        {("wins", a, b): int(wins[i][j]) for i, a in enumerate(items) for j, b in enumerate(items) if a != b}
    )


def finish_bradley_terry(
    parts: Sums, reference: Hashable = None, ridge: float = 0.0, items: Sequence[Hashable] | None = None
) -> Result:
    """Finish counts of wins by the minorisation of Hunter 2004, Ann Stat 32:384."""
    counted = parts.under("wins")
    names = list(items) if items is not None else in_order(name for pair in counted for name in pair)
    if reference is not None and reference not in names:
        raise QualityInvalid(f"the reference {reference!r} is not one of the items.")
    place = {name: i for i, name in enumerate(names)}
    wins = np.full((len(names), len(names)), float(ridge))
    np.fill_diagonal(wins, 0.0)
    for (a, b), n in counted.items():
        wins[place[a], place[b]] += float(n)
    pairs = int(sum(counted.values()))
    if len(names) < 2 or connected_components(wins > 0, connection="strong")[0] > 1:
        figures: dict[str, object] = {"log_ability": None}
        return Result("bradley_terry", None, said.NOT_CONNECTED, len(names), pairs, 0, figures, parts)
    ability = _abilities(wins)
    ability -= ability[place[reference]] if reference is not None else ability.mean()
    figures = {"log_ability": ability.tolist(), "items": names}
    method = f"MM, ridge {ridge}" if ridge else "MM"
    return Result("bradley_terry", None, said.OK, len(names), pairs, 0, figures, parts, method=method)


def _abilities(wins: "np.typing.NDArray[np.float64]") -> "np.typing.NDArray[np.float64]":
    won, met = wins.sum(1), wins + wins.T
    strength = np.ones(len(wins))
    for _ in range(_STEPS):
        fresh = won / (met / (strength[:, None] + strength[None, :])).sum(1)
        fresh /= math.exp(float(np.log(fresh).mean()))
        done = bool(np.abs(np.log(fresh / strength)).max() < 1e-13)
        strength = fresh
        if done:
            break
    return np.log(strength)
