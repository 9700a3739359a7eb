"""Do two teams use one taxonomy: the table of labels that both gave to linked annotations, and what it
tells.
"""

import math
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from crosstie.qa import status as said
from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.labels import Labels, in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio

Floats = NDArray[np.float64]


def co_label_confusion(team_a_labels: Labels, team_b_labels: Labels) -> Result:
    """Return the share of linked pairs whose two labels differ (the value), with the table and its worst
    cells.

    The two teams' labels need not be the same words: it is the table that is read. No pair: None, empty.
    """
    return finish_co_labels(confusion_sums(team_a_labels, team_b_labels))


def finish_co_labels(counts: Sums) -> Result:
    """Finish confusion sums as the table of co-labels."""
    names_a, names_b, table = co_label_table(counts)
    n = int(table.sum())
    cells = [
        (a, b, int(table[i, j])) for i, a in enumerate(names_a) for j, b in enumerate(names_b) if table[i, j]
    ]
    off = sorted((cell for cell in cells if cell[0] != cell[1]), key=lambda cell: -cell[2])
    value = ratio(sum(cell[2] for cell in off), n)
    figures: dict[str, object] = {
        "off_diagonal_share": value,
        "rows": names_a,
        "columns": names_b,
        "table": table.tolist(),
        "confused": [list(cell) for cell in off],
    }
    state = said.OK if n else said.EMPTY
    return Result(
        "co_label_confusion", value, state, n, n, 2, figures, counts, method="co-labels of linked pairs"
    )


def taxonomy_convergence(team_a_labels: Labels, team_b_labels: Labels) -> Result:
    """Return V-measure (the value), AMI, ARI, H(B|A) of two teams' labels of the same linked things.

    Names of labels do not matter, only how they go together: 1 = each label of one is one label of the other.
    Homogeneity is 1 - H(A|B)/H(A), completeness 1 - H(B|A)/H(B). Rosenberg & Hirschberg 2007, EMNLP; AMI:
    Vinh, Epps & Bailey 2010, JMLR 11:2837, arithmetic mean. Either used one label throughout: None,
    undefined_no_variation.
    """
    return finish_convergence(confusion_sums(team_a_labels, team_b_labels))


def finish_convergence(counts: Sums) -> Result:
    """Finish confusion sums as V-measure and its kin."""
    _, _, table = co_label_table(counts)
    n = int(table.sum())
    names = ("homogeneity", "completeness", "v_measure", "ari", "ami", "mutual_info_nat")
    entropies = [_entropy(table.sum(axis)) if n else 0.0 for axis in (1, 0)]
    if not entropies[0] or not entropies[1]:
        state = said.NO_VARIATION if n else said.EMPTY
        return Result("taxonomy_convergence", None, state, n, n, 2, dict.fromkeys(names), counts)
    shared = _mutual(table)
    parts = [min(1.0, shared / h) for h in entropies]
    v = 2 * parts[0] * parts[1] / sum(parts) if sum(parts) else 0.0
    numbers = (*parts, v, _rand(table), _adjusted(table, shared, sum(entropies) / 2), shared)
    figures: dict[str, object] = dict(zip(names, numbers, strict=True))
    figures |= {
        "h_b_given_a_nat": max(0.0, entropies[1] - shared),
        "h_a_given_b_nat": max(0.0, entropies[0] - shared),
    }
    method = "Rosenberg & Hirschberg 2007, nats"
    return Result("taxonomy_convergence", v, said.OK, n, n, 2, figures, counts, method=method)


def co_label_table(counts: Sums) -> tuple[list[Hashable], list[Hashable], NDArray[np.int64]]:
    """Return team A's labels (rows), team B's (columns) and how often they met."""
    cells = counts.under("cell")
    rows, columns = in_order(a for a, _ in cells), in_order(b for _, b in cells)
    table = np.zeros((len(rows), len(columns)), np.int64)
    for (a, b), n in cells.items():
        table[rows.index(a), columns.index(b)] = n
    return rows, columns, table


def _entropy(counts: NDArray[np.int64]) -> float:
    shares = counts[counts > 0] / counts.sum()
    return -math.fsum(shares * np.log(shares)) if len(shares) > 1 else 0.0


def _mutual(table: NDArray[np.int64]) -> float:
    n = int(table.sum())
    i, j = np.nonzero(table)
    joint, outer = table[i, j], table.sum(1)[i] * table.sum(0)[j]
    return max(0.0, math.fsum(joint / n * (np.log(joint * n) - np.log(outer))))


def _rand(table: NDArray[np.int64]) -> float | None:
    """Return the Rand index adjusted for chance (Hubert & Arabie 1985)."""
    both, rows, columns = (
        sum(math.comb(int(v), 2) for v in side) for side in (table.ravel(), table.sum(1), table.sum(0))
    )
    chance = rows * columns / (math.comb(int(table.sum()), 2) or 1)
    return ratio_or_none(both - chance, (rows + columns) / 2 - chance)


def _adjusted(table: NDArray[np.int64], shared: float, most: float) -> float | None:
    expected = _expected(table)
    return ratio_or_none(shared - expected, most - expected)


def ratio_or_none(part: float, whole: float) -> float | None:
    """Return part / whole, None where the whole is 0."""
    return part / whole if abs(whole) > 1e-15 else None


def _expected(table: NDArray[np.int64]) -> float:
    """Return the mutual information expected of random tables with the same margins."""
    n = int(table.sum())
    terms = []
    for a in table.sum(1).tolist():
        for b in table.sum(0).tolist():
            k = np.arange(max(1, a + b - n), min(a, b) + 1, dtype=np.float64)
            chance = (
                gammaln(a + 1) + gammaln(b + 1) + gammaln(n - a + 1) + gammaln(n - b + 1) - gammaln(n + 1)
            )
            chance = (
                chance - gammaln(k + 1) - gammaln(a - k + 1) - gammaln(b - k + 1) - gammaln(n - a - b + k + 1)
            )
            terms.append(math.fsum(k / n * np.log(n * k / (a * b)) * np.exp(chance)))
    return math.fsum(terms)
