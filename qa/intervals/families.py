"""Many tests at once: the false discovery rate."""

from collections.abc import Sequence

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result


def benjamini_hochberg(p_values: Sequence[float | None], rate: float = 0.05) -> Result:
    """Return for each p of a family its adjusted p, and whether it is found at the false discovery rate
    `rate`.

    p_(i) is adjusted to min over j >= i of p_(j) n / j (Benjamini & Hochberg 1995, J R Stat Soc B 57:289). An
    undefined p stays None and does not count. Value: None; the number found is a figure. Nothing tested:
    empty.
    """
    tested = [(p, i) for i, p in enumerate(p_values) if p is not None]
    if any(not 0 <= p <= 1 for p, _ in tested):
        raise QualityInvalid("a p value lies between 0 and 1.")
    adjusted: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank, (p, i) in reversed(list(enumerate(sorted(tested), 1))):
        least = min(least, p * len(tested) / rank)
        adjusted[i] = least
    found = [None if p is None else p <= rate for p in adjusted]
    figures: dict[str, object] = {"adjusted": adjusted, "found": found, "n_found": sum(map(bool, found))}
    state = said.OK if tested else said.EMPTY
    method = f"Benjamini-Hochberg at {rate}"
    return Result("benjamini_hochberg", None, state, len(tested), figures=figures, method=method)
