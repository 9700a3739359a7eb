"""Krippendorff's alpha at every level of measurement, with missing data."""

import math
from collections.abc import Hashable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crosstie.qa import status as said
from crosstie.qa.agreement.distances import Distance, custom_differences, numbers, squared_differences
from crosstie.qa.agreement.ratings import annotators_of, rating_sums, units_by_count
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import Label, Ratings, in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums

Floats = NDArray[np.float64]
_MANY = 2000


def krippendorff_alpha(
    annotator_by_unit: Ratings,
    level: str = "nominal",
    order: Sequence[Label] | None = None,
    distance: Distance | None = None,
) -> Result:
    """Return alpha = 1 - Do / De of any number of annotators (rows) over units (columns); None is missing.

    `level` is nominal, ordinal, interval, ratio, masi (labels are sets: `label_set`) or custom with a
    `distance`. `order` is the scale of ordinal labels that are no numbers. Units with fewer than two labels
    are dropped. At most 1, 0 = chance. No unit with two labels: None, insufficient_pairable. One label
    throughout: None, undefined_no_variation, with the observed agreement beside it. Krippendorff 2011; Hayes
    & Krippendorff 2007.
    """
    return finish_alpha(rating_sums(annotator_by_unit), level, order, distance)


def finish_alpha(
    ratings: Sums,
    level: str = "nominal",
    order: Sequence[Label] | None = None,
    distance: Distance | None = None,
) -> Result:
    """Finish rating sums as alpha; the distance is applied only here, as ordinal ranks depend on all
    samples.
    """
    cells, mass = coincidences(ratings)
    labels = _scale(list(mass), level, order)
    n = sum(mass.values())
    pairs = sum(int(v) for k, v in ratings.under("pair").items())
    agreed = float(sum((v for (c, k), v in cells.items() if c == k), Fraction(0)) / n) if n else None
    figures: dict[str, object] = {"alpha": None, "do": None, "de": None, "po": agreed, "n_pairable": int(n)}
    units = sum(count for m, count in units_by_count(ratings).items() if m > 1)
    alpha, state = None, said.INSUFFICIENT
    if n:
        place = {label: i for i, label in enumerate(labels)}
        weight = np.array([float(mass.get(label, 0)) for label in labels])
        observed, expected = _disagreements(cells, place, weight, level, distance)
        alpha = 1 - observed / expected if expected > 0 else None
        state = said.OK if alpha is not None else said.NO_VARIATION
        figures |= {"alpha": alpha, "do": observed, "de": expected}
    method = f"Krippendorff 2011, {'custom' if distance else level}"
    return Result(
        "krippendorff_alpha",
        alpha,
        state,
        units,
        pairs // 2,
        annotators_of(ratings),
        figures,
        ratings,
        method=method,
    )


def coincidences(ratings: Sums) -> tuple[dict[tuple[Hashable, Hashable], Fraction], dict[Hashable, Fraction]]:
    """Return the coincidences o_ck of pairs of labels, each pair counted 1/(m-1), and their margins n_c."""
    cells: dict[tuple[Hashable, Hashable], Fraction] = {}
    for (m, c, k), count in ratings.under("pair").items():
        cells[c, k] = cells.get((c, k), Fraction(0)) + Fraction(count, int(str(m)) - 1)
    margins: dict[Hashable, Fraction] = {}
    for (c, _), value in cells.items():
        margins[c] = margins.get(c, Fraction(0)) + value
    return cells, margins


def _scale(seen: list[Hashable], level: str, order: Sequence[Label] | None) -> list[Hashable]:
    if order is not None:
        if stray := set(seen) - set(order):
            raise QualityInvalid(f"label {in_order(stray)[0]!r} is not in `order`; give the whole scale.")
        return list(order)
    if level == "ordinal" and not all(isinstance(label, int | float) for label in seen):
        raise QualityInvalid("ordinal alpha needs `order`, the scale of labels that are no numbers.")
    return in_order(seen)


def _disagreements(
    cells: dict[tuple[Hashable, Hashable], Fraction],
    place: dict[Hashable, int],
    mass: Floats,
    level: str,
    distance: Distance | None,
) -> tuple[float, float]:
    """Return observed and expected disagreement per pair of labels."""
    n = float(mass.sum())
    labels = list(place)
    if level == "interval" and len(labels) > _MANY and distance is None:
        values = numbers(labels, level)
        observed = math.fsum(
            float(o) * (values[place[c]] - values[place[k]]) ** 2 for (c, k), o in cells.items()
        )
        middle = values - (mass @ values) / n
        return observed / n, 2 * float(mass @ middle**2) / (n - 1)
    table = custom_differences(labels, distance) if distance else squared_differences(level, labels, mass)
    observed = math.fsum(float(o) * table[place[c], place[k]] for (c, k), o in cells.items())
    return observed / n, float(mass @ table @ mass) / (n * (n - 1))
