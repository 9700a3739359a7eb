"""What a comparison of this size can tell, and how large it would have to be."""

import math

from scipy.special import ndtri, stdtrit

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result


def smallest_difference(
    se: float | None, clusters: int, power: float = 0.8, confidence: float = 0.95
) -> Result:
    """Return the smallest true difference that a comparison finds with this power (the value), in its unit.

    (t(1 - alpha / 2) + t(power)) se with G - 1 degrees of freedom; `se` is the standard error of the
    difference over G clusters, samples that several items share counted once (Bloom 1995, Eval Rev 19:547).
    No standard error, or fewer than two clusters: None, insufficient_pairable; a standard error of 0 says
    nothing about the next samples: None, undefined_no_variation.
    """
    _require(power, confidence)
    state = said.INSUFFICIENT if se is None or clusters < 2 else said.OK if se else said.NO_VARIATION
    value = None if state != said.OK or se is None else _factor(clusters, power, confidence) * se
    figures: dict[str, object] = {"smallest": value, "power": power, "se": se, "clusters": clusters}
    return Result("smallest_difference", value, state, clusters, figures=figures, method="t, Bloom 1995")


def clusters_for_difference(
    se: float | None, clusters: int, difference: float, power: float = 0.8, confidence: float = 0.95
) -> Result:
    """Return how many clusters (the value) find a true difference with this power, if they vary as these do.

    The least G' with (t(1 - alpha / 2) + t(power)) se sqrt(G / G') <= difference. None as
    `smallest_difference` has none. Raises QualityInvalid for a difference that is not above 0.
    """
    _require(power, confidence)
    if not difference > 0:
        raise QualityInvalid(f"a difference of {difference:g} cannot be told apart; name one above 0.")
    found = smallest_difference(se, clusters, power, confidence)
    n: int | None = None
    if found.value is not None and se is not None:
        spread = se * math.sqrt(clusters)
        n = max(math.ceil(((ndtri(0.5 + confidence / 2) + ndtri(power)) * spread / difference) ** 2), 2)
        while _factor(n, power, confidence) * spread / math.sqrt(n) > difference:
            n += 1
    figures: dict[str, object] = {"n": n, "difference": difference, "power": power}
    value = None if n is None else float(n)
    return Result("clusters_for_difference", value, found.status, clusters, figures=figures, method="t")


def _factor(clusters: int, power: float, confidence: float) -> float:
    return float(stdtrit(clusters - 1, 0.5 + confidence / 2) + stdtrit(clusters - 1, power))


def _require(power: float, confidence: float) -> None:
    if not 0 < power < 1 or not 0 < confidence < 1:
        raise QualityInvalid("power and confidence lie between 0 and 1.")
