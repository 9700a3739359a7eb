"""How many samples a margin of error needs, and from which strata."""

import math
from collections.abc import Sequence

from scipy.special import ndtri

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result


def sample_size_proportion(
    margin: float,
    p: float = 0.5,
    confidence: float = 0.95,
    population: int | None = None,
    chi2: float | None = None,
    design_effect: float = 1.0,
) -> Result:
    """Return how many samples estimate a share p within +- margin (the value, rounded up).

    n0 = z^2 p (1 - p) / margin^2, times the design effect 1 + (m - 1) ICC; of a finite population n0 N / (N -
    1 + n0) (Cochran 1977; Krejcie & Morgan 1970, who round to nearest and take chi2 3.841: `n_nearest`).
    `chi2` stands for z^2.
    """
    if not margin > 0 or not 0 <= p <= 1 or not 0 < confidence < 1 or design_effect <= 0:
        raise QualityInvalid(
            "a sample size needs margin > 0, p in 0..1, confidence in 0..1, design effect > 0."
        )
    squared = float(ndtri(0.5 + confidence / 2)) ** 2 if chi2 is None else chi2
    exact = squared * p * (1 - p) / margin**2 * design_effect
    if population is not None:
        exact = exact * population / (population - 1 + exact) if population and exact else 0.0
    up, nearest = math.ceil(exact - 1e-9), math.floor(exact + 0.5)
    figures: dict[str, object] = {"n_exact": exact, "n": up, "n_nearest": nearest}
    return Result("sample_size_proportion", float(up), figures=figures, method="Cochran 1977")


def design_effect(cluster_size: float, icc: float) -> float:
    """Return 1 + (m - 1) ICC, what clusters of m items with intraclass correlation ICC cost in precision
    (Kish).
    """
    return 1 + (cluster_size - 1) * icc


def stratified_allocation(sizes: Sequence[float], spreads: Sequence[float], n: float) -> Result:
    """Return n shared out over strata: Neyman n N_h S_h / sum(N S), and proportional n N_h / sum(N).

    Cochran, Sampling Techniques, eq. 5.26. Real numbers; `allocate` makes whole ones with a floor. Value:
    None. Where all spreads are 0 Neyman is None. No stratum: empty.
    """
    if len(sizes) != len(spreads) or any(v < 0 for v in (*sizes, *spreads)):
        raise QualityInvalid("each stratum needs a size and a spread, none negative.")
    product = [size * spread for size, spread in zip(sizes, spreads, strict=True)]
    whole, weight = math.fsum(sizes), math.fsum(product)
    figures: dict[str, object] = {
        "neyman": [n * v / weight for v in product] if weight else None,
        "proportional": [n * v / whole for v in sizes] if whole else None,
    }
    state = said.OK if whole else said.EMPTY
    return Result("stratified_allocation", None, state, len(sizes), figures=figures, method="Cochran 5.26")


def allocate(sizes: Sequence[int], spreads: Sequence[float], n: int, floor: int = 30) -> list[int]:
    """Return whole numbers of samples for each stratum: at least `floor` (or all it has), the rest by Neyman.

    The result adds up to n, or to what the floors need if that is more, never above a stratum's size.
    """
    taken = [min(size, floor) for size in sizes]
    left = min(n, sum(sizes)) - sum(taken)
    while left > 0:
        room = [size - have for size, have in zip(sizes, taken, strict=True)]
        pull = [
            size * spread if free else 0.0 for size, spread, free in zip(sizes, spreads, room, strict=True)
        ]
        if not any(pull):
            pull = [float(free) for free in room]
        shares = [left * v / math.fsum(pull) for v in pull]
        whole = [min(free, int(share)) for free, share in zip(room, shares, strict=True)]
        if not any(whole):
            rest = [share if free else -1.0 for share, free in zip(shares, room, strict=True)]
            whole[rest.index(max(rest))] = 1
        taken = [have + more for have, more in zip(taken, whole, strict=True)]
        left -= sum(whole)
    return taken
