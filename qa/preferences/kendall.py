"""Agreement on order: Kendall's W of many raters, tau-b of two."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.special import chdtrc
from scipy.stats import kendalltau, rankdata

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result
from crosstie.qa.sums import Key, Number, Sums, ratio, sums


def kendall_w(rater_by_item: Sequence[Sequence[float]]) -> Result:
    """Return W of raters (rows) who ranked, or scored, the same items: 0 no agreement .. 1 the same order.

    W = 12 S / (m^2 (n^3 - n) - m T), ties given their mean rank and T the sum of t^3 - t (Kendall & Smith
    1939, Ann Math Stat 10:275). One rater: None, needs_two_raters. Everybody ties everything: None,
    undefined_no_variation.
    """
    return finish_kendall_w(rank_sums(rater_by_item))


def rank_sums(rater_by_item: Sequence[Sequence[float]]) -> Sums:
    """Return ("rank", item) twice the rank sums, ("raters",) and ("ties",); groups of raters add."""
    cells: dict[Key, Number] = {("raters",): len(rater_by_item)}
    for row in rater_by_item:
        if not np.isfinite(np.asarray(row, np.float64)).all():
            raise QualityInvalid("a rank is missing or not finite; W needs every rater to rank every item.")
        for item, rank in enumerate(rankdata(row)):
            cells["rank", item] = cells.get(("rank", item), 0) + round(2 * float(rank))
        cells["ties",] = cells.get(("ties",), 0) + sum(t**3 - t for t in Counter(row).values())
    return sums(cells)


def finish_kendall_w(parts: Sums) -> Result:
    """Finish rank sums as W, with chi2 = m (n - 1) W and its p on n - 1 degrees of freedom."""
    m, doubled = parts.count("raters"), [int(value) for value in parts.under("rank").values()]
    n = len(doubled)
    figures: dict[str, object] = {"w": None, "chi2": None, "df": None, "p": None}
    if m < 2 or n < 2:
        state = said.NEEDS_TWO_RATERS if m < 2 else said.INSUFFICIENT
        return Result("kendall_w", None, state, n, 0, m, figures, parts)
    spread = sum((Fraction(r, 2) - Fraction(m * (n + 1), 2)) ** 2 for r in doubled)
    w = ratio(12 * spread, m * m * (n**3 - n) - m * parts["ties",])
    if w is not None:
        chi2 = m * (n - 1) * w
        figures = {"w": w, "chi2": chi2, "df": n - 1, "p": float(chdtrc(n - 1, chi2))}
    state = said.NO_VARIATION if w is None else said.OK
    return Result(
        "kendall_w", w, state, n, m * (m - 1) // 2, m, figures, parts, method="Kendall & Smith 1939, ties"
    )


def kendall_tau_b(x: Sequence[float], y: Sequence[float]) -> Result:
    """Return tau-b of two orders of the same items, -1 .. 1, with a two-sided p of tau = 0.

    p is exact for few items without ties, else normal (scipy). A constant order: None,
    undefined_no_variation; fewer than two items: None, insufficient_pairable. Kendall 1945, Biometrika
    33:239.
    """
    parts = tau_sums(x, y)
    found = finish_tau_b(parts)
    if found.value is not None:
        found.figures["p"] = float(kendalltau(x, y).pvalue)
    return found


def tau_sums(x: Sequence[float], y: Sequence[float]) -> Sums:
    """Count pairs of items by how both order them; samples, each with items of its own, add."""
    if len(x) != len(y):
        raise QualityInvalid("tau-b needs the same items in both orders.")
    if not np.isfinite(np.asarray([*x, *y], np.float64)).all():
        raise QualityInvalid("an order has a number that is not finite.")
    cells: Counter[Key] = Counter({("units",): len(x)})
    a, b = np.asarray(x, np.float64), np.asarray(y, np.float64)
    for i in range(len(a) - 1):
        one, other = np.sign(a[i + 1 :] - a[i]), np.sign(b[i + 1 :] - b[i])
        cells["concordant",] += int((one * other > 0).sum())
        cells["discordant",] += int((one * other < 0).sum())
        cells["tied_x",] += int((one == 0).sum())
        cells["tied_y",] += int((other == 0).sum())
        cells["pairs",] += len(one)
    return sums(dict(cells))


def finish_tau_b(parts: Sums) -> Result:
    """Finish counts of pairs as tau-b = (C - D) / sqrt((P - Tx)(P - Ty))."""
    pairs = parts.count("pairs")
    base = (pairs - parts.count("tied_x")) * (pairs - parts.count("tied_y"))
    tau = (parts.count("concordant") - parts.count("discordant")) / base**0.5 if base else None
    state = said.OK if base else said.NO_VARIATION if pairs else said.INSUFFICIENT
    figures: dict[str, object] = {"tau_b": tau, "p": None}
    return Result(
        "kendall_tau_b", tau, state, parts.count("units"), pairs, 2, figures, parts, method="Kendall 1945"
    )
