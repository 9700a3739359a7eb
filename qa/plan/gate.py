"""When a batch may go out: acceptance plans, each with what it lets through."""

from typing import Final

import msgspec

from crosstie.qa.sampling.acceptance import acceptance_oc, zero_acceptance_n
from crosstie.qa.sampling.gates import iso_2859_plan

RATES: Final = (0.0, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15)
_USUAL_LETTER: Final = "K"


class Gate(msgspec.Struct, frozen=True):
    """Check `n` samples of a batch and accept it when up to `c` fail.

    `accepted` is the chance of that at each of `RATES`, the true share of bad samples (the operating
    characteristic). `why` says what the plan promises, or for which batches it is made.
    """

    name: str
    why: str
    n: int
    c: int
    accepted: tuple[float, ...]


def gates(aql: float, lot: int) -> tuple[Gate, ...]:
    """The plans to choose from: no failure at all, ISO 2859-1 letter K, and that for batches of `lot`."""
    zero = int(zero_acceptance_n(0.95, 0.05).value or 0)
    promise = "any batch: once accepted, 95 % of it is right with 95 % confidence"
    found = [_gate("zero-defect 95/95", promise, zero, 0)]
    found.append(_iso(aql, _USUAL_LETTER, "batches of 1,201 to 3,200 samples, level II"))
    if lot >= 2:
        own = iso_2859_plan(aql, lot=lot).figures
        if (own["n"], own["c"]) != (found[-1].n, found[-1].c):
            found.append(_iso(aql, str(own["letter"]), f"batches of {lot:,} samples, as most here; level II"))
    return tuple(found)


def _iso(aql: float, letter: str, why: str) -> Gate:
    plan = iso_2859_plan(aql, letter).figures
    n, c = int(str(plan["n"])), int(str(plan["c"]))
    return _gate(f"ISO 2859-1 {plan['letter']}, AQL {aql * 100:g} %", why, n, c)


def _gate(name: str, why: str, n: int, c: int) -> Gate:
    curve = acceptance_oc(n, c, RATES).figures["pa"]
    assert isinstance(curve, list)
    return Gate(name, why, n, c, tuple(curve))
