"""Two proportions compared: Newcombe's gap for separate groups, McNemar for paired items."""

import math
from collections.abc import Sequence

from scipy.special import bdtr, chdtrc

from crosstie.qa import status as said
from crosstie.qa.intervals.wilson import wilson_interval
from crosstie.qa.result import Interval, Result
from crosstie.qa.sums import Sums, sums


def two_proportion_gap(
    accepted_assisted: int, n_assisted: int, accepted_blind: int, n_blind: int, confidence: float = 0.95
) -> Result:
    """Return the share accepted when assisted less when blind, with Newcombe's hybrid score interval; in
    [-1, 1].

    Newcombe 1998b, Stat Med 17:873, method 10. Either group empty: None, empty.
    """
    counts = (accepted_assisted, n_assisted, accepted_blind, n_blind)
    names = ("accepted_assisted", "n_assisted", "accepted_blind", "n_blind")
    return finish_gap(sums({(name,): n for name, n in zip(names, counts, strict=True)}), confidence)


def finish_gap(parts: Sums, confidence: float = 0.95) -> Result:
    """Finish counts of accepted items in two groups."""
    sides = [(parts.count(f"accepted_{side}"), parts.count(f"n_{side}")) for side in ("assisted", "blind")]
    figures: dict[str, object] = {"difference": None, "low": None, "high": None}
    n = sides[0][1] + sides[1][1]
    if not sides[0][1] or not sides[1][1]:
        return Result("two_proportion_gap", None, said.EMPTY, n, figures=figures, sums=parts)
    (p, a), (q, b) = ((x / m, wilson_interval(x, m, confidence)) for x, m in sides)
    low = p - q - math.hypot(p - _bound(a.low), _bound(b.high) - q)
    high = p - q + math.hypot(_bound(a.high) - p, q - _bound(b.low))
    figures = {"difference": p - q, "low": low, "high": high, "rate_assisted": p, "rate_blind": q}
    ci = Interval(low, high, confidence, "Newcombe 1998b, method 10", n_effective=float(n))
    return Result(
        "two_proportion_gap", p - q, said.OK, n, 0, 0, figures, parts, ci, "difference of proportions"
    )


def mcnemar(table: Sequence[Sequence[int]]) -> Result:
    """Return the exact two-sided p of McNemar's test (the value) for paired items, with chi2 and the log
    odds.

    Rows: blind right, wrong; columns: assisted right, wrong. McNemar 1947, Psychometrika 12:153; no
    continuity correction. log_odds_discordant is ln(gained / lost). No discordant pair: p = 1, chi2 None.
    """
    (kept, lost), (gained, wrong) = table
    return finish_mcnemar(sums({("kept",): kept, ("lost",): lost, ("gained",): gained, ("wrong",): wrong}))


def finish_mcnemar(parts: Sums) -> Result:
    """Finish the counts kept, lost, gained and wrong of paired items."""
    lost, gained = parts.count("lost"), parts.count("gained")
    n = lost + gained
    chi2 = (gained - lost) ** 2 / n if n else None
    figures: dict[str, object] = {
        "chi2": chi2,
        "p_asymptotic": None if chi2 is None else float(chdtrc(1, chi2)),
        "p_exact": exact_p(lost, gained),
        "log_odds_discordant": math.log(gained / lost) if gained and lost else None,
        "discordant": n,
    }
    state = said.OK if n else said.NO_DISCORDANT
    units = sum(int(v) for v in parts.cells.values())
    return Result(
        "mcnemar", exact_p(lost, gained), state, units, n, 2, figures, parts, method="McNemar 1947, exact"
    )


def exact_p(one: int, other: int) -> float:
    """Return the two-sided binomial p of two counts that are equally likely; 1 where both are 0."""
    return min(1.0, 2 * float(bdtr(min(one, other), one + other, 0.5))) if one + other else 1.0


def _bound(value: float | None) -> float:
    return math.nan if value is None else value
