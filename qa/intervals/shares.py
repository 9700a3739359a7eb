"""Figures that are a share: which two of their sums are divided."""

from collections.abc import Callable, Hashable

from crosstie.qa.sums import Key, Number, Sums

Share = Callable[[Sums], tuple[Number, Number]]


def plain_share(part: str, whole: str) -> Share:
    """Return the share of one sum in another."""
    keys = (part,), (whole,)
    return lambda sums: (sums[keys[0]], sums[keys[1]])


def f1_share(*prefix: Hashable) -> Share:
    """Return F1 as the share 2 TP of 2 TP + FP + FN, counts under `prefix`."""
    return _f1((*prefix, "tp"), (*prefix, "fp"), (*prefix, "fn"))


def matched_share(tau: float) -> Share:
    """Return matched F1 at a threshold as a share."""
    return _f1(("tp", tau), ("fp", tau), ("fn", tau))


def _f1(right: Key, added: Key, lost: Key) -> Share:
    def share(sums: Sums) -> tuple[Number, Number]:
        get = sums.cells.get
        found = 2 * get(right, 0)
        return found, found + get(added, 0) + get(lost, 0)

    return share


MATCHED = matched_share(0.5)
