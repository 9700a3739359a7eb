"""Disagreement between models (or annotators) on one item: vote entropy and BALD."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, exact, ratio, sums


def vote_entropy(votes: Sequence[Hashable], labels: Sequence[Hashable] | None = None) -> Result:
    """Return the entropy of the members' votes in nats (the value); 0 = unanimous, at most ln(min(members,
    labels)).

    `normalised_by_log_members` is in [0, 1]. One member: 0 with status one_member. No vote: None, empty.
    Dagan & Engelson 1995, ICML. Raises QualityInvalid for a vote that is not one of `labels`.
    """
    if labels is not None and (stray := set(votes) - set(labels)):
        raise QualityInvalid(f"a vote {min(map(str, stray))!r} is not one of the labels.")
    m = len(votes)
    figures: dict[str, object] = {"nat": None, "normalised_by_log_members": None, "members": m}
    if not m:
        return Result("vote_entropy", None, said.EMPTY, figures=figures)
    shares = [n / m for n in Counter(votes).values()]
    value = max(0.0, -math.fsum(p * math.log(p) for p in shares))
    figures |= {"nat": value, "normalised_by_log_members": value / math.log(m) if m > 1 else None}
    if labels is not None and len(labels) > 1:
        figures["normalised_by_log_labels"] = value / math.log(len(labels))
    return _result("vote_entropy", value, m, figures, "Dagan & Engelson 1995, nats")


def bald(member_probabilities: Sequence[Sequence[float]]) -> Result:
    """Return H(mean p) - mean H(p) in nats (the value): what members know differently, not what all find
    unclear.

    Rows are members, columns labels, each row a distribution. It equals the mean KL divergence to the
    consensus (McCallum & Nigam 1998). Houlsby et al. 2011. One member: 0 with status one_member. No member:
    None, empty. Raises QualityInvalid for a row that is no distribution.
    """
    table = np.asarray(member_probabilities, np.float64)
    names = ("predictive_entropy_nat", "expected_entropy_nat", "bald_nat", "mean_kl_to_consensus_nat")
    if not table.size:
        return Result("bald", None, said.EMPTY, figures=dict.fromkeys(names))
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise QualityInvalid("probabilities are finite and never negative, one row a member.")
    if np.abs(table.sum(1) - 1).max() > 1e-6:
        raise QualityInvalid("the probabilities of one member add up to 1.")
    mean = table.mean(0)
    predictive = _entropy(mean)
    expected = math.fsum(_entropy(row) for row in table) / len(table)
    safe = np.where(table > 0, table / np.where(mean > 0, mean, 1.0), 1.0)
    divergence = math.fsum((table * np.log(safe)).ravel()) / len(table)
    value = max(0.0, predictive - expected)
    numbers = (predictive, expected, value, max(0.0, divergence))
    return _result(
        "bald", value, len(table), dict(zip(names, numbers, strict=True)), "Houlsby et al. 2011, nats"
    )


def finish_mean(parts: Sums, metric: str) -> Result:
    """Finish ("sum",) and ("units",) of items as their mean; a mean over no item is None, empty."""
    value = ratio(parts["sum",], parts["units",])
    state = said.EMPTY if value is None else said.OK
    return Result(
        metric,
        value,
        state,
        parts.count("units"),
        figures={"mean": value},
        sums=parts,
        method="mean of items",
    )


def _entropy(p: "np.typing.NDArray[np.float64]") -> float:
    return -math.fsum(v * math.log(v) for v in p.tolist() if v > 0)


def _result(metric: str, value: float, members: int, figures: dict[str, object], method: str) -> Result:
    parts = sums({("sum",): exact(value), ("units",): 1})
    state = said.OK if members > 1 else said.ONE_MEMBER
    return Result(
        metric, value, state, 1, members * (members - 1) // 2, members, figures, parts, method=method
    )
