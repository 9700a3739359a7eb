"""MUC, B-cubed, CEAF and BLANC of one document, as numerators and denominators that add over documents."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import comb

import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.entities.clusters import Cluster, overlaps
from crosstie.qa.sums import Key, Number

Overlaps = Counter[tuple[int, int]]


def document_cells(key: Sequence[Cluster], response: Sequence[Cluster]) -> dict[Key, Number]:
    """Return every measure's (measure, "r"|"p", "num"|"den") of one document, and BLANC's counts of links."""
    common = overlaps(key, response)
    cells: dict[Key, Number] = {}
    for side, mine, shared in (("r", key, common), ("p", response, _flipped(common))):
        cells["muc", side, "num"], cells["muc", side, "den"] = _muc(mine, shared)
        cells["b_cubed", side, "num"] = _b_cubed(mine, shared)
        cells["b_cubed", side, "den"] = cells["ceaf_m", side, "den"] = sum(map(len, mine))
        cells["ceaf_e", side, "den"] = len(mine)
    for name in ("ceaf_m", "ceaf_e"):
        best = _ceaf(key, response, common, name == "ceaf_e")
        cells[name, "r", "num"] = cells[name, "p", "num"] = best
    return cells | _blanc(key, response, common)


def _flipped(common: Overlaps) -> Overlaps:
    return Counter({(j, i): n for (i, j), n in common.items()})


def _muc(mine: Sequence[Cluster], common: Overlaps) -> tuple[int, int]:
    """Return links kept and links there: |K| less the pieces that the other side cuts K into (Vilain et al.
    1995).
    """
    pieces = Counter(i for i, _ in common)
    inside = Counter[int]()
    for (i, _), n in common.items():
        inside[i] += n
    kept = sum(len(c) - pieces[i] - (len(c) - inside[i]) for i, c in enumerate(mine))
    return kept, sum(len(c) - 1 for c in mine)


def _b_cubed(mine: Sequence[Cluster], common: Overlaps) -> Fraction:
    """Return the sum over mentions of the share of their cluster found with them (Bagga & Baldwin 1998)."""
    return sum((Fraction(n * n, len(mine[i])) for (i, _), n in common.items()), Fraction(0))


def _ceaf(key: Sequence[Cluster], response: Sequence[Cluster], common: Overlaps, by_entity: bool) -> Number:
    """Return the greatest sum of phi over one-to-one pairs: phi4 = 2|K&R|/(|K|+|R|), phi3 = |K&R| (Luo
    2005).
    """
    if not common:
        return 0
    phi: dict[tuple[int, int], Number] = {
        (i, j): Fraction(2 * n, len(key[i]) + len(response[j])) if by_entity else n
        for (i, j), n in common.items()
    }
    table = np.zeros((len(key), len(response)))
    for place, value in phi.items():
        table[place] = float(value)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return sum(
        (phi.get((i, j), 0) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)), Fraction(0)
    )


def _blanc(key: Sequence[Cluster], response: Sequence[Cluster], common: Overlaps) -> dict[Key, Number]:
    """Return counts of coreferent (c) and other (n) pairs of mentions, in key, response and both (Luo et
    al. 2014).
    """
    n_key, n_response, n_both = sum(map(len, key)), sum(map(len, response)), sum(common.values())
    key_c, response_c = (sum(comb(len(c), 2) for c in side) for side in (key, response))
    both_c = sum(comb(n, 2) for n in common.values())
    rows, columns = Counter[int](), Counter[int]()
    for (i, j), n in common.items():
        rows[i] += n
        columns[j] += n
    alike = sum(comb(n, 2) for n in rows.values()) + sum(comb(n, 2) for n in columns.values()) - both_c
    return {
        ("blanc", "c", "key"): key_c,
        ("blanc", "c", "response"): response_c,
        ("blanc", "c", "both"): both_c,
        ("blanc", "n", "key"): comb(n_key, 2) - key_c,
        ("blanc", "n", "response"): comb(n_response, 2) - response_c,
        ("blanc", "n", "both"): comb(n_both, 2) - alike,
        ("mentions", "key"): n_key,
        ("mentions", "response"): n_response,
        ("mentions", "both"): n_both,
    }
