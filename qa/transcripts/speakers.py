"""Word error rate of many speakers, under the best permutation of who is who (cpWER)."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums, total
from crosstie.qa.transcripts.words import Tokenizer, edit_sums

Spoken = Mapping[str, str | Sequence[str]]


def cpwer(reference: Spoken, hypothesis: Spoken, tokenizer: Tokenizer = str.split) -> Result:
    """Return errors / reference words under the permutation of speakers with the fewest errors; in [0,
    inf).

    What each speaker said is joined in order first. A speaker without counterpart is all deletions or all
    insertions. Empty reference: None, empty_reference. Watanabe et al. 2020, CHiME-6.
    """
    return finish_cpwer(cpwer_sums(reference, hypothesis, tokenizer))


def cpwer_sums(reference: Spoken, hypothesis: Spoken, tokenizer: Tokenizer = str.split) -> Sums:
    """Return hits, substitutions, deletions, insertions of one recording under the best permutation."""
    mine, other = (
        [_words(side[name], tokenizer) for name in sorted(side)] for side in (reference, hypothesis)
    )
    n = max(len(mine), len(other))
    mine, other = (side + [[] for _ in range(n - len(side))] for side in (mine, other))
    table = [[edit_sums(a, b) for b in other] for a in mine]
    costs = np.array([[_errors(cell) for cell in row] for row in table], np.int64).reshape(n, n)
    rows, columns = linear_sum_assignment(costs)
    best = total(table[i][j] for i, j in zip(rows.tolist(), columns.tolist(), strict=True))
    return sums({**best.cells, ("units",): 1, ("speakers",): len(reference)})


def finish_cpwer(parts: Sums) -> Result:
    """Finish the sums of one or more recordings."""
    names = ("hits", "substitutions", "deletions", "insertions")
    counts = {name: parts.count(name) for name in names}
    errors, n = _errors(parts), counts["hits"] + counts["substitutions"] + counts["deletions"]
    value = ratio(errors, n)
    figures: dict[str, object] = {"cpwer": value, "errors": errors, "length": n, **counts}
    state = said.OK if n else said.EMPTY_REFERENCE
    return Result("cpwer", value, state, parts.count("units"), n, 2, figures, parts, method="CHiME-6, micro")


def _words(spoken: str | Sequence[str], tokenizer: Tokenizer) -> list[str]:
    return list(tokenizer(spoken if isinstance(spoken, str) else " ".join(spoken)))


def _errors(cell: Sums) -> int:
    return cell.count("substitutions") + cell.count("deletions") + cell.count("insertions")
