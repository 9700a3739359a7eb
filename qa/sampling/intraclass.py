"""How alike the items of one sample are: the intraclass correlation that a design effect needs."""

from collections.abc import Sequence
from fractions import Fraction

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result
from crosstie.qa.sampling.sizes import design_effect
from crosstie.qa.sums import Key, Number, Sums, sums, total


def intraclass_correlation(right: Sequence[int], items: Sequence[int]) -> Result:
    """Return the intraclass correlation of right and wrong items within samples, by analysis of variance.

    `right` of `items` are right in each sample. ICC = (MSB - MSW) / (MSB + (m0 - 1) MSW) with m0 = (N - sum
    n^2 / N) / (k - 1); Donner 1986, Int Stat Rev 54:67. In [-1 / (m0 - 1), 1]. The figures hold the mean
    number of items `m`, its size-weighted mean `m_weighted` = sum n^2 / N, and the `design_effect` 1 +
    (m_weighted - 1) max(ICC, 0), which sizes of samples that differ are paid with (Kish 1965). Fewer than two
    samples, or one item each: None, insufficient_pairable; all items alike: None, undefined_no_variation.
    """
    if len(right) != len(items):
        raise QualityInvalid("an intraclass correlation needs the items of each sample and the right ones.")
    return finish_intraclass(total(map(intraclass_sums, right, items)))


def intraclass_sums(right: int, items: int) -> Sums:
    """Return the sums of one sample of which `right` of `items` items are right; without items, nothing."""
    if not 0 <= right <= items:
        raise QualityInvalid(f"{right} right items of {items} is no share.")
    cells: dict[Key, Number] = {("samples",): int(items > 0), ("items",): items, ("right",): right}
    return sums({**cells, ("items_squared",): items**2, ("right_squared", items): right**2})


def finish_intraclass(parts: Sums) -> Result:
    """Finish the sums of samples; what was counted in any order and place gives the same bits."""
    k, n, right = (parts.count(name) for name in ("samples", "items", "right"))
    m = n / k if k else None
    weighted = parts.count("items_squared") / n if n else None
    icc = _icc(parts, k, n, right) if k > 1 and n > k else None
    state = said.INSUFFICIENT if not (k > 1 and n > k) else said.OK if icc is not None else said.NO_VARIATION
    effect = None if icc is None or weighted is None else design_effect(weighted, max(icc, 0.0))
    figures: dict[str, object] = {"icc": icc, "m": m, "m_weighted": weighted, "design_effect": effect}
    method = "analysis of variance, Donner 1986"
    return Result("intraclass_correlation", icc, state, n, k, 0, figures, parts, method=method)


def _icc(parts: Sums, k: int, n: int, right: int) -> float | None:
    within_samples = sum(Fraction(v) / int(str(key[0])) for key, v in parts.under("right_squared").items())
    between = (within_samples - Fraction(right * right, n)) / (k - 1)
    within = (right - within_samples) / (n - k)
    size = (n - Fraction(parts.count("items_squared"), n)) / (k - 1)
    whole = between + (size - 1) * within
    return float((between - within) / whole) if whole else None
