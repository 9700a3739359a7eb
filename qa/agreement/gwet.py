"""Gwet's AC1 and AC2, which stay steady where one label is very frequent."""

from collections.abc import Hashable, Sequence
from fractions import Fraction

import numpy as np

from crosstie.qa import status as said
from crosstie.qa.agreement.ratings import annotators_of, rating_sums, units_by_count
from crosstie.qa.agreement.weights import Weights, disagreement_weights
from crosstie.qa.labels import Label, Ratings, in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio


def gwet_ac(annotator_by_unit: Ratings, order: Sequence[Label] | None = None) -> Result:
    """Return AC1, and AC2 with linear and quadratic weights on the scale `order` (default: the labels
    seen).

    pa as in Fleiss over units with two labels or more, pe = T / (q(q-1)) * sum of p(1-p), T the sum of the
    agreement weights (q for AC1). Gwet 2008, Br J Math Stat Psychol 61:29; missing labels as in Gwet 2014.
    Fewer than two categories: None, undefined_no_variation.
    """
    return finish_gwet(rating_sums(annotator_by_unit), order)


def finish_gwet(ratings: Sums, order: Sequence[Hashable] | None = None) -> Result:
    """Finish rating sums as AC1 (the value) and AC2 with linear and quadratic weights (figures `ac2_…`)."""
    scale = list(order) if order is not None else in_order(key[1] for key in ratings.under("mass"))
    units = units_by_count(ratings)
    pairable = sum(n for m, n in units.items() if m > 1)
    figures: dict[str, object] = {}
    for name, weights in (("ac1", "nominal"), ("ac2_linear", "linear"), ("ac2_quadratic", "quadratic")):
        ac, pa, pe = _coefficient(ratings, scale, weights)
        stem = "ac1" if name == "ac1" else name
        figures |= {name: ac, f"{stem}_pa": pa, f"{stem}_pe": pe}
    figures |= {"ac2_pa": figures["ac2_quadratic_pa"], "ac2_pe": figures["ac2_quadratic_pe"]}
    value = figures["ac1"]
    state = said.OK if value is not None else said.NO_VARIATION if pairable else said.INSUFFICIENT
    pairs = sum(int(n) for n in ratings.under("pair").values()) // 2
    head = value if isinstance(value, float) else None
    return Result(
        "gwet_ac",
        head,
        state,
        pairable,
        pairs,
        annotators_of(ratings),
        figures,
        ratings,
        method="Gwet 2008, 2014",
    )


def _coefficient(
    ratings: Sums, scale: Sequence[Hashable], weights: Weights
) -> tuple[float | None, float | None, float | None]:
    """Return the coefficient, observed and chance agreement, each None where undefined."""
    units = units_by_count(ratings)
    pairable, q = sum(n for m, n in units.items() if m > 1), len(scale)
    if not pairable or not q:
        return None, None, None
    disagreement = disagreement_weights(q, weights)
    agreement = 1 - disagreement / (disagreement.max() or 1)
    place = {label: i for i, label in enumerate(scale)}
    together: dict[tuple[int, int], Fraction] = {}
    for (m, a, b), n in ratings.under("pair").items():
        at, size = (place[a], place[b]), int(str(m))
        together[at] = together.get(at, Fraction(0)) + Fraction(n, size * (size - 1))
    pa = (
        sum((v * Fraction(float(agreement[at])) for at, v in sorted(together.items())), Fraction(0))
        / pairable
    )
    if q < 2:
        return None, float(pa), 1.0
    share = [Fraction(0)] * q
    for (m, label), n in ratings.under("mass").items():
        share[place[label]] += Fraction(n, int(str(m)) * sum(units.values()))
    weight = Fraction(float(np.sum(agreement)))
    pe = weight / (q * (q - 1)) * sum((p * (1 - p) for p in share), Fraction(0))
    return ratio(pa - pe, 1 - pe), float(pa), float(pe)
