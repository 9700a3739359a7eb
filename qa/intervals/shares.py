"""Figures that are a share: which two of their sums are divided."""

from collections.abc import Callable, Hashable

from crosstie.qa.sums import Number, Sums

Share = Callable[[Sums], tuple[Number, Number]]


def plain_share(part: str, whole: str) -> Share:
    """Return the share of one sum in another."""
    return lambda sums: (sums[part,], sums[whole,])


def f1_share(*prefix: Hashable) -> Share:
    """Return F1 as the share 2 TP of 2 TP + FP + FN, counts under `prefix`."""

    def share(sums: Sums) -> tuple[Number, Number]:
        tp, fp, fn = (sums[(*prefix, name)] for name in ("tp", "fp", "fn"))
        return 2 * tp, 2 * tp + fp + fn

    return share


def matched_share(tau: float) -> Share:
    """Return matched F1 at a threshold as a share."""

    def share(sums: Sums) -> tuple[Number, Number]:
        tp, fp, fn = (sums[name, tau] for name in ("tp", "fp", "fn"))
        return 2 * tp, 2 * tp + fp + fn

    return share


MATCHED = matched_share(0.5)
