"""When a batch is accepted, and what such a plan lets through."""

import math
from collections.abc import Sequence

from scipy.special import bdtr
from scipy.stats import hypergeom

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result


def acceptance_oc(n: int, c: int, p: Sequence[float], lot: int | None = None) -> Result:
    """Return the chance to accept a batch when `n` samples are checked and up to `c` may fail, for each
    true rate p.

    Binomial; hypergeometric for a batch of `lot` samples, whose failures are p * lot rounded. Value: None, it
    is a curve. NIST/SEMATECH e-Handbook 6.2.3.2; ISO 2859-1. Raises QualityInvalid for a plan or rate that
    cannot be.
    """
    if not c >= 0 or n < 1 or (lot is not None and n > lot) or any(not 0 <= rate <= 1 for rate in p):
        raise QualityInvalid("a plan needs 1 <= n <= lot, c >= 0 and rates between 0 and 1.")
    if lot is None:
        accepted = [float(bdtr(min(c, n), n, rate)) for rate in p]
    else:
        accepted = [float(hypergeom.cdf(c, lot, round(rate * lot), n)) for rate in p]
    figures: dict[str, object] = {"p": list(p), "pa": accepted}
    return Result("acceptance_oc", None, figures=figures, n_units=n, method=f"plan n = {n}, c = {c}")


def zero_acceptance_n(confidence: float, max_defect_rate: float) -> Result:
    """Return how many samples without a single failure show a defect rate below `max_defect_rate`.

    n = ceil(ln(1 - C) / ln(1 - p)), the success-run theorem: 59 for 95/95.
    """
    if not 0 < confidence < 1 or not 0 < max_defect_rate < 1:
        raise QualityInvalid("confidence and rate lie between 0 and 1.")
    exact = math.log(1 - confidence) / math.log(1 - max_defect_rate)
    n = math.ceil(exact - 1e-12)
    return Result(
        "zero_acceptance_n", float(n), figures={"n": n, "n_exact": exact}, method="success run, c = 0"
    )


def find_plan(
    aql: float, rql: float, alpha: float = 0.05, beta: float = 0.10, max_n: int = 100_000
) -> Result:
    """Return the smallest plan (n, c) that accepts rate `aql` with 1 - alpha and rate `rql` with at most
    beta.

    Value: n. Raises QualityInvalid where no plan of up to `max_n` samples can tell the two rates apart.
    """
    if not 0 <= aql < rql < 1:
        raise QualityInvalid("a plan needs 0 <= accepted rate < rejected rate < 1.")
    for c in range(1000):
        n = _smallest(c, rql, beta, max_n)
        if n is not None and float(bdtr(c, n, aql)) >= 1 - alpha:
            risks = {"producer_risk": 1 - float(bdtr(c, n, aql)), "consumer_risk": float(bdtr(c, n, rql))}
            return Result(
                "acceptance_plan",
                float(n),
                figures={"n": n, "c": c, **risks},
                method="smallest binomial plan",
            )
    raise QualityInvalid(f"no plan of up to {max_n} samples tells {aql} from {rql}.")


def _smallest(c: int, rate: float, risk: float, max_n: int) -> int | None:
    low, high = c + 1, max_n
    if float(bdtr(c, high, rate)) > risk:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if float(bdtr(c, middle, rate)) <= risk else (middle + 1, high)
    return low
