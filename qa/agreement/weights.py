"""Disagreement weights between the categories of an ordered scale."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid

Weights = str | Sequence[Sequence[float]]


def disagreement_weights(n: int, weights: Weights) -> NDArray[np.float64]:
    """Return the n by n table of disagreement: "linear" |i-j|, "quadratic" (i-j)^2, "nominal" 0/1, or a
    given table.

    Raises QualityInvalid for another name, another size, a diagonal that is not 0, or a negative or unreal
    weight.
    """
    at = np.arange(n, dtype=np.float64)
    apart = np.abs(at[:, None] - at[None, :])
    if isinstance(weights, str):
        named = {"linear": apart, "quadratic": apart**2, "nominal": (apart > 0).astype(np.float64)}
        if weights not in named:
            raise QualityInvalid(
                f"weights {weights!r} are not known; give linear, quadratic, nominal or a table."
            )
        return named[weights]
    table = np.asarray(weights, np.float64)
    if table.shape != (n, n):
        raise QualityInvalid(
            f"the table of weights is {table.shape}; one row and column for each of {n} is expected."
        )
    if not np.isfinite(table).all() or (table < 0).any() or np.diag(table).any():
        raise QualityInvalid("weights of disagreement are finite, never negative, and 0 on the diagonal.")
    return table
