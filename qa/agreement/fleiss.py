"""Fleiss' kappa of a fixed number of annotators a unit."""

from fractions import Fraction

from crosstie.qa import status as said
from crosstie.qa.agreement.ratings import annotators_of, rating_sums, units_by_count
from crosstie.qa.labels import Ratings
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio


def fleiss_kappa(annotator_by_unit: Ratings) -> Result:
    """Return (po - pe) / (1 - pe) over units that all have the same number of labels, at least two.

    Fleiss 1971, Psychol Bull 76:378. Unequal numbers: None, unequal_raters (take alpha). One label
    throughout: None, undefined_no_variation.
    """
    return finish_fleiss(rating_sums(annotator_by_unit))


def finish_fleiss(ratings: Sums) -> Result:
    """Finish rating sums as Fleiss' kappa, with observed and chance agreement po and pe."""
    units = units_by_count(ratings)
    figures: dict[str, object] = {"kappa": None, "po": None, "pe": None}
    raters = annotators_of(ratings)
    if len(units) != 1 or max(units) < 2:
        state = said.UNEQUAL_RATERS if len(units) > 1 else said.INSUFFICIENT
        return Result("fleiss_kappa", None, state, sum(units.values()), 0, raters, figures, ratings)
    ((m, n),) = units.items()
    mass = ratings.under("mass", m)
    agreed = sum(int(v) for (c, k), v in ratings.under("pair", m).items() if c == k)
    po, pe = (
        Fraction(agreed, n * m * (m - 1)),
        sum((Fraction(v, n * m) ** 2 for v in mass.values()), Fraction(0)),
    )
    kappa = ratio(po - pe, 1 - pe)
    figures = {"kappa": kappa, "po": float(po), "pe": float(pe)}
    state = said.NO_VARIATION if kappa is None else said.OK
    return Result(
        "fleiss_kappa",
        kappa,
        state,
        n,
        n * m * (m - 1) // 2,
        max(raters, m),
        figures,
        ratings,
        method="Fleiss 1971",
    )
